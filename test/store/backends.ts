import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { AppError } from '../../services/errors.ts';
import type { Database } from '../../services/store/database.ts';
import type { JobSender } from '../../services/store/jobs.ts';
import type { MessageWriter } from '../../services/store/message.ts';
import { openStore, type Store } from '../../services/store/store.ts';
import { atEnd } from '../setup.ts';
import { freshDatabase } from './postgres.ts';

export const silent = pino({ level: 'silent' });

/** An outbox that takes no message. */
export const refusingMessages: MessageWriter = { put: () => Promise.reject(new AppError('test.refused')) };

/** A queue that takes no job. */
export const refusing: JobSender = {
  send: () => Promise.reject(new AppError('test.refused')),
  sendAll: () => Promise.reject(new AppError('test.refused')),
};

export type Backend = 'embedded' | 'postgres';

const opened = new Map<Backend, Promise<Store>>();

/**
 * Declares the same suite for both databases. Each test finds empty tables and an empty job queue; the stores are opened
 * once for the whole run.
 */
export function onBothBackends(title: string, suite: (store: () => Store, backend: Backend) => void): void {
  for (const backend of ['embedded', 'postgres'] as const) {
    describe(`${title} (${backend})`, () => {
      let store: Store;
      before(async function () {
        this.timeout(60_000);
        store = await sharedStore(backend);
      });
      beforeEach(() => emptied(store.database));
      suite(() => store, backend);
    });
  }
}

/** Names and payloads of the jobs that wait, in the order in which they were sent. */
export async function waitingJobs({ db }: Pick<Database, 'db'>): Promise<readonly { name: string; data: unknown }[]> {
  const { rows } = await sql<{ name: string; data: unknown }>`
    select name, data from pgboss.job where state in ('created', 'retry') and name not like '\\_\\_%'
    order by created_on, id`.execute(db);
  return rows;
}

/** Empties every table and the job queue; messages may be sent at once. */
export async function emptied({ db }: Pick<Database, 'db'>): Promise<void> {
  await sql`truncate move, move_history, reminder, reminder_event, assignment, watch, conversation, person, place, bot_state,
    setting, secret, alert, partner_event, message, message_line, message_lane, message_request, conversation_member`.execute(
    db,
  );
  await sql`update message_gate set opens_at = to_timestamp(0)`.execute(db);
  await sql`delete from pgboss.job`.execute(db);
}

function sharedStore(backend: Backend): Promise<Store> {
  const known = opened.get(backend);
  if (known !== undefined) return known;
  const opening = backend === 'embedded' ? openEmbedded() : openPostgres();
  opened.set(backend, opening);
  return opening;
}

async function openEmbedded(): Promise<Store> {
  const dataDir = await temporaryFolder();
  const store = await openStore({ dataDir }, silent);
  atEnd.push(async () => {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  return store;
}

async function openPostgres(): Promise<Store> {
  const database = await freshDatabase();
  const store = await openStore({ databaseUrl: database.url }, silent);
  atEnd.push(async () => {
    await store.close();
    await database.drop();
  });
  return store;
}

/** A folder that the caller removes. */
export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'csp-move-store-'));
}
