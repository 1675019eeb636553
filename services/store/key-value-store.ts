import { randomUUID } from 'node:crypto';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
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

/**
 * Documents by key, such as the state of a dialog. Of two that name the version they replace (`etag`) the second is refused; without one
 * the last one counts, and so it is with the state of a dialog (bot/state-storage.ts). Who must not lose what another writes uses `change`.
 */
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

  /**
   * Removes documents whose keys begin so and that were written longer ago, by the database's clock, than so many hours. Some with every
   * call, so that nobody waits for a great many.
   */
  async prune(prefix: string, hours: number): Promise<void> {
    await removeOld(sql`${beginsWith(prefix)} and ${olderThan(hours)}`).execute(this.#db);
  }

  /** The same for all documents, whatever their keys. */
  async pruneAll(hours: number): Promise<void> {
    await removeOld(olderThan(hours)).execute(this.#db);
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

/** Most documents removed with one statement. */
const MOST_REMOVED = 1000;

export const olderThan = (hours: number): RawBuilder<boolean> =>
  sql<boolean>`updated_at < now() - make_interval(hours => ${hours})`;

/** By their bytes, as in the index `bot_state_key`: `starts_with` would read every key of a database whose language sorts in another way. */
export function beginsWith(prefix: string): RawBuilder<boolean> {
  const last = prefix.length - 1;
  const after = prefix.slice(0, last) + String.fromCodePoint(prefix.charCodeAt(last) + 1);
  return sql<boolean>`key collate "C" >= ${prefix} and key collate "C" < ${after}`;
}

/** What somebody is writing at this moment is no longer old. */
export function removeOld(which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    delete from bot_state where key = any(array(
      select key from bot_state where ${which} limit ${sql.lit(MOST_REMOVED)} for update skip locked))`;
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
