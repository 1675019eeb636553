import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Database, openDatabase } from '../../services/store/database.ts';
import { Outbox } from '../../services/store/outbox.ts';
import { TeamsConnector } from '../bot/teams-connector.ts';
import { freshDatabase, type TestDatabase } from '../store/postgres.ts';
import type { SenderOrder } from './crash-child.ts';
import { seeded, seedOfRun } from './random.ts';

const CHILD = fileURLToPath(new URL('./crash-child.ts', import.meta.url));
const DELIVERIES = 2000;
const KILLS = 100;
/** Processes at a time: while one starts the others send. */
const SIDE_BY_SIDE = 3;
const LEASE = 1500;

describe('processes that are killed while they send', function () {
  this.timeout(240_000);
  let database: TestDatabase;
  let opened: Database;
  let connector: TeamsConnector;
  let serviceUrl: string;
  let compiled: string;
  const seed = seedOfRun();
  const random = seeded(seed);
  /** Told of every message that Teams took, as soon as it did. */
  let arrived: () => void = () => {};

  before(async () => {
    database = await freshDatabase();
    opened = await openDatabase({ databaseUrl: database.url });
    // The way back is long enough that many die on it: Teams has the message, and nobody knows.
    connector = new TeamsConnector({
      now: () => performance.now(),
      travel: async () => {
        arrived();
        await pause(1 + 4 * random());
      },
      limits: { all: [], conversation: [] },
    });
    serviceUrl = await connector.start();
    compiled = mkdtempSync(path.join(tmpdir(), 'csp-outbox-crash-'));
  });
  after(async () => {
    await opened.close();
    await database.drop();
    await connector.stop();
    rmSync(compiled, { recursive: true, force: true });
  });

  let started = 0;
  function child(): ChildProcess {
    started += 1;
    const order: SenderOrder = { name: `child-${started}`, databaseUrl: database.url, serviceUrl, lease: LEASE };
    return spawn(process.execPath, [CHILD, JSON.stringify(order)], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    });
  }

  it('when they are killed at any moment, then nothing is lost and each kill doubles one message at most', async () => {
    const outbox = new Outbox({ db: opened.db, clock: null });
    const messages = Array.from({ length: DELIVERIES }, (_, n) => ({
      kind: 'news' as const,
      conversationId: `a:${n % 50}`,
      data: { n },
    }));
    await opened.db.transaction().execute((trx) => outbox.put(trx, messages));

    const began = performance.now();
    const children = Array.from({ length: SIDE_BY_SIDE }, child);
    for (let kill = 0; kill < KILLS; kill++) {
      await requests(1 + Math.floor((2 * random() * DELIVERIES * 0.8) / KILLS));
      await pause(6 * random());
      const n = Math.floor(random() * SIDE_BY_SIDE);
      await killed(children[n]);
      children[n] = child();
    }
    for (let left = DELIVERIES; left > 0; left = await unsent()) await pause(100);
    for (const each of children) await killed(each);

    const taken = Map.groupBy(connector.taken, ({ text }) => text);
    const rows = await opened.db.selectFrom('message').select(['id', 'state']).execute();
    const lost = rows.filter(({ id, state }) => !taken.has(id) || state !== 'sent').length;
    const doubled = [...taken.values()].reduce((sum, times) => sum + times.length - 1, 0);
    console.log(described({ lost, doubled, seconds: (performance.now() - began) / 1000 }));
    assert.equal(rows.length, DELIVERIES);
    assert.equal(lost, 0);
    assert.ok(doubled <= KILLS, `${doubled} doubled by ${KILLS} kills`);
    assert.ok(doubled > 0, 'none was killed between what Teams took and what was recorded: the test has gone blind');
  });

  /** Resolves when so many more requests have reached Teams, or nothing is left to be sent. */
  async function requests(count: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    // Each request travels twice.
    let left = 2 * count;
    arrived = () => {
      left -= 1;
      if (left <= 0) resolve();
    };
    const over = new AbortController();
    await Promise.race([promise, pause(10_000, undefined, { signal: over.signal }).catch(() => undefined)]);
    over.abort();
  }

  async function unsent(): Promise<number> {
    const { waiting, sending } = await new Outbox({ db: opened.db, clock: null }).figures();
    return waiting + sending;
  }

  async function killed(process: ChildProcess | undefined): Promise<void> {
    if (process === undefined || process.exitCode !== null || process.signalCode !== null) return;
    const gone = new Promise((resolve) => process.once('exit', resolve));
    process.kill('SIGKILL');
    await gone;
  }

  function described(found: { lost: number; doubled: number; seconds: number }): string {
    const rows = [
      ['messages', DELIVERIES],
      ['processes killed (kill -9)', KILLS],
      ['lost', found.lost],
      ['doubled', found.doubled],
      ['seconds', found.seconds.toFixed(0)],
      ['seed (DELIVERY_SEED)', seed],
    ] as const;
    return rows.map(([what, value]) => `      ${what.padEnd(44)} ${value}`).join('\n');
  }
});
