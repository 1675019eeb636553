import { type Kysely, sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Person } from '../moves/move.ts';
import type { PlannedReminder } from '../reminders/reminder.ts';
import { deliveries, takeDue } from './due-reminders.ts';
import type { JobSender } from './jobs.ts';
import { jsonb, storable } from './json.ts';
import type { ReminderRow, ReminderState, Schema, SentActivity } from './schema.ts';

/** Names a reminder. */
export interface ReminderRef {
  readonly moveId: string;
  readonly key: string;
}

/** A reminder as stored: what was planned and what became of it. All instants ISO 8601 in UTC. */
export interface Reminder extends PlannedReminder, ReminderRef {
  readonly state: ReminderState;
  /** When it is due next: by its plan, at the end of a snooze, or when delivery is tried again. */
  readonly dueAt: string;
  /** `dueAt` while it is snoozed. */
  readonly snoozedUntil: string | null;
  readonly sentAt: string | null;
  readonly sentActivity: SentActivity | null;
  /** Who marked it done or snoozed it, and when; null when nobody did. */
  readonly acted: { readonly by: Person; readonly at: string } | null;
  /** Code of the reason why the last delivery failed; null when none did. */
  readonly failure: string | null;
}

/**
 * The reminders and what becomes of them. "Now" is the product's clock, given by the caller.
 *
 *     planned --claimDue--> sending --markSent--> sent
 *        |                     +--release--> planned (due again later), missed after many times
 *        |                     +--releaseLost--> planned (due at once)
 *        |                     +--giveUp--> missed
 *        +--claimDue after the deadline--> missed
 *     any but done and cancelled --done--> done; --snooze--> snoozed --claimDue--> sending
 *     done, snoozed --undo--> sent, or planned when it was never sent
 *     no longer in the plan (reconcile-reminders.ts) --> cancelled
 */
export class ReminderStore {
  readonly #db: Kysely<Schema>;
  readonly #jobs: JobSender;

  constructor(deps: { db: Kysely<Schema>; jobs: JobSender }) {
    this.#db = deps.db;
    this.#jobs = deps.jobs;
  }

  /**
   * Takes what is due and writes, in the same transaction, one `deliver` job (`ReminderDelivery`) for each conversation in
   * which one of the moves was opened, so that what piled up arrives as one digest. What is past its deadline becomes
   * `missed` and is named in the job as such. Several instances may call it at once; each reminder is taken once.
   *
   * @param limit how many due reminders decide which conversations are served; those are then served completely
   * @param copyTo a conversation that gets a digest of all of them as well; null: none
   * @returns how many were taken; call again until it is 0
   */
  async claimDue(now: Temporal.Instant, limit: number, copyTo: string | null = null): Promise<number> {
    return this.#db.transaction().execute(async (trx) => {
      const { rows } = await takeDue(now, limit).execute(trx);
      const digests = deliveries(rows, copyTo).map((data) => ({ data }));
      await this.#jobs.sendAll('deliver', digests, { db: trx });
      return rows.length;
    });
  }

  /** Records that a message carried these reminders. One that was done, snoozed, cancelled or missed meanwhile stays so. */
  async markSent(refs: readonly ReminderRef[], activity: SentActivity, now: Temporal.Instant): Promise<void> {
    await this.#db
      .updateTable('reminder')
      .set({
        state: sql<ReminderState>`case when state = 'sending' then 'sent' else state end`,
        sent_at: now.toString(),
        sent_activity: jsonb(activity),
        failure: null,
        failures: 0,
      })
      .where(isOneOf(refs))
      .execute();
  }

  /**
   * Gives back what could not be delivered, with the code of the reason. It is due again in an hour; each time it happens the
   * pause doubles, up to a day. Taken after its deadline it becomes `missed`, and so does what has failed `MOST_FAILURES` times.
   */
  async release(refs: readonly ReminderRef[], failure: string, now: Temporal.Instant): Promise<void> {
    await this.#db
      .updateTable('reminder')
      .set({
        state: sql<ReminderState>`case when failures + 1 < ${MOST_FAILURES} then 'planned' else 'missed' end`,
        due_at: sql<Date>`${now.toString()}::timestamptz + least(24, power(2, failures)) * interval '1 hour'`,
        failures: sql<number>`failures + 1`,
        failure,
      })
      .where('state', '=', 'sending')
      .where(isOneOf(refs))
      .execute();
  }

  /**
   * Gives back what has been on its way for longer than any delivery job lives: the job is gone (a restored database, a queue
   * that was emptied). By the clock of the database, on which the jobs run.
   *
   * @returns how many there were
   */
  async releaseLost(): Promise<number> {
    const { rows } = await sql`
      update reminder set state = 'planned'
      where state = 'sending' and taken_at < now() - ${LOST_AFTER}::interval
      returning key`.execute(this.#db);
    return rows.length;
  }

  /** Records that no further try can deliver these, with the code of the reason: the conversation is gone, say. */
  async giveUp(refs: readonly ReminderRef[], failure: string): Promise<void> {
    await this.#db
      .updateTable('reminder')
      .set({ state: 'missed', failure })
      .where('state', '=', 'sending')
      .where(isOneOf(refs))
      .execute();
  }

  /** Somebody has done it. Done again, or cancelled, it stays as it is: the answer tells who was first. Null: no such reminder. */
  async done(moveId: string, key: string, by: Person, now: Temporal.Instant): Promise<Reminder | null> {
    await this.#db
      .updateTable('reminder')
      .set({ state: 'done', ...actedBy(by, now) })
      .where('move_id', '=', moveId)
      .where('key', '=', key)
      .where('state', 'not in', ['done', 'cancelled'])
      .execute();
    return this.find(moveId, key);
  }

  /** Puts it off; at that instant it is sent again. What is done or cancelled stays so. Null: no such reminder. */
  async snooze(
    moveId: string,
    key: string,
    until: Temporal.Instant,
    by: Person,
    now: Temporal.Instant,
  ): Promise<Reminder | null> {
    await this.#db
      .updateTable('reminder')
      .set({ state: 'snoozed', due_at: until.toString(), failures: 0, ...actedBy(by, now) })
      .where('move_id', '=', moveId)
      .where('key', '=', key)
      .where('state', 'not in', ['done', 'cancelled'])
      .execute();
    return this.find(moveId, key);
  }

  /** Takes back `done` or `snooze`: sent again when it had been sent, planned when not. Null: no such reminder. */
  async undo(moveId: string, key: string): Promise<Reminder | null> {
    await this.#db
      .updateTable('reminder')
      .set({
        state: sql<ReminderState>`case when sent_at is null then 'planned' else 'sent' end`,
        due_at: sql<Date>`planned_at`,
        acted_at: null,
        acted_by_id: null,
        acted_by_name: null,
      })
      .where('move_id', '=', moveId)
      .where('key', '=', key)
      .where('state', 'in', ['done', 'snoozed'])
      .execute();
    return this.find(moveId, key);
  }

  /** One reminder; null when there is none of that key. */
  async find(moveId: string, key: string): Promise<Reminder | null> {
    const [reminder] = await this.findAll([{ moveId, key }]);
    return reminder ?? null;
  }

  /** These reminders, the earliest first; those that do not exist are left out. */
  async findAll(refs: readonly ReminderRef[]): Promise<readonly Reminder[]> {
    const rows = await this.#db
      .selectFrom('reminder')
      .selectAll()
      .where(isOneOf(refs))
      .orderBy('due_at')
      .orderBy('key')
      .execute();
    return rows.map(toReminder);
  }

  /** What will be sent next, of one move or of all, the earliest first. */
  async upcoming(options: { readonly moveId?: string; readonly limit: number }): Promise<readonly Reminder[]> {
    const { rows } = await sql<ReminderRow>`
      select * from reminder where state in ('planned', 'snoozed') and ${ofMove(options.moveId)}
      order by due_at, move_id, key limit ${options.limit}`.execute(this.#db);
    return rows.map(toReminder);
  }

  /**
   * What was sent, waits for somebody and can still be acted on that day (ISO date, UTC), of one move or of all, the earliest
   * first. Of the stages of one date only the latest.
   */
  async openNow(options: {
    readonly today: string;
    readonly moveId?: string;
    readonly limit: number;
  }): Promise<readonly Reminder[]> {
    const { rows } = await sql<ReminderRow>`
      select * from reminder
      where state in ('sending', 'sent') and ${ofMove(options.moveId)}
        and (deadline is null or deadline >= ${options.today}::date)
        and not exists (
          select from reminder as later
          where later.move_id = reminder.move_id and later.anchor = reminder.anchor
            and later.subscription_id is not distinct from reminder.subscription_id
            and later.due_on > reminder.due_on and later.state in ('sending', 'sent', 'snoozed', 'done'))
      order by due_at, move_id, key limit ${options.limit}`.execute(this.#db);
    return rows.map(toReminder);
  }
}

/** Two weeks of daily tries: a reminder without a deadline is not tried for ever. */
const MOST_FAILURES = 18;

/** All attempts of a delivery, each as long as it may take, and those of its dead letter fit in. */
const LOST_AFTER = '1 hour';

function ofMove(moveId: string | undefined) {
  return moveId === undefined ? sql<boolean>`true` : sql<boolean>`move_id = ${moveId}`;
}

function isOneOf(refs: readonly ReminderRef[]) {
  return sql<boolean>`(move_id, key) in (
    select "moveId", "key" from jsonb_to_recordset(${jsonb(refs)}::jsonb) as wanted ("moveId" text, "key" text))`;
}

function actedBy(by: Person, now: Temporal.Instant) {
  return { acted_at: now.toString(), acted_by_id: by.id, acted_by_name: storable(by.name) };
}

function toReminder(row: ReminderRow): Reminder {
  const { acted_at, acted_by_id, acted_by_name } = row;
  const dueAt = row.due_at.toISOString();
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
    dueAt,
    snoozedUntil: row.state === 'snoozed' ? dueAt : null,
    sentAt: row.sent_at?.toISOString() ?? null,
    sentActivity: row.sent_activity,
    acted:
      acted_at === null || acted_by_id === null || acted_by_name === null
        ? null
        : { by: { id: acted_by_id, name: acted_by_name }, at: acted_at.toISOString() },
    failure: row.failure,
  };
}
