import assert from 'node:assert/strict';
import type { OwnSubscription } from '../../services/partner-center/subscriptions.ts';
import { OTHER_PARTNER } from '../../services/sandbox/story.ts';
import { type RunningSandbox, runSandbox, tenantOf } from '../sandbox/start.ts';

const ALPINE = tenantOf('alpine-ski-house');

describe('our subscriptions in Partner Center', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await runSandbox();
  });
  afterEach(() => running.close());

  async function only(): Promise<OwnSubscription> {
    const [first, ...rest] = await running.partnerCenter.subscriptions(ALPINE);
    assert.ok(first && rest.length === 0);
    return first;
  }

  it('when they are read, then only what we sold is there, with its dates', async () => {
    const { resource, etag, id, offerId, orderId, ...told } = await only();
    assert.deepEqual(told, {
      catalogSku: told.catalogSku,
      name: 'Microsoft 365 Business Standard',
      quantity: 20,
      status: 'active',
      startedOn: '2026-06-19',
      endDate: '2027-06-18',
      cancellationAllowedUntilDate: '2026-06-26',
      autoRenew: true,
      termDuration: 'P1Y',
      billingCycle: 'monthly',
      isTrial: false,
    });
    assert.equal(offerId.startsWith(`${told.catalogSku}:`), true);
  });

  it('when seats are added, then auto-renew and the rest stay as they were', async () => {
    const off = await running.partnerCenter.changeSubscription(ALPINE, await only(), { autoRenew: false });
    assert.equal(off.autoRenew, false);
    const more = await running.partnerCenter.changeSubscription(ALPINE, off, { quantity: 25 });
    assert.deepEqual([more.quantity, more.autoRenew], [25, false]);
    assert.deepEqual(await running.partnerCenter.subscription(ALPINE, more.id), more);
  });

  it('when renewal is turned off, then the instructions for the next term and what we do not know go back as they were', async () => {
    const own = await running.partnerCenter.subscription(ALPINE, (await only()).id);
    assert.ok(own);
    const scheduledNextTermInstructions = {
      product: { productId: 'P', skuId: '0001', termDuration: 'P1Y' },
      quantity: 15,
    };
    // Somebody scheduled them in Partner Center, and the service has learned a new word.
    const sent: unknown[] = [];
    const { partnerCenter } = running.clients({
      transport: {
        fetch: async (input, init) => {
          if (init?.method === 'PATCH') sent.push(JSON.parse(String(init.body)));
          const reply = await fetch(input, init);
          if (init?.method !== 'GET') return reply;
          const body = Object(await reply.json());
          return Response.json(body.id ? { ...body, scheduledNextTermInstructions, somethingNew: ['a'] } : body);
        },
      },
    });
    const off = await partnerCenter.changeSubscription(ALPINE, await only(), { autoRenew: false });
    assert.equal(off.autoRenew, false);
    const read = await running.partnerCenter.subscription(ALPINE, own.id);
    assert.deepEqual(read?.resource.scheduledNextTermInstructions, scheduledNextTermInstructions);
    assert.deepEqual(Object(sent[0]).somethingNew, ['a']);
    assert.deepEqual(Object(sent[0]).autoRenewEnabled, false);
    const more = await running.partnerCenter.changeSubscription(ALPINE, off, { quantity: 22 });
    assert.deepEqual(more.resource.scheduledNextTermInstructions, scheduledNextTermInstructions);
    assert.equal(more.autoRenew, false);
  });

  it('when the service does not know a repeated change again, then our own stale etag is no conflict', async () => {
    const own = await only();
    let lost = true;
    const { partnerCenter } = running.clients({
      transport: {
        fetch: async (input, init) => {
          const headers = new Headers(init?.headers);
          if (init?.method === 'PATCH') headers.set('MS-RequestId', crypto.randomUUID());
          const reply = await fetch(input, { ...init, headers });
          if (init?.method !== 'PATCH' || !lost) return reply;
          lost = false;
          throw new TypeError('fetch failed');
        },
      },
    });
    const changed = await partnerCenter.changeSubscription(ALPINE, own, { quantity: 23 });
    assert.equal(changed.quantity, 23);
    assert.equal(running.sandbox.happened().changes[own.id]?.revision, 1);
  });

  it('when it is not ours, then there is none', async () => {
    assert.equal(await running.partnerCenter.subscription(ALPINE, '00000000-0000-4000-8000-000000000000'), null);
  });

  it('when somebody else changed it meanwhile, then the change is refused', async () => {
    const stale = await only();
    await running.partnerCenter.changeSubscription(ALPINE, stale, { quantity: 21 });
    await assert.rejects(running.partnerCenter.changeSubscription(ALPINE, stale, { quantity: 22 }), {
      code: 'microsoft.changed-meanwhile',
    });
    assert.equal((await only()).quantity, 21);
  });

  it('when the window is closed, then fewer seats and cancelling are refused', async () => {
    const own = await only();
    await assert.rejects(running.partnerCenter.changeSubscription(ALPINE, own, { quantity: 19 }), {
      code: 'microsoft.quantity-decrease',
    });
    await assert.rejects(running.partnerCenter.changeSubscription(ALPINE, own, { status: 'deleted' }), {
      code: 'microsoft.cancellation-window',
    });
  });

  it('when the reply to a change is lost, then the repetition does not change it twice', async () => {
    running.sandbox.faults.add({ kind: 'lost-reply', method: 'PATCH' });
    const changed = await running.partnerCenter.changeSubscription(ALPINE, await only(), { quantity: 30 });
    assert.equal(changed.quantity, 30);
    assert.deepEqual(await running.partnerCenter.subscription(ALPINE, changed.id), changed);
  });

  it('when auto-renew is off and the term is over, then it expires, is disabled and goes', async () => {
    await running.partnerCenter.changeSubscription(ALPINE, await only(), { autoRenew: false });
    const statusAfter = async (days: number) => {
      running.sandbox.clock.advance(days);
      return (await only()).status;
    };
    assert.equal(await statusAfter(210), 'active');
    assert.equal(await statusAfter(1), 'expired');
    assert.equal(await statusAfter(30), 'disabled');
    assert.equal(await statusAfter(90), 'deleted');
  });

  for (const [given, day] of [
    ['2026-11-27T23:59:59Z', '2026-11-27'],
    ['2026-11-27T08:00:01Z', '2026-11-27'],
    ['2026-11-27T08:00:00Z', '2026-11-26'],
    ['2026-11-27T03:00:00Z', '2026-11-26'],
    ['2026-11-27T00:00:00Z', '2026-11-26'],
    ['2026-11-27T00:00:00', '2026-11-26'],
    ['2026-11-27T01:00:00-08:00', '2026-11-27'],
    ['2026-11-27', '2026-11-27'],
    ['0001-01-01T00:00:00Z', null],
    ['9999-12-31T23:59:59Z', null],
    ['soon', null],
  ] as const) {
    it(`when N1 it may be cancelled until ${given}, then ${day ?? 'no day'} is the last on whose morning that is still possible`, async () => {
      const { partnerCenter } = running.clients({
        transport: {
          fetch: async (input, init) => {
            const body = Object(await (await fetch(input, init)).json());
            const items = body.items?.map((item: object) => ({ ...item, cancellationAllowedUntilDate: given }));
            return Response.json(items === undefined ? body : { ...body, items });
          },
        },
      });
      const [own] = await partnerCenter.subscriptions(ALPINE);
      assert.equal(own?.cancellationAllowedUntilDate, day);
    });
  }

  it('when it renews, then a new term and a new window begin', async () => {
    running.sandbox.clock.advance(211);
    const { startedOn, endDate, cancellationAllowedUntilDate } = await only();
    assert.deepEqual([startedOn, endDate, cancellationAllowedUntilDate], ['2027-06-19', '2028-06-18', '2027-06-26']);
  });
});

describe('a partner-to-partner transfer', () => {
  it('when the other partner accepts, then its subscriptions become ours with new ids', async () => {
    const running = await runSandbox();
    try {
      const { sandbox, partnerCenter, graph } = running;
      const tenantId = tenantOf('northwind');
      sandbox.sendInvitation(tenantId);
      sandbox.clock.advance(1);
      const asked = await partnerCenter.createTransfer(tenantId, {
        sourcePartnerTenantId: OTHER_PARTNER.tenantId,
        sourcePartnerName: OTHER_PARTNER.name,
        customerEmail: 'admin@northwindtraders.com',
      });
      assert.deepEqual([asked.status, asked.lines], ['Pending', []]);
      assert.deepEqual(await partnerCenter.subscriptions(tenantId), []);

      sandbox.clock.advance(2);
      const [done] = await partnerCenter.listTransfers(tenantId);
      assert.equal(done?.status, 'Complete');
      const ours = await partnerCenter.subscriptions(tenantId);
      assert.deepEqual(
        ours.map(({ quantity }) => quantity),
        [40, 10],
      );
      assert.deepEqual(
        done?.lines.map(({ subscriptionId }) => subscriptionId),
        ours.map(({ id }) => id),
      );
      const now = await graph.customerSubscriptions(tenantId);
      assert.equal(now.access, 'read');
      assert.equal(now.access === 'read' && now.subscriptions.length, 2);
    } finally {
      await running.close();
    }
  });
});
