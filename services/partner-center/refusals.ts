import { z } from 'zod';
import { AppError } from '../errors.ts';
import { caseless } from '../identity/checked-reply.ts';

/**
 * Partner Center's error codes that matter to a move: the code of our error and what the operator should look at.
 * Source: Partner Center REST error codes (2023-10), completed from newer pages where named.
 */
const REFUSALS: Readonly<Record<string, readonly [code: string, hint: string]>> = {
  '900420': [
    'app-configuration',
    'The token was made for graph.windows.net, which is retired. Ask for api.partnercenter.microsoft.com.',
  ],
  '900329': [
    'needs-user',
    'This call refuses app-only tokens. Configure the service user (secure application model, with MFA).',
  ],
  '900308': [
    'role-missing',
    'The service user lacks a Partner Center role. Partner Center > User management: Admin agent or Sales agent.',
  ],
  '900309': ['sign-in-policy', 'Conditional Access blocked the service user. Entra admin center > Sign-in logs.'],
  '900124': [
    'partner-agreement-missing',
    'The partner has not signed the Microsoft Partner Agreement: a Global admin signs it in Partner Center.',
  ],
  '2030': [
    'region-not-authorised',
    'The partner account may not sell in the country of this customer. Partner Center > Account settings > Legal.',
  ],
  '20002': [
    'no-relationship',
    'No reseller relationship with this customer: the invitation is not accepted yet, or the relationship was removed.',
  ],
  '60003': ['tenant-not-found', 'Partner Center does not know this tenant. Check the tenant id.'],
  '13605': ['agreement-missing', 'The customer has not accepted the Microsoft Customer Agreement.'],
  '900203': ['attestation-missing', 'The catalogue item needs attestationAccepted on its cart line.'],
  '900206': ['partner-attestation-missing', 'The cart needs PartnerOnRecordAttestationAccepted (indirect providers).'],
  '2085': ['offer-not-eligible', 'The customer may not buy this offer: check segment and prerequisites.'],
  '800070': [
    'offer-not-in-region',
    "The offer is not sold in the customer's country, or the customer is outside the partner's market.",
  ],
  '800069': ['risk-check', 'The order failed Microsoft’s risk check: Partner Center support decides.'],
  '800060': [
    'order-in-progress',
    'An order for this customer is being processed. Read the recent orders before trying again.',
  ],
  '20000': ['order-not-readable', 'A new order can take 15 minutes to become readable.'],
  '800064': ['cart-busy', 'The cart is being processed. Read the orders, do not submit it again.'],
  '800065': ['cart-submitted', 'The cart was submitted before. Read the orders, do not submit it again.'],
  '400013': ['catalogue-item-gone', 'The product is no longer in the catalogue: read the catalogue again.'],
  '400018': ['catalogue-item-gone', 'The SKU is no longer in the catalogue: read the catalogue again.'],
  '400019': ['catalogue-item-gone', 'The availability has changed: read it again just before ordering.'],
  '400041': ['addon-without-base', 'An add-on needs its base subscription, bought before or in the same cart.'],
  '400030': ['catalogue-view', 'The catalogue view is not allowed for this partner.'],
  '400036': ['catalogue-view', 'The catalogue view is not supported for this partner.'],
  '2100': ['legacy-offer', 'The offer is not served by the legacy offers API: read products and SKUs.'],
  '800090': ['quantity-decrease', 'The number of seats cannot be lowered at this time.'],
  '900214': ['seat-reduction-window', 'The hours in which seats may be reduced have passed.'],
  '900257': ['seat-reduction-window', 'The days in which seats may be reduced have passed.'],
  '900117': ['cancellation-window', 'The days in which the subscription may be cancelled have passed.'],
  '900213': ['cancellation-window', 'The hours in which the subscription may be cancelled have passed.'],
  '2054': ['billing-cycle', 'The billing cycle is changed on the order, not on the subscription.'],
  '2055': ['changed-meanwhile', 'The resource changed since it was read (etag). Read it again.'],
  '900278': ['pending-operation', 'Another change of this subscription is pending. Try again after 24 hours.'],
  '900311': ['too-many-updates', 'Too many updates on this subscription. Try again later.'],
  '3000': ['invalid-request', 'Partner Center found an invalid property. This is a fault of the bot: report it.'],
  '600074': ['no-vetting-record', 'Partner Center holds no vetting record for this customer.'],
  '600061': ['agreement-recorded', 'The agreement was recorded before.'],
  '900419': ['subscription-limit', 'The tenant reached its limit of 300 licence subscriptions.'],
  '900400': ['transfer-refused', 'The transfer was refused: see the transfer page in Partner Center.'],
};

/** Both shapes of a Partner Center refusal, classic and newer. */
const RefusalBody = caseless({
  code: z.union([z.number(), z.string()]).nullish(),
  statusCode: z.number().nullish(),
});

/** The code of a Partner Center refusal as text; null when the body has none. */
function refusalCode(body: unknown): string | null {
  const parsed = RefusalBody.safeParse(body);
  const code = parsed.success ? parsed.data.code : null;
  return code === null || code === undefined || code === '' ? null : String(code);
}

/**
 * The error for a refused Partner Center call: `microsoft.<what>` with `params.code` (Microsoft's code) and
 * `params.status`. Microsoft's own sentence is left out: it may name people.
 */
export function partnerCenterRefusal(status: number, body: unknown, trace: string): AppError {
  return refusalFor(refusalCode(body), status, trace);
}

/** The error for a code found inside a successful reply (cart line, order error). */
export function refusalFor(code: string | null, status: number, trace: string): AppError {
  const [what, hint] = (code === null ? undefined : documented(code, trace)) ?? byStatus(status);
  return new AppError(`microsoft.${what}`, {
    params: { code, status },
    hint: `${trace}: ${status} / ${code ?? 'no code'}. ${hint}`,
  });
}

function documented(code: string, trace: string): readonly [string, string] | undefined {
  // "Not found" of anything; only an order may be there all the same.
  if (code === '20000' && !trace.includes('/orders/')) return undefined;
  return REFUSALS[code] ?? refusalInRange(code);
}

/** 900100 to 900148 are the errors of partner-to-partner transfers, 10000 to 10019 and 500600 those of a line in a cart. */
function refusalInRange(code: string): readonly [string, string] | undefined {
  const number = Number(code);
  if (number >= 900100 && number <= 900148) return REFUSALS['900400'];
  if ((number >= 10000 && number <= 10019) || number === 500600) return CART_LINE;
  return undefined;
}

const CART_LINE = ['cart-line', 'Look the code up under CartErrorCode in the Partner Center cart resources.'] as const;

function byStatus(status: number): readonly [string, string] {
  if (status === 401)
    return ['signed-out', 'The token was refused. Check the application, its secret and the consent.'];
  if (status === 404) return ['not-found', 'Partner Center does not know this resource.'];
  if (status === 409) return ['conflict', 'The resource is in a state that does not allow this.'];
  if (status === 412) return ['changed-meanwhile', 'The resource changed since it was read (etag). Read it again.'];
  return ['refused', 'Look the code up in the Partner Center REST error codes.'];
}

/** Every error code a client of this folder can end with, for the string catalogue. */
export const MICROSOFT_ERRORS: readonly string[] = [
  ...new Set([
    ...[...Object.values(REFUSALS), CART_LINE].map(([what]) => `microsoft.${what}`),
    ...['signed-out', 'not-found', 'conflict', 'refused', 'throttled', 'unreachable', 'failed', 'unexpected-reply'].map(
      (w) => `microsoft.${w}`,
    ),
    ...['sign-in-failed', 'consent-missing', 'order-outcome-unknown', 'cart-gone', 'slow', 'graph-access-denied'].map(
      (w) => `microsoft.${w}`,
    ),
  ]),
];
