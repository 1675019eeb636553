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
    assert.deepEqual(await only(), more);
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
    assert.deepEqual(await only(), changed);
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
