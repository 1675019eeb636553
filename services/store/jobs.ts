import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { fromKysely, fromPglite, type JobWithMetadata, PgBoss, type Queue } from 'pg-boss';
import type { Logger } from 'pino';
import { AppError } from '../errors.ts';
import type { Database } from './database.ts';
import { JOB_SCHEMAS, type JobData, type JobName, type JobTiming } from './job-data.ts';
import { jsonb } from './json.ts';
import type { Schema } from './schema.ts';

/** All that a store needs of the queue. */
export interface JobSender {
  /**
   * Writes a job. With `db` it becomes part of that transaction: it exists exactly when the transaction commits.
   *
   * @throws AppError `store.queue-not-started`
   */
  send<Name extends JobName>(name: Name, data: JobData[Name], options?: SendOptions): Promise<void>;
  /** The same for many jobs of one name, in one statement. */
  sendAll<Name extends JobName>(
    name: Name,
    jobs: readonly ({ readonly data: JobData[Name] } & JobTiming)[],
    options?: Pick<SendOptions, 'db'>,
  ): Promise<void>;
}

export interface SendOptions extends JobTiming {
  readonly db?: Transaction<Schema>;
}

export interface WorkOptions {
  /** How many jobs of this name one instance carries out side by side; 1 when left out. */
  readonly concurrency?: number;
}

/** About the attempt at hand. */
export interface JobAttempt {
  readonly id: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborted when the job took too long or the instance is shut down. */
  readonly signal: AbortSignal;
}

/** A job that was given up after its last attempt. */
export interface FailedJob {
  readonly name: string;
  readonly data: unknown;
  /** What the last attempt threw, as stored. */
  readonly reason: unknown;
}

const DEAD_LETTERS = 'dead-letters';

const RETRIED = { retryLimit: 6, retryDelay: 2, retryBackoff: true, retryDelayMax: 15 * 60 };
const LONG_RETRIED = { retryLimit: 18, retryDelay: 5, retryBackoff: true, retryDelayMax: 10 * 60 };
/** An instance that dies gives the job back: without a sign of life for so long another one takes it up. */
const WATCHED = { heartbeatSeconds: 15 };
/** How often instances that gave no sign of life are looked for. */
const WATCH_SECONDS = 15;
const BRIEF = { deleteAfterSeconds: 60 * 60, expireInSeconds: 2 * 60 };

/**
 * How each queue behaves.
 *
 * | queue | one waiting job at most | attempts | given up |
 * | --- | --- | --- | --- |
 * | sweep | yes | 1: the next minute brings another | forgotten |
 * | check-move | per `singletonKey` | 7 over about 4 minutes: an event of Partner Center comes once | forgotten: the watch is due again later |
 * | delegation-changed | per `singletonKey` | 7 over about 4 minutes | dead letter |
 * | deliver, import-originals | no | 7 over about 4 minutes | dead letter |
 * | replan | per `singletonKey` | 7 over about 4 minutes | dead letter |
 * | order, transfer | no | 19 over about 2 hours: an order may take 15 minutes to become readable | dead letter |
 */
const QUEUES: Readonly<Record<JobName, Omit<Queue, 'name'>>> = {
  sweep: { policy: 'short', retryLimit: 0, ...BRIEF },
  'check-move': { policy: 'short', ...RETRIED, ...BRIEF },
  'delegation-changed': { policy: 'short', ...RETRIED, expireInSeconds: 5 * 60, deadLetter: DEAD_LETTERS },
  replan: { policy: 'short', ...RETRIED, expireInSeconds: 10 * 60, deadLetter: DEAD_LETTERS },
  deliver: { ...RETRIED, expireInSeconds: 5 * 60, deadLetter: DEAD_LETTERS },
  order: { ...LONG_RETRIED, ...WATCHED, expireInSeconds: 10 * 60, deadLetter: DEAD_LETTERS },
  transfer: { ...LONG_RETRIED, ...WATCHED, expireInSeconds: 10 * 60, deadLetter: DEAD_LETTERS },
  'import-originals': { ...RETRIED, expireInSeconds: 10 * 60, deadLetter: DEAD_LETTERS },
};

/**
 * Work that is carried out in the background, at least once, by any instance on the same database.
 *
 * It runs on the machine's clock. What depends on the product's clock, which the sandbox can move, is decided by rows of our
 * own (`reminder.next_on`, `watch.next_check_at`); to make time pass, move the clock and send a `sweep`.
 */
export class JobQueue implements JobSender {
  readonly #boss: PgBoss;
  readonly #log: Logger;
  #started = false;

  constructor(
    database: Database,
    log: Logger,
    { watchSeconds = WATCH_SECONDS }: { readonly watchSeconds?: number } = {},
  ) {
    this.#log = log;
    this.#boss = new PgBoss({
      ...(database.kind === 'postgres'
        ? { connectionString: database.databaseUrl, application_name: 'csp-move-assistant-jobs', max: 5 }
        : { db: fromPglite(database.pglite), backend: 'pglite' as const }),
      useListenNotify: true,
      superviseIntervalSeconds: watchSeconds,
      monitorIntervalSeconds: watchSeconds,
    });
    this.#boss.on('error', (error) => this.#log.error({ err: error }, 'Job queue'));
    this.#boss.on('warning', (warning) => this.#log.warn({ warning: warning.data }, warning.message));
  }

  /**
   * Installs the queue's tables where they are missing and makes every queue; any number of instances may do so at once.
   *
   * @throws AppError `store.unreachable`
   */
  async start(): Promise<void> {
    try {
      await this.#boss.start();
      await this.#makeQueue(DEAD_LETTERS, LONG_RETRIED);
      for (const [name, options] of Object.entries(QUEUES)) await this.#makeQueue(name, { ...options, notify: true });
    } catch (cause) {
      throw new AppError('store.unreachable', { hint: 'The job queue could not be started on the database.', cause });
    }
    this.#started = true;
  }

  async send<Name extends JobName>(name: Name, data: JobData[Name], options: SendOptions = {}): Promise<void> {
    const { db, ...timing } = options;
    await this.sendAll(name, [{ data, ...timing }], db && { db });
  }

  async sendAll<Name extends JobName>(
    name: Name,
    jobs: readonly ({ readonly data: JobData[Name] } & JobTiming)[],
    { db }: Pick<SendOptions, 'db'> = {},
  ): Promise<void> {
    if (!this.#started) {
      throw new AppError('store.queue-not-started', {
        hint: `A job (${name}) was sent before start() or after stop().`,
      });
    }
    if (jobs.length === 0) return;
    const rows = jobs.map(({ data, ...timing }) => ({ ...timing, data: storableData(data) }));
    // On a collapsing queue nothing is inserted where such a job waits already: that one does the work.
    await this.#boss.insert(name, rows, db === undefined ? {} : { db: fromKysely(db) });
  }

  /**
   * Carries out the jobs of one name, in this instance. A handler that throws has the job tried again as the queue says;
   * since an instance may die at any moment a handler must bear being called twice with the same job.
   */
  async work<Name extends JobName>(
    name: Name,
    options: WorkOptions,
    handler: (data: JobData[Name], job: JobAttempt) => Promise<void>,
  ): Promise<void> {
    for (let n = 0; n < (options.concurrency ?? 1); n++) await this.#addWorker(name, handler);
  }

  /** Is told about each job that was given up, at least once; a handler that throws is told again. */
  async onGivenUp(handler: (job: FailedJob) => Promise<void>): Promise<void> {
    await this.#boss.work<unknown, unknown, { includeMetadata: true }>(
      DEAD_LETTERS,
      { includeMetadata: true },
      async (jobs) => {
        for (const job of jobs) {
          const name = job.sourceName ?? 'unknown';
          this.#log.error({ job: name, id: job.sourceId, reason: job.sourceOutput }, 'A job was given up');
          await handler({ name, data: job.data, reason: job.sourceOutput });
        }
      },
    );
  }

  /** Sends a job without data at each moment of a cron expression (UTC, to the minute); one instance of all sends it. */
  async schedule(name: 'sweep', cron: string): Promise<void> {
    await this.#boss.schedule(name, cron, {}, { tz: 'UTC' });
  }

  /** Resolves when the queue answers; for readiness checks. */
  async ping(): Promise<void> {
    if (!this.#started) throw new AppError('store.queue-not-started', { hint: 'The job queue is not started.' });
    await this.#boss.getDb().executeSql('select 1');
  }

  /** Takes no more jobs and lets the ones under way finish, for at most this many seconds. Close the database after it. */
  async stop(graceSeconds = 10): Promise<void> {
    this.#started = false;
    await this.#boss.stop({ graceful: true, timeout: graceSeconds * 1000 });
  }

  async #addWorker<Name extends JobName>(
    name: Name,
    handler: (data: JobData[Name], job: JobAttempt) => Promise<void>,
  ): Promise<void> {
    let worker: string | null = null;
    worker = await this.#boss.work<unknown, unknown, typeof WORK>(name, WORK, async (jobs) => {
      // Looks for the next job right after this one: a notification wakes a worker for one job, however many were sent.
      if (worker !== null) this.#boss.notifyWorker(worker);
      return Promise.all(jobs.map((job) => this.#attempt(name, job, handler)));
    });
  }

  async #attempt<Name extends JobName>(
    name: Name,
    job: JobWithMetadata<unknown>,
    handler: (data: JobData[Name], job: JobAttempt) => Promise<void>,
  ) {
    const parsed = JOB_SCHEMAS[name].safeParse(job.data ?? {});
    if (!parsed.success) {
      return {
        id: job.id,
        status: 'deadletter' as const,
        output: { message: 'Malformed job', issues: parsed.error.issues },
      };
    }
    try {
      // The schema of this very name was applied; TypeScript does not follow the name through the map.
      await handler(parsed.data as JobData[Name], { id: job.id, attempt: job.retryCount + 1, signal: job.signal });
      return { id: job.id, status: 'completed' as const };
    } catch (error) {
      this.#log.warn({ err: error, job: name, id: job.id, attempt: job.retryCount + 1 }, 'A job failed');
      return { id: job.id, status: 'failed' as const, output: described(error) };
    }
  }

  /** A queue that exists keeps its policy and takes over the other settings of this version. */
  async #makeQueue(name: string, { policy = 'standard', ...settings }: Omit<Queue, 'name'>): Promise<void> {
    await this.#boss.createQueue(name, { policy, ...settings });
    await this.#boss.updateQueue(name, settings);
    // The queue remembers what a lookup found. Looked up first inside a transaction on the embedded database, it would wait
    // for that transaction on the one connection there is.
    await this.#boss.findJobs(name, { id: randomUUID() });
  }
}

const WORK = {
  perJobResults: true,
  includeMetadata: true,
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 5,
} as const;

function storableData(data: object): object {
  // JSON text of an object is an object again.
  return JSON.parse(jsonb(data)) as object;
}

function described(error: unknown): object {
  if (error instanceof AppError) return { code: error.code, hint: error.hint, message: error.message };
  return error instanceof Error ? { name: error.name, message: error.message } : { message: String(error) };
}
