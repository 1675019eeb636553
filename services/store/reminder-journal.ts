import { type Kysely, type Selectable, sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { SentenceParams } from '../errors.ts';
import type { Person } from '../moves/move.ts';
import { jsonb, storable } from './json.ts';
import type { ReminderEventKind, Schema } from './schema.ts';

/** Author of what nobody did. */
export const BY_THE_BOT: Person = { id: 'system', name: 'CSP Move Assistant' };

/** One line of the journal: what happened to a reminder. */
export interface ReminderEvent {
  readonly moveId: string;
  readonly key: string;
  /** By the product's clock. */
  readonly at: Temporal.Instant;
  readonly kind: ReminderEventKind;
  readonly by: Person;
  /** `sent`: `message`, `place`; `snoozed`: `until`; `assigned`: `to`; `failed`, `rerouted`: `reason`, `place`; `undone`: `act`. */
  readonly detail: SentenceParams;
}

/** Writes one line for each of these reminders. */
export async function record(
  db: Kysely<Schema>,
  kind: ReminderEventKind,
  refs: readonly { readonly moveId: string; readonly key: string }[],
  by: Person,
  at: Temporal.Instant,
  detail: SentenceParams = {},
): Promise<void> {
  if (refs.length === 0) return;
  await sql`
    insert into reminder_event (move_id, key, at, kind, by_id, by_name, detail)
    select "moveId", "key", ${at.toString()}::timestamptz, ${kind}, ${by.id}, ${storable(by.name)}, ${jsonb(detail)}::jsonb
    from jsonb_to_recordset(${jsonb(refs)}::jsonb) as told ("moveId" text, "key" text)`.execute(db);
}

/** The journal of a move, or of all, oldest first; the newest lines where there are more than asked for. */
export async function journal(
  db: Kysely<Schema>,
  options: { readonly moveId?: string; readonly limit: number },
): Promise<readonly ReminderEvent[]> {
  let query = db.selectFrom('reminder_event').selectAll();
  if (options.moveId !== undefined) query = query.where('move_id', '=', options.moveId);
  const rows = await query.orderBy('id', 'desc').limit(options.limit).execute();
  return rows.reverse().map(toEvent);
}

/** A line about what somebody did. */
export type ActEvent = ReminderEvent & { readonly kind: 'done' | 'snoozed' | 'assigned' | 'undone' };

/** The latest of a move; null: nobody did anything about its reminders. */
export async function lastActOf(db: Kysely<Schema>, moveId: string): Promise<ActEvent | null> {
  const row = await db
    .selectFrom('reminder_event')
    .selectAll()
    .where('move_id', '=', moveId)
    .where('kind', 'in', ['done', 'snoozed', 'assigned', 'undone'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  // The condition of the query.
  return row === undefined ? null : (toEvent(row) as ActEvent);
}

function toEvent(row: Selectable<Schema['reminder_event']>): ReminderEvent {
  return {
    moveId: row.move_id,
    key: row.key,
    at: Temporal.Instant.fromEpochMilliseconds(row.at.getTime()),
    kind: row.kind,
    by: { id: row.by_id, name: row.by_name },
    detail: row.detail,
  };
}
