import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Move } from '../../services/moves/move.ts';
import { replan } from '../../services/reminders/replan.ts';
import { onBothBackends, waitingJobs } from '../store/backends.ts';
import { aMove, anEntry, aReminder, ben, changed, closedBy, effects } from '../store/builders.ts';
import { DUE, planned, statesOf } from '../store/reminding.ts';

const [BEFORE, NOW] = [aReminder(), aReminder({ stage: -14 })];

onBothBackends('planning anew', (store) => {
  /** The moves that were planned anew, with the plan of the day. */
  const planning = () => {
    const seen: string[] = [];
    const moves = {
      replan: async (move: Move) => {
        seen.push(move.id);
        await store().moves.replan(move, { reminders: [NOW], keep: [] }, DUE);
      },
    };
    return {
      seen,
      run: (after: string | null) => replan({ moves, moveStore: store().moves, jobs: store().jobs }, after),
    };
  };

  it('when there are few open moves, then one job plans them all, and no closed one', async () => {
    const open = await planned(store(), [BEFORE]);
    const move = await planned(store(), [BEFORE]);
    const closed = changed(move, closedBy(ben));
    await store().moves.save(closed, 1, anEntry(closed), effects());
    const { seen, run } = planning();
    await run(null);
    assert.deepEqual(seen, [open.id]);
    assert.deepEqual(await statesOf(store(), open, [BEFORE, NOW]), ['cancelled', 'planned']);
    assert.deepEqual(await waitingJobs(store().database), []);
  });

  it('when there are none, then nothing happens', async () => {
    await planning().run(null);
    assert.deepEqual(await waitingJobs(store().database), []);
  });

  describe('when there are more than one job plans', () => {
    const id = (n: number) => `move-${String(n).padStart(3, '0')}`;
    beforeEach(async () => {
      for (let n = 0; n < 401; n++) {
        const move = aMove({ id: id(n) });
        await store().moves.create(move, anEntry(move), effects());
      }
    });

    it('then each is planned once, by a chain of jobs', async () => {
      const { seen, run } = planning();
      for (let after: string | null | undefined = null; after !== undefined; ) {
        await run(after);
        const [next, ...more] = await waitingJobs(store().database);
        assert.deepEqual(more, []);
        after = (next?.data as { after: string } | undefined)?.after;
        await sql`delete from pgboss.job`.execute(store().database.db);
      }
      assert.deepEqual(
        seen,
        Array.from({ length: 401 }, (_, n) => id(n)),
      );
    }).timeout(60_000);

    it('then a change of the days while the rest still waits begins from the first once more', async () => {
      await planning().run(null);
      await store().jobs.send('replan', { after: null });
      const after = (await waitingJobs(store().database)).map(({ data }) => (data as { after: string | null }).after);
      assert.deepEqual(new Set(after), new Set([id(199), null]));
    }).timeout(60_000);
  });
});
