import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { jsonb } from './json.ts';
import type { Schema } from './schema.ts';

/** Small facts about the installation itself, such as when it last looked for reminders. */
export class SettingStore {
  readonly #db: Kysely<Schema>;

  constructor(deps: { db: Kysely<Schema> }) {
    this.#db = deps.db;
  }

  /** The value of a setting; null when it is not set or does not fit the schema (any more). */
  async get<T>(key: string, schema: z.ZodType<T>): Promise<T | null> {
    const row = await this.#db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
    const parsed = schema.safeParse(row?.value);
    return parsed.success ? parsed.data : null;
  }

  /** Sets it; the last one wins. */
  async set(key: string, value: unknown): Promise<void> {
    const row = { value: jsonb(value) };
    await this.#db
      .insertInto('setting')
      .values({ key, ...row })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
      .execute();
  }
}
