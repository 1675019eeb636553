import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { lockFolder, notWritable } from './folder-lock.ts';
import { migrate } from './migrations.ts';
import type { Schema } from './schema.ts';

/** Where the data is kept: a PostgreSQL, or an embedded database in a folder of this machine. */
export type DatabaseLocation = { readonly databaseUrl: string } | { readonly dataDir: string };

export interface DatabaseOptions {
  /** Told about a connection that broke while nobody used it; the next query opens a new one. */
  readonly onConnectionLost?: (error: Error) => void;
  /** Only looks: the tables stay as they are, whatever version they have. */
  readonly leaveTables?: boolean;
}

/**
 * An open database with its tables up to date.
 *
 * The embedded one has a single connection. Inside a transaction use the transaction and nothing else: a query through `db`
 * would wait for the transaction, which waits for the query. For the same reason no transaction spans a network call.
 */
export type Database = PostgresDatabase | EmbeddedDatabase;

interface OpenDatabase {
  readonly db: Kysely<Schema>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  /** Ends every connection; stop the job queue first. Safe to call again. */
  close(): Promise<void>;
}

export interface PostgresDatabase extends OpenDatabase {
  readonly kind: 'postgres';
  readonly databaseUrl: string;
}

export interface EmbeddedDatabase extends OpenDatabase {
  readonly kind: 'embedded';
  readonly pglite: PGlite;
}

/**
 * Opens the database and brings its tables up to date. Any number of instances may open one PostgreSQL; a folder belongs to one process.
 *
 * @throws AppError `store.unreachable`, `store.folder-in-use`, `store.folder-read-only`, `store.damaged`
 */
export async function openDatabase(location: DatabaseLocation, options: DatabaseOptions = {}): Promise<Database> {
  return 'databaseUrl' in location
    ? openPostgres(location.databaseUrl, options)
    : openEmbedded(location.dataDir, options);
}

async function openPostgres(databaseUrl: string, options: DatabaseOptions): Promise<PostgresDatabase> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'csp-move-assistant',
    max: 10,
    connectionTimeoutMillis: 10_000,
    // A transaction that somebody forgot must not hold its rows for ever.
    idle_in_transaction_session_timeout: 60_000,
    types: { getTypeParser: typeParser },
  });
  // Without a listener a connection that breaks while idle ends the process.
  pool.on('error', (error) => options.onConnectionLost?.(error));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const close = once(() => db.destroy());
  try {
    await (options.leaveTables ? ping(db) : migrate(db));
  } catch (cause) {
    // The pool is thrown away; what it says about that does not matter beside the cause.
    await close().catch(() => {});
    throw unreachable(databaseUrl, cause);
  }
  return { kind: 'postgres', databaseUrl, db, ping: () => ping(db), close };
}

async function openEmbedded(dataDir: string, options: DatabaseOptions): Promise<EmbeddedDatabase> {
  const unlock = await lockFolder(dataDir);
  try {
    const pglite = await startPglite(dataDir);
    const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
    await (options.leaveTables ? ping(db) : migrate(db));
    const close = once(async () => {
      await db.destroy();
      unlock();
    });
    return { kind: 'embedded', pglite, db, ping: () => ping(db), close };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Loaded only here: it takes some hundred megabytes that an instance on PostgreSQL does not need. */
async function startPglite(dataDir: string): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite');
  try {
    return await PGlite.create(`${dataDir}/database`, { parsers: { [DATE]: (text: string) => text } });
  } catch (cause) {
    if (isErrno(cause, ['EACCES', 'EPERM', 'EROFS', 'ENOSPC'])) throw notWritable(dataDir, cause);
    throw new AppError('store.damaged', {
      params: { folder: dataDir },
      hint: `The embedded database in ${dataDir} does not start. Restore the folder from a backup, or move it away to begin with an empty one.`,
      cause,
    });
  }
}

const { DATE } = pg.types.builtins;

/** A calendar date stays one: as a `Date` it would shift with the machine's time zone. */
function typeParser(oid: number, format?: 'text' | 'binary') {
  return oid === DATE ? (text: string) => text : pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text');
}

async function ping(db: Kysely<Schema>): Promise<void> {
  await sql`select 1`.execute(db);
}

function unreachable(databaseUrl: string, cause: unknown): AppError {
  const reason = cause instanceof Error && cause.message !== '' ? cause.message : errorCode(cause);
  return new AppError('store.unreachable', {
    hint: `The PostgreSQL of DATABASE_URL (${withoutSecret(databaseUrl)}) could not be opened: ${reason}. Check that it runs, that this machine may reach it, and that the user may create tables in the database.`,
    cause,
  });
}

/** Host, port and database of a connection string: all that may stand in a log. */
export function withoutSecret(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'not a valid URL';
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}

function isErrno(error: unknown, codes: readonly string[]): boolean {
  return codes.includes(errorCode(error));
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown reason';
}

function once(run: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | null = null;
  return () => {
    result ??= run();
    return result;
  };
}
