import { type RawBuilder, sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { ReminderDelivery } from './job-data.ts';

/**
 * Takes the due reminders of the conversations that have waited longest; each row is locked, so that two instances never take
 * the same one. `due` and `reminder_waiting` (the index) name the same states, literally: otherwise the index is not used.
 */
export function takeDue(now: Temporal.Instant, limit: number): RawBuilder<TakenReminder> {
  const today = now.toZonedDateTimeISO('UTC').toPlainDate().toString();
  return sql<TakenReminder>`
    with due as (
      select move_id from reminder
      where state in ('planned', 'snoozed') and due_at <= ${now.toString()}::timestamptz
      order by due_at limit ${limit}
    ), served as materialized (
      select distinct move.conversation_id from due join move on move.id = due.move_id
    ), taken as (
      select reminder.move_id, reminder.key, move.conversation_id from reminder
      join move on move.id = reminder.move_id
      join served on served.conversation_id = move.conversation_id
      where reminder.state in ('planned', 'snoozed') and reminder.due_at <= ${now.toString()}::timestamptz
      order by reminder.due_at, reminder.move_id, reminder.key
      for update of reminder skip locked
    )
    update reminder
    set state = case when deadline < ${today}::date then 'missed' else 'sending' end, taken_at = now()
    from taken
    where reminder.move_id = taken.move_id and reminder.key = taken.key
    returning reminder.move_id as "moveId", reminder.key, reminder.state, reminder.failures,
      taken.conversation_id as "conversationId"`;
}

/**
 * One digest for each conversation. `copyTo` gets a copy of all the others; not again of what could not be delivered before:
 * it was in an earlier copy.
 */
export function deliveries(claimed: readonly TakenReminder[], copyTo: string | null): readonly ReminderDelivery[] {
  const digests = [...Map.groupBy(claimed, (row) => row.conversationId)].map(([id, rows]) => digest(id, rows, false));
  if (copyTo === null) return digests;
  const copied = claimed.filter((row) => row.conversationId !== copyTo && row.failures === 0);
  return copied.length === 0 ? digests : [...digests, digest(copyTo, copied, true)];
}

function digest(conversationId: string, rows: readonly TakenReminder[], copy: boolean): ReminderDelivery {
  const refs = (state: TakenReminder['state']) =>
    rows.filter((row) => row.state === state).map(({ moveId, key }) => ({ moveId, key }));
  return { kind: 'reminders', conversationId, copy, reminders: refs('sending'), missed: refs('missed') };
}

/** A reminder that was just taken. */
export interface TakenReminder {
  readonly moveId: string;
  readonly key: string;
  readonly state: 'sending' | 'missed';
  /** How often its delivery was given up so far. */
  readonly failures: number;
  readonly conversationId: string;
}
