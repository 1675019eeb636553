import assert from 'node:assert/strict';
import { ReminderDelivery } from '../../services/store/job-data.ts';
import { openStore, type Store } from '../../services/store/store.ts';
import { emptied, silent, waitingJobs } from './backends.ts';
import { aMove, anEntry, aReminder, changed, effects, instant } from './builders.ts';
import { freshDatabase, type TestDatabase } from './postgres.ts';

const NOW = instant('2027-03-10T08:00:00Z');

describe('several instances on one PostgreSQL', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let instances: readonly Store[];

  before(async () => {
    database = await freshDatabase();
    instances = await Promise.all([1, 2, 3].map(() => openStore({ databaseUrl: database.url }, silent)));
  });
  beforeEach(() => emptied(one().database));
  after(async () => {
    for (const instance of instances) await instance.close();
    await database.drop();
  });
  const one = (): Store => {
    const [first] = instances;
    assert.ok(first);
    return first;
  };
  const onAll = <T>(run: (instance: Store) => Promise<T>) => Promise.all(instances.map(run));

  it('when all of them look for due reminders at once, then each reminder is taken exactly once', async () => {
    const stages = [-30, -14, -7].map((stage) => aReminder({ stage }));
    const expected: string[] = [];
    for (let n = 0; n < 60; n++) {
      const move = aMove({ conversationId: `conversation-${n % 20}` });
      await one().moves.create(move, anEntry(move), effects({ reminders: stages }));
      expected.push(...stages.map((stage) => `${move.id} ${stage.key}`));
    }
    await onAll(async ({ reminders }) => {
      while ((await reminders.claimDue(NOW, 5)) > 0);
    });
    const jobs = (await waitingJobs(one().database)).map((job) => ReminderDelivery.parse(job.data));
    const taken = jobs.flatMap((job) => job.reminders.map((r) => `${r.moveId} ${r.key}`));
    assert.deepEqual(taken.sort(), expected.sort());
  });

  it('when all of them look for due watches at once, then each move is looked at exactly once', async () => {
    const expected: string[] = [];
    for (let n = 0; n < 60; n++) {
      const move = aMove();
      await one().moves.create(move, anEntry(move), effects({ watch: '2027-03-10T07:00:00Z' }));
      expected.push(move.id);
    }
    const taken = await onAll(async ({ watches }) => {
      let sum = 0;
      for (let got = 1; got > 0; sum += got) got = await watches.claimDue(NOW, 7);
      return sum;
    });
    assert.equal(
      taken.reduce((a, b) => a + b),
      60,
    );
    // What it is about is the data; `check-move` never collapses two different moves.
    const moves = (await waitingJobs(one().database)).map((job) => (job.data as { moveId: string }).moveId);
    assert.deepEqual(moves.sort(), expected.sort());
  });

  it('when all of them open a move for one customer at once, then one is created and the others find it', async () => {
    const { customer } = aMove();
    const answers = await onAll(({ moves }) => {
      const move = aMove({ customer });
      return moves.create(move, anEntry(move), effects());
    });
    assert.deepEqual(answers.sort(), ['created', 'exists', 'exists']);
  });

  it('when all of them change one version at once, then one change is saved', async () => {
    const move = aMove();
    await one().moves.create(move, anEntry(move), effects());
    const next = changed(move);
    const answers = await onAll(({ moves }) =>
      moves.save(next, 1, anEntry(next), effects({ reminders: [aReminder()] })),
    );
    assert.deepEqual(answers.sort(), ['conflict', 'conflict', 'saved']);
    assert.equal((await one().moves.history(move.id)).length, 2);
  });

  it('when they remember the same conversation at once, then nobody fails', async () => {
    const conversation = { id: 'a:1', reference: {}, scope: 'personal' as const, userId: 'ana', locale: 'en' };
    await onAll(({ conversations }) => conversations.upsert(conversation, NOW));
    assert.deepEqual(await one().conversations.get('a:1'), conversation);
  });

  it('when all of them work on many jobs, then each is carried out once, and one after the other without a pause', async function () {
    // Waiting out the polling interval after each job would take several times as long.
    this.timeout(10_000);
    const expected = Array.from({ length: 40 }, (_, n) => `move-${n}`);
    const done: string[] = [];
    const allDone = Promise.withResolvers<void>();
    for (const moveId of expected) await one().jobs.send('order', { moveId });
    await onAll(({ jobs }) =>
      jobs.work('order', { concurrency: 2 }, async ({ moveId }) => {
        done.push(moveId);
        if (done.length === expected.length) allDone.resolve();
      }),
    );
    await allDone.promise;
    await onAll(({ jobs }) => jobs.stop());
    assert.deepEqual(done.sort(), expected.sort());
  });
});
