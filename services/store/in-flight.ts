import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { SentenceParams } from '../errors.ts';
import {
  IS_LATEST,
  isOneOf,
  type Reminder,
  type ReminderRef,
  SELECT_REMINDERS,
  type StoredReminder,
  toReminder,
} from './reminder-rows.ts';
import type { Schema } from './schema.ts';

/** Whose moves: of all, or those opened in one conversation. */
export interface Whose {
  readonly conversationId: string | null;
}

/** An original subscription and the last day (ISO calendar date, UTC) of its term. */
export interface Ending {
  readonly moveId: string;
  readonly endsOn: string;
  readonly params: SentenceParams;
}

/** A list cut to what was asked for, and how many there are in all. */
export interface Cut<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** What goes on in many moves at once, read from their reminders. Reads only. */
export class InFlight {
  readonly #db: Kysely<Schema>;

  constructor(deps: { db: Kysely<Schema> }) {
    this.#db = deps.db;
  }

  /** How many moves are open. */
  async open({ conversationId }: Whose): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from move where state = 'open' and ${inConversation(conversationId)}`.execute(
      this.#db,
    );
    return rows[0]?.count ?? 0;
  }

  /**
   * Originals whose term ends between two days, the earliest first: those the bot will still remind of. The last stage before an end is
   * always planned, so each of them has one.
   */
  async ending(
    { conversationId }: Whose,
    { from, to, limit }: { readonly from: string; readonly to: string; readonly limit: number },
  ): Promise<Cut<Ending>> {
    const { rows } = await sql<Ending & { total: number }>`
      select *, count(*) over ()::integer as total from (
        select distinct on (reminder.move_id, reminder.subscription_id) reminder.move_id as "moveId",
          reminder.due_on - reminder.stage as "endsOn", reminder.params
        from reminder join move on move.id = reminder.move_id
        where reminder.state in ('planned', 'snoozed') and reminder.next_on <= ${to}::date and reminder.anchor = 'original-end'
          and move.state = 'open' and ${inConversation(conversationId)}
          and reminder.due_on - reminder.stage between ${from}::date and ${to}::date
        order by reminder.move_id, reminder.subscription_id) as ending
      order by "endsOn", "moveId" limit ${limit}`.execute(this.#db);
    return {
      items: rows.map(({ moveId, endsOn, params }) => ({ moveId, endsOn, params })),
      total: rows[0]?.total ?? 0,
    };
  }

  /** How many originals end in each month (`2026-12`) between two days; those that `ending` tells one by one, and more. */
  async endingByMonth(
    { conversationId }: Whose,
    { from, to }: { readonly from: string; readonly to: string },
  ): Promise<readonly { readonly month: string; readonly count: number }[]> {
    const { rows } = await sql<{ month: string; count: number }>`
      select to_char(ends_on, 'YYYY-MM') as month, count(*)::integer as count from (
        select distinct reminder.move_id, reminder.subscription_id, reminder.due_on - reminder.stage as ends_on
        from reminder join move on move.id = reminder.move_id
        where reminder.state in ('planned', 'snoozed') and reminder.next_on <= ${to}::date and reminder.anchor = 'original-end'
          and move.state = 'open' and ${inConversation(conversationId)}
          and reminder.due_on - reminder.stage between ${from}::date and ${to}::date) as ending
      group by 1 order by 1`.execute(this.#db);
    return rows;
  }

  /** Reminders that nobody acted on and whose last day has passed since a day, the longest ago first; of each thread the latest. */
  async overdue(
    { conversationId }: Whose,
    { since, today, limit }: { readonly since: string; readonly today: string; readonly limit: number },
  ): Promise<Cut<Reminder>> {
    const { rows } = await sql<ReminderRef & { total: number }>`
      select reminder.move_id as "moveId", reminder.key, count(*) over ()::integer as total
      from reminder join move on move.id = reminder.move_id
      where reminder.state in ('sending', 'sent') and reminder.next_on >= ${since}::date
        and coalesce(reminder.deadline, 'infinity'::date) >= ${since}::date
        and coalesce(reminder.deadline, 'infinity'::date) < ${today}::date
        and move.state = 'open' and ${inConversation(conversationId)}
        and ${IS_LATEST}
      order by coalesce(reminder.deadline, 'infinity'::date), reminder.move_id, reminder.key limit ${limit}`.execute(
      this.#db,
    );
    return { items: await this.#reminders(rows), total: rows[0]?.total ?? 0 };
  }

  /** Reminders that were sent, can still be acted on, and have nobody on them (or somebody who left), the most pressing first; of each thread the latest. */
  async unassigned(
    { conversationId }: Whose,
    { today, limit }: { readonly today: string; readonly limit: number },
  ): Promise<Cut<Reminder>> {
    const { rows } = await sql<ReminderRef & { total: number }>`
      select reminder.move_id as "moveId", reminder.key, count(*) over ()::integer as total
      from reminder join move on move.id = reminder.move_id
      where reminder.state in ('sending', 'sent') and coalesce(reminder.deadline, 'infinity'::date) >= ${today}::date
        and move.state = 'open' and ${inConversation(conversationId)} and ${IS_LATEST}
        and not exists (
          select from assignment left join person on person.id = assignment.person_id
          where assignment.move_id = reminder.move_id and assignment.thread = reminder.thread and person.left_at is null)
      order by coalesce(reminder.deadline, 'infinity'::date), reminder.move_id, reminder.key limit ${limit}`.execute(
      this.#db,
    );
    return { items: await this.#reminders(rows), total: rows[0]?.total ?? 0 };
  }

  async #reminders(refs: readonly ReminderRef[]): Promise<readonly Reminder[]> {
    if (refs.length === 0) return [];
    const { rows } = await sql<StoredReminder>`
      ${SELECT_REMINDERS} where ${isOneOf(refs)} order by reminder.deadline, reminder.move_id, reminder.key`.execute(
      this.#db,
    );
    return rows.map(toReminder);
  }
}

function inConversation(conversationId: string | null): RawBuilder<boolean> {
  return conversationId === null ? sql<boolean>`true` : sql<boolean>`move.conversation_id = ${conversationId}`;
}
