import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { DIRECTORY_READERS, SERVICE_SUPPORT_ADMINISTRATOR } from '../../services/graph/directory-roles.ts';
import type { Cart } from '../../services/partner-center/ordering.ts';
import { SANDBOX_GROUPS } from '../../services/sandbox/people-routes.ts';
import { fixedGuid, OTHER_PARTNER } from '../../services/sandbox/story.ts';
import { type RunningSandbox, tenantOf } from '../sandbox/start.ts';

type Clients = Pick<RunningSandbox, 'partnerCenter' | 'graph'>;

/** One operation of the clients, as the contract suite and the fault matrix try it. */
export interface Operation {
  /** `client.method`; what follows a blank tells apart several ways to call it. */
  readonly name: string;
  /** Makes ready what the call needs, in a customer nobody else uses (`n` is new every time). */
  readonly prepare: (running: RunningSandbox, n: number) => Promise<Call>;
  /** A lost reply is not sorted out here but by the operation above it. */
  readonly lossy?: true;
  /** At how many of its requests faults are tried, where all would only take long. */
  readonly tried?: number;
  /** Part of the path of its requests, where faults come only by name: public addresses, which take no token. */
  readonly publicPath?: string;
  /** Results that say themselves that Microsoft could not be read. */
  readonly admits?: (result: unknown) => boolean;
}

export interface Call {
  readonly run: (clients: Clients) => Promise<unknown>;
  /** Throws when the result is not what was asked for. */
  readonly check: (result: unknown) => void;
  /** How often the change was done, as the sandbox counts it. Absent for reading. */
  readonly done?: () => number;
}

/** Generated customers the operations may use up; each gave us read access and buys from another partner. */
export const CUSTOMERS = 6 * 60;
const customer = (n: number): string => `5a9db0c5-0000-4000-8000-${(6 * n + 2).toString(16).padStart(12, '0')}`;

const ALPINE = tenantOf('alpine-ski-house');
const CONTOSO = tenantOf('contoso');

const ROLES = [DIRECTORY_READERS, SERVICE_SUPPORT_ADMINISTRATOR] as const;
const GROUP = fixedGuid('group support');

/** An operation that only reads: right is what it gives when nothing is wrong. */
function reading(
  name: string,
  run: (clients: Clients) => Promise<unknown>,
  admits: Operation['admits'] = () => false,
): Operation {
  const normally = new WeakMap<RunningSandbox, unknown>();
  return {
    name,
    admits,
    prepare: async (running) => {
      const expected = await (normally.get(running) ?? run(running));
      normally.set(running, expected);
      return { run, check: (result) => assert.deepEqual(result, expected) };
    },
  };
}

export const OPERATIONS: readonly Operation[] = [
  reading('partnerCenter.partnerProfile', ({ partnerCenter }) => partnerCenter.partnerProfile()),
  reading('partnerCenter.legalBusinessProfile', ({ partnerCenter }) => partnerCenter.legalBusinessProfile()),
  reading('partnerCenter.partnerNetworkId', ({ partnerCenter }) => partnerCenter.partnerNetworkId()),
  reading('partnerCenter.partnerBillingProfile', ({ partnerCenter }) => partnerCenter.partnerBillingProfile()),
  reading('partnerCenter.listCustomers', ({ partnerCenter }) => partnerCenter.listCustomers(300)),
  reading('partnerCenter.searchCustomers', ({ partnerCenter }) => partnerCenter.searchCustomers('alpine', 5)),
  reading('partnerCenter.getCustomer', ({ partnerCenter }) => partnerCenter.getCustomer(ALPINE)),
  reading('partnerCenter.customerBillingProfile', (c) => c.partnerCenter.customerBillingProfile(ALPINE)),
  reading('partnerCenter.customerCompanyProfile', (c) => c.partnerCenter.customerCompanyProfile(ALPINE)),
  reading('partnerCenter.organizationCountry', ({ partnerCenter }) => partnerCenter.organizationCountry(customer(0))),
  reading('partnerCenter.subscribedSkus', ({ partnerCenter }) => partnerCenter.subscribedSkus(customer(0))),
  reading('partnerCenter.relationshipRequestUrl', ({ partnerCenter }) => partnerCenter.relationshipRequestUrl()),
  reading('partnerCenter.agreement', ({ partnerCenter }) => partnerCenter.agreement(tenantOf('lucerne'))),
  reading('partnerCenter.vetting', ({ partnerCenter }) => partnerCenter.vetting(tenantOf('fine-art'))),
  reading('partnerCenter.qualifications', ({ partnerCenter }) => partnerCenter.qualifications(tenantOf('fine-art'))),
  reading('partnerCenter.subscriptions', ({ partnerCenter }) => partnerCenter.subscriptions(ALPINE)),
  {
    name: 'partnerCenter.subscription',
    prepare: async ({ partnerCenter }) => {
      const known = await firstSubscription({ partnerCenter });
      return {
        run: (clients) => clients.partnerCenter.subscription(ALPINE, known.id),
        check: (result) => assert.equal(Object(result).id, known.id),
      };
    },
  },
  {
    name: 'partnerCenter.changeSubscription',
    prepare: async ({ partnerCenter, sandbox }) => {
      const known = await firstSubscription({ partnerCenter });
      const before = (await partnerCenter.subscription(ALPINE, known.id))?.autoRenew;
      return {
        run: (clients) => clients.partnerCenter.changeSubscription(ALPINE, known, { quantity: known.quantity + 1 }),
        check: (result) => {
          const { quantity, autoRenew } = Object(result);
          assert.deepEqual([quantity, autoRenew], [known.quantity + 1, before]);
        },
        done: () => sandbox.happened().changes[known.id]?.revision ?? 0,
      };
    },
  },
  {
    ...reading('partnerCenter.catalogue', ({ partnerCenter }) => partnerCenter.catalogue({ country: 'IT' })),
    tried: 2,
  },
  {
    name: 'partnerCenter.availabilities',
    prepare: async ({ partnerCenter }) => {
      const sku = await someSku({ partnerCenter });
      const run = (clients: Clients) => clients.partnerCenter.availabilities({ country: 'IT' }, sku);
      const expected = await run({ partnerCenter, graph: Object() });
      return { run, check: (result) => assert.deepEqual(result, expected) };
    },
  },
  {
    name: 'partnerCenter.createCart',
    prepare: async ({ partnerCenter, sandbox }, n) => {
      const lines = await someLines({ partnerCenter }, customer(n));
      return {
        run: (clients) => clients.partnerCenter.createCart(customer(n), lines),
        check: (result) => assert.equal(Object(result).lines[0].quantity, 2),
        done: () => sandbox.happened().carts.filter(({ tenantId }) => tenantId === customer(n)).length,
      };
    },
  },
  {
    name: 'partnerCenter.getCart',
    prepare: async ({ partnerCenter }, n) => {
      const cart = await someCart({ partnerCenter }, customer(n));
      return {
        run: (clients) => clients.partnerCenter.getCart(customer(n), cart.id),
        check: (result) => assert.deepEqual(result, cart),
      };
    },
  },
  {
    name: 'partnerCenter.checkoutCart',
    prepare: async ({ partnerCenter, sandbox }, n) => {
      const cart = toSubmit(await someCart({ partnerCenter }, customer(n)));
      return {
        run: (clients) => clients.partnerCenter.checkoutCart(customer(n), cart),
        check: (result) => {
          const { orders, refusals } = Object(result);
          assert.deepEqual([orders.length, refusals.length], [1, 0]);
          assert.equal(orders[0].lines[0].quantity, 2);
        },
        done: () => sandbox.happened().orders.filter(({ tenantId }) => tenantId === customer(n)).length,
      };
    },
  },
  {
    name: 'partnerCenter.orders',
    prepare: async ({ partnerCenter }, n) => {
      const orderId = await someOrder({ partnerCenter }, customer(n));
      return {
        run: (clients) => clients.partnerCenter.orders(customer(n)),
        check: (result) => assert.equal(Object(result)[0].id, orderId),
      };
    },
  },
  {
    name: 'partnerCenter.provisioningStatus',
    prepare: async ({ partnerCenter }, n) => {
      const orderId = await someOrder({ partnerCenter }, customer(n));
      return {
        run: (clients) => clients.partnerCenter.provisioningStatus(customer(n), orderId),
        check: (result) => assert.deepEqual(result, [{ lineNumber: 0, status: 'fulfilled' }]),
      };
    },
  },
  {
    name: 'partnerCenter.createTransfer',
    lossy: true,
    prepare: async ({ sandbox }, n) => ({
      run: (clients) => clients.partnerCenter.createTransfer(customer(n), TRANSFER),
      check: (result) => assert.equal(Object(result).status, 'Pending'),
      done: () => sandbox.happened().transfers.filter(({ tenantId }) => tenantId === customer(n)).length,
    }),
  },
  {
    name: 'partnerCenter.requestTransfer',
    // Done or not, the list may not show it yet: it ends with an error and is asked for again later.
    lossy: true,
    prepare: async ({ sandbox }, n) => ({
      run: (clients) => clients.partnerCenter.requestTransfer(customer(n), TRANSFER),
      check: (result) => assert.equal(Object(result).status, 'Pending'),
      done: () => sandbox.happened().transfers.filter(({ tenantId }) => tenantId === customer(n)).length,
    }),
  },
  {
    name: 'partnerCenter.cancelTransfer',
    prepare: async ({ partnerCenter }, n) => {
      const { id } = await partnerCenter.createTransfer(customer(n), TRANSFER);
      return {
        run: (clients) => clients.partnerCenter.cancelTransfer(customer(n), id),
        check: (result) => assert.match(Object(result).status, /^cancel/i),
      };
    },
  },
  {
    name: 'partnerCenter.getTransfer',
    prepare: async ({ partnerCenter }, n) => {
      const made = await partnerCenter.createTransfer(customer(n), TRANSFER);
      return {
        run: (clients) => clients.partnerCenter.getTransfer(customer(n), made.id),
        check: (result) => assert.deepEqual(result, made),
      };
    },
  },
  {
    name: 'partnerCenter.listTransfers',
    prepare: async ({ partnerCenter }, n) => {
      const made = await partnerCenter.createTransfer(customer(n), TRANSFER);
      return {
        run: (clients) => clients.partnerCenter.listTransfers(customer(n)),
        check: (result) => assert.deepEqual(result, [made]),
      };
    },
  },
  reading('partnerCenter.webhook registration', ({ partnerCenter }) => partnerCenter.webhook().registration()),
  reading('partnerCenter.webhook eventNames', ({ partnerCenter }) => partnerCenter.webhook().eventNames()),
  ...(['register', 'replace'] as const).map(
    (method): Operation => ({
      name: `partnerCenter.webhook ${method}`,
      prepare: async ({ sandbox }, n) => {
        const registration = { WebhookUrl: `http://127.0.0.1:1/${method}/${n}`, WebhookEvents: ['test-created'] };
        return {
          run: ({ partnerCenter }) => partnerCenter.webhook()[method](registration),
          check: () => undefined,
          done: () => Number(sandbox.events.registration?.WebhookUrl === registration.WebhookUrl),
        };
      },
    }),
  ),
  reading('graph.secretEndsOn', ({ graph }) =>
    graph.secretEndsOn({ appId: fixedGuid('our application'), secret: 'sandbox-secret' }),
  ),
  reading('graph.findTenant', ({ graph }) => graph.findTenant('contoso.com')),
  {
    ...reading('graph.tenantCloud', ({ graph }) => graph.tenantCloud(CONTOSO)),
    publicPath: '/.well-known/',
  },
  reading('graph.customerSubscriptions', ({ graph }) => graph.customerSubscriptions(CONTOSO)),
  reading('graph.delegatedSupport', ({ graph }) => graph.delegatedSupport(CONTOSO)),
  reading('graph.endingDelegations', ({ graph }) => graph.endingDelegations(60, Temporal.PlainDate.from('2026-11-20'))),
  reading('graph.delegatedAdminRelationships', ({ graph }) => graph.delegatedAdminRelationships()),
  {
    name: 'graph.delegatedAdminRelationship',
    prepare: async ({ graph }) => {
      const [known] = await graph.delegatedAdminRelationships({ customerTenantId: CONTOSO });
      assert.ok(known);
      return {
        run: (clients) => clients.graph.delegatedAdminRelationship(known.id),
        check: (result) => assert.deepEqual(result, known),
      };
    },
  },
  {
    name: 'graph.createDelegatedAdminRelationship',
    prepare: async ({ sandbox }, n) => ({
      run: (clients) => clients.graph.createDelegatedAdminRelationship(relationship(n)),
      check: (result) => assert.deepEqual([Object(result).status, Object(result).roles], ['created', ROLES]),
      done: () => sandbox.happened().relationships.filter(({ name }) => name === relationship(n).name).length,
    }),
  },
  {
    name: 'graph.lockForApproval',
    prepare: async ({ graph, sandbox }, n) => {
      const { id } = await graph.createDelegatedAdminRelationship(relationship(n));
      return {
        run: (clients) => clients.graph.lockForApproval(id),
        check: (result) => assert.equal(Object(result).status, 'approvalPending'),
        done: () => sandbox.happened().relationships.filter((made) => made.id === id && made.lockedAt !== null).length,
      };
    },
  },
  {
    name: 'graph.assignAccess',
    prepare: async ({ graph, sandbox }, n) => {
      const id = await activeRelationship({ graph, sandbox }, n);
      return {
        run: (clients) => clients.graph.assignAccess(id, { groupId: GROUP, roles: ROLES }),
        check: (result) => assert.deepEqual([Object(result).groupId, Object(result).roles], [GROUP, ROLES]),
        done: () => sandbox.happened().relationships.find((made) => made.id === id)?.assignments.length ?? 0,
      };
    },
  },
  {
    name: 'graph.accessAssignments',
    prepare: async ({ graph, sandbox }, n) => {
      const id = await activeRelationship({ graph, sandbox }, n);
      const made = await graph.assignAccess(id, { groupId: GROUP, roles: ROLES });
      return {
        run: (clients) => clients.graph.accessAssignments(id),
        check: (result) => assert.deepEqual(result, [made]),
      };
    },
  },
  reading(
    'graph.partnerRoles',
    ({ graph }) => graph.partnerRoles(fixedGuid('somebody'), SANDBOX_GROUPS, new AbortController().signal),
    (result) => Object(result).unread !== null,
  ),
];

const TRANSFER = {
  sourcePartnerTenantId: OTHER_PARTNER.tenantId,
  sourcePartnerName: OTHER_PARTNER.name,
  customerEmail: 'admin@contoso.example',
};

function relationship(n: number) {
  return {
    name: `Move ${n}`,
    customerTenantId: customer(n),
    duration: 'P90D',
    roles: ROLES,
  };
}

async function activeRelationship(
  { graph, sandbox }: Pick<RunningSandbox, 'graph' | 'sandbox'>,
  n: number,
): Promise<string> {
  const { id } = await graph.createDelegatedAdminRelationship(relationship(n));
  await graph.lockForApproval(id);
  sandbox.changeRelationship(id, 'approved');
  return id;
}

async function firstSubscription({ partnerCenter }: Pick<Clients, 'partnerCenter'>) {
  const [first] = await partnerCenter.subscriptions(ALPINE);
  assert.ok(first);
  return first;
}

async function someSku({ partnerCenter }: Pick<Clients, 'partnerCenter'>) {
  const offers = await partnerCenter.catalogue({ country: 'IT' });
  const offer = offers.find(({ isAddon, prerequisites }) => !isAddon && prerequisites.length === 0);
  const [productId = '', skuId = ''] = offer?.catalogSku.split(':') ?? [];
  return { productId, skuId };
}

async function someLines({ partnerCenter }: Pick<Clients, 'partnerCenter'>, tenantId: string) {
  const [item] = await partnerCenter.availabilities({ tenantId }, await someSku({ partnerCenter }));
  assert.ok(item);
  return [{ catalogItemId: item.catalogItemId, quantity: 2, termDuration: 'P1Y', billingCycle: 'monthly' }];
}

async function someCart({ partnerCenter }: Pick<Clients, 'partnerCenter'>, tenantId: string): Promise<Cart> {
  return partnerCenter.createCart(tenantId, await someLines({ partnerCenter }, tenantId));
}

function toSubmit(cart: Cart) {
  return {
    id: cart.id,
    requestId: `checkout ${cart.id}`,
    sentBefore: false,
    lines: cart.lines.map(({ catalogItemId, quantity, termDuration }) => ({
      catalogSku: catalogItemId.split(':').slice(0, 2).join(':'),
      quantity,
      termDuration,
    })),
    otherOrders: [],
  };
}

async function someOrder({ partnerCenter }: Pick<Clients, 'partnerCenter'>, tenantId: string): Promise<string> {
  const { orders } = await partnerCenter.checkoutCart(tenantId, toSubmit(await someCart({ partnerCenter }, tenantId)));
  return orders[0]?.id ?? assert.fail('no order');
}
