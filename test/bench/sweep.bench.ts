import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { DEFAULT_TEAM_SETTINGS } from '../../services/reminders/team-settings.ts';
import { dueWindow } from '../../services/reminders/working-calendar.ts';
import type { DatabaseLocation } from '../../services/store/database.ts';
import { openStore, type Store } from '../../services/store/store.ts';
import { atEnd } from '../setup.ts';
import { silent, temporaryFolder } from '../store/backends.ts';
import { freshDatabase } from '../store/postgres.ts';

/**
 * What the daily sweep costs while 10,000 and while 1,000,000 subscriptions are tracked and 5,000 of them are due: it should grow with what
 * is due, not with what is tracked. Both sizes take turns in one run, on PostgreSQL and on the embedded database. Nothing fails when it is slow.
 *
 * Run it with `npm run bench:sweep`; `npm run bench:sweep -- 100000` tracks fewer.
 */
const [SMALL, LARGE] = [10_000, Number(process.argv[2] ?? 1_000_000)];
const DUE = 5_000;
/** Reminders ahead of each subscription. */
const STAGES = 4;
const CONVERSATIONS = 500;
const ROUNDS = 9;
const GOAL = 1.5;

/** A Wednesday at noon. */
const NOW = Temporal.Instant.from('2027-03-10T12:00:00Z');
const TODAY = '2027-03-10';

await compare('PostgreSQL', async () => {
  const database = await freshDatabase();
  atEnd.push(() => database.drop());
  return { databaseUrl: database.url };
});
await compare('embedded', async () => {
  const dataDir = await temporaryFolder();
  atEnd.push(() => rm(dataDir, { recursive: true, force: true }));
  return { dataDir };
});
for (const end of atEnd.splice(0).reverse()) await end();

async function compare(name: string, location: () => Promise<DatabaseLocation>): Promise<void> {
  const sizes = [SMALL, LARGE];
  const stores = await Promise.all(sizes.map(async () => openStore(await location(), silent)));
  for (const [n, store] of stores.entries()) await fill(store, sizes[n] ?? 0);
  const times = stores.map(() => ({ due: [] as number[], idle: [] as number[] }));
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [n, store] of stores.entries()) {
      const due = await timed(() => sweepOnce(store, DUE));
      const idle = await timed(() => sweepOnce(store, 0));
      if (round > 0) {
        times[n]?.due.push(due);
        times[n]?.idle.push(idle);
      }
      await again(store);
    }
  }
  const [small, large] = times;
  if (small === undefined || large === undefined) return;
  for (const [what, of] of [
    [`${DUE} due`, 'due'],
    ['nothing due', 'idle'],
  ] as const) {
    const ratios = large[of].map((time, n) => time / (small[of][n] ?? Number.NaN));
    process.stdout.write(
      `${name}, ${what}: ${ms(small[of])} with ${SMALL} tracked, ${ms(large[of])} with ${LARGE}; ratio ${span(ratios)}` +
        `${of === 'due' ? ` (goal: at most ${GOAL}: ${median(ratios) <= GOAL ? 'met' : 'MISSED'})` : ''}\n`,
    );
  }
  for (const store of stores) await store.close();
}

async function sweepOnce({ reminders }: Store, expected: number): Promise<void> {
  const window = dueWindow(NOW, DEFAULT_TEAM_SETTINGS);
  await reminders.releaseLost();
  const due = { window, today: TODAY, limit: 10_000, places: 'both', channel: 'channel', now: NOW } as const;
  let taken = 0;
  for (let got = 1; got > 0; taken += got) got = await reminders.claimDue(due);
  if (taken !== expected) throw new Error(`${taken} reminders were taken, not ${expected}`);
}

/** As before the sweep. */
async function again({ database: { db } }: Store): Promise<void> {
  await sql`delete from message`.execute(db);
  await sql`update reminder set state = 'planned' where state = 'sending'`.execute(db);
  await sql`vacuum reminder, message, message_line`.execute(db);
}

/** Ten subscriptions a move; the first stage of `DUE` of them is due today, all others later. */
async function fill({ database: { db } }: Store, subscriptions: number): Promise<void> {
  const moves = subscriptions / 10;
  await sql`
    insert into move (id, version, tenant_id, customer_name, domain, search_text, state, doc, conversation_id, opened_at, updated_at)
    select 'move-' || n, 1, 'tenant-' || n, 'c', 'd', 'c d', 'open', '{}', 'conversation-' || n % ${sql.lit(CONVERSATIONS)}, now(), now()
    from generate_series(0, ${sql.lit(moves - 1)}) as n`.execute(db);
  await sql`
    insert into reminder (move_id, key, anchor, stage, subscription_id, thread, due_on, next_on, early, deadline, code, params)
    select 'move-' || s % ${sql.lit(moves)}, 'subscription-' || s || ':original-end:' || stage, 'original-end', -stage,
      'subscription-' || s, 'subscription-' || s || ':original-end', on_day, on_day, true, '2030-12-31', 'end-prepare', '{"name": "Microsoft 365 E3", "customer": "Contoso"}'
    from generate_series(0, ${sql.lit(subscriptions - 1)}) as s cross join generate_series(1, ${sql.lit(STAGES)}) as stage
    cross join lateral (select case when stage = 1 and s < ${sql.lit(DUE)} then ${TODAY}::date
      else ${TODAY}::date + 1 + (s * 7 + stage * 90) % 700 end as on_day) as day`.execute(db);
  await sql`vacuum analyze`.execute(db);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function ms(values: readonly number[]): string {
  return `${median(values).toFixed(1)} ms`;
}

function span(values: readonly number[]): string {
  return `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;
}
