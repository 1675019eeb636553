import { AppError } from '../errors.ts';
import type { PartnerCenterClient } from '../partner-center/client.ts';
import { type Cart, type CartLine, catalogSkuOf, type PricedCartLine } from '../partner-center/ordering.ts';
import type { OrderLine, RefusedLine } from './move.ts';
import { type Term, USUAL_TERM } from './order-lines.ts';

/** A cart that was made a moment ago, and what it says about the lines it was made of. */
export interface FreshCart {
  readonly cart: Cart;
  /** Ways to pay that every line can be bought with. */
  readonly terms: readonly Term[];
  /** The lines asked for, as the cart has and prices them. */
  readonly priced: readonly OrderLine[];
}

type Shop = Pick<PartnerCenterClient, 'availabilities' | 'createCart'>;

/**
 * A cart of these lines. Availabilities change over time: they are read just before, and once more when they are gone already.
 *
 * @throws AppError `ordering.not-in-catalogue`, `microsoft.*`
 */
export async function freshCart(
  shop: Shop,
  tenantId: string,
  lines: readonly OrderLine[],
  correlationId: string,
): Promise<FreshCart> {
  const made = await cartOf(shop, tenantId, lines, correlationId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === STALE) return null;
    throw error;
  });
  if (made?.cart.lines.every(({ refusal }) => refusal?.code !== STALE)) return made;
  return cartOf(shop, tenantId, lines, correlationId);
}

/** What Partner Center would not accept of a cart, line by line. */
export function refusedLines({ cart, priced }: FreshCart): readonly RefusedLine[] {
  return cart.lines.flatMap(({ refusal, friendlyName, catalogItemId }) => {
    if (refusal === null) return [];
    const asked = priced.find(({ catalogSku }) => catalogSku === catalogSkuOf(catalogItemId));
    return [{ name: asked?.name ?? friendlyName ?? null, code: refusal.code }];
  });
}

const STALE = 'microsoft.catalogue-item-gone';

async function cartOf(
  shop: Shop,
  tenantId: string,
  lines: readonly OrderLine[],
  correlationId: string,
): Promise<FreshCart> {
  const found = await Promise.all(lines.map((line) => offered(shop, tenantId, line, correlationId)));
  const cart = await shop.createCart(
    tenantId,
    found.map(({ line }) => line),
    { correlationId },
  );
  const [first = [], ...rest] = found.map(({ terms }) => terms);
  return {
    cart,
    terms: first.filter((term) => rest.every((others) => others.some((other) => isSame(other, term)))),
    // Nothing promises that the cart keeps the order of the lines.
    priced: lines.map((line, at) => {
      const asked = found[at]?.line;
      return pricedLine(
        line,
        cart.lines.find(({ catalogItemId }) => catalogItemId === asked?.catalogItemId),
        asked,
      );
    }),
  };
}

/** The way a line can be bought that comes nearest to the wanted one. */
async function offered(
  shop: Shop,
  tenantId: string,
  { catalogSku, name, seats, attestation, ...wanted }: OrderLine,
  correlationId: string,
) {
  const [productId = '', skuId = ''] = catalogSku.split(':');
  const found = await shop.availabilities({ tenantId }, { productId, skuId }, { correlationId });
  const terms = found.flatMap(({ terms: all, catalogItemId }) =>
    all.map(({ termDuration, billingCycle }) => ({ term: termDuration, billingCycle, catalogItemId })),
  );
  const fits =
    terms.find((t) => isSame(t, wanted)) ??
    terms.find((t) => t.term === wanted.term) ??
    terms.find((t) => t.term === USUAL_TERM.term) ??
    terms[0];
  if (fits === undefined) {
    throw new AppError('ordering.not-in-catalogue', {
      params: { name },
      hint: `${catalogSku} has no purchasable availability.`,
    });
  }
  const line: CartLine = {
    catalogItemId: fits.catalogItemId,
    quantity: seats,
    termDuration: fits.term,
    billingCycle: fits.billingCycle,
    friendlyName: name,
    ...(attestation ? { attestationAccepted: true } : {}),
  };
  return { line, terms: distinct(terms.map(({ term, billingCycle }) => ({ term, billingCycle }))) };
}

/** What Partner Center leaves out of its answer is as it was asked for; a price it does not name is not known. */
function pricedLine(line: OrderLine, priced: PricedCartLine | undefined, asked: CartLine | undefined): OrderLine {
  return {
    ...line,
    seats: priced?.quantity ?? line.seats,
    term: priced?.termDuration || (asked?.termDuration ?? line.term),
    billingCycle: (priced?.billingCycle || (asked?.billingCycle ?? line.billingCycle)).toLowerCase(),
    unitPrice: priced?.unitPrice ?? null,
    linePrice: priced?.linePrice ?? null,
    currency: priced?.currency ?? null,
  };
}

const isSame = (a: Term, b: Term): boolean => a.term === b.term && a.billingCycle === b.billingCycle;

function distinct(terms: readonly Term[]): readonly Term[] {
  return terms.filter((term, at) => terms.findIndex((other) => isSame(other, term)) === at);
}
