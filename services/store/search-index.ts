import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Only one instance builds it; the number means nothing to anybody else. */
const LOCK = 7_402_581;

/**
 * Makes the search for a part of a customer's name or domain quick, however many moves there are: an index of groups of three letters,
 * by PostgreSQL's own extension pg_trgm. It is no migration, because a managed PostgreSQL may refuse the extension: without it every
 * move is read for a search, which nobody notices with some thousands. It is tried again at every start.
 *
 * @returns why there is no such index; null: there is
 */
export async function indexSearch(db: Kysely<Schema>): Promise<Error | null> {
  try {
    if (await isThere(db)) return null;
    await db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx);
      await sql`create extension if not exists pg_trgm`.execute(trx);
      await sql`create index if not exists move_search on move using gin (search_text gin_trgm_ops)`.execute(trx);
    });
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function isThere(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('move_search') is not null as there`.execute(db);
  return rows[0]?.there === true;
}
