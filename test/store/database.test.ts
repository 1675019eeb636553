import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../services/errors.ts';
import { type DatabaseLocation, openDatabase } from '../../services/store/database.ts';
import { openStore } from '../../services/store/store.ts';
import { silent, temporaryFolder } from './backends.ts';
import { aMove, anEntry, effects } from './builders.ts';
import { freePort, freshDatabase } from './postgres.ts';

describe('database', function () {
  this.timeout(60_000);

  describe('in a folder', () => {
    let dataDir: string;
    const children: ChildProcess[] = [];
    beforeEach(async () => {
      dataDir = await temporaryFolder();
    });
    afterEach(async () => {
      for (const child of children.splice(0)) await killed(child);
      await rm(dataDir, { recursive: true, force: true });
    });
    const hold = async () => {
      const { child, said } = await holder({ dataDir });
      children.push(child);
      return { child, said };
    };

    it('when the folder does not exist, then it is made, and what was written is there the next time', async () => {
      const deeper = { dataDir: join(dataDir, 'a', 'b') };
      const move = aMove();
      const first = await openStore(deeper, silent);
      await first.moves.create(move, anEntry(move), effects());
      await first.close();
      const second = await openStore(deeper, silent);
      assert.deepEqual(await second.moves.load(move.id), move);
      await second.close();
      await second.database.close();
    });

    it('when another process works in the folder, then it is refused, and after kill -9 taken over with its data', async () => {
      const { child, said } = await hold();
      assert.equal(said, 'ready');
      const error = await refusal({ dataDir });
      assert.equal(error.code, 'store.folder-in-use');
      assert.match(error.hint, /DATA_DIR.*DATABASE_URL/s);

      await killed(child);
      const store = await openStore({ dataDir }, silent);
      assert.equal(await store.settings.get('holder', z.number()), child.pid);
      await store.settings.set('holder', 'taken over');
      assert.equal((await hold()).said, 'store.folder-in-use', 'the other way round');
      await store.close();
    });

    it('when one process opens the folder twice, then the second time is refused', async () => {
      const database = await openDatabase({ dataDir });
      assert.equal((await refusal({ dataDir })).code, 'store.folder-in-use');
      await database.ping();
      await database.close();
    });

    it('when the folder cannot be made, then it says which and what to do', async () => {
      const file = join(dataDir, 'file');
      await writeFile(file, '');
      for (const place of [file, join(file, 'below')]) {
        const error = await refusal({ dataDir: place });
        assert.equal(error.code, 'store.folder-read-only');
        assert.ok(error.hint.includes(place));
      }
    });

    it('when the database in the folder is damaged, then it says so and lets go of the folder', async () => {
      await mkdir(join(dataDir, 'database'));
      await writeFile(join(dataDir, 'database', 'PG_VERSION'), 'garbage');
      assert.equal((await refusal({ dataDir })).code, 'store.damaged');
      await rm(join(dataDir, 'database'), { recursive: true });
      await (await openDatabase({ dataDir })).close();
    });
  });

  describe('on PostgreSQL', () => {
    it('when nothing listens there, then it says where, without the password', async () => {
      const error = await refusal({ databaseUrl: `postgres://bot:topsecret@127.0.0.1:${await freePort()}/moves` });
      assert.equal(error.code, 'store.unreachable');
      assert.match(error.hint, /127\.0\.0\.1:\d+\/moves/);
      assert.doesNotMatch(error.hint, /topsecret/);
    });

    it('when the user or the database is wrong, then it says what the server said', async () => {
      const { url, drop } = await freshDatabase();
      const wrong = new URL(url);
      wrong.password = 'topsecret';
      const stranger = await refusal({ databaseUrl: wrong.href });
      assert.equal(stranger.code, 'store.unreachable');
      assert.match(stranger.hint, /authentication failed/);
      assert.doesNotMatch(stranger.hint, /topsecret/);
      assert.match((await refusal({ databaseUrl: `${url}_none` })).hint, /does not exist/);
      await drop();
    });

    it('when several processes open an empty database at once, then each finds all tables and the queue', async () => {
      const { url, drop } = await freshDatabase();
      const holders = await Promise.all(Array.from({ length: 3 }, () => holder({ databaseUrl: url })));
      try {
        assert.deepEqual(
          holders.map((h) => h.said),
          ['ready', 'ready', 'ready'],
        );
      } finally {
        for (const { child } of holders) await killed(child);
        await drop();
      }
    });

    it('when the server ends a connection nobody uses, then it is reported and the next query works', async () => {
      const { url, drop } = await freshDatabase();
      const lost = Promise.withResolvers<Error>();
      const database = await openDatabase({ databaseUrl: url }, { onConnectionLost: lost.resolve });
      const other = await openDatabase({ databaseUrl: url });
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`.execute(other.db);
      assert.match((await lost.promise).message, /terminating connection/);
      await database.ping();
      await Promise.all([database.close(), other.close()]);
      await drop();
    });

    it('when a calendar date is read, then it is the text that was written, in every time zone of the server', async () => {
      const { url, drop } = await freshDatabase();
      const database = await openDatabase({ databaseUrl: url });
      const { rows } = await sql<{ day: string }>`select '2027-03-01'::date as day`.execute(database.db);
      assert.deepEqual(rows, [{ day: '2027-03-01' }]);
      await database.close();
      await drop();
    });
  });
});

async function refusal(location: DatabaseLocation): Promise<AppError> {
  const opened = await openDatabase(location).catch((error: unknown) => error);
  if (opened instanceof AppError) return opened;
  throw new Error('The database was opened', { cause: opened });
}

/** A process that holds the database; `said` is the first line it printed. */
async function holder(location: DatabaseLocation): Promise<{ child: ChildProcess; said: string }> {
  const script = fileURLToPath(new URL('./holder.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(location)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.includes('\n')) break;
  }
  return { child, said: said.trim() };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
