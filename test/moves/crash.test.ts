import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { MoveFacts, OrderQuote } from '../../services/moves/move.ts';
import { MoveService } from '../../services/moves/move-service.ts';
import { Ordering } from '../../services/moves/ordering.ts';
import { loadSkuFacts } from '../../services/rules/sku-facts.ts';
import { story } from '../../services/sandbox/stories.ts';
import { SANDBOX_PARTNER, tenantIdOf } from '../../services/sandbox/story.ts';
import { openDatabase } from '../../services/store/database.ts';
import { JobQueue } from '../../services/store/jobs.ts';
import { openStore, type Store } from '../../services/store/store.ts';
import { anOriginal, aTarget, SPB, stated } from '../builders.ts';
import { fixedClock, type RunningSandbox, runSandbox, START } from '../sandbox/start.ts';
import { silent, waitingJobs } from '../store/backends.ts';
import { aMove, anEntry, effects } from '../store/builders.ts';
import { freshDatabase, type TestDatabase } from '../store/postgres.ts';
import type { CrashOrder } from './crash-child.ts';

const CHILD = fileURLToPath(new URL('./crash-child.ts', import.meta.url));
const WORKER = fileURLToPath(new URL('./crash-worker.ts', import.meta.url));
/** More than there will ever be points: each crash has a customer of its own. */
const CUSTOMERS = Array.from({ length: 160 }, (_, n) =>
  story({
    id: `crash-${n}`,
    name: `Crash ${n}`,
    domain: `crash-${n}.example`,
    teaches: '',
    invitation: { kind: 'already-customer' },
    originals: [],
  }),
);
/** Processes at the same time. */
const SIDE_BY_SIDE = 4;

describe('a process that is killed while it orders', function () {
  this.timeout(240_000);
  let running: RunningSandbox;
  let database: TestDatabase;
  let store: Store;
  let compiled: string;

  before(async () => {
    running = await runSandbox({ stories: CUSTOMERS });
    database = await freshDatabase();
    store = await openStore({ databaseUrl: database.url }, silent);
    compiled = mkdtempSync(path.join(tmpdir(), 'csp-crash-'));
  });
  after(async () => {
    await store.close();
    await database.drop();
    await running.close();
    rmSync(compiled, { recursive: true, force: true });
  });

  const house = () => {
    const skus = loadSkuFacts();
    const catalogue = () => running.partnerCenter.catalogue({ country: 'IT' });
    const rules = async () => ({ skus, catalogue: [] });
    const moves = new MoveService({ store: store.moves, clock: running.sandbox.clock, rules, newId: randomUUID });
    const ordering = new Ordering({ partnerCenter: running.partnerCenter, catalogue, clock: running.sandbox.clock });
    return { moves, ordering };
  };

  /** A move of the n-th customer in which everything is ready to be ordered. */
  async function readyMove(n: number, catalogSku: string): Promise<string> {
    const customer = CUSTOMERS[n];
    assert.ok(customer, 'there are more points than customers');
    const move = aMove({
      name: customer.name,
      domain: customer.domain,
      customer: { tenantId: tenantIdOf(customer), name: customer.name, domain: customer.domain, language: null },
      openedAt: fixedClock.now().toString(),
      facts: readyFacts(catalogSku),
    });
    await store.moves.create(move, anEntry(move), effects());
    return move.id;
  }

  async function child(moveId: string, quote: OrderQuote, dieAt: number) {
    const order: CrashOrder = {
      databaseUrl: database.url,
      sandboxUrl: running.sandbox.url,
      partnerTenantId: SANDBOX_PARTNER.tenantId,
      now: START,
      moveId,
      quote,
      dieAt,
    };
    const started = spawn(process.execPath, [CHILD, JSON.stringify(order)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    });
    let said = '';
    let complained = '';
    started.stdout.on('data', (chunk) => {
      said += String(chunk);
    });
    started.stderr.on('data', (chunk) => {
      complained += String(chunk);
    });
    const signal = await new Promise((resolve) => started.on('close', (_code, by) => resolve(by)));
    return { signal, said, complained };
  }

  /** What Microsoft holds for the n-th customer, whether it can be read already or not. */
  const ordersOf = (n: number) => {
    const customer = CUSTOMERS[n];
    const tenantId = customer === undefined ? '' : tenantIdOf(customer);
    return running.sandbox.happened().orders.filter((order) => order.tenantId === tenantId);
  };

  it('when it dies at any point between the confirmation and the recorded result, then after a restart there is exactly one order and the move shows it', async () => {
    const { moves, ordering } = house();
    const offer = (await running.partnerCenter.catalogue({ country: 'IT' })).find(({ skuId }) => skuId === SPB);
    assert.ok(offer);
    const dry = await readyMove(0, offer.catalogSku);
    const state = await moves.state(dry);
    assert.equal(`${state?.current.id} ${state?.current.status}`, 'provision current');
    assert.ok(state);
    const { quote } = await ordering.quote(state.move);

    const began = performance.now();
    const { said, complained } = await child(dry, quote, 0);
    assert.notEqual(said, '', complained);
    // The child wrote it: the names of its points.
    const points = JSON.parse(said) as string[];
    const moveIds = [dry];
    for (const at of points.keys()) moveIds.push(await readyMove(at + 1, offer.catalogSku));

    const toKill = [...points.keys()].map((at) => at + 1);
    const worker = async () => {
      for (let at = toKill.shift(); at !== undefined; at = toKill.shift()) {
        const died = await child(moveIds[at] ?? '', quote, at);
        assert.equal(died.signal, 'SIGKILL', `point ${at} (${points[at - 1]}): ${died.complained}`);
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    const crashed = Math.round((performance.now() - began) / 1000);

    const seen = { asked: 0, placed: 0, found: 0 };
    for (const [index, what] of points.entries()) {
      const at = index + 1;
      const now = (await moves.state(moveIds[at] ?? ''))?.move;
      assert.ok(now);
      const had = ordersOf(at).length;
      if (now.facts.provisioning.order !== null) seen[had === 0 ? 'placed' : 'found'] += 1;
      else {
        assert.equal(had, 0, `killed at point ${at}, ${what}: ordered without a durable intention`);
        // The person sees that nothing was confirmed and confirms again.
        const again = { kind: 'order', requestId: randomUUID(), ...quote } as const;
        await moves.run(now.id, now.version, again, { id: 'sam', name: 'Sam' });
        seen.asked += 1;
      }
    }

    // The restart: the queue still has a job for every order. By now orders can be read.
    running.sandbox.clock.advance(1);
    let left = (await waitingJobs(store.database)).filter(({ name }) => name === 'order').length;
    const allDone = Promise.withResolvers<void>();
    await store.jobs.work('order', { concurrency: SIDE_BY_SIDE }, async ({ moveId }) => {
      await ordering.place(moves, moveId);
      left -= 1;
      if (left === 0) allDone.resolve();
    });
    await allDone.promise;

    for (const [index, what] of points.entries()) {
      const at = index + 1;
      const where = `killed at point ${at}, ${what}`;
      const placed = ordersOf(at).map(({ id }) => id);
      assert.equal(placed.length, 1, `${where}: ${placed.length} orders`);
      const recorded = (await moves.state(moveIds[at] ?? ''))?.move.facts.provisioning.order;
      assert.deepEqual([recorded?.orderIds, recorded?.failure], [placed, null], where);
    }
    assert.ok(seen.asked > 0 && seen.placed > 0 && seen.found > 0, 'the points lie on all sides of the order');
    console.log(figure(points, seen, crashed));
  });
});

describe('a process that is killed in the middle of an order job', () => {
  it('when it gives no sign of life any more, then another instance takes the job up without waiting for its time limit', async function () {
    this.timeout(60_000);
    const database = await freshDatabase();
    const { db, close } = await openDatabase({ databaseUrl: database.url });
    const started = spawn(process.execPath, [WORKER, database.url], { stdio: 'ignore' });
    await new Promise((resolve) => started.on('close', resolve));
    const { rows } = await sql<{ state: string; heartbeat: number }>`
      select state::text, heartbeat_seconds as heartbeat from pgboss.job where name = 'order'`.execute(db);
    assert.deepEqual(rows, [{ state: 'active', heartbeat: 15 }]);
    // A minute passes.
    await sql`update pgboss.job set heartbeat_on = heartbeat_on - interval '1 minute' where name = 'order'`.execute(db);
    const other = new JobQueue(
      { kind: 'postgres', databaseUrl: database.url, db, ping: async () => {}, close },
      silent,
      {
        watchSeconds: 1,
      },
    );
    await other.start();
    const taken = Promise.withResolvers<[string, number]>();
    await other.work('order', {}, async ({ moveId }, { attempt }) => taken.resolve([moveId, attempt]));
    assert.deepEqual(await taken.promise, ['under-way', 2]);
    await other.stop();
    await close();
    await database.drop();
  });
});

/** What was killed where, and what came of it. */
function figure(
  points: readonly string[],
  seen: { asked: number; placed: number; found: number },
  seconds: number,
): string {
  const requests = points.filter((point) => /^before (GET|POST)/.test(point)).length;
  const rows = [
    ['points (before and after each)', points.length],
    ['  requests to Microsoft', requests],
    ['  statements to PostgreSQL', points.length / 2 - requests],
    ['killed before the confirmation was durable: nothing ordered, confirmed again', seen.asked],
    ['killed before Microsoft had the order: placed after the restart', seen.placed],
    ['killed after Microsoft had the order: found after the restart', seen.found],
    ['exactly one order in the end', seen.asked + seen.placed + seen.found],
    ['seconds', seconds],
  ] as const;
  return rows.map(([what, count]) => `      ${what.padEnd(80)} ${count}`).join('\n');
}

function readyFacts(catalogSku: string): MoveFacts {
  const { facts } = aMove();
  return {
    ...facts,
    partnerCountry: 'IT',
    tenantCountry: 'IT',
    tenantCountrySource: 'partner-center',
    relationship: { ...facts.relationship, status: 'reseller', acceptedAt: START },
    agreement: { status: 'accepted', acceptedOn: '2026-11-19', source: 'partner-center' },
    eligibility: { vetting: 'Allowed', qualifications: [], confirmed: stated(true) },
    originals: [
      anOriginal({
        skuId: SPB,
        name: 'Microsoft 365 Business Premium',
        path: 'buy-and-let-end',
        target: aTarget({ skuId: SPB, catalogSku, seats: 25 }),
      }),
    ],
    originalsConfirmed: stated(true),
  };
}
