import { type Kysely, type RawBuilder, sql } from 'kysely';
import {
  isOneOf,
  type Reminder,
  type ReminderRef,
  SELECT_REMINDERS,
  type StoredReminder,
  toReminder,
} from './reminder-rows.ts';
import type { Schema } from './schema.ts';

/** What the bot will speak of, once for each subject (a subscription of a move, its invitation, its credit), not for each of its days. */
export interface SubjectAhead {
  /** What is said of it next. */
  readonly next: Reminder;
  /** What is said of it after that, the earliest first. */
  readonly later: readonly LaterStage[];
}

/** Of a later stage what tells the day on which it really comes. */
export type LaterStage = Pick<Reminder, 'nextOn' | 'stage' | 'state' | 'deadline'>;

export interface SubjectsAhead {
  readonly subjects: readonly SubjectAhead[];
  /** How many there are in all, counted up to `MOST_COUNTED`. */
  readonly total: number;
}

/** Who has more than so many is told "more than". To count a million rows for a line below a list is not worth the time. */
export const MOST_COUNTED = 1000;

/** What the bot will speak of next, of one move or of all, the earliest first. */
export async function subjectsAhead(
  db: Kysely<Schema>,
  options: { readonly moveId?: string; readonly limit: number },
): Promise<SubjectsAhead> {
  const { rows } = await firstOfEach(options).execute(db);
  const found = await remindersOf(db, rows);
  return {
    subjects: rows.flatMap(({ moveId, key, later }) => {
      const next = found.get(nameOf({ moveId, key }));
      return next === undefined ? [] : [{ next, later }];
    }),
    total: rows[0]?.total ?? 0,
  };
}

/** The next reminder of each subject, how many there are, and what follows it. */
export function firstOfEach({
  moveId,
  limit,
}: {
  readonly moveId?: string;
  readonly limit: number;
}): RawBuilder<FirstOfSubject> {
  return sql<FirstOfSubject>`
    with ahead as (
      ${moveId === undefined ? firstOfAll : firstOf(moveId)} order by next_on, move_id, key limit ${MOST_COUNTED + 1}
    ), shown as (select * from ahead order by next_on, move_id, key limit ${limit})
    select shown.move_id as "moveId", shown.key, (select count(*) from ahead)::integer as total, (
      select coalesce(jsonb_agg(jsonb_build_object(
          'nextOn', later.next_on, 'stage', later.stage, 'state', later.state, 'deadline', later.deadline)
        order by later.next_on, later.key), '[]')
      from reminder as later
      where later.move_id = shown.move_id and later.thread = shown.thread and later.key <> shown.key
        and later.state in ('planned', 'snoozed')) as later
    from shown order by shown.next_on, shown.move_id, shown.key`;
}

/**
 * Reads along `reminder_waiting`, which is in the order of the list, and asks of each row whether it is the first of its thread. So of
 * very many moves only those are read that are counted, also where all of them share a day. A subquery, not a join: the whole table
 * would be joined. Its answer is yes or no: compared outside, each key being the only one of its kind, the database would expect
 * hardly any row to fit, and read and sort all of them.
 */
const firstOfAll = sql`
  select move_id, key, thread, next_on from reminder
  where state in ('planned', 'snoozed') and (
    select first.key = reminder.key from reminder as first
    where first.move_id = reminder.move_id and first.thread = reminder.thread and first.state in ('planned', 'snoozed')
    order by first.next_on, first.key limit 1)`;

/** A move may have thousands of them: each is read once. */
const firstOf = (moveId: string) => sql`
  select * from (
    select distinct on (thread) move_id, key, thread, next_on from reminder
    where move_id = ${moveId} and state in ('planned', 'snoozed') order by thread, next_on, key) as first`;

interface FirstOfSubject extends ReminderRef {
  readonly total: number;
  readonly later: readonly LaterStage[];
}

async function remindersOf(db: Kysely<Schema>, refs: readonly ReminderRef[]): Promise<ReadonlyMap<string, Reminder>> {
  if (refs.length === 0) return new Map();
  const { rows } = await sql<StoredReminder>`${SELECT_REMINDERS} where ${isOneOf(refs)}`.execute(db);
  return new Map(rows.map((row) => [nameOf({ moveId: row.move_id, key: row.key }), toReminder(row)]));
}

const nameOf = ({ moveId, key }: ReminderRef): string => JSON.stringify([moveId, key]);
