import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Database, openDatabase } from '../../services/store/database.ts';
import { atEnd } from '../setup.ts';
import { freshDatabase } from '../store/postgres.ts';

export type Backend = 'embedded' | 'postgres';

const opened = new Map<Backend, Promise<Database>>();

/** Declares the same suite for both databases, opened once for the whole run. Each test finds an empty outbox. */
export function onBothDatabases(title: string, suite: (database: () => Database, backend: Backend) => void): void {
  for (const backend of ['embedded', 'postgres'] as const) {
    describe(`${title} (${backend})`, () => {
      let database: Database;
      before(async function () {
        this.timeout(60_000);
        database = await shared(backend);
      });
      beforeEach(() => emptyOutbox(database));
      suite(() => database, backend);
    });
  }
}

/** Nothing waits, nothing counts against a limit, the gate is open. */
export async function emptyOutbox({ db }: Pick<Database, 'db'>): Promise<void> {
  await sql`truncate message, message_line, message_lane, message_request, move cascade`.execute(db);
  await sql`update message_gate set opens_at = to_timestamp(0)`.execute(db);
}

function shared(backend: Backend): Promise<Database> {
  const known = opened.get(backend);
  if (known !== undefined) return known;
  const opening = backend === 'embedded' ? openEmbedded() : openPostgres();
  opened.set(backend, opening);
  return opening;
}

async function openEmbedded(): Promise<Database> {
  const dataDir = await mkdtemp(join(tmpdir(), 'csp-move-outbox-'));
  const database = await openDatabase({ dataDir });
  atEnd.push(async () => {
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  return database;
}

async function openPostgres(): Promise<Database> {
  const { url, drop } = await freshDatabase();
  const database = await openDatabase({ databaseUrl: url });
  atEnd.push(async () => {
    await database.close();
    await drop();
  });
  return database;
}
