import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { JobData, JobName } from './job-data.ts';
import type { JobSender } from './jobs.ts';
import { jsonb } from './json.ts';
import type { Schema } from './schema.ts';

/** Small facts about the installation itself, such as when it last looked for reminders. */
export class SettingStore {
  readonly #db: Kysely<Schema>;
  readonly #jobs: JobSender;

  constructor(deps: { db: Kysely<Schema>; jobs: JobSender }) {
    this.#db = deps.db;
    this.#jobs = deps.jobs;
  }

  /** The value of a setting; null when it is not set or does not fit the schema (any more). */
  async get<T>(key: string, schema: z.ZodType<T>): Promise<T | null> {
    const row = await this.#db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
    const parsed = schema.safeParse(row?.value);
    return parsed.success ? parsed.data : null;
  }

  /** Sets it; the last one wins. */
  async set(key: string, value: unknown): Promise<void> {
    await put(this.#db, key, value);
  }

  /** The same, with a job in one transaction: the job is sent exactly when the setting is kept. */
  async setAndSend<Name extends JobName>(key: string, value: unknown, name: Name, data: JobData[Name]): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      await put(trx, key, value);
      await this.#jobs.send(name, data, { db: trx });
    });
  }
}

async function put(db: Kysely<Schema>, key: string, value: unknown): Promise<void> {
  const row = { value: jsonb(value) };
  await db
    .insertInto('setting')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
}
