import assert from 'node:assert/strict';
import type { Move } from '../../services/moves/move.ts';
import { MoveStore } from '../../services/store/move-store.ts';
import { onBothBackends, refusing, refusingMessages, waitingJobs } from './backends.ts';
import { aMove, anEntry, aReminder, ben, changed, closedBy, effects } from './builders.ts';
import { DUE, planned, statesOf, written } from './reminding.ts';

onBothBackends('move store', (store) => {
  const moves = () => store().moves;
  const create = async (move: Move, overrides = {}) => moves().create(move, anEntry(move), effects(overrides));

  it('when a move is created, then it is loaded exactly as it was', async () => {
    const move = aMove({
      facts: {
        ...aMove().facts,
        tenantCountry: 'CH',
        eligibility: { ...aMove().facts.eligibility, qualifications: ['Education'] },
      },
    });
    assert.equal(await create(move), 'created');
    assert.deepEqual(await moves().load(move.id), move);
    assert.deepEqual(await moves().openMoveOf(move.customer.tenantId), move);
    assert.deepEqual(await moves().loadMany([move.id, 'no-such-move']), [move]);
  });

  it('when there is no such move, then the answer is null', async () => {
    assert.equal(await moves().load('no-such-move'), null);
    assert.equal(await moves().openMoveOf('no-such-tenant'), null);
    assert.equal(await moves().lastChange('no-such-move'), null);
    assert.deepEqual(await moves().loadMany([]), []);
  });

  it('when the customer has an open move, then a second one is refused and leaves nothing behind', async () => {
    const first = aMove();
    const second = aMove({ customer: first.customer });
    await create(first);
    const job = { name: 'check-move' as const, data: { moveId: second.id } };
    assert.equal(
      await create(second, { reminders: [aReminder()], jobs: [job], watch: '2027-03-01T10:00:00Z' }),
      'exists',
    );
    assert.equal(await moves().load(second.id), null);
    assert.deepEqual(await moves().history(second.id), []);
    assert.deepEqual(await waitingJobs(store().database), []);
  });

  it('when the open move was closed, then another may be opened for the customer', async () => {
    const first = aMove();
    await create(first);
    const closed = changed(first, closedBy(ben));
    await moves().save(closed, 1, anEntry(closed), effects());
    assert.equal(await moves().openMoveOf(first.customer.tenantId), null);
    assert.equal(await create(aMove({ customer: first.customer })), 'created');
  });

  it('when a change is saved on the expected version, then move, history, reminders, watch, jobs and messages are written', async () => {
    const move = aMove();
    await create(move);
    const next = changed(move);
    const saved = await moves().save(
      next,
      1,
      anEntry(next, { at: '2027-03-02T10:11:12.345Z', by: ben }),
      effects({
        reminders: [aReminder()],
        jobs: [{ name: 'order', data: { moveId: move.id } }],
        messages: [{ kind: 'news', conversationId: 'c', data: { moveId: move.id, code: 'provisioned' } }],
        watch: '2027-03-02T10:12:00Z',
      }),
    );
    assert.equal(saved, 'saved');
    assert.deepEqual(await moves().load(move.id), next);
    assert.deepEqual(await moves().history(move.id), [
      anEntry(move),
      anEntry(next, { at: '2027-03-02T10:11:12.345Z', by: ben }),
    ]);
    assert.equal((await moves().lastChange(move.id))?.version, 2);
    assert.equal((await store().reminders.upcoming({ moveId: move.id, limit: 10 })).length, 1);
    assert.deepEqual(await store().watches.find(move.id), { nextCheckAt: '2027-03-02T10:12:00.000Z', attempts: 0 });
    assert.deepEqual(await waitingJobs(store().database), [{ name: 'order', data: { moveId: move.id } }]);
    const [news, ...more] = await written(store(), 'news');
    assert.deepEqual([news?.to, news?.data, more], ['c', { moveId: move.id, code: 'provisioned' }, []]);
  });

  it('when the stored version is another one, then nothing is written', async () => {
    const move = aMove();
    await create(move);
    const next = changed(move);
    await moves().save(next, 1, anEntry(next), effects());
    const late = changed(move, { tenantCountry: 'FR' });
    const job = { name: 'order' as const, data: { moveId: move.id } };
    assert.equal(
      await moves().save(late, 1, anEntry(late), effects({ jobs: [job], reminders: [aReminder()] })),
      'conflict',
    );
    assert.deepEqual(await moves().load(move.id), next);
    assert.equal((await moves().history(move.id)).length, 2);
    assert.deepEqual(await waitingJobs(store().database), []);
    assert.deepEqual(await store().reminders.upcoming({ limit: 10 }), []);
  });

  it('when two save the same version at once, then one is saved and the other is a conflict', async () => {
    const move = aMove();
    await create(move);
    const answers = await Promise.all(
      ['CH', 'FR'].map((tenantCountry) => {
        const next = changed(move, { tenantCountry });
        return moves().save(next, 1, anEntry(next), effects());
      }),
    );
    assert.deepEqual(answers.sort(), ['conflict', 'saved']);
    assert.equal((await moves().history(move.id)).length, 2);
  });

  it('when two open a move for one customer at once, then one is created and the other exists', async () => {
    const customer = aMove().customer;
    const answers = await Promise.all([create(aMove({ customer })), create(aMove({ customer }))]);
    assert.deepEqual(answers.sort(), ['created', 'exists']);
    assert.equal(await store().inFlight.open({ conversationId: null }), 1);
  });

  for (const what of ['job', 'message'] as const) {
    it(`when a ${what} cannot be written, then the change is undone with it`, async () => {
      const move = aMove();
      await create(move);
      const { database, jobs: queue, outbox } = store();
      const failing = new MoveStore({
        db: database.db,
        jobs: what === 'job' ? refusing : queue,
        messages: what === 'message' ? refusingMessages : outbox,
      });
      const next = changed(move);
      const everything = effects({
        jobs: [{ name: 'order', data: { moveId: move.id } }],
        messages: [{ kind: 'news', conversationId: 'c', data: { moveId: move.id } }],
        reminders: [aReminder()],
        watch: '2027-03-02T10:12:00Z',
      });
      await assert.rejects(failing.save(next, 1, anEntry(next), everything), { code: 'test.refused' });
      assert.deepEqual(await moves().load(move.id), move);
      assert.equal((await moves().history(move.id)).length, 1);
      assert.deepEqual(await store().reminders.upcoming({ limit: 10 }), []);
      assert.equal(await store().watches.find(move.id), null);
      assert.deepEqual([await waitingJobs(database), await written(store(), 'news')], [[], []]);
    });
  }

  it('when a version of the history is written twice, then the database refuses it', async () => {
    const move = aMove();
    await create(move);
    const next = changed(move);
    await assert.rejects(moves().save(next, 1, anEntry(move), effects()));
    assert.deepEqual(await moves().load(move.id), move);
  });

  describe('when the reminders of a move are planned anew', () => {
    const [first, second] = [aReminder(), aReminder({ stage: -14 })];

    it('then they follow the plan, and the move has not changed', async () => {
      const move = await planned(store(), [first]);
      assert.equal(await moves().replan(move, { reminders: [second], keep: [] }, DUE), true);
      assert.deepEqual(await statesOf(store(), move, [first, second]), ['cancelled', 'planned']);
      assert.deepEqual([await moves().load(move.id), (await moves().history(move.id)).length], [move, 1]);
    });

    it('then doing it twice changes nothing', async () => {
      const move = await planned(store(), [first]);
      await moves().replan(move, { reminders: [second] }, DUE);
      const before = await store().reminders.ofMove(move.id);
      await moves().replan(move, { reminders: [second] }, DUE);
      assert.deepEqual(await store().reminders.ofMove(move.id), before);
    });

    it('then a move that changed since keeps the plan of that change', async () => {
      const move = await planned(store(), [first]);
      const next = changed(move);
      await moves().save(next, 1, anEntry(next), effects({ reminders: [first] }));
      assert.equal(await moves().replan(move, { reminders: [second] }, DUE), false);
      assert.equal(await moves().replan(aMove(), { reminders: [second] }, DUE), false, 'there is no such move');
      assert.equal((await store().reminders.ofMove(move.id)).length, 1);
      assert.equal((await store().reminders.upcoming({ limit: 9 })).length, 1);
    });
  });

  it('when texts hold what PostgreSQL cannot keep, then they are stored without it', async () => {
    const move = aMove({ name: 'Nul\0 and \ud800 half', facts: { ...aMove().facts, tenantCountry: 'C\0H\udc00' } });
    assert.equal(await create(move), 'created');
    const loaded = await moves().load(move.id);
    assert.equal(loaded?.customer.name, 'Nul and \ufffd half');
    assert.equal(loaded?.facts.tenantCountry, 'CH\ufffd');
  });

  it('when the watch of a move is set, moved and ended, then the latest counts', async () => {
    const move = aMove();
    await create(move, { watch: '2027-03-01T10:00:00Z' });
    await moves().watch(move.id, '2027-03-01T11:00:00Z');
    assert.equal((await store().watches.find(move.id))?.nextCheckAt, '2027-03-01T11:00:00.000Z');
    const next = changed(move);
    await moves().save(next, 1, anEntry(next), effects());
    assert.equal((await store().watches.find(move.id))?.nextCheckAt, '2027-03-01T11:00:00.000Z', 'left out: stays');
    await moves().watch(move.id, null);
    assert.equal(await store().watches.find(move.id), null);
  });
});
