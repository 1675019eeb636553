import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Move, Person } from '../../services/moves/move.ts';
import type { OutgoingMessage } from '../../services/store/message.ts';
import { openStore, type Store } from '../../services/store/store.ts';
import { emptied, silent, waitingJobs } from './backends.ts';
import { aMove, ana, anEntry, aReminder, ben, changed, effects, instant } from './builders.ts';
import { freshDatabase, type TestDatabase } from './postgres.ts';
import { claimAll, find, told as journalOf, planned, sendAll, written } from './reminding.ts';

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
  const onAll = <T>(run: (instance: Store, n: number) => Promise<T>) => Promise.all(instances.map(run));

  describe('when all of them look for due reminders at once', () => {
    const stages = [-30, -14, -7].map((stage) => aReminder({ stage }));
    const now = instant('2027-04-02T08:00:00Z');
    const moves: Move[] = [];

    beforeEach(async () => {
      moves.length = 0;
      for (let n = 0; n < 60; n++)
        moves.push(await planned(one(), stages, { conversationId: `conversation-${n % 20}` }));
    });
    const everyone = () => moves.flatMap(({ id }) => stages.map(({ key }) => `${id} ${key}`)).sort();
    const told = async (place: (to: string) => boolean) =>
      (await written(one(), 'reminders'))
        .filter(({ to }) => place(to))
        .flatMap(({ lines }) => lines.map(({ moveId, key }) => `${moveId} ${key}`))
        .sort();

    it('then each reminder is taken once, and each place gets one digest of all of them', async () => {
      const taken = await onAll((instance) => claimAll(instance, now, { limit: 7, channel: '19:channel' }));
      assert.equal(sum(taken), 180);
      assert.equal((await written(one(), 'reminders')).length, 21);
      assert.deepEqual(await told((to) => to === '19:channel'), everyone());
      assert.deepEqual(await told((to) => to !== '19:channel'), everyone());
    });

    it('then what is sent meanwhile is told once, and everything is told', async () => {
      const sweeping = onAll((instance) => claimAll(instance, now, { limit: 7 }));
      const sending = onAll(async (instance) => {
        const release = () => instance.reminders.releaseLost();
        const sent = [...(await sendAll(instance, now))];
        await release();
        await sweeping;
        await release();
        return [...sent, ...(await sendAll(instance, now))];
      });
      assert.equal(sum(await sweeping), 180);
      await sending;
      for (const instance of instances) await sendAll(instance, now);
      assert.deepEqual(await told(() => true), everyone());
      const { rows } = await sql<{ state: string }>`select distinct state from reminder`.execute(one().database.db);
      assert.deepEqual(rows, [{ state: 'sent' }]);
    });
  });

  describe('when two people act on one reminder at once', () => {
    const key = aReminder().key;
    const acting = (by: Person) => ({ by, now: NOW, pressed: null });

    it('then one wins, all are told who, and the journal has one line', async () => {
      for (let round = 0; round < 10; round++) {
        const move = await planned(one(), [aReminder()]);
        const people = [ana, ben, { id: 'cleo', name: 'Cleo' }];
        const answers = await onAll(({ reminderActs }, n) =>
          reminderActs.act({ moveId: move.id, key }, { kind: 'done' }, acting(people[n] ?? ana)),
        );
        const winner = (await find(one(), move)).acted?.by;
        assert.ok(winner);
        assert.deepEqual(
          answers.map((reminder) => reminder?.acted?.by),
          [winner, winner, winner],
        );
        assert.deepEqual(await journalOf(one(), move), [`done ${key} by ${winner.name}`]);
      }
    });

    it('then what one takes back is taken back once', async () => {
      const move = await planned(one(), [aReminder()]);
      await one().reminderActs.act({ moveId: move.id, key }, { kind: 'done' }, acting(ana));
      const answers = await onAll(({ reminderActs }) => reminderActs.undo({ moveId: move.id, key }, acting(ben)));
      assert.deepEqual(answers.map((answer) => answer?.undone).sort(), [false, false, true]);
      assert.equal((await journalOf(one(), move)).length, 2);
    });

    it('then acts on the stages of one thread do not wait for each other for ever', async () => {
      const stages = [-60, -30, -14, -7, -1].map((stage) => aReminder({ stage }));
      for (let round = 0; round < 20; round++) {
        const move = await planned(one(), stages);
        await onAll(({ reminderActs }, n) => {
          const ref = { moveId: move.id, key: stages[n]?.key ?? '' };
          return reminderActs.act(
            ref,
            n === 1 ? { kind: 'snoozed', until: '2027-04-05' } : { kind: 'done' },
            acting(ben),
          );
        });
        assert.notEqual((await find(one(), move, stages[0])).state, 'planned');
      }
    });
  });

  it('when the digest of a week is due for all of them at once, then it is sent once', async () => {
    const write = async (): Promise<readonly OutgoingMessage[]> => [{ kind: 'weekly', conversationId: 'c', data: {} }];
    const answers = await onAll(({ weekly }) => weekly.sendOnce('2027-03-08', write));
    assert.deepEqual(answers.sort(), [false, false, true]);
    assert.equal((await written(one(), 'weekly')).length, 1);
  });

  it('when reminders are planned anew while the move changes, they come due and somebody acts, then the latest plan holds', async () => {
    const [early, late] = [aReminder({ deadline: '2027-03-09' }), aReminder({ stage: -14 })];
    for (let round = 0; round < 20; round++) {
      const move = await planned(one(), [early, late]);
      const next = changed(move);
      const [a, b, c] = instances;
      assert.ok(a && b && c);
      const [saved] = await Promise.all([
        a.moves.save(next, 1, anEntry(next), effects({ reminders: [aReminder({ stage: -1 })], keep: [] })),
        b.moves.replan(move, { reminders: [early], keep: [] }, NOW),
        claimAll(c, NOW),
        c.reminderActs.act({ moveId: move.id, key: late.key }, { kind: 'done' }, { by: ben, now: NOW, pressed: null }),
      ]);
      assert.equal(saved, 'saved');
      const upcoming = await one().reminders.upcoming({ moveId: move.id, limit: 9 });
      assert.ok(
        upcoming.every(({ stage }) => stage === -1),
        JSON.stringify(upcoming),
      );
    }
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
    assert.equal(sum(taken), 60);
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
    const conversation = {
      id: 'a:1',
      reference: {},
      scope: 'personal' as const,
      userId: 'ana',
      locale: 'en',
      timeZone: null,
    };
    await onAll(({ conversations }) => conversations.upsert(conversation, NOW));
    assert.deepEqual(await one().conversations.get('a:1'), { ...conversation, language: null });
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

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
