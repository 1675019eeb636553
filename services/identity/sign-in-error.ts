import { AuthError, InteractionRequiredAuthError } from '@azure/msal-node';
import { z } from 'zod';
import { AppError } from '../errors.ts';

/** A person has to sign in anew before this works again. */
export class SignInNeeded extends AppError {
  /** What the new sign-in has to prove, as JSON for MSAL; null where Entra did not say. Not for the chat and not for the log. */
  readonly claims: string | null;
  /** The refresh token itself was not taken: it may have been replaced meanwhile. */
  readonly tokenRefused: boolean;

  /** @param reason a word of `sign-in.<reason>`: why, told to the person by `error.sign-in.<reason>` */
  constructor(reason: string, details: { code?: string | null; claims?: string | null; trace?: string } = {}) {
    const code = details.code ?? null;
    super('microsoft.sign-in-needed', {
      params: { reason: `sign-in.${reason}`, code },
      hint: `Microsoft Entra wants a person to sign in again: ${reason} (${code ?? 'no code'}${details.trace ?? ''}). The service user signs in anew with: npm run connect`,
    });
    this.claims = details.claims ?? null;
    this.tokenRefused = ['signed-out', 'too-old', 'unknown'].includes(reason);
  }
}

/** What a failed sign-in came to, thrown through MSAL, which would put its own words in place of any other error. */
export class SignInFailure extends AuthError {
  readonly reason: AppError;

  constructor(reason: AppError) {
    super(reason.code, '');
    // MSAL makes all its errors of its own class.
    Object.setPrototypeOf(this, SignInFailure.prototype);
    this.reason = reason;
  }
}

/**
 * Why Entra ends or refuses the sign-in of a person (Microsoft Entra authentication error codes).
 *
 * | reason | what happened |
 * | --- | --- |
 * | mfa-needed, mfa-setup | a second factor is missing: to be given, or to be registered first |
 * | policy | Conditional Access, or the device, is against it |
 * | signed-out | password changed or sessions revoked |
 * | too-old, too-often | unused for 90 days; the tenant wants a sign-in more often |
 * | account | disabled, locked, deleted, or the password is over |
 * | unassigned | the application is not given to this person |
 */
const PERSON: Readonly<Record<string, string>> = {
  '50074': 'mfa-needed',
  '50076': 'mfa-needed',
  '50078': 'mfa-needed',
  '50072': 'mfa-setup',
  '50079': 'mfa-setup',
  '53004': 'mfa-setup',
  '53000': 'policy',
  '53001': 'policy',
  '53002': 'policy',
  '53003': 'policy',
  '530032': 'policy',
  '50131': 'policy',
  '50097': 'policy',
  '50132': 'signed-out',
  '50133': 'signed-out',
  '50173': 'signed-out',
  '70000': 'signed-out',
  '70008': 'too-old',
  '700082': 'too-old',
  '70043': 'too-often',
  '70044': 'too-often',
  '50034': 'account',
  '50053': 'account',
  '50055': 'account',
  '50057': 'account',
  '50105': 'unassigned',
};

/** Why Entra refuses the application itself, and what the operator looks at. */
const APPLICATION: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  '7000215': ['secret-wrong', 'PARTNER_APP_PASSWORD takes the value of a client secret, not its id.'],
  '7000222': ['secret-expired', 'Make a new client secret for the application and set PARTNER_APP_PASSWORD.'],
  '700027': ['certificate', 'Upload the certificate of PARTNER_APP_CERTIFICATE to the application.'],
  '700024': ['clock', 'The clock of this machine is wrong: the client assertion was not valid at this time.'],
  '70021': ['federation', 'Add a federated credential for the managed identity to the application.'],
  '700211': ['federation', 'The issuer of the federated credential is not the tenant of the managed identity.'],
  '700212': ['federation', 'The audience of the federated credential has to be api://AzureADTokenExchange.'],
  '700213': ['federation', 'The subject of the federated credential has to be the object id of the managed identity.'],
  '7000112': ['disabled', 'The application is disabled in the tenant. Enable it under Enterprise applications.'],
  '7000218': [
    'public-client',
    'Allow public client flows for the application (App registrations > Authentication): the device code needs it.',
  ],
  '700025': ['public-client', 'The sign-in was made as a public client, so it is redeemed without a secret.'],
};

/**
 * This tenant does not know the application or has not consented to it (first line), or the partner's people are strangers to it,
 * as without a delegated admin relationship (second line).
 */
const NO_CONSENT: ReadonlySet<string> = new Set([
  ...['65001', '700016', '7000229', '90094', '500011', '650052'],
  ...['50020', '50177', '90072'],
]);

const MsalFailure = z.looseObject({
  errorCode: z.string(),
  errorMessage: z.string().optional(),
  correlationId: z.guid().optional().catch(undefined),
});

/** Who is signed in: only a person can do something about it by signing in again. */
export type Who = 'person' | 'application';

/**
 * The error for what MSAL threw. Only Entra's code number and the correlation id leave this function: its sentence may name
 * people, and MSAL hangs requests on its errors.
 *
 * @param demanded claims that the token was asked to prove
 */
export function signInError(error: unknown, who: Who, demanded?: string): AppError {
  if (error instanceof SignInFailure) return error.reason;
  if (error instanceof AppError) return error;
  const failure = MsalFailure.safeParse(error);
  if (!failure.success) return refusedSignIn(null, who);
  const { errorCode, errorMessage = errorCode, correlationId } = failure.data;
  if (/network|timeout|endpoints_resolution|openid_config/i.test(errorCode)) {
    return new AppError('microsoft.unreachable', {
      hint: `Sign-in service did not answer (${errorCode}). Check LOGIN_URL and the way out of this host.`,
    });
  }
  return refusedSignIn(errorMessage, who, {
    claims: error instanceof InteractionRequiredAuthError && error.claims !== '' ? error.claims : (demanded ?? null),
    trace: correlationId === undefined ? '' : `, correlation id ${correlationId}`,
    // MSAL knows its own conditions; Entra says invalid_grant for a refresh token it does not take.
    interaction: error instanceof InteractionRequiredAuthError || errorCode === 'invalid_grant',
  });
}

/** The error for a refused sign-in, by the code in Entra's description. */
export function refusedSignIn(
  description: string | null,
  who: Who,
  about: { readonly claims?: string | null; readonly trace?: string; readonly interaction?: boolean } = {},
): AppError {
  const { claims = null, trace = '', interaction = false } = about;
  const number = description?.match(/AADSTS(\d+)/)?.[1] ?? null;
  const code = number === null ? null : `AADSTS${number}`;
  if (code !== null && number !== null && NO_CONSENT.has(number)) return consentMissing(code, trace);
  const application = number === null ? undefined : APPLICATION[number];
  const reason = number === null ? undefined : PERSON[number];
  if (application === undefined && who === 'person' && (reason !== undefined || interaction)) {
    return new SignInNeeded(reason ?? 'unknown', { code, claims, trace });
  }
  const what = application?.[0] ?? reason ?? 'unknown';
  const advice =
    application?.[1] ?? 'Check the application, its secret or certificate, the tenant and Conditional Access.';
  return new AppError('microsoft.sign-in-failed', {
    params: { reason: `sign-in.${what}`, code },
    hint: `Microsoft Entra refused the sign-in (${code ?? 'no code'}${trace}): ${what}. ${advice}`,
  });
}

/**
 * What a sign-in that failed in a customer's tenant means. The partner's own sign-in is no better and no worse for what the
 * customer does not allow (no delegated access, no consent, Conditional Access of theirs), so a refusal is their missing consent.
 * What is wrong with the sign-in or the application itself, and what Entra gave no number for (outages), stays what it is.
 */
export function inCustomerTenant(failure: AppError): AppError {
  const { code, reason } = failure.params;
  if (!REFUSALS.includes(failure.code) || typeof code !== 'string') return failure;
  return OUR_OWN.has(String(reason)) ? failure : consentMissing(code, '');
}

const REFUSALS = ['microsoft.sign-in-needed', 'microsoft.sign-in-failed'];

/** Reasons that signing in to the partner's own tenant shows as well. */
const OUR_OWN: ReadonlySet<string> = new Set(
  [
    'signed-out',
    'too-old',
    'secret-wrong',
    'secret-expired',
    'certificate',
    'clock',
    'federation',
    'public-client',
  ].map((reason) => `sign-in.${reason}`),
);

function consentMissing(code: string, trace: string): AppError {
  return new AppError('microsoft.consent-missing', {
    params: { reason: 'sign-in.no-consent', code },
    hint: `${code}${trace}: the tenant does not let us in, or has not consented to this application. Grant it by GDAP and application consent; a Conditional Access policy of that tenant may be against it as well.`,
  });
}
