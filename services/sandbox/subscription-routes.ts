import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { todayUtc } from '../clock.ts';
import { ourCustomer } from './customer-routes.ts';
import { type Ask, collection, ok, param, type Reply, type Route, refuse } from './route.ts';
import type { PartnerSubscription, SandboxTenant, SandboxWorld } from './world.ts';

/** Our subscriptions and partner-to-partner transfers, as Partner Center documents them. */
export function subscriptionRoutes(world: SandboxWorld): Omit<Route, 'audience'>[] {
  return [
    {
      method: 'get',
      path: '/v1/customers/:customer/subscriptions',
      needs: 'signed-in',
      handle: (ask) => {
        const tenant = ourCustomer(world, ask);
        const items = world.subscriptions(tenant).map((own) => ({
          ...subscription(tenant, own),
          // The documented list shows no etags.
          attributes: { objectType: 'Subscription' },
        }));
        return collection(items, `/customers/${tenant.tenantId}/subscriptions`);
      },
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/subscriptions/:subscription',
      needs: 'signed-in',
      handle: (ask) => {
        const tenant = ourCustomer(world, ask);
        return ok(subscription(tenant, named(world, tenant, ask)));
      },
    },
    {
      method: 'patch',
      path: '/v1/customers/:customer/subscriptions/:subscription',
      needs: 'signed-in',
      handle: (ask) => change(world, ask),
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/transfers',
      needs: 'signed-in',
      handle: (ask) => {
        const { tenantId } = ourCustomer(world, ask);
        return ok(world.state.current.transfers.filter((t) => t.tenantId === tenantId).map((t) => transfer(world, t)));
      },
    },
    {
      method: 'post',
      path: '/v1/customers/:customer/transfers',
      needs: 'signed-in',
      handle: (ask) => createTransfer(world, ask),
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/transfers/:transfer',
      needs: 'signed-in',
      handle: (ask) => ok(transfer(world, namedTransfer(world, ask))),
    },
    {
      method: 'patch',
      path: '/v1/customers/:customer/transfers/:transfer',
      needs: 'signed-in',
      handle: (ask) => withdrawTransfer(world, ask),
    },
  ];
}

const Change = z.looseObject({
  quantity: z.number().int().positive(),
  status: z.enum(['active', 'suspended', 'deleted']),
  // Left out, these are reset without a word: the trap for callers that send only what they change.
  autoRenewEnabled: z.boolean().default(true),
  scheduledNextTermInstructions: z.unknown().optional(),
});

function change(world: SandboxWorld, ask: Ask): Reply {
  const tenant = ourCustomer(world, ask);
  const own = named(world, tenant, ask);
  const parsed = Change.safeParse(ask.body);
  if (!parsed.success) throw refuse(400, 3000, 'Invalid property.');
  const wanted = parsed.data;
  const etag = ask.header('if-match');
  if (etag !== undefined && etag !== etagOf(own)) throw refuse(400, 2055, 'The etag is stale.');
  const windowClosed = Temporal.PlainDate.compare(todayUtc(world.clock), own.cancellableUntil) > 0;
  if (wanted.status === 'deleted' && windowClosed) throw refuse(400, 900117, 'The cancellation window has passed.');
  if (wanted.quantity < own.quantity && windowClosed)
    throw refuse(400, 800090, 'Subscription quantity cannot be decreased.');
  world.state.change((state) => {
    state.changes[own.id] = {
      revision: own.revision + 1,
      quantity: wanted.quantity,
      status: wanted.status,
      autoRenew: wanted.autoRenewEnabled,
      nextTerm: wanted.scheduledNextTermInstructions,
    };
  });
  return ok(subscription(tenant, named(world, tenant, ask)));
}

function named(world: SandboxWorld, tenant: SandboxTenant, ask: Ask): PartnerSubscription {
  const found = world.subscriptions(tenant).find(({ id }) => id === param(ask, 'subscription'));
  if (!found) throw refuse(404, 20000, 'The subscription was not found.');
  return found;
}

function etagOf(own: PartnerSubscription): string {
  return Buffer.from(`${own.id} ${own.revision}`).toString('base64url');
}

function subscription({ tenantId }: SandboxTenant, own: PartnerSubscription) {
  return {
    id: own.id,
    offerId: own.offerId,
    offerName: own.title,
    friendlyName: own.title,
    productType: { id: 'OnlineServicesNCE', displayName: 'OnlineServicesNCE' },
    quantity: own.quantity,
    unitType: 'Licenses',
    hasPurchasableAddons: false,
    creationDate: `${own.startedOn}T08:00:00Z`,
    effectiveStartDate: `${own.startedOn}T00:00:00Z`,
    commitmentEndDate: `${own.endsOn}T00:00:00Z`,
    commitmentEndDateTime: `${own.endsOn}T23:59:59Z`,
    cancellationAllowedUntilDate: `${own.cancellableUntil}T23:59:59Z`,
    status: own.status,
    autoRenewEnabled: own.autoRenew,
    ...(own.nextTerm === null ? {} : { scheduledNextTermInstructions: own.nextTerm }),
    isTrial: false,
    billingType: 'license',
    billingCycle: own.billingCycle,
    termDuration: own.termDuration,
    renewalTermDuration: '',
    isMicrosoftProduct: true,
    partnerId: '',
    contractType: 'subscription',
    publisherName: 'Microsoft',
    orderId: own.orderId,
    links: { self: { uri: `/customers/${tenantId}/subscriptions/${own.id}`, method: 'GET', headers: [] } },
    attributes: { etag: etagOf(own), objectType: 'Subscription' },
  };
}

const TransferBody = z.looseObject({
  sourcePartnerTenantId: z.guid(),
  sourcePartnerName: z.string().min(1),
  customerEmailId: z.string().min(3),
});

function createTransfer(world: SandboxWorld, ask: Ask): Reply {
  const { tenantId } = ourCustomer(world, ask);
  const parsed = TransferBody.safeParse(ask.body);
  if (!parsed.success) throw refuse(400, 900100, 'Invalid transfer request.');
  const { sourcePartnerTenantId, sourcePartnerName } = parsed.data;
  const created = {
    id: crypto.randomUUID(),
    tenantId,
    createdAt: world.clock.now().toString(),
    sourcePartnerTenantId,
    sourcePartnerName,
    status: null,
  };
  world.state.change((state) => {
    state.transfers.push(created);
  });
  return ok(transfer(world, created), 201);
}

function namedTransfer(world: SandboxWorld, ask: Ask) {
  const { tenantId } = ourCustomer(world, ask);
  const found = world.state.current.transfers.find((t) => t.id === param(ask, 'transfer') && t.tenantId === tenantId);
  if (!found) throw refuse(404, 900118, 'The transfer was not found.');
  return found;
}

/** The receiving partner may take a request back as long as nobody answered it. */
function withdrawTransfer(world: SandboxWorld, ask: Ask): Reply {
  const asked = namedTransfer(world, ask);
  const wish = z.looseObject({ status: z.literal('Cancel') }).safeParse(ask.body);
  if (!wish.success) throw refuse(400, 900100, 'Invalid transfer request.');
  if (transfer(world, asked).status !== 'Pending') throw refuse(400, 900119, 'The transfer is not pending.');
  world.state.change((state) => {
    for (const stored of state.transfers) if (stored.id === asked.id) stored.status = 'Cancel';
  });
  return ok(transfer(world, namedTransfer(world, ask)));
}

function transfer(world: SandboxWorld, asked: SandboxWorld['state']['current']['transfers'][number]) {
  const completed = world.transferCompletedAt(asked);
  const tenant = completed && world.tenant(asked.tenantId);
  const lines = tenant ? world.subscriptions(tenant).filter(({ orderId }) => orderId === asked.id.slice(0, 12)) : [];
  return {
    id: asked.id,
    status: asked.status ?? (completed ? 'Complete' : 'Pending'),
    createdTime: asked.createdAt,
    completedTime: completed?.toString() ?? null,
    customerId: asked.tenantId,
    sourcePartnerTenantId: asked.sourcePartnerTenantId,
    sourcePartnerName: asked.sourcePartnerName,
    // The receiving partner sees no lines before the transfer is complete.
    lineItems: lines.map((line, id) => ({ id, subscriptionId: line.id, quantity: line.quantity })),
  };
}
