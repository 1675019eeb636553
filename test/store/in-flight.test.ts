import assert from 'node:assert/strict';
import type { Move } from '../../services/moves/move.ts';
import type { PlannedReminder } from '../../services/reminders/reminder.ts';
import type { Whose } from '../../services/store/in-flight.ts';
import { onBothBackends } from './backends.ts';
import { aMove, ana, anEntry, aReminder, ben, changed, closedBy, effects, instant } from './builders.ts';
import { claimAll, DUE, keysOf, planned, replanned, sendAll } from './reminding.ts';

const ALL: Whose = { conversationId: null };
const BENS = { conversationId: 'conversation-ben' };
const FIRST = aReminder();
const SECOND = aReminder({ stage: -14 });
const LAST = aReminder({ stage: -1 });

onBothBackends('everything in flight', (store) => {
  const act = (move: Move, reminder: PlannedReminder, what: 'done' | 'snoozed' | 'assigned') => {
    const acts = {
      done: { kind: 'done' },
      snoozed: { kind: 'snoozed', until: '2027-04-09' },
      assigned: { kind: 'assigned', to: ana },
    } as const;
    const acting = { by: ben, now: DUE, pressed: null };
    return store().reminderActs.act({ moveId: move.id, key: reminder.key }, acts[what], acting);
  };
  const sentOn = async (day: string) => {
    const now = instant(`${day}T08:00:00Z`);
    await claimAll(store(), now);
    await sendAll(store(), now);
  };
  const close = async (move: Move) => {
    const closed = changed(move, closedBy(ben));
    await store().moves.save(closed, move.version, anEntry(closed), effects());
  };

  it('when moves are open, then they are counted, of all and of one chat', async () => {
    await planned(store(), []);
    await planned(store(), [], { conversationId: 'conversation-ben' });
    await close(await planned(store(), []));
    assert.deepEqual([await store().inFlight.open(ALL), await store().inFlight.open(BENS)], [2, 1]);
    assert.equal(await store().inFlight.open({ conversationId: 'nobody' }), 0);
  });

  describe('when terms end', () => {
    const ending = (from: string, to: string, whose = ALL, limit = 10) =>
      store().inFlight.ending(whose, { from, to, limit });

    it('then each original is told once, the earliest first, with both days included', async () => {
      const later = [-14, -1, 1].map((stage) => aReminder({ stage, subscriptionId: 'sub-2', endsOn: '2027-04-12' }));
      const move = await planned(store(), [FIRST, SECOND, LAST, ...later]);
      assert.deepEqual(await ending('2027-04-09', '2027-04-12'), {
        items: [
          { moveId: move.id, endsOn: '2027-04-09', params: FIRST.params },
          { moveId: move.id, endsOn: '2027-04-12', params: later[0]?.params },
        ],
        total: 2,
      });
      assert.equal((await ending('2027-04-10', '2027-04-11')).total, 0);
      assert.deepEqual((await ending('2027-04-09', '2027-04-12', ALL, 1)).items.length, 1);
      assert.deepEqual((await ending('2027-04-09', '2027-04-12', ALL, 1)).total, 2);
    });

    it('then those of another chat, of closed moves and of other anchors are left out', async () => {
      const mine = await planned(store(), [LAST], { conversationId: 'conversation-ben' });
      await planned(store(), [aReminder({ anchor: 'target-term-end', stage: -1 })]);
      await close(await planned(store(), [LAST]));
      assert.deepEqual(
        (await ending('2027-04-01', '2027-04-30')).items.map(({ moveId }) => moveId),
        [mine.id],
      );
      assert.equal((await ending('2027-04-01', '2027-04-30', { conversationId: 'conversation-ana' })).total, 0);
    });

    it('then they are counted by month, each original once, of one chat if asked', async () => {
      const byMonth = (whose = ALL) => store().inFlight.endingByMonth(whose, { from: '2027-04-01', to: '2027-06-30' });
      const later = [-14, -1].map((stage) => aReminder({ stage, subscriptionId: 'sub-2', endsOn: '2027-06-12' }));
      await planned(store(), [FIRST, SECOND, LAST, ...later]);
      await planned(store(), [LAST], { conversationId: 'conversation-ben' });
      await planned(store(), [aReminder({ stage: -1, endsOn: '2027-08-01' })]);
      await close(await planned(store(), [LAST]));
      assert.deepEqual(await byMonth(), [
        { month: '2027-04', count: 2 },
        { month: '2027-06', count: 1 },
      ]);
      assert.deepEqual(await byMonth({ conversationId: 'conversation-ben' }), [{ month: '2027-04', count: 1 }]);
    });

    it('then one that was put off is told, and one that is done is not', async () => {
      const put = await planned(store(), [FIRST]);
      await act(put, FIRST, 'snoozed');
      await act(await planned(store(), [FIRST, SECOND]), FIRST, 'done');
      assert.deepEqual(
        (await ending('2027-04-09', '2027-04-30')).items.map(({ moveId }) => moveId),
        [put.id],
      );
    });
  });

  describe('when a deadline passed and nobody acted', () => {
    const overdue = (today: string, since = '2027-03-01', whose = ALL, limit = 10) =>
      store().inFlight.overdue(whose, { since, today, limit });

    it('then the latest stage is told from the day after on, as long as it is news', async () => {
      await planned(store(), [FIRST, LAST]);
      await sentOn('2027-03-10');
      await sentOn('2027-04-08');
      assert.equal((await overdue('2027-04-09')).total, 0);
      const { items, total } = await overdue('2027-04-10');
      assert.deepEqual([keysOf(items), total], [[LAST.key], 1]);
      assert.equal((await overdue('2027-05-20', '2027-04-20')).total, 0);
    });

    it('then what was done, put off, cancelled or belongs to a closed move is not told', async () => {
      const [done, put, moved, closed] = await Promise.all([1, 2, 3, 4].map(() => planned(store(), [FIRST])));
      assert.ok(done && put && moved && closed);
      await sentOn('2027-03-10');
      await act(done, FIRST, 'done');
      await act(put, FIRST, 'snoozed');
      await replanned(store(), moved, [], []);
      await close(closed);
      assert.deepEqual(await overdue('2027-04-10'), { items: [], total: 0 });
    });

    it('then the ones whose deadline passed first come first, cut to what is asked for, of one chat if asked', async () => {
      await planned(store(), [aReminder({ key: 'late', deadline: '2027-03-20' })]);
      const move = await planned(store(), [aReminder({ key: 'later', deadline: '2027-03-22' })], BENS);
      await planned(store(), [aReminder({ key: 'endless', deadline: null })]);
      await sentOn('2027-03-10');
      const first = await overdue('2027-03-23', '2027-03-01', ALL, 1);
      assert.deepEqual([keysOf(first.items), first.total], [['late'], 2]);
      const bens = await overdue('2027-03-23', '2027-03-01', BENS);
      assert.deepEqual(bens.items, await store().reminders.ofMove(move.id));
    });
  });

  describe('when nobody is on what was sent', () => {
    const unassigned = async (today: string, whose = ALL, limit = 10) => {
      const { items, total } = await store().inFlight.unassigned(whose, { today, limit });
      return [keysOf(items), total];
    };

    it('then it is told, the most pressing first, until its deadline', async () => {
      await planned(store(), [
        aReminder({ key: 'endless', deadline: null, subscriptionId: 'sub-2' }),
        aReminder({ key: 'far', deadline: '2027-05-01', subscriptionId: 'sub-3' }),
        FIRST,
      ]);
      assert.deepEqual(await unassigned('2027-03-10'), [[], 0]);
      await sentOn('2027-03-10');
      assert.deepEqual(await unassigned('2027-03-10'), [[FIRST.key, 'far', 'endless'], 3]);
      assert.deepEqual(await unassigned('2027-03-10', ALL, 1), [[FIRST.key], 3]);
      assert.deepEqual(await unassigned('2027-04-10'), [['far', 'endless'], 2]);
      assert.deepEqual(await unassigned('2027-03-10', BENS), [[], 0]);
    });

    it('then a thread somebody is on, one that is done and an earlier stage are not told', async () => {
      const move = await planned(store(), [
        FIRST,
        aReminder({ subscriptionId: null }),
        aReminder({ subscriptionId: 'sub-2' }),
      ]);
      await planned(store(), [
        aReminder({ key: 'early' }),
        aReminder({ stage: -29, key: 'later', deadline: '2027-04-12' }),
      ]);
      await sentOn('2027-03-10');
      await sentOn('2027-03-11');
      await act(move, FIRST, 'assigned');
      await act(move, aReminder({ subscriptionId: 'sub-2' }), 'done');
      assert.deepEqual(await unassigned('2027-03-11'), [[aReminder({ subscriptionId: null }).key, 'later'], 2]);
      await act(move, aReminder({ subscriptionId: null }), 'assigned');
      assert.deepEqual(await unassigned('2027-03-11'), [['later'], 1]);
    });

    it('then those of a closed move are not told', async () => {
      const move = aMove();
      await store().moves.create(move, anEntry(move), effects({ reminders: [FIRST] }));
      await sentOn('2027-03-10');
      await close(move);
      assert.deepEqual(await unassigned('2027-03-10'), [[], 0]);
    });
  });
});
