import { type RawBuilder, sql } from 'kysely';
import type { TeamSettings } from '../reminders/team-settings.ts';
import type { DueWindow } from '../reminders/working-calendar.ts';
import type { MessageLine, OutgoingMessage } from './message.ts';
import type { ReminderRef } from './reminder-rows.ts';

/**
 * Takes the due reminders, the earliest first; each row is locked, so that two instances never take the same one. The states are
 * named literally as in the index `reminder_waiting`: otherwise it is not used. What is past its deadline on `today` (ISO date, UTC) is
 * taken as missed. Who was put on it and left the team is passed over: the one who opened the move is told.
 */
export function takeDue(window: DueWindow, today: string, limit: number): RawBuilder<TakenReminder> {
  return sql<TakenReminder>`
    with due as (
      select move_id, key from reminder
      where state in ('planned', 'snoozed') and ${dueIn(window)}
      order by next_on limit ${limit}
      for no key update skip locked
    ), taken as (
      update reminder
      set state = case when deadline < ${today}::date then 'missed' else 'sending' end
      from due where reminder.move_id = due.move_id and reminder.key = due.key
      returning reminder.*
    )
    select taken.move_id as "moveId", taken.key, taken.state, coalesce(
        (select id from conversation where id = move.conversation_id and scope = 'personal'), opener.id, move.conversation_id
      ) as "openersChat",
      chat.id as "assigneesChat"
    from taken join move on move.id = taken.move_id
    left join assignment on assignment.move_id = taken.move_id and assignment.thread = taken.thread
    left join lateral (
      select id from conversation where user_id = move.doc -> 'openedBy' ->> 'id' and scope = 'personal'
      order by updated_at desc limit 1) as opener on true
    left join lateral (
      select id from conversation where user_id = assignment.person_id and scope = 'personal'
        and not exists (select from person where person.id = assignment.person_id and person.left_at is not null)
      order by updated_at desc limit 1) as chat on true`;
}

/**
 * Counts as missed what was taken in time and had reached nobody when its deadline passed, because Teams took nothing. Its message, which
 * still waits, tells it as such. `today`: ISO date, UTC.
 */
export function missOnTheWay(today: string): RawBuilder<ReminderRef> {
  return sql<ReminderRef>`
    with late as (
      select move_id, key from reminder where state = 'sending' and deadline < ${today}::date
      order by move_id, key
      for no key update skip locked
    ), told_as_missed as (
      update message_line as line set missed = true from late, message
      where line.move_id = late.move_id and line.key = late.key
        and message.id = line.message_id and message.state in ('waiting', 'sending')
    )
    update reminder set state = 'missed'
    from late where reminder.move_id = late.move_id and reminder.key = late.key
    returning reminder.move_id as "moveId", reminder.key`;
}

/** The bounds of a window as a condition on the columns of `reminder`, whose `next_on` never lies after the deadline. */
export function dueIn(window: DueWindow): RawBuilder<boolean> {
  const { through, onTimeThrough, earlyThrough, deadlineThrough, lastChanceThrough } = window;
  const date = (iso: string | null) => sql`${iso}::date`;
  return sql<boolean>`next_on <= ${date(through)} and (
    (next_on <= ${date(onTimeThrough)} or (early and next_on <= ${date(earlyThrough)}))
      and (${date(deadlineThrough)} is null or deadline <= ${date(deadlineThrough)})
    or deadline <= ${date(lastChanceThrough)})`;
}

/** A reminder that was just taken, and the chats of those it may be for. */
export interface TakenReminder {
  readonly moveId: string;
  readonly key: string;
  readonly state: 'sending' | 'missed';
  readonly openersChat: string;
  /** Null: nobody is on it, or they have no chat with the bot. */
  readonly assigneesChat: string | null;
}

/**
 * One message for each place that is told of any of them.
 *
 * | places | without a channel | with one |
 * | --- | --- | --- |
 * | both | the person's chat | the person's chat and the channel |
 * | channel | the person's chat | the channel |
 * | personal | the person's chat | the person's chat |
 *
 * The person is who is on it, else who opened the move.
 */
export function messagesFor(
  taken: readonly TakenReminder[],
  places: TeamSettings['places'],
  channel: string | null,
): readonly OutgoingMessage[] {
  const lines = new Map<string, MessageLine[]>();
  for (const row of taken) {
    const line = { moveId: row.moveId, key: row.key, missed: row.state === 'missed' };
    for (const place of new Set(placesOf(row, places, channel))) {
      const there = lines.get(place);
      if (there === undefined) lines.set(place, [line]);
      else there.push(line);
    }
  }
  return [...lines].map(([conversationId, carried]) => ({
    kind: 'reminders',
    conversationId,
    data: {},
    lines: carried,
  }));
}

function placesOf(
  { openersChat, assigneesChat }: TakenReminder,
  places: TeamSettings['places'],
  channel: string | null,
): readonly string[] {
  const person = assigneesChat ?? openersChat;
  if (channel === null || places === 'personal') return [person];
  return places === 'channel' ? [channel] : [person, channel];
}
