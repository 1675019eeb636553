import assert from 'node:assert/strict';
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { MoveStore } from '../../services/store/move-store.ts';
import type { Schema } from '../../services/store/schema.ts';
import { indexSearch } from '../../services/store/search-index.ts';
import { openStore, type Store } from '../../services/store/store.ts';
import { refusing, refusingMessages, silent } from './backends.ts';
import { aMove, anEntry, effects } from './builders.ts';
import { freshDatabase, type TestDatabase } from './postgres.ts';

describe('the index of the search for moves', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let store: Store;
  before(async () => {
    database = await freshDatabase();
    store = await openStore({ databaseUrl: database.url }, silent);
  });
  after(async () => {
    await store.close();
    await database.drop();
  });
  const move = aMove();
  const named = () => move.customer.name.slice(1, 6);

  it('when a part of a name is looked for, then not every move has to be read', async () => {
    await store.moves.create(move, anEntry(move), effects());
    const asked: { sql: string; parameters: readonly unknown[] }[] = [];
    const log = ({ query }: { query: CompiledQuery }) => void asked.push(query);
    await onlyIndexes(log, async (db) => {
      const moves = new MoveStore({ db, jobs: refusing, messages: refusingMessages });
      assert.deepEqual(
        (await moves.search(named())).map(({ id }) => id),
        [move.id],
      );
      const [search] = asked.filter(({ sql: text }) => text.includes('search_text'));
      assert.ok(search);
      const explain = CompiledQuery.raw(`explain ${search.sql}`, [...search.parameters]);
      assert.match(JSON.stringify((await db.executeQuery(explain)).rows), /Bitmap Index Scan on move_search/);
    });
  });

  it('when several instances start at once, then it is made once', async () => {
    await sql`drop index move_search`.execute(store.database.db);
    assert.deepEqual(await Promise.all([1, 2, 3].map(() => indexSearch(store.database.db))), [null, null, null]);
  });

  it('when the database refuses the extension, then it is said why, and moves are found without it', async () => {
    const { db } = store.database;
    await sql`drop extension pg_trgm cascade`.execute(db);
    await sql`create role ${sql.id(`small_${database.name}`)} login password 'test'`.execute(db);
    await sql`grant select on all tables in schema public to ${sql.id(`small_${database.name}`)}`.execute(db);
    const address = new URL(database.url);
    address.username = `small_${database.name}`;
    const small = new Kysely<Schema>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: address.href, max: 1 }) }),
    });
    try {
      assert.match((await indexSearch(small))?.message ?? '', /permission denied/);
      const moves = new MoveStore({ db: small, jobs: refusing, messages: refusingMessages });
      assert.deepEqual(
        (await moves.search(named())).map(({ id }) => id),
        [move.id],
      );
    } finally {
      await small.destroy();
      await sql`drop owned by ${sql.id(`small_${database.name}`)}`.execute(db);
      await sql`drop role ${sql.id(`small_${database.name}`)}`.execute(db);
    }
    assert.equal(await indexSearch(db), null, 'once it is allowed, the next start makes it');
  });

  /** On one connection that reads a whole table only where nothing else is possible, as with very many rows. */
  async function onlyIndexes(
    log: (event: { query: CompiledQuery }) => void,
    work: (db: Kysely<Schema>) => Promise<void>,
  ) {
    const pool = new pg.Pool({ connectionString: database.url, max: 1, options: '-c enable_seqscan=off' });
    const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }), log });
    await work(db).finally(() => db.destroy());
  }
});
