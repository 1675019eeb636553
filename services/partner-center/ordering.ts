import { z } from 'zod';
import type { AppError } from '../errors.ts';
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
  /** Lines of one group become one order; null when Partner Center does not tell. */
  readonly orderGroup: string | null;
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

/** `productId:skuId` of a catalogue item `productId:skuId:availabilityId`. */
export const catalogSkuOf = (catalogItemId: string): string => catalogItemId.split(':').slice(0, 2).join(':');

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
      orderGroup: z.union([z.string(), z.number()]).nullish(),
      currencyCode: z.string().nullish(),
      pricing: caseless({ price: Price, extendedPrice: Price }).nullish(),
      error: caseless({ errorCode: z.union([z.string(), z.number()]).nullish() }).nullish(),
    }),
  ),
});
/** An order as Partner Center tells it. */
export const OrderBody = caseless({
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
const ProvisioningBody = caseless({ lineItemNumber: z.number(), status: z.string() });

export function cartPath(tenantId: string, cartId: string): string {
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
      orderGroup: codeOf(line.orderGroup),
      refusal: line.error ? refusalFor(codeOf(line.error.errorCode), 200, `Cart line ${line.id}`) : null,
    })),
  };
}

/** The order that a reply tells of. */
export function order(body: z.output<typeof OrderBody>): Order {
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

/** Codes come as numbers and as text. */
export function codeOf(code: string | number | null | undefined): string | null {
  return code === null || code === undefined ? null : String(code);
}
