import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { Schema } from './schema.ts';

/** Something sealed, and the mark of its version. */
export interface KeptSecret {
  readonly sealed: string;
  readonly version: string;
  readonly keptAt: Temporal.Instant;
}

/** Sealed texts by name. What they say is known only to who holds the key; the database never sees it. */
export class SecretStore {
  readonly #db: Kysely<Schema>;

  constructor(deps: { db: Kysely<Schema> }) {
    this.#db = deps.db;
  }

  /** What is kept under a name; null when nothing is. */
  async get(name: string): Promise<KeptSecret | null> {
    const row = await this.#db.selectFrom('secret').selectAll().where('name', '=', name).executeTakeFirst();
    return row === undefined
      ? null
      : {
          sealed: row.sealed,
          version: row.version,
          keptAt: Temporal.Instant.fromEpochMilliseconds(row.kept_at.getTime()),
        };
  }

  /**
   * Keeps it.
   *
   * @param replaces the version that was read; null: whatever is there
   * @returns false when somebody else has kept another one since: nothing was written
   */
  async put(name: string, sealed: string, keptAt: Temporal.Instant, replaces: string | null): Promise<boolean> {
    const row = { sealed, version: randomUUID(), kept_at: keptAt.toString() };
    if (replaces === null) {
      await this.#db
        .insertInto('secret')
        .values({ name, ...row })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute();
      return true;
    }
    const replaced = await this.#db
      .updateTable('secret')
      .set(row)
      .where('name', '=', name)
      .where('version', '=', replaces)
      .returning('name')
      .executeTakeFirst();
    return replaced !== undefined;
  }

  /** Forgets it; what is not there is no error. */
  async remove(name: string): Promise<void> {
    await this.#db.deleteFrom('secret').where('name', '=', name).execute();
  }

  /** Forgets everything whose name begins so. */
  async removeAll(beginning: string): Promise<void> {
    await this.#db.deleteFrom('secret').where(sql<boolean>`starts_with(name, ${beginning})`).execute();
  }
}

/** Where secrets are kept. */
export type Secrets = Pick<SecretStore, 'get' | 'put' | 'remove' | 'removeAll'>;
