import { type Kysely, sql, type Transaction } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import { threadOf } from '../reminders/reminder.ts';
import type { TeamSettings } from '../reminders/team-settings.ts';
import type { DueWindow } from '../reminders/working-calendar.ts';
import { messagesFor, missOnTheWay, takeDue } from './due-reminders.ts';
import type { MessageWriter } from './message.ts';
import { takeOutTold } from './outbox-carried.ts';
import { type ActEvent, BY_THE_BOT, lastActOf, record } from './reminder-journal.ts';
import { redrawsOfEarlier } from './reminder-messages.ts';
import {
  IS_LATEST,
  isOneOf,
  lockReminders,
  type Reminder,
  type ReminderRef,
  SELECT_REMINDERS,
  type StoredReminder,
  toReminder,
} from './reminder-rows.ts';
import { MOST_COUNTED, type SubjectsAhead, subjectsAhead } from './reminders-ahead.ts';
import type { Schema } from './schema.ts';

/**
 * The reminders and what becomes of them. "Now" is the product's clock, given by the caller.
 *
 *     planned --claimDue--> sending --told--> sent
 *        |                     +--undeliverable--> missed --told after all--> sent
 *        |                     +--claimDue after the deadline--> missed
 *        +--claimDue after the deadline--> missed
 *     any but cancelled --act (reminder-acts.ts)--> done, snoozed --claimDue--> sending
 *     done, snoozed --undo, within a minute--> as it was
 *     no longer in the plan (reconcile-reminders.ts) --> cancelled
 */
export class ReminderStore {
  readonly #db: Kysely<Schema>;
  readonly #messages: MessageWriter;

  constructor(deps: { db: Kysely<Schema>; messages: MessageWriter }) {
    this.#db = deps.db;
    this.#messages = deps.messages;
  }

  /**
   * Takes what is due and writes, in the same transaction, one message for each place that is told of it, so that what piled up
   * arrives as one digest. What is past its deadline becomes `missed` and is told as such, also what was taken before and has reached nobody
   * since. Several instances may call it at once; each reminder is taken once.
   *
   * @param options.channel the team's channel; null: there is none
   * @returns how many were taken; call again until it is 0
   */
  async claimDue(options: {
    readonly window: DueWindow;
    /** ISO calendar date (UTC). */
    readonly today: string;
    readonly limit: number;
    readonly places: TeamSettings['places'];
    readonly channel: string | null;
    readonly now: Temporal.Instant;
  }): Promise<number> {
    return this.#db.transaction().execute(async (trx) => {
      const late = await missOnTheWay(options.today).execute(trx);
      const { rows } = await takeDue(options.window, options.today, options.limit).execute(trx);
      const missed = [...late.rows, ...rows.filter(({ state }) => state === 'missed')];
      await record(trx, 'missed', missed, BY_THE_BOT, options.now);
      await this.#messages.put(trx, messagesFor(rows, options.places, options.channel));
      return rows.length;
    });
  }

  /**
   * Records that a message carried these reminders, as part of the transaction that records the message; earlier stages of theirs
   * shrink where they stand. One that was done, snoozed or cancelled meanwhile stays so, and its card is drawn anew. One that is only planned,
   * because somebody was put on it early, comes on its day all the same.
   */
  async told(
    trx: Transaction<Schema>,
    refs: readonly ReminderRef[],
    message: { readonly id: string; readonly conversationId: string },
    now: Temporal.Instant,
  ): Promise<void> {
    if (refs.length === 0) return;
    await lockReminders(trx, isOneOf(refs));
    // What another place refused before was missed only as long as nobody had been told.
    const { rows } = await sql<{ overtaken: boolean }>`
      update reminder set failure = null,
        sent_at = case when state = 'planned' then sent_at else ${now.toString()}::timestamptz end,
        state = case when state = 'sending' or (state = 'missed' and exists (
          select from message_line as line where line.message_id = ${message.id}
            and line.move_id = reminder.move_id and line.key = reminder.key and not line.missed)) then 'sent' else state end
      where ${isOneOf(refs)}
      returning state in ('done', 'snoozed', 'cancelled') as overtaken`.execute(trx);
    await record(trx, 'sent', refs, BY_THE_BOT, now, { message: message.id, place: message.conversationId });
    await takeOutTold(trx, refs, message);
    await this.#messages.put(trx, await redrawsOfEarlier(trx, refs, message.id));
    if (!rows.some(({ overtaken }) => overtaken)) return;
    const { id, conversationId } = message;
    await this.#messages.put(trx, [{ kind: 'redraw', conversationId, data: {}, redraws: id }]);
  }

  /** Records that a place refused these, with the code of the reason; `rerouted`: another one is tried. */
  async refused(
    trx: Transaction<Schema>,
    refs: readonly ReminderRef[],
    reason: { readonly code: string; readonly place: string; readonly rerouted: boolean },
    now: Temporal.Instant,
  ): Promise<void> {
    if (refs.length === 0) return;
    const { code, place, rerouted } = reason;
    await lockReminders(trx, isOneOf(refs));
    // What was told somewhere else is not missed.
    await sql`
      update reminder set failure = ${code},
        state = case when state = 'sending' and not ${rerouted}::boolean then 'missed' else state end
      where ${isOneOf(refs)}`.execute(trx);
    await record(trx, rerouted ? 'rerouted' : 'failed', refs, BY_THE_BOT, now, { reason: code, place });
  }

  /**
   * Gives back what is on its way in no message: the message was sent without it, or is gone with a restored database.
   *
   * @returns how many there were
   */
  async releaseLost(): Promise<number> {
    const { rows } = await sql`
      with lost as (
        select move_id, key from reminder where state = 'sending' and not exists (
          select from message_line join message on message.id = message_line.message_id
          where message_line.move_id = reminder.move_id and message_line.key = reminder.key
            and message.state in ('waiting', 'sending'))
        for no key update skip locked
      )
      update reminder set state = 'planned' from lost
      where reminder.move_id = lost.move_id and reminder.key = lost.key
      returning reminder.key`.execute(this.#db);
    return rows.length;
  }

  /** What somebody did last about a reminder of a move; null: nobody did anything. */
  async lastAct(moveId: string): Promise<ActEvent | null> {
    return lastActOf(this.#db, moveId);
  }

  /** One reminder; null when there is none of that key. */
  async find(moveId: string, key: string): Promise<Reminder | null> {
    const [reminder] = await this.findAll([{ moveId, key }]);
    return reminder ?? null;
  }

  /** These reminders, the earliest first; those that do not exist are left out. */
  async findAll(refs: readonly ReminderRef[]): Promise<readonly Reminder[]> {
    if (refs.length === 0) return [];
    const { rows } = await sql<StoredReminder>`
      ${SELECT_REMINDERS} where ${isOneOf(refs)} order by reminder.next_on, reminder.key`.execute(this.#db);
    return rows.map(toReminder);
  }

  /** All stages of the thread of a reminder, the earliest first. */
  async thread(reminder: Reminder): Promise<readonly Reminder[]> {
    const { rows } = await sql<StoredReminder>`
      ${SELECT_REMINDERS} where reminder.move_id = ${reminder.moveId} and reminder.thread = ${threadOf(reminder)}
      order by reminder.next_on, reminder.key`.execute(this.#db);
    return rows.map(toReminder);
  }

  /** All of one move, the earliest first: what its reminders were and what became of them. */
  async ofMove(moveId: string): Promise<readonly Reminder[]> {
    const { rows } = await sql<StoredReminder>`
      ${SELECT_REMINDERS} where reminder.move_id = ${moveId} order by reminder.next_on, reminder.key`.execute(this.#db);
    return rows.map(toReminder);
  }

  /** What will be sent next, of one move or of all, the earliest first. */
  async upcoming(options: { readonly moveId?: string; readonly limit: number }): Promise<readonly Reminder[]> {
    const { rows } = await sql<StoredReminder>`
      ${SELECT_REMINDERS} where reminder.state in ('planned', 'snoozed') and ${ofMove(options.moveId)}
      order by reminder.next_on, reminder.move_id, reminder.key limit ${options.limit}`.execute(this.#db);
    return rows.map(toReminder);
  }

  /** What will be spoken of next, of one move or of all: once for each subject, the earliest first, with the days that follow. */
  async ahead(options: { readonly moveId?: string; readonly limit: number }): Promise<SubjectsAhead> {
    return subjectsAhead(this.#db, options);
  }

  /**
   * What was sent, waits for somebody and can still be acted on that day (ISO date, UTC), of one move or of all, the most pressing
   * first. Of the stages of one date only the latest.
   */
  async openNow(options: {
    readonly today: string;
    readonly moveId?: string;
    readonly limit: number;
  }): Promise<readonly Reminder[]> {
    const { rows } = await sql<StoredReminder>`
      ${SELECT_REMINDERS}
      where ${isOpen(options.today, options.moveId)}
      order by coalesce(reminder.deadline, 'infinity'::date), reminder.next_on, reminder.move_id, reminder.key limit ${options.limit}`.execute(
      this.#db,
    );
    return rows.map(toReminder);
  }

  /** How many `openNow` would give without a limit, counted up to one more than `MOST_COUNTED`. */
  async countOpen({ today, moveId }: { readonly today: string; readonly moveId?: string }): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from (
        select from reminder where ${isOpen(today, moveId)} limit ${MOST_COUNTED + 1}) as counted`.execute(this.#db);
    return rows[0]?.count ?? 0;
  }
}

/** The states as in the index `reminder_pressing`: otherwise it is not used. */
function isOpen(today: string, moveId: string | undefined) {
  return sql<boolean>`reminder.state in ('sending', 'sent') and ${ofMove(moveId)}
    and coalesce(reminder.deadline, 'infinity'::date) >= ${today}::date and ${IS_LATEST}`;
}

function ofMove(moveId: string | undefined) {
  return moveId === undefined ? sql<boolean>`true` : sql<boolean>`reminder.move_id = ${moveId}`;
}
