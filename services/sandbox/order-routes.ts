import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { ourCustomer } from './customer-routes.ts';
import { type Ask, collection, ok, param, type Reply, type Route, refuse } from './route.ts';
import {
  catalogItemId,
  cents,
  isInPartnersMarket,
  isSoldIn,
  SHOP_SKU,
  type ShopItem,
  shopItem,
  unitPrice,
  wantsAttestation,
} from './shop.ts';
import type { SandboxCart, SandboxOrder } from './state.ts';
import type { SandboxTenant, SandboxWorld } from './world.ts';

/** Carts, checkout, orders and provisioning, as Partner Center documents them. */
export function orderRoutes(world: SandboxWorld): Omit<Route, 'audience'>[] {
  return [
    {
      method: 'post',
      path: '/v1/customers/:customer/carts',
      needs: 'signed-in',
      handle: (ask) => createCart(world, ask),
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/carts/:cart',
      needs: 'signed-in',
      handle: (ask) => ok(cartBody(world, namedCart(world, ask))),
    },
    {
      method: 'post',
      path: '/v1/customers/:customer/carts/:cart/checkout',
      needs: 'signed-in',
      handle: (ask) => checkout(world, ask),
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/orders',
      needs: 'signed-in',
      handle: (ask) => {
        const { tenantId } = ourCustomer(world, ask);
        const readable = world.orders(tenantId).filter((order) => world.isReadable(order));
        return collection(
          readable.map((order) => orderBody(world, order)),
          `/customers/${tenantId}/orders`,
        );
      },
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/orders/:order',
      needs: 'signed-in',
      handle: (ask) => ok(orderBody(world, namedOrder(world, ask))),
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/orders/:order/provisioningstatus',
      needs: 'user',
      handle: (ask) => {
        const order = namedOrder(world, ask);
        const status = world.isProvisioned(order) ? 'fulfilled' : 'prefulfillmentPending';
        const items = order.lines.map(({ lineNumber, quantity }) => ({
          orderLineItemId: lineNumber,
          lineItemNumber: lineNumber,
          status,
          quantityProvisioningInformation: [{ quantity, status }],
        }));
        return collection(items, ask.path);
      },
    },
  ];
}

const CartBody = z.looseObject({
  lineItems: z
    .array(
      z.looseObject({
        id: z.number().int().nonnegative(),
        catalogItemId: z.string(),
        quantity: z.number().int().positive(),
        billingCycle: z.string(),
        termDuration: z.string(),
        friendlyName: z.string().nullish(),
        attestationAccepted: z.boolean().nullish(),
      }),
    )
    .min(1),
});

function createCart(world: SandboxWorld, ask: Ask): Reply {
  const tenant = ourCustomer(world, ask);
  if (!isInPartnersMarket(tenant.story.country))
    throw refuse(400, 800070, 'The offer is not sold in the country of the customer.');
  const parsed = CartBody.safeParse(ask.body);
  if (!parsed.success) throw refuse(400, 3000, 'Invalid property.');
  const items = parsed.data.lineItems.map((line) => ({ line, item: soldItem(world, tenant, line.catalogItemId) }));
  if (items.some(({ line, item }) => wantsAttestation(item) && line.attestationAccepted !== true))
    throw refuse(400, 900203, 'The attestation is missing for a catalogue item.');
  const owned = new Set([
    ...world.originals(tenant).map(({ partNumber }) => partNumber),
    ...items.map(({ item }) => item.partNumber),
  ]);
  const cart: SandboxCart = {
    id: crypto.randomUUID(),
    tenantId: tenant.tenantId,
    createdAt: world.clock.now().toString(),
    status: 'Active',
    lines: items.map(({ line, item }) => ({
      lineNumber: line.id,
      catalogItemId: line.catalogItemId,
      quantity: line.quantity,
      termDuration: line.termDuration,
      billingCycle: line.billingCycle.toLowerCase(),
      friendlyName: line.friendlyName ?? null,
      subscriptionId: crypto.randomUUID(),
      error: lineError(item, line, owned),
    })),
  };
  world.state.change((state) => {
    state.carts.push(cart);
  });
  return ok(cartBody(world, cart), 201);
}

function soldItem(world: SandboxWorld, { story }: SandboxTenant, id: string): ShopItem {
  const [productId = '', skuId] = id.split(':');
  const item = shopItem(productId);
  if (!item) throw refuse(404, 400013, 'The product was not found.');
  if (skuId !== SHOP_SKU) throw refuse(404, 400018, 'The SKU was not found.');
  if (!isSoldIn(item, story.country))
    throw refuse(400, 800070, 'The offer is not sold in the country of the customer.');
  if (id !== catalogItemId(item, world.clock.now())) throw refuse(404, 400019, 'The availability was not found.');
  return item;
}

/** Errors of a line travel inside a cart that was created all the same. Code numbers other than 400041 are not documented. */
function lineError(
  item: ShopItem,
  line: { quantity: number; termDuration: string; billingCycle: string },
  owned: ReadonlySet<string>,
): string | null {
  if (item.addonOf.length > 0 && !item.addonOf.some((base) => owned.has(base))) return '400041';
  if (line.quantity > (item.maximumSeats ?? Number.POSITIVE_INFINITY)) return '3000';
  return unitPrice(item, line.termDuration, line.billingCycle) === null ? '3000' : null;
}

function checkout(world: SandboxWorld, ask: Ask): Reply {
  const tenant = ourCustomer(world, ask);
  const cart = namedCart(world, ask);
  if (cart.status === 'Ordered') throw refuse(400, 800065, 'The cart was submitted before.');
  if (world.agreementSince(tenant) === null)
    throw refuse(403, 13605, 'The Microsoft Customer Agreement was not accepted.');
  // Unknown, UnderReview and NotAllowed block buying; which code says so is not documented.
  if (tenant.story.vetting !== 'Allowed') throw refuse(403, 800069, 'The customer is not cleared for purchases.');
  const wrong = cart.lines.find(({ error }) => error !== null);
  if (wrong)
    return ok(
      {
        orders: [],
        orderErrors: [{ orderGroupId: '0', code: Number(wrong.error), description: 'The order was refused.' }],
      },
      201,
    );
  const order: SandboxOrder = {
    id: crypto.randomUUID().replaceAll('-', '').slice(0, 12),
    tenantId: tenant.tenantId,
    createdAt: world.clock.now().toString(),
    lines: cart.lines,
  };
  world.state.change((state) => {
    state.orders.push(order);
    for (const stored of state.carts) if (stored.id === cart.id) stored.status = 'Ordered';
  });
  return ok(
    { orders: [orderBody(world, order)], orderErrors: [], attributes: { objectType: 'CartCheckoutResult' } },
    201,
  );
}

function namedCart(world: SandboxWorld, ask: Ask): SandboxCart {
  const { tenantId } = ourCustomer(world, ask);
  const cart = world.state.current.carts.find(({ id, tenantId: of }) => id === param(ask, 'cart') && of === tenantId);
  const expired = cart && Temporal.Instant.compare(expiry(cart), world.clock.now()) < 0;
  if (!cart || (expired && cart.status === 'Active')) throw refuse(404, 20000, 'The cart was not found.');
  return cart;
}

function namedOrder(world: SandboxWorld, ask: Ask): SandboxOrder {
  const { tenantId } = ourCustomer(world, ask);
  const order = world.orders(tenantId).find(({ id }) => id === param(ask, 'order'));
  if (!order || !world.isReadable(order)) throw refuse(404, 20000, 'The order was not found.');
  return order;
}

/** Carts live seven days. */
function expiry(cart: SandboxCart): Temporal.Instant {
  return Temporal.Instant.from(cart.createdAt).add({ hours: 7 * 24 });
}

function cartBody(world: SandboxWorld, cart: SandboxCart) {
  return {
    id: cart.id,
    creationTimestamp: cart.createdAt,
    lastModifiedTimestamp: cart.createdAt,
    expirationTimestamp: expiry(cart).toString(),
    status: cart.status,
    lineItems: cart.lines.map((line) => ({
      id: line.lineNumber,
      catalogItemId: line.catalogItemId,
      quantity: line.quantity,
      currencyCode: 'EUR',
      billingCycle: line.billingCycle,
      termDuration: line.termDuration,
      ...(line.friendlyName === null ? {} : { friendlyName: line.friendlyName }),
      orderGroup: '0',
      ...pricing(world, line),
      ...(line.error === null ? {} : { error: { errorCode: line.error, errorDescription: 'The line was refused.' } }),
    })),
    links: { self: { uri: `/customers/${cart.tenantId}/carts/${cart.id}`, method: 'GET', headers: [] } },
    attributes: { objectType: 'Cart' },
  };
}

function orderBody(world: SandboxWorld, order: SandboxOrder) {
  const provisioned = world.isProvisioned(order);
  return {
    id: order.id,
    alternateId: order.id,
    referenceCustomerId: order.tenantId,
    billingCycle: order.lines[0]?.billingCycle,
    currencyCode: 'EUR',
    lineItems: order.lines.map((line) => ({
      lineItemNumber: line.lineNumber,
      offerId: line.catalogItemId,
      // Missing until provisioning has ended.
      ...(provisioned ? { subscriptionId: line.subscriptionId } : {}),
      termDuration: line.termDuration,
      transactionType: 'New',
      friendlyName: line.friendlyName ?? shopItem(line.catalogItemId.split(':')[0] ?? '')?.title,
      quantity: line.quantity,
      ...pricing(world, line),
    })),
    creationDate: order.createdAt,
    status: provisioned ? 'completed' : 'pending',
    transactionType: 'UserPurchase',
    links: { self: { uri: `/customers/${order.tenantId}/orders/${order.id}`, method: 'GET', headers: [] } },
    attributes: { objectType: 'Order' },
  };
}

function pricing(world: SandboxWorld, line: SandboxOrder['lines'][number]) {
  const item = shopItem(line.catalogItemId.split(':')[0] ?? '');
  const listed = item ? unitPrice(item, line.termDuration, line.billingCycle) : null;
  if (listed === null) return {};
  const price = cents(listed * world.state.current.priceFactor);
  return {
    pricing: {
      listPrice: price,
      discountedPrice: price,
      proratedPrice: price,
      price,
      extendedPrice: cents(price * line.quantity),
    },
  };
}
