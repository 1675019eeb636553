import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { AppError } from '../errors.ts';
import { jsonb } from './json.ts';
import type { Schema } from './schema.ts';

/** A document and the mark of its version. */
export interface StoredValue {
  readonly data: Record<string, unknown>;
  readonly etag: string;
}

export interface ValueToStore {
  readonly data: Record<string, unknown>;
  /** The version this replaces; left out, empty or `*`: whatever is there. */
  readonly etag?: string | undefined;
}

/** Documents by key, such as the state of a dialog. Of two that change the same version the second is refused. */
export class KeyValueStore {
  readonly #db: Kysely<Schema>;

  constructor(deps: { db: Kysely<Schema> }) {
    this.#db = deps.db;
  }

  /** The documents of these keys; what does not exist is left out. */
  async read(keys: readonly string[]): Promise<ReadonlyMap<string, StoredValue>> {
    if (keys.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('bot_state')
      .select(['key', 'data', 'etag'])
      .where('key', 'in', [...keys])
      .execute();
    return new Map(rows.map(({ key, data, etag }) => [key, { data, etag }]));
  }

  /**
   * Writes all of these documents or none.
   *
   * @throws AppError `store.etag-conflict` when the version a document is to replace is not the one that is there
   */
  async write(values: Readonly<Record<string, ValueToStore>>): Promise<void> {
    // Always in the same order, so that two who write the same keys wait for each other instead of both giving up.
    const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
    await this.#db.transaction().execute(async (trx) => {
      for (const [key, value] of sorted) await put(trx, key, value);
    });
  }

  /**
   * Makes of a document what `change` says, whatever else is written meanwhile: of several who change one at once each sees what the
   * one before it made. A document that does not exist is empty.
   */
  async change(key: string, change: (data: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      const etag = randomUUID();
      // Makes the row or waits for it: a row that is not there yet cannot be locked by reading it.
      const { data } = await trx
        .insertInto('bot_state')
        .values({ key, data: jsonb({}), etag, updated_at: sql<Date>`now()` })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ etag }))
        .returning('data')
        .executeTakeFirstOrThrow();
      await put(trx, key, { data: change(data), etag });
    });
  }

  /** Removes a document and gives what it said; null when there is none. Of several who take it one gets it. */
  async take(key: string): Promise<Record<string, unknown> | null> {
    const taken = await this.#db.deleteFrom('bot_state').where('key', '=', key).returning('data').executeTakeFirst();
    return taken?.data ?? null;
  }

  /** Removes the documents whose keys begin so and that were written longer ago, by the database's clock, than so many hours. */
  async prune(prefix: string, hours: number): Promise<void> {
    await sql`
      delete from bot_state
      where starts_with(key, ${prefix}) and updated_at < now() - make_interval(hours => ${hours})`.execute(this.#db);
  }

  /** Removes these documents; what does not exist is no error. */
  async delete(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await this.#db
      .deleteFrom('bot_state')
      .where('key', 'in', [...keys])
      .execute();
  }
}

async function put(trx: Transaction<Schema>, key: string, { data, etag }: ValueToStore): Promise<void> {
  const row = { data: jsonb(data), etag: randomUUID(), updated_at: sql<Date>`now()` };
  if (etag === undefined || etag === '' || etag === '*') {
    await trx
      .insertInto('bot_state')
      .values({ key, ...row })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
      .execute();
    return;
  }
  const replaced = await trx
    .updateTable('bot_state')
    .set(row)
    .where('key', '=', key)
    .where('etag', '=', etag)
    .returning('key')
    .executeTakeFirst();
  if (replaced === undefined)
    throw new AppError('store.etag-conflict', { hint: `${key} was changed or removed by somebody else meanwhile.` });
}
