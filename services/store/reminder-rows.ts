import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Person } from '../moves/move.ts';
import type { PlannedReminder } from '../reminders/reminder.ts';
import { jsonb } from './json.ts';
import type { ReminderBefore, ReminderRow, ReminderState, Schema } from './schema.ts';

/** Names a reminder. */
export interface ReminderRef {
  readonly moveId: string;
  readonly key: string;
}

/** A reminder as stored: what was planned and what became of it. All instants ISO 8601 in UTC, all dates ISO calendar dates. */
export interface Reminder extends PlannedReminder, ReminderRef {
  readonly state: ReminderState;
  /** On which day it is due next: by its plan, or at the end of a snooze. */
  readonly nextOn: string;
  readonly sentAt: string | null;
  /** Who marked it done, snoozed or assigned it last, and when; null when nobody did. */
  readonly acted: { readonly by: Person; readonly at: string } | null;
  /** What that act changed; null: there is nothing to take back. */
  readonly before: ReminderBefore | null;
  /** Who is on it and on the stages that follow; null: nobody. */
  readonly assignee: Person | null;
  /** A later stage of the same thread was sent. */
  readonly followed: boolean;
  /** Code of the reason why the last delivery failed; null when none did. */
  readonly failure: string | null;
}

export type StoredReminder = ReminderRow & {
  readonly person_id: string | null;
  readonly person_name: string | null;
  readonly followed: boolean;
};

/** All columns of a `Reminder`, for a statement that continues with a condition on `reminder`. */
export const SELECT_REMINDERS = sql`
  select reminder.*, assignment.person_id, assignment.person_name, exists (
    select from reminder as later
    where later.move_id = reminder.move_id and later.thread = reminder.thread
      and later.due_on > reminder.due_on and later.sent_at is not null and later.state <> 'cancelled'
      and (later.state <> 'done' or later.due_on - later.stage = reminder.due_on - reminder.stage)) as followed
  from reminder
  left join assignment on assignment.move_id = reminder.move_id and assignment.thread = reminder.thread`;

/** That no later stage has taken the place of a row of `reminder`. What was done about another date, before it moved, does not count. */
export const IS_LATEST = sql<boolean>`not exists (
  select from reminder as later where later.move_id = reminder.move_id and later.thread = reminder.thread
    and later.due_on > reminder.due_on and (later.state in ('sending', 'sent', 'snoozed')
      or (later.state = 'done' and later.due_on - later.stage = reminder.due_on - reminder.stage)))`;

/** That a row of `reminder` is one of these. */
export function isOneOf(refs: readonly ReminderRef[]) {
  return sql<boolean>`(reminder.move_id, reminder.key) in (
    select "moveId", "key" from jsonb_to_recordset(${jsonb(refs)}::jsonb) as wanted ("moveId" text, "key" text))`;
}

/**
 * Keeps rows of `reminder` as they are for everybody else until the transaction ends. Whoever is about to change several does this
 * first: all meet them in the same order, so that no two wait for each other.
 */
export async function lockReminders(trx: Transaction<Schema>, which: RawBuilder<boolean>): Promise<void> {
  await sql`
    select from reminder where ${which} order by reminder.move_id, reminder.key for no key update`.execute(trx);
}

export function toReminder(row: StoredReminder): Reminder {
  const { acted_at, acted_by_id, acted_by_name, person_id, person_name } = row;
  return {
    moveId: row.move_id,
    key: row.key,
    anchor: row.anchor,
    stage: row.stage,
    subscriptionId: row.subscription_id,
    dueOn: row.due_on,
    deadline: row.deadline,
    code: row.code,
    params: row.params,
    state: row.state,
    nextOn: row.next_on,
    sentAt: row.sent_at?.toISOString() ?? null,
    acted:
      acted_at === null || acted_by_id === null || acted_by_name === null
        ? null
        : { by: { id: acted_by_id, name: acted_by_name }, at: acted_at.toISOString() },
    before: row.before,
    assignee: person_id === null || person_name === null ? null : { id: person_id, name: person_name },
    followed: row.followed,
    failure: row.failure,
  };
}
