import { z } from 'zod';
import { AppError } from '../errors.ts';
import { caseless } from '../identity/checked-reply.ts';
import { type PartnerCenterCalls, segment, type Trace } from './calls.ts';
import { nothingWhen } from './customers.ts';
import { refusalFor } from './refusals.ts';

export interface CartLine {
  /** From an availability read just before. */
  readonly catalogItemId: string;
  readonly quantity: number;
  readonly termDuration: string;
  readonly billingCycle: string;
  readonly friendlyName?: string;
  readonly attestationAccepted?: boolean;
}

/** A cart is also the price preview: before tax, in `currency`. */
export interface Cart {
  readonly id: string;
  /** `Active` or `Ordered`. */
  readonly status: string;
  readonly createdAt: string | null;
  readonly expiresAt: string | null;
  readonly lines: readonly PricedCartLine[];
}

export interface PricedCartLine extends CartLine {
  readonly currency: string | null;
  /** Per seat and billing cycle. */
  readonly unitPrice: number | null;
  /** The whole line, per billing cycle. */
  readonly linePrice: number | null;
  /** Why Partner Center would not accept this line, even though the cart was created. */
  readonly refusal: AppError | null;
}

export interface Order {
  readonly id: string;
  /** `pending`, `completed`, `error`, ... as given. */
  readonly status: string;
  readonly createdAt: string | null;
  readonly lines: readonly OrderLine[];
}

export interface OrderLine {
  readonly lineNumber: number;
  /** `productId:skuId:availabilityId`. */
  readonly offerId: string;
  readonly name: string | null;
  readonly quantity: number;
  readonly termDuration: string | null;
  /** Missing until provisioning ends. */
  readonly subscriptionId: string | null;
}

/** Success of a checkout is not all or nothing: some lines may be ordered and others refused. */
export interface Checkout {
  readonly orders: readonly Order[];
  readonly refusals: readonly AppError[];
  /** The reply was lost and the orders were found afterwards. */
  readonly recovered: boolean;
}

/** Puts lines into a new cart. Orders nothing. Read `refusal` of every line: a created cart is not an accepted one. */
export async function createCart(
  calls: PartnerCenterCalls,
  tenantId: string,
  lines: readonly CartLine[],
  trace: Trace = {},
): Promise<Cart> {
  const lineItems = lines.map((line, id) => ({ id, ...line }));
  return cart(await calls.send('POST', `/v1/customers/${segment(tenantId)}/carts`, { lineItems }, CartBody, trace));
}

export async function getCart(
  calls: PartnerCenterCalls,
  tenantId: string,
  cartId: string,
  trace: Trace = {},
): Promise<Cart> {
  return cart(await calls.get(cartPath(tenantId, cartId), CartBody, trace));
}

/**
 * Submits the cart: this orders and costs money. `requestId` is the caller's stored idempotency key: use the same one
 * whenever this checkout is tried again.
 *
 * When the reply is lost the cart and the orders are read before anything is sent again, so that nothing is ordered
 * twice. Fails with `microsoft.order-outcome-unknown` when neither could be read, and with `microsoft.order-in-progress` when
 * the order was placed but cannot be read yet: in both cases call again later with the same `requestId`.
 */
export async function checkoutCart(
  calls: PartnerCenterCalls,
  tenantId: string,
  cartId: string,
  requestId: string,
  trace: Trace = {},
): Promise<Checkout> {
  const submit = async () => {
    const path = `${cartPath(tenantId, cartId)}/checkout`;
    const body = await calls.send('POST', path, undefined, CheckoutBody, { ...trace, requestId, repeat: 'not-lost' });
    return checkout(body, path);
  };
  try {
    return await submit();
  } catch (error) {
    if (!(error instanceof AppError) || !UNCERTAIN.includes(error.code)) throw error;
    return afterLostReply(calls, tenantId, cartId, submit, error, trace);
  }
}

/** The partner's orders for the customer, newest first. A new order can take 15 minutes to appear. */
export async function orders(calls: PartnerCenterCalls, tenantId: string, trace: Trace = {}): Promise<Order[]> {
  const found = await calls.list(`/v1/customers/${segment(tenantId)}/orders`, OrderBody, trace);
  return found.map(order).sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''));
}

export interface LineProvisioning {
  readonly lineNumber: number;
  /** `fulfilled`, `unfulfilled`, `prefulfillmentPending` as given. */
  readonly status: string;
}

/** Provisioning of each line of an order; null while the order cannot be read yet. Needs an app+user token. */
export async function provisioningStatus(
  calls: PartnerCenterCalls,
  tenantId: string,
  orderId: string,
  trace: Trace = {},
): Promise<LineProvisioning[] | null> {
  const path = `/v1/customers/${segment(tenantId)}/orders/${segment(orderId)}/provisioningstatus`;
  const lines = await calls.list(path, ProvisioningBody, trace).catch(nothingWhen(['microsoft.order-not-readable']));
  return lines?.map(({ lineItemNumber, status }) => ({ lineNumber: lineItemNumber, status })) ?? null;
}

/** Outcomes that leave open whether the order was placed. */
const UNCERTAIN: readonly string[] = [
  'microsoft.unreachable',
  'microsoft.failed',
  'microsoft.unexpected-reply',
  'microsoft.cart-busy',
  'microsoft.cart-submitted',
  'microsoft.order-in-progress',
];

async function afterLostReply(
  calls: PartnerCenterCalls,
  tenantId: string,
  cartId: string,
  submit: () => Promise<Checkout>,
  lost: AppError,
  trace: Trace,
): Promise<Checkout> {
  const read = async () => {
    const current = await getCart(calls, tenantId, cartId, trace);
    if (current.status.toLowerCase() !== 'ordered') return { ordered: false, found: [] };
    return { ordered: true, found: ordersOf(current, await orders(calls, tenantId, trace)) };
  };
  const { ordered, found } = await read().catch((cause: unknown) => {
    throw new AppError('microsoft.order-outcome-unknown', {
      hint: `${lost.hint} The cart could not be read either: repeat the checkout with the same request id.`,
      cause,
    });
  });
  if (found.length > 0) return { orders: found, refusals: [], recovered: true };
  // Either nothing was ordered, or the same request id brings back the first answer; a submitted cart refuses a second order.
  try {
    const again = await submit();
    return { ...again, recovered: true };
  } catch (error) {
    if (!(error instanceof AppError) || !UNCERTAIN.includes(error.code)) throw error;
    throw new AppError(ordered ? 'microsoft.order-in-progress' : 'microsoft.order-outcome-unknown', {
      hint: error.hint,
      cause: error,
    });
  }
}

/** Orders do not name their cart: those made since the cart was, that hold nothing but its lines, are its orders. */
function ordersOf(from: Cart, all: readonly Order[]): Order[] {
  const lineKey = (line: { offer: string; quantity: number; termDuration: string | null }) =>
    `${line.offer} ${line.quantity} ${line.termDuration}`.toLowerCase();
  const open = from.lines.map(({ catalogItemId, ...line }) => lineKey({ ...line, offer: catalogItemId }));
  return all.filter((candidate) => {
    if (from.createdAt === null || candidate.createdAt === null || candidate.lines.length === 0) return false;
    if (Date.parse(candidate.createdAt) < Date.parse(from.createdAt)) return false;
    const left = [...open];
    for (const line of candidate.lines) {
      const at = left.indexOf(lineKey({ ...line, offer: line.offerId }));
      if (at < 0) return false;
      left.splice(at, 1);
    }
    open.splice(0, open.length, ...left);
    return true;
  });
}

const Price = z.number().nullish();
const CartBody = caseless({
  id: z.string().min(1),
  status: z.string().nullish(),
  creationTimestamp: z.string().nullish(),
  expirationTimestamp: z.string().nullish(),
  lineItems: z.array(
    caseless({
      id: z.number(),
      catalogItemId: z.string(),
      quantity: z.number(),
      termDuration: z.string().nullish(),
      billingCycle: z.string().nullish(),
      friendlyName: z.string().nullish(),
      attestationAccepted: z.boolean().nullish(),
      currencyCode: z.string().nullish(),
      pricing: caseless({ price: Price, extendedPrice: Price }).nullish(),
      error: caseless({ errorCode: z.union([z.string(), z.number()]).nullish() }).nullish(),
    }),
  ),
});
const OrderBody = caseless({
  id: z.string().min(1),
  status: z.string().nullish(),
  creationDate: z.string().nullish(),
  lineItems: z.array(
    caseless({
      lineItemNumber: z.number(),
      offerId: z.string(),
      friendlyName: z.string().nullish(),
      quantity: z.number(),
      termDuration: z.string().nullish(),
      subscriptionId: z.string().nullish(),
    }),
  ),
});
const CheckoutBody = z.union([
  caseless({
    orders: z.array(OrderBody),
    orderErrors: z.array(caseless({ code: z.union([z.string(), z.number()]).nullish() })).nullish(),
  }).transform(({ orders, orderErrors }) => ({ orders, orderErrors: orderErrors ?? [] })),
  // One documented new-commerce sample answers with the bare order instead of the two lists.
  OrderBody.transform((only) => ({ orders: [only], orderErrors: [] })),
]);
const ProvisioningBody = caseless({ lineItemNumber: z.number(), status: z.string() });

function cartPath(tenantId: string, cartId: string): string {
  return `/v1/customers/${segment(tenantId)}/carts/${segment(cartId)}`;
}

function cart(body: z.output<typeof CartBody>): Cart {
  return {
    id: body.id,
    status: body.status ?? 'Active',
    createdAt: body.creationTimestamp ?? null,
    expiresAt: body.expirationTimestamp ?? null,
    lines: body.lineItems.map((line) => ({
      catalogItemId: line.catalogItemId,
      quantity: line.quantity,
      termDuration: line.termDuration ?? '',
      billingCycle: line.billingCycle ?? '',
      ...(line.friendlyName ? { friendlyName: line.friendlyName } : {}),
      ...(line.attestationAccepted ? { attestationAccepted: true } : {}),
      currency: line.currencyCode ?? null,
      unitPrice: line.pricing?.price ?? null,
      linePrice: line.pricing?.extendedPrice ?? null,
      refusal: line.error ? refusalFor(codeOf(line.error.errorCode), 200, `Cart line ${line.id}`) : null,
    })),
  };
}

function order(body: z.output<typeof OrderBody>): Order {
  return {
    id: body.id,
    status: body.status?.toLowerCase() ?? 'unknown',
    createdAt: body.creationDate ?? null,
    lines: body.lineItems.map((line) => ({
      lineNumber: line.lineItemNumber,
      offerId: line.offerId,
      name: line.friendlyName ?? null,
      quantity: line.quantity,
      termDuration: line.termDuration ?? null,
      subscriptionId: line.subscriptionId ?? null,
    })),
  };
}

function checkout({ orders, orderErrors }: z.output<typeof CheckoutBody>, path: string): Checkout {
  return {
    orders: orders.map(order),
    refusals: orderErrors.map(({ code }) => refusalFor(codeOf(code), 201, `Partner Center POST ${path}`)),
    recovered: false,
  };
}

function codeOf(code: string | number | null | undefined): string | null {
  return code === null || code === undefined ? null : String(code);
}
