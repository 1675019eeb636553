import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Move, Person } from '../../services/moves/move.ts';
import type { PlannedReminder } from '../../services/reminders/reminder.ts';
import { DEFAULT_TEAM_SETTINGS, type TeamSettings } from '../../services/reminders/team-settings.ts';
import { dueWindow } from '../../services/reminders/working-calendar.ts';
import type { ClaimedMessage } from '../../services/store/claimed-message.ts';
import type { Conversation } from '../../services/store/conversation-store.ts';
import type { MessageKind } from '../../services/store/message.ts';
import { Outbox } from '../../services/store/outbox.ts';
import { journal } from '../../services/store/reminder-journal.ts';
import type { Reminder } from '../../services/store/reminder-rows.ts';
import type { MessageState, ReminderState } from '../../services/store/schema.ts';
import type { Store } from '../../services/store/store.ts';
import { aMove, anEntry, aReminder, changed, effects, instant } from './builders.ts';

/** In UTC, Monday to Friday from 08:00 to 18:00; nobody chose a channel unless a test does. */
export const TEAM: TeamSettings = DEFAULT_TEAM_SETTINGS;

/** The opening hour of the day of `aReminder()`, a Wednesday. */
export const DUE = instant('2027-03-10T08:00:00Z');

/** Creates a move with these reminders. */
export async function planned(
  store: Store,
  plan: readonly PlannedReminder[],
  overrides: Partial<Move> = {},
): Promise<Move> {
  const move = aMove(overrides);
  assert.equal(await store.moves.create(move, anEntry(move), effects({ reminders: plan })), 'created');
  return move;
}

/** Changes a move so that it has this plan. */
export async function replanned(
  store: Store,
  move: Move,
  plan: readonly PlannedReminder[],
  keep?: readonly string[],
): Promise<Move> {
  const next = changed(move, {});
  const at = { at: DUE.toString({ fractionalSecondDigits: 3 }) };
  const follows = effects({ reminders: plan, ...(keep && { keep }) });
  assert.equal(await store.moves.save(next, move.version, anEntry(next, at), follows), 'saved');
  return next;
}

export interface Claiming {
  readonly settings?: TeamSettings;
  readonly channel?: string | null;
  readonly limit?: number;
}

/** Takes once what is due at that moment. */
export async function claim(
  { reminders }: Pick<Store, 'reminders'>,
  now: Temporal.Instant,
  { settings = TEAM, channel = null, limit = 100 }: Claiming = {},
): Promise<number> {
  const window = dueWindow(now, settings);
  const today = now.toZonedDateTimeISO('UTC').toPlainDate().toString();
  return reminders.claimDue({ window, today, limit, places: settings.places, channel, now });
}

/** Takes everything that is due, in as many goes as it needs. */
export async function claimAll(
  store: Pick<Store, 'reminders'>,
  now: Temporal.Instant,
  options: Claiming = {},
): Promise<number> {
  let taken = 0;
  for (let got = 1; got > 0; taken += got) got = await claim(store, now, options);
  return taken;
}

/** A message as Teams got it. */
export interface Sent extends ClaimedMessage {
  readonly activityId: string;
}

/** Sends everything that waits, and records it as the one who sends does. */
export async function sendAll(store: Store, now: Temporal.Instant): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for (let next = await nextMessage(store); next !== null; next = await nextMessage(store)) {
    sent.push(await recordSent(store, next, now));
  }
  return sent;
}

/** Takes the next message; null: none waits. Teams has no limits here. */
export async function nextMessage(store: Store): Promise<ClaimedMessage | null> {
  const outbox = new Outbox({ db: store.database.db, clock: null, limits: { all: [], conversation: [] } });
  const next = await outbox.claim({ by: 'the-instance', lease: 60_000 });
  return next.kind === 'message' ? next.message : null;
}

export async function recordSent(store: Store, message: ClaimedMessage, now: Temporal.Instant): Promise<Sent> {
  const { id, conversationId, lines } = message;
  const activityId = `activity-of-${id}`;
  await store.database.db.transaction().execute(async (trx) => {
    await store.outbox.sent(message, { activityId, at: now }, trx);
    await store.reminders.told(trx, lines, { id, conversationId }, now);
  });
  return { ...message, activityId };
}

/** Records that the place refused it for good and that there is no other one. */
export async function recordDead(store: Store, message: ClaimedMessage, code: string, now: Temporal.Instant) {
  await store.database.db.transaction().execute(async (trx) => {
    await store.outbox.dead(message, code, trx);
    const reason = { code, place: message.conversationId, rerouted: false };
    await store.reminders.refused(trx, message.lines, reason, now);
  });
}

export interface Written {
  readonly id: string;
  readonly kind: MessageKind;
  readonly to: string;
  readonly state: MessageState;
  readonly redraws: string | null;
  readonly data: unknown;
  readonly lines: readonly { readonly moveId: string; readonly key: string; readonly missed: boolean }[];
}

/** The messages of one kind, in the order in which they were written. */
export async function written({ database }: Pick<Store, 'database'>, kind: MessageKind): Promise<readonly Written[]> {
  const { rows } = await sql<Written>`
    select id, kind, conversation_id as to, state, redraws, data, (
      select coalesce(jsonb_agg(jsonb_build_object('moveId', move_id, 'key', key, 'missed', missed) order by move_id, key), '[]')
      from message_line where message_id = message.id) as lines
    from message where kind = ${kind} order by seq`.execute(database.db);
  return rows;
}

/** To whom messages of a kind wait, with the keys they carry; `(missed)` behind those that are told too late. */
export async function digests(store: Pick<Store, 'database'>): Promise<Readonly<Record<string, readonly string[]>>> {
  const waiting = (await written(store, 'reminders')).filter(({ state }) => state === 'waiting');
  const places = waiting.map(({ to }) => to);
  assert.equal(new Set(places).size, places.length, `one for each place: ${places}`);
  const keys = ({ lines }: Written) => lines.map(({ key, missed }) => (missed ? `${key} (missed)` : key)).sort();
  return Object.fromEntries(waiting.map((message) => [message.to, keys(message)]));
}

export async function find(store: Store, move: Move, { key }: { readonly key: string } = aReminder()) {
  const reminder = await store.reminders.find(move.id, key);
  assert.ok(reminder, key);
  return reminder;
}

export async function stateOf(store: Store, move: Move, reminder?: { readonly key: string }): Promise<ReminderState> {
  return (await find(store, move, reminder)).state;
}

/** The states of these reminders, in their order. */
export async function statesOf(
  store: Store,
  move: Move,
  reminders: readonly { readonly key: string }[],
): Promise<readonly ReminderState[]> {
  return Promise.all(reminders.map((reminder) => stateOf(store, move, reminder)));
}

/** What the journal says, as `<kind> <key> by <name>`, oldest first. */
export async function told({ database }: Pick<Store, 'database'>, move?: Move): Promise<readonly string[]> {
  const lines = await journal(database.db, { ...(move && { moveId: move.id }), limit: 100 });
  return lines.map(({ kind, key, by }) => `${kind} ${key} by ${by.name}`);
}

export const keysOf = (reminders: readonly Pick<Reminder, 'key'>[]): readonly string[] =>
  reminders.map(({ key }) => key);

/** The bot may speak to a person by themselves. */
export async function chatOf(store: Store, person: Person, overrides: Partial<Conversation> = {}): Promise<string> {
  const id = `chat-of-${person.name}`;
  const chat: Conversation = {
    id,
    reference: {},
    scope: 'personal',
    userId: person.id,
    locale: null,
    timeZone: null,
    ...overrides,
  };
  await store.conversations.upsert(chat, DUE);
  return chat.id;
}
