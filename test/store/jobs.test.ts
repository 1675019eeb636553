import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { AppError } from '../../services/errors.ts';
import { DEFAULT_TEAM_SETTINGS } from '../../services/reminders/team-settings.ts';
import { dueWindow } from '../../services/reminders/working-calendar.ts';
import { type Database, openDatabase } from '../../services/store/database.ts';
import { Figures } from '../../services/store/figures.ts';
import type { JobData } from '../../services/store/job-data.ts';
import { type FailedJob, type JobAttempt, JobQueue } from '../../services/store/jobs.ts';
import { type Backend, emptied, silent, temporaryFolder, waitingJobs } from './backends.ts';
import { instant } from './builders.ts';
import { freshDatabase } from './postgres.ts';

const news = { kind: 'news', conversationId: 'conversation-ana', code: 'provisioned' };

for (const backend of ['embedded', 'postgres'] as const) {
  describe(`jobs (${backend})`, () => {
    let database: Database;
    let jobs: JobQueue;
    let close: () => Promise<void>;

    before(async function () {
      this.timeout(60_000);
      ({ database, close } = await ownDatabase(backend));
    });
    beforeEach(async () => {
      jobs = new JobQueue(database, silent);
      await jobs.start();
      await emptied(database);
    });
    afterEach(() => jobs.stop());
    after(() => close());

    const jobRow = async (name: string) => {
      const { rows } = await sql<{ state: string; retryCount: number; output: unknown; later: boolean }>`
        select state::text, retry_count as "retryCount", output, start_after > now() as later
        from pgboss.job where name = ${name}`.execute(database.db);
      assert.equal(rows.length, 1);
      return rows[0];
    };

    it('when a job is sent, then it is carried out once with what was sent', async () => {
      const seen: [JobData['deliver'], number][] = [];
      const carriedOut = new Promise<void>((resolve) => {
        void jobs.work('deliver', {}, async (data, job) => {
          seen.push([data, job.attempt]);
          resolve();
        });
      });
      await jobs.send('deliver', news);
      await carriedOut;
      await jobs.stop();
      assert.deepEqual(seen, [[news, 1]]);
      assert.equal((await jobRow('deliver'))?.state, 'completed');
    });

    it('when the transaction it belongs to is undone, then the job was never there', async () => {
      const { db } = database;
      const undone = db.transaction().execute(async (trx) => {
        await jobs.send('order', { moveId: 'undone' }, { db: trx });
        throw new AppError('test.undone');
      });
      await assert.rejects(undone, { code: 'test.undone' });
      await db.transaction().execute((trx) => jobs.send('order', { moveId: 'kept' }, { db: trx }));
      assert.deepEqual(await waitingJobs(database), [{ name: 'order', data: { moveId: 'kept' } }]);
    });

    it('when the first job of every queue is sent inside a transaction, then none waits for the other', async () => {
      await database.db.transaction().execute(async (trx) => {
        await jobs.send('sweep', {}, { db: trx });
        await jobs.send('deliver', news, { db: trx });
        await jobs.send('check-move', { moveId: 'm' }, { db: trx });
        await jobs.send('order', { moveId: 'm' }, { db: trx });
        await jobs.send('import-originals', { file: 'x' }, { db: trx });
      });
      assert.equal((await waitingJobs(database)).length, 5);
    });

    it('when a sweep or a look at the same move waits already, then no second one is written', async () => {
      for (let n = 0; n < 3; n++) {
        await jobs.send('sweep', {});
        await jobs.send('check-move', { moveId: 'a' }, { singletonKey: 'a' });
        await jobs.send('check-move', { moveId: 'b' }, { singletonKey: 'b' });
        await jobs.send('deliver', news);
      }
      const names = (await waitingJobs(database)).map((job) => job.name).sort();
      assert.deepEqual(names, ['check-move', 'check-move', 'deliver', 'deliver', 'deliver', 'sweep']);
    });

    it('when the handler throws, then the job waits for its next attempt and the reason is kept', async () => {
      const attempted = new Promise<JobAttempt>((resolve) => {
        void jobs.work('order', {}, async (_data, job) => {
          resolve(job);
          throw new AppError('order.throttled', { hint: 'Partner Center said 429.' });
        });
      });
      await jobs.send('order', { moveId: 'm' });
      await attempted;
      await jobs.stop();
      const row = await jobRow('order');
      assert.equal(row?.state, 'retry');
      assert.equal(row.later, true, 'not at once');
      assert.deepEqual(row.output, {
        code: 'order.throttled',
        hint: 'Partner Center said 429.',
        message: 'order.throttled',
      });
    });

    it('when the data does not fit, then the handler never sees it and it is given up at once', async () => {
      // What an older version of the product could have written.
      await sql`insert into pgboss.job (name, data, dead_letter) values ('order', '{"move": 7}', 'dead-letters')`.execute(
        database.db,
      );
      const told = Promise.withResolvers<FailedJob>();
      await jobs.onGivenUp(async (job) => told.resolve(job));
      await jobs.work('order', {}, async () => assert.fail('the handler was called'));
      const failed = await told.promise;
      assert.equal(failed.name, 'order');
      assert.deepEqual(failed.data, { move: 7 });
      assert.match(JSON.stringify(failed.reason), /moveId/);
    });

    it('when no attempt succeeds, then who is told of it gets name, data and reason', async () => {
      const told = Promise.withResolvers<FailedJob>();
      await jobs.onGivenUp(async (job) => told.resolve(job));
      await jobs.send('deliver', news);
      await sql`update pgboss.job set retry_limit = 0 where name = 'deliver'`.execute(database.db);
      await jobs.work('deliver', {}, () => Promise.reject(new Error('Teams is down')));
      const failed = await told.promise;
      assert.deepEqual([failed.name, failed.data], ['deliver', news]);
      assert.match(JSON.stringify(failed.reason), /Teams is down/);
    });

    it('when an order fails again and again, then it is tried for about two hours', async () => {
      await jobs.send('order', { moveId: 'm' });
      const { rows } = await sql<{ limit: number; delay: number; most: number; letter: string }>`
        select retry_limit as "limit", retry_delay as delay, retry_delay_max as most, dead_letter as letter
        from pgboss.job where name = 'order' and retry_backoff`.execute(database.db);
      const [row] = rows;
      assert.ok(row);
      // The queue waits between half of the doubled delay and all of it, by chance, and never longer than the most.
      const shortest = Array.from({ length: row.limit }, (_, n) => Math.min(row.most, row.delay * 2 ** n));
      const seconds = shortest.reduce((a, b) => a + b);
      assert.ok(seconds > 110 * 60 && seconds < 130 * 60, `${seconds} seconds`);
      assert.equal(row.letter, 'dead-letters');
    });

    it('when the queue stops, then the job under way is finished first', async () => {
      let finished = false;
      const begun = new Promise<void>((resolve) => {
        void jobs.work('deliver', {}, async () => {
          resolve();
          // A handler that needs the database for its last step.
          for (let n = 0; n < 20; n++) await database.ping();
          finished = true;
        });
      });
      await jobs.send('deliver', news);
      await begun;
      await jobs.stop();
      assert.equal(finished, true);
      await assert.rejects(jobs.send('deliver', news), { code: 'store.queue-not-started' });
      await assert.rejects(jobs.ping(), { code: 'store.queue-not-started' });
    });

    it('when a schedule is set by every instance, then it exists once', async () => {
      await jobs.schedule('sweep', '* * * * *');
      await jobs.schedule('sweep', '* * * * *');
      const { rows } = await sql`select name, cron, timezone from pgboss.schedule`.execute(database.db);
      assert.deepEqual(rows, [{ name: 'sweep', cron: '* * * * *', timezone: 'UTC' }]);
    });

    it('when jobs wait, then the figures count them', async () => {
      await jobs.send('order', { moveId: 'm' });
      await jobs.ping();
      const now = instant('2027-03-10T08:00:00Z');
      const figures = await new Figures(database).metrics(now, dueWindow(now, DEFAULT_TEAM_SETTINGS));
      assert.match(figures, /^csp_jobs\{queue="order",state="created"\} 1$/mu);
    });
  });
}

async function ownDatabase(backend: Backend): Promise<{ database: Database; close: () => Promise<void> }> {
  if (backend === 'embedded') {
    const dataDir = await temporaryFolder();
    const database = await openDatabase({ dataDir });
    return {
      database,
      close: async () => {
        await database.close();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  }
  const { url, drop } = await freshDatabase();
  const database = await openDatabase({ databaseUrl: url });
  return {
    database,
    close: async () => {
      await database.close();
      await drop();
    },
  };
}
