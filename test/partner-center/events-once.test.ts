import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { checkMove } from '../../services/moves/check-move.ts';
import type { Snapshot } from '../../services/moves/command.ts';
import type { CustomerDirectory } from '../../services/moves/customer-directory.ts';
import { delegationChanged } from '../../services/moves/delegation-changed.ts';
import type { Move } from '../../services/moves/move.ts';
import { MoveService } from '../../services/moves/move-service.ts';
import { loadSkuFacts } from '../../services/rules/sku-facts.ts';
import { waitingMessages } from '../messages.ts';
import { onBothBackends, silent, waitingJobs } from '../store/backends.ts';
import { aMove, anEntry, effects, instant } from '../store/builders.ts';

const NOW = instant('2027-03-10T08:00:00Z');
const skus = loadSkuFacts();

onBothBackends('news of Partner Center', (store) => {
  /** The services of a move whose customer answers with these snapshots, one after the other. */
  function servicesWith(...answers: readonly (() => Promise<Snapshot>)[]) {
    let asked = 0;
    const snapshot = async () => ({ unread: [], ...(await (answers[asked++] ?? answers.at(-1))?.()) });
    const directory = {
      snapshot,
      customerOfDelegation: async (id: string) => (id === 'known' ? move.customer.tenantId : null),
      // Only these two are asked here.
    } as unknown as CustomerDirectory;
    const rules = async () => ({ skus, catalogue: [] });
    const moves = new MoveService({ store: store().moves, clock: { now: () => NOW }, rules, newId: randomUUID });
    return { moves, moveStore: store().moves, directory, partnerEvents: store().partnerEvents, log: silent };
  }
  const accepted = async (): Promise<Snapshot> => ({ relationship: 'reseller' });
  const jobs = async (name: string) => (await waitingJobs(store().database)).filter((job) => job.name === name);
  const news = async () => (await waitingMessages(store().database)).map(({ data }) => data.code);

  let move: Move;
  beforeEach(async () => {
    move = aMove();
    await store().moves.create(move, anEntry(move), effects({}));
  });
  const event = (overrides: { tenantId?: string | null; relationshipId?: string } = {}) => ({
    key: randomUUID(),
    tenantId: move.customer.tenantId,
    ...overrides,
  });

  it('when an event comes ten times at once, then one look is taken', async () => {
    const same = event();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => store().partnerEvents.take(same, NOW)));
    assert.deepEqual(outcomes.filter((o) => o === 'taken').length, 1);
    assert.deepEqual(new Set(outcomes), new Set(['taken', 'repeated']));
    assert.deepEqual(
      (await jobs('check-move')).map(({ data }) => data),
      [{ moveId: move.id }],
    );
  });

  it('when no open move is about the customer, then the event is remembered and nothing is looked at', async () => {
    const strange = event({ tenantId: randomUUID() });
    assert.equal(await store().partnerEvents.take(strange, NOW), 'no-move');
    assert.equal(await store().partnerEvents.take(strange, NOW), 'repeated');
    assert.deepEqual(await jobs('check-move'), []);
  });

  it('when events are old, then they are forgotten, and only they', async () => {
    const [old, young] = [event(), event()];
    await store().partnerEvents.take(old, NOW.subtract({ hours: 24 * 16 }));
    await store().partnerEvents.take(young, NOW.subtract({ hours: 24 * 14 }));
    await store().partnerEvents.forgetOld(NOW);
    assert.equal(await store().partnerEvents.take(young, NOW), 'repeated');
    assert.notEqual(await store().partnerEvents.take(old, NOW), 'repeated');
  });

  it('when only a delegated admin relationship is named, then a job finds out whose it is', async () => {
    await store().partnerEvents.take(event({ tenantId: null, relationshipId: 'known' }), NOW);
    assert.deepEqual(
      (await jobs('delegation-changed')).map(({ data }) => data),
      [{ relationshipId: 'known' }],
    );
    await delegationChanged(servicesWith(), 'unknown');
    assert.deepEqual(await jobs('check-move'), []);
    await delegationChanged(servicesWith(), 'known');
    assert.deepEqual((await jobs('check-move')).length, 1);
  });

  it('when an event and the poll look at the same time, then the team is told once', async () => {
    const services = servicesWith(accepted);
    await Promise.all(Array.from({ length: 4 }, () => checkMove(services, move.id)));
    assert.deepEqual(await news(), ['relationship-accepted']);
  });

  it('when an older answer arrives after a newer one, then it takes nothing back', async () => {
    const asked = Promise.withResolvers<void>();
    const late = Promise.withResolvers<Snapshot>();
    const services = servicesWith(() => {
      asked.resolve();
      return late.promise;
    }, accepted);
    const poll = checkMove(services, move.id);
    await asked.promise;
    await checkMove(services, move.id);
    late.resolve({ relationship: 'none' });
    await poll;
    assert.deepEqual(await news(), ['relationship-accepted']);
    assert.equal((await store().moves.load(move.id))?.facts.relationship.status, 'reseller');
  });

  it('when delegated support or a new subscription changes, then each is told once', async () => {
    const sub = {
      id: 's',
      skuId: null,
      name: 'x',
      startedOn: null,
      endDate: null,
      cancellableUntil: null,
      autoRenew: null,
    };
    const provisioning = {
      ...move.facts.provisioning,
      state: 'verified' as const,
      before: [],
      subscriptions: [{ ...sub, seats: 5 }],
    };
    const verified = aMove({
      facts: {
        ...move.facts,
        relationship: { ...move.facts.relationship, status: 'reseller', delegatedSupport: 'no' },
        provisioning,
      },
    });
    await store().moves.create(verified, anEntry(verified), effects({}));
    const told = async (snapshot: Snapshot) => {
      const before = (await news()).length;
      const services = servicesWith(async () => ({ relationship: 'reseller', ...snapshot }));
      await checkMove(services, verified.id);
      await checkMove(services, verified.id);
      return (await news()).slice(before);
    };
    assert.deepEqual(await told({ delegatedSupport: 'yes' }), ['delegated-support-gained']);
    assert.deepEqual(await told({ delegatedSupport: 'unknown' }), []);
    assert.deepEqual(await told({ delegatedSupport: 'yes' }), []);
    assert.deepEqual(await told({ delegatedSupport: 'no' }), ['delegated-support-lost']);
    assert.deepEqual(await told({ subscriptions: [{ ...sub, seats: 9 }] }), [], 'more seats are nobody’s loss');
    assert.deepEqual(await told({ subscriptions: [{ ...sub, seats: 4 }] }), ['own-seats-reduced']);
    assert.deepEqual(await told({ subscriptions: [] }), ['own-subscription-ended']);
  });
});
