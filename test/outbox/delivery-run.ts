import { Sender } from '../../bot/sender.ts';
import { type Database, openDatabase } from '../../services/store/database.ts';
import type { OutgoingMessage } from '../../services/store/message.ts';
import { Outbox } from '../../services/store/outbox.ts';
import { type SendWindow, TEAMS_LIMITS } from '../../services/store/send-limits.ts';
import { type Arrival, type Refusal, TeamsConnector } from '../bot/teams-connector.ts';
import { VirtualTime } from '../bot/virtual-time.ts';
import { adapter, say } from './instance.ts';
import { seeded, shuffled } from './random.ts';
import { plainRecord } from './record.ts';
import { silent } from './silent.ts';

export interface DeliveryRun {
  readonly databaseUrl: string;
  readonly seed: number;
  readonly instances: number;
  readonly conversations: number;
  /** Messages to each of them. */
  readonly each: number;
  /** Messages to one more conversation. */
  readonly busy: number;
  /** The share of requests that Teams refuses at random. */
  readonly refusing: number;
}

export interface DeliveryFigures {
  readonly messages: number;
  readonly lost: number;
  readonly doubled: number;
  /** Requests that broke a limit of Teams. */
  readonly violations: readonly string[];
  /** Requests that Teams refused at random. */
  readonly refused: number;
  /** Seconds of virtual time. */
  readonly took: number;
  /** Seconds in which the limits allow the same requests at best. */
  readonly best: number;
  /** What was reached of it. */
  readonly reached: number;
  /** The same until the last message was tried for the first time: after that some that were refused wait for their pause. */
  readonly reachedInTheRun: number;
}

/**
 * Sends messages from several instances on one database through the bot's own adapter to the simulated Teams, in virtual time: a way to
 * Teams and back takes 4 to 40 ms.
 */
export async function deliveryRun(run: DeliveryRun): Promise<DeliveryFigures> {
  const random = seeded(run.seed);
  const time = new VirtualTime(run.instances);
  const connector = new TeamsConnector({
    now: () => time.ms,
    travel: () => time.sleep(2 + 18 * random()),
    refuse: () => (random() < run.refusing ? (REFUSALS[Math.floor(random() * REFUSALS.length)] ?? null) : null),
  });
  const serviceUrl = await connector.start();
  const databases = await Promise.all(
    Array.from({ length: run.instances }, () => openDatabase({ databaseUrl: run.databaseUrl })),
  );
  const messages = shuffled(messagesOf(run), random);
  await write(databases, time, messages);

  const began = time.ms;
  let left = messages.length;
  const senders: Sender[] = [];
  for (const [n, { db }] of databases.entries()) {
    const outbox = new Outbox({ db, clock: time });
    const record = plainRecord(outbox, time);
    const teams = adapter();
    senders.push(
      new Sender({
        outbox,
        deliver: (message) => say(teams, serviceUrl, message),
        record: {
          ...record,
          sent: async (message, activityId, told) => {
            await record.sent(message, activityId, told);
            left -= 1;
            if (left === 0) for (const sender of senders) void sender.stop();
          },
        },
        name: `instance-${n}`,
        clock: time,
        log: silent,
        machine: { random, wait: (ms, signal) => time.sleep(ms, signal), every: () => () => {} },
      }),
    );
  }
  await Promise.all(senders.map((sender) => sender.run().then(() => time.leave())));
  const took = (time.ms - began) / 1000;
  const ids = await idsOf(databases);
  for (const database of databases) await database.close();
  await connector.stop();
  return figures(connector.arrivals, ids, began, took);
}

const REFUSALS: readonly Refusal[] = [
  { status: 412, code: 'PreconditionFailed' },
  { status: 429, code: 'Throttled', headers: { 'retry-after': '1' } },
  { status: 502 },
  { status: 504 },
];

function messagesOf({ conversations, each, busy }: DeliveryRun): readonly OutgoingMessage[] {
  const to = (conversationId: string, n: number): OutgoingMessage => ({ kind: 'news', conversationId, data: { n } });
  return [
    ...Array.from({ length: conversations * each }, (_, n) => to(`a:${n % conversations}`, n)),
    ...Array.from({ length: busy }, (_, n) => to('19:busy@thread.tacv2', n)),
  ];
}

async function write(
  [one]: readonly Database[],
  time: VirtualTime,
  messages: readonly OutgoingMessage[],
): Promise<void> {
  if (one === undefined) throw new Error('A run needs an instance');
  const outbox = new Outbox({ db: one.db, clock: time });
  for (let from = 0; from < messages.length; from += 1000)
    await one.db.transaction().execute((trx) => outbox.put(trx, messages.slice(from, from + 1000)));
}

async function idsOf([one]: readonly Database[]): Promise<readonly string[]> {
  const rows = await one?.db.selectFrom('message').select('id').where('state', '=', 'sent').execute();
  return (rows ?? []).map(({ id }) => id);
}

function figures(arrivals: readonly Arrival[], ids: readonly string[], began: number, took: number): DeliveryFigures {
  const taken = Map.groupBy(
    arrivals.filter(({ status }) => status < 300),
    ({ text }) => text,
  );
  const best = bestCase(arrivals);
  const firstTries = [...Map.groupBy(arrivals, ({ text }) => text).values()].map(([first]) => first?.at ?? 0);
  const lastFirstTry = firstTries.reduce((a, b) => Math.max(a, b), began);
  const inTheRun = arrivals.filter(({ at }) => at <= lastFirstTry);
  return {
    messages: ids.length,
    lost: ids.filter((id) => !taken.has(id)).length,
    doubled: [...taken.values()].filter((times) => times.length > 1).length,
    violations: arrivals.flatMap(({ broke }) => broke ?? []),
    refused: arrivals.filter(({ status, broke }) => status >= 300 && broke === null).length,
    took,
    best,
    reached: best / took,
    reachedInTheRun: (1000 * bestCase(inTheRun)) / (lastFirstTry - began),
  };
}

/** Seconds in which the limits allow these requests if each takes no time and everything else is perfect. */
function bestCase(arrivals: readonly Arrival[]): number {
  const busiest = Math.max(...[...Map.groupBy(arrivals, (a) => a.conversationId).values()].map((to) => to.length));
  return Math.max(earliest(arrivals.length, TEAMS_LIMITS.all), earliest(busiest, TEAMS_LIMITS.conversation));
}

/** When the last of so many requests may begin, in seconds after the first. */
function earliest(requests: number, windows: readonly SendWindow[]): number {
  const times: number[] = [];
  for (let n = 0; n < requests; n++)
    times.push(Math.max(0, ...windows.map((w) => (n < w.requests ? 0 : (times[n - w.requests] ?? 0) + w.seconds))));
  return times.at(-1) ?? 0;
}

/** As lines for who reads the output of the tests. */
export function described(run: DeliveryRun, found: DeliveryFigures, seconds: number): string {
  const rows = [
    ['messages', found.messages],
    ['to conversations, and many to one more', `${run.conversations}, ${run.busy}`],
    ['instances', run.instances],
    ['lost', found.lost],
    ['doubled', found.doubled],
    ['requests that broke a limit of Teams', found.violations.length],
    ['requests refused by Teams at random', found.refused],
    ['seconds the limits allow at best', found.best.toFixed(1)],
    ['seconds it took (virtual time)', found.took.toFixed(1)],
    ['reached', `${(100 * found.reached).toFixed(1)} %`],
    ['reached until the last first try', `${(100 * found.reachedInTheRun).toFixed(1)} %`],
    ['seconds it took (real time)', seconds.toFixed(0)],
    ['seed (DELIVERY_SEED)', run.seed],
  ] as const;
  return rows.map(([what, value]) => `      ${what.padEnd(44)} ${value}`).join('\n');
}
