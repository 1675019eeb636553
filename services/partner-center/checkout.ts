import { z } from 'zod';
import { AppError } from '../errors.ts';
import { caseless } from '../identity/checked-reply.ts';
import type { PartnerCenterCalls, Trace } from './calls.ts';
import { nothingWhen } from './customers.ts';
import { cartPath, catalogSkuOf, codeOf, getCart, type Order, OrderBody, order, orders } from './ordering.ts';
import { refusalFor } from './refusals.ts';

/** Success of a checkout is not all or nothing: some lines may be ordered and others refused. */
export interface Checkout {
  readonly orders: readonly Order[];
  readonly refusals: readonly OrderRefusal[];
  /** The reply was lost and the orders were found afterwards. */
  readonly recovered: boolean;
}

/** Why a part of a cart was not ordered, although the checkout was answered with success. */
export interface OrderRefusal {
  /** The lines of the cart with this `orderGroup`; null when Partner Center names none: all that were not ordered. */
  readonly orderGroup: string | null;
  /** The lines it is about, where an order of its own failed. */
  readonly catalogSkus?: readonly string[];
  readonly error: AppError;
}

/** What is submitted, and all by which its orders can be recognised afterwards. */
export interface CartToSubmit {
  readonly id: string;
  /** The caller's stored idempotency key: the same one for every attempt. */
  readonly requestId: string;
  /** An earlier attempt may have submitted it: then it is looked at before anything is sent. */
  readonly sentBefore: boolean;
  readonly lines: readonly { readonly catalogSku: string; readonly quantity: number; readonly termDuration: string }[];
  /** Orders of the customer that are certainly others. */
  readonly otherOrders: readonly string[];
}

/**
 * Submits the cart: this orders and costs money. A cart can be ordered once, so whoever stored its id before may call this as
 * often as he likes; nothing is ever sent for a cart that Partner Center shows as ordered.
 *
 * | what is known | what is done |
 * | --- | --- |
 * | submitted before, or the reply was lost | the cart and the orders are read |
 * | the cart is ordered and its orders are found | they are the answer (`recovered`) |
 * | the cart is ordered, no order can be read yet (up to 15 minutes) | `microsoft.order-in-progress`: call again later |
 * | the cart is still active | it is submitted (again) with the same request id |
 * | the cart is gone and no order came of it | `microsoft.cart-gone` |
 * | refused with a code nobody documents | the cart is read as well; the refusal once it was seen to be active still |
 * | an order of it has the status `error` | a refusal of its lines |
 * | refused | the refusal; after an earlier attempt only once the cart was seen to be active still |
 * | the cart cannot be read, or its status makes no sense | `microsoft.order-outcome-unknown`: call again later |
 */
export async function checkoutCart(
  calls: PartnerCenterCalls,
  tenantId: string,
  cart: CartToSubmit,
  trace: Trace = {},
): Promise<Checkout> {
  const submit = async () => {
    const path = `${cartPath(tenantId, cart.id)}/checkout`;
    const options = { ...trace, requestId: cart.requestId, repeat: 'not-lost' } as const;
    return checkout(await calls.send('POST', path, undefined, CheckoutBody, options), path);
  };
  if (cart.sentBefore) {
    const earlier = await whatBecameOf(calls, tenantId, cart, null, trace);
    if (earlier !== 'active') return earlier;
  }
  try {
    return await submit();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const lost = UNCERTAIN.has(error.code);
    if (!lost && !cart.sentBefore && !UNDOCUMENTED.has(error.code)) throw error;
    const now = await whatBecameOf(calls, tenantId, cart, error, trace);
    if (now !== 'active') return now;
    if (!lost) throw error;
    return submitAgain(calls, tenantId, cart, submit, trace);
  }
}

/** Outcomes that leave open whether the order was placed. */
const UNCERTAIN: ReadonlySet<string> = new Set([
  'microsoft.unreachable',
  'microsoft.failed',
  'microsoft.unexpected-reply',
  'microsoft.slow',
  'microsoft.cart-busy',
  'microsoft.cart-submitted',
  'microsoft.order-in-progress',
  'microsoft.conflict',
]);

/** Refusals of which only the status is understood. */
const UNDOCUMENTED: ReadonlySet<string> = new Set([
  'microsoft.refused',
  'microsoft.not-found',
  'microsoft.changed-meanwhile',
]);

/** The cart was active after its reply was lost: nothing was ordered, or the same request id makes the second try the first. */
async function submitAgain(
  calls: PartnerCenterCalls,
  tenantId: string,
  cart: CartToSubmit,
  submit: () => Promise<Checkout>,
  trace: Trace,
): Promise<Checkout> {
  try {
    return { ...(await submit()), recovered: true };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const now = await whatBecameOf(calls, tenantId, cart, error, trace);
    if (now !== 'active') return now;
    if (UNCERTAIN.has(error.code)) throw unknownOutcome(error);
    throw error;
  }
}

/** The orders of a submitted cart; `active` when it was not ordered (yet). Sends nothing. */
async function whatBecameOf(
  calls: PartnerCenterCalls,
  tenantId: string,
  cart: CartToSubmit,
  after: AppError | null,
  trace: Trace,
): Promise<Checkout | 'active'> {
  const [current, all] = await Promise.all([
    getCart(calls, tenantId, cart.id, trace).catch(nothingWhen(GONE)),
    orders(calls, tenantId, trace),
  ]).catch((cause: unknown) => {
    throw unknownOutcome(after, cause);
  });
  const status = current?.status.toLowerCase() ?? 'gone';
  if (status === 'active') return 'active';
  const found = status === 'ordered' || status === 'gone' ? ordersOf(cart, current?.createdAt ?? null, all) : [];
  if (found.length > 0) return { ...placedAndFailed(found), recovered: true };
  if (status === 'ordered') {
    throw new AppError('microsoft.order-in-progress', {
      hint: `The cart ${cart.id} is ordered, its order cannot be read yet: read again later, do not order again.`,
    });
  }
  if (status === 'gone')
    throw new AppError('microsoft.cart-gone', {
      hint: `The cart ${cart.id} is gone and no order of its lines exists.`,
    });
  throw unknownOutcome(after);
}

/** A cart that expired, or is not known (any more). */
const GONE = ['microsoft.not-found', 'microsoft.order-not-readable'];

function unknownOutcome(after: AppError | null, cause?: unknown): AppError {
  return new AppError('microsoft.order-outcome-unknown', {
    hint: `${after?.hint ?? 'An order may have been placed before.'} What became of the cart could not be found out: read again later.`,
    cause: cause ?? after,
  });
}

/**
 * Orders do not name their cart: those made since the cart was, that hold nothing but its lines, are its orders. The earliest
 * first: what somebody else ordered before ours is among the other orders. One that failed counts only for lines no other holds.
 */
function ordersOf({ lines, otherOrders }: CartToSubmit, cartMadeAt: string | null, all: readonly Order[]): Order[] {
  const open = lines.map((line) => lineKey(line.catalogSku, line.quantity, line.termDuration));
  const failedLast = all.toReversed().sort((a, b) => Number(a.status === 'error') - Number(b.status === 'error'));
  return failedLast.filter((candidate) => {
    if (otherOrders.includes(candidate.id) || candidate.lines.length === 0) return false;
    if (isBefore(candidate.createdAt, cartMadeAt)) return false;
    const left = [...open];
    for (const { offerId, quantity, termDuration } of candidate.lines) {
      const at = left.indexOf(lineKey(catalogSkuOf(offerId), quantity, termDuration));
      if (at < 0) return false;
      left.splice(at, 1);
    }
    open.splice(0, open.length, ...left);
    return true;
  });
}

const lineKey = (catalogSku: string, quantity: number, termDuration: string | null): string =>
  `${catalogSku} ${quantity} ${termDuration}`.toLowerCase();

/** Only where both are known. */
const isBefore = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && Date.parse(a) < Date.parse(b);

const CheckoutBody = z.union([
  caseless({
    orders: z.array(OrderBody),
    orderErrors: z
      .array(
        caseless({
          code: z.union([z.string(), z.number()]).nullish(),
          orderGroupId: z.union([z.string(), z.number()]).nullish(),
        }),
      )
      .nullish(),
  }).transform(({ orders, orderErrors }) => ({ orders, orderErrors: orderErrors ?? [] })),
  // One documented new-commerce sample answers with the bare order instead of the two lists.
  OrderBody.transform((only) => ({ orders: [only], orderErrors: [] })),
]);

function checkout({ orders, orderErrors }: z.output<typeof CheckoutBody>, path: string): Checkout {
  const { orders: placed, refusals } = placedAndFailed(orders.map(order));
  const told = orderErrors.map(({ code, orderGroupId }) => ({
    orderGroup: codeOf(orderGroupId),
    error: refusalFor(codeOf(code), 201, `Partner Center POST ${path}`),
  }));
  return { orders: placed, refusals: [...told, ...refusals], recovered: false };
}

/** An order can exist and have failed: it brings nothing. */
function placedAndFailed(all: readonly Order[]): Pick<Checkout, 'orders' | 'refusals'> {
  return {
    orders: all.filter(({ status }) => status !== 'error'),
    refusals: all
      .filter(({ status }) => status === 'error')
      .map(({ id, lines }) => ({
        orderGroup: null,
        catalogSkus: lines.map(({ offerId }) => catalogSkuOf(offerId)),
        error: new AppError('microsoft.refused', {
          params: { code: null, status: 201 },
          hint: `The order ${id} exists with the status error: Partner Center > Customers > Order history.`,
        }),
      })),
  };
}
