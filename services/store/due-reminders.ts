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
    set state = case when deadline < ${today}::date then 'missed' else 'sending' end
    from taken
    where reminder.move_id = taken.move_id and reminder.key = taken.key
    returning reminder.move_id as "moveId", reminder.key, reminder.state, taken.conversation_id as "conversationId"`;
}

/** One digest for each conversation, and one of everything for `copyTo`. */
export function deliveries(claimed: readonly TakenReminder[], copyTo: string | null): readonly ReminderDelivery[] {
  const byConversation = Map.groupBy(claimed, (row) => row.conversationId);
  if (copyTo !== null) byConversation.set(copyTo, [...claimed]);
  const refs = (rows: readonly TakenReminder[], state: TakenReminder['state']) =>
    rows.filter((row) => row.state === state).map(({ moveId, key }) => ({ moveId, key }));
  return [...byConversation]
    .map(([conversationId, rows]) => ({
      kind: 'reminders' as const,
      conversationId,
      reminders: refs(rows, 'sending'),
      missed: refs(rows, 'missed'),
    }))
    .filter((delivery) => delivery.reminders.length > 0);
}

/** A reminder that was just taken. */
export interface TakenReminder {
  readonly moveId: string;
  readonly key: string;
  readonly state: 'sending' | 'missed';
  readonly conversationId: string;
}
