import assert from 'node:assert/strict';
import { WatchStore } from '../../services/store/watch-store.ts';
import { onBothBackends, refusing, waitingJobs } from './backends.ts';
import { aMove, anEntry, effects, instant } from './builders.ts';

const DUE = instant('2027-03-01T10:00:00Z');

onBothBackends('watch store', (store) => {
  const watched = async (nextCheckAt: string) => {
    const move = aMove();
    await store().moves.create(move, anEntry(move), effects({ watch: nextCheckAt }));
    return move.id;
  };

  it('when a look is due, then it becomes one job, and nothing else does', async () => {
    const due = await watched('2027-03-01T10:00:00Z');
    await watched('2027-03-01T10:00:00.001Z');
    assert.equal(await store().watches.claimDue(DUE, 10), 1);
    assert.deepEqual(await waitingJobs(store().database), [{ name: 'check-move', data: { moveId: due } }]);
    assert.equal(await store().watches.claimDue(DUE, 10), 0);
  });

  it('when a look brings no next date, then it is due again half an hour later', async () => {
    const move = await watched('2027-03-01T10:00:00Z');
    await store().watches.claimDue(DUE, 10);
    assert.deepEqual(await store().watches.find(move), { nextCheckAt: '2027-03-01T10:30:00.000Z', attempts: 1 });
    assert.equal(await store().watches.claimDue(DUE.add({ minutes: 30 }), 10), 1);
    assert.equal((await store().watches.find(move))?.attempts, 2);
    assert.equal((await waitingJobs(store().database)).length, 1, 'a job that waits already does the work');
    await store().moves.watch(move, '2027-03-01T12:00:00Z');
    assert.deepEqual(await store().watches.find(move), { nextCheckAt: '2027-03-01T12:00:00.000Z', attempts: 0 });
  });

  it('when more are due than the limit, then the one that waited longest comes first', async () => {
    await watched('2027-03-01T09:30:00Z');
    const longest = await watched('2027-03-01T09:00:00Z');
    assert.equal(await store().watches.claimDue(DUE, 1), 1);
    assert.deepEqual(
      (await waitingJobs(store().database)).map((job) => job.data),
      [{ moveId: longest }],
    );
  });

  it('when the job cannot be written, then the look stays due', async () => {
    const move = await watched('2027-03-01T10:00:00Z');
    const failing = new WatchStore({
      db: store().database.db,
      jobs: refusing,
    });
    await assert.rejects(failing.claimDue(DUE, 10), { code: 'test.refused' });
    assert.deepEqual(await store().watches.find(move), { nextCheckAt: '2027-03-01T10:00:00.000Z', attempts: 0 });
  });
});
