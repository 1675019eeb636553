import { type Kysely, sql, type Transaction } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Person } from '../moves/move.ts';
import { threadOf } from '../reminders/reminder.ts';
import { jsonb, storable } from './json.ts';
import type { MessageWriter } from './message.ts';
import { record } from './reminder-journal.ts';
import { type Pressed, redrawsOf } from './reminder-messages.ts';
import {
  lockReminders,
  type Reminder,
  type ReminderRef,
  SELECT_REMINDERS,
  type StoredReminder,
  toReminder,
} from './reminder-rows.ts';
import type { ReminderBefore, ReminderState, Schema } from './schema.ts';

/** What somebody does about a reminder. `until`: ISO calendar date, never after the deadline. */
export type Act =
  | { readonly kind: 'done' }
  | { readonly kind: 'snoozed'; readonly until: string }
  | { readonly kind: 'assigned'; readonly to: Person };

/** Who does it, when by the product's clock, and on which message they pressed; null: not on one. */
export interface Acting {
  readonly by: Person;
  readonly now: Temporal.Instant;
  readonly pressed: Pressed | null;
}

/** What came of an act on one of several. */
export interface ActedOn {
  /** As it stood before. */
  readonly reminder: Reminder;
  /** `same`: it was so already; `settled`: it asks for nothing any more, or a later stage asks for it. */
  readonly outcome: 'acted' | 'same' | 'settled';
}

const CLOCKS_APART = 5;

/** For so long an act may be taken back, by the product's clock. */
const UNDO_SECONDS = 60;

/**
 * What people do about reminders. Each act is one transaction: the reminder, the journal, and a redraw of every card that shows it.
 *
 * | act | the reminder | later stages that ask for the same | later stages that ask for something else |
 * | --- | --- | --- | --- |
 * | done | done | done | come as planned |
 * | snoozed until a day | comes again on that day | those due before it come on that day too | come as planned |
 * | assigned | stays; the person is told | belong to that person | belong to that person |
 * | undo, within a minute | as it was | as they were | |
 *
 * "The same" is the same code, counted from the same date: a date that moves asks anew.
 */
export class ReminderActs {
  readonly #db: Kysely<Schema>;
  readonly #messages: MessageWriter;

  constructor(deps: { db: Kysely<Schema>; messages: MessageWriter }) {
    this.#db = deps.db;
    this.#messages = deps.messages;
  }

  /**
   * Carries out an act. What is done or cancelled already stays as it is: the answer tells who was first.
   *
   * @returns the reminder as it now stands; null: there is none of that key
   */
  async act(ref: ReminderRef, act: Act, acting: Acting): Promise<Reminder | null> {
    return this.#db.transaction().execute(async (trx) => {
      await lockReminders(trx, ofMove(ref));
      const reminder = await stored(trx, ref);
      if (reminder === null || reminder.state === 'cancelled' || reminder.state === 'done') return reminder;
      const touched = await this.#carryOut(trx, reminder, act, acting);
      await record(trx, act.kind, touched, acting.by, acting.now, detailOf(act));
      await this.#messages.put(trx, await redrawsOf(trx, touched, acting.pressed));
      return stored(trx, ref);
    });
  }

  /**
   * The same about several at once, all or none of them. Nothing happens to one that asks for nothing more, or that belongs already to whom it is
   * given: pressed twice, it happens once.
   *
   * @returns of each that exists, how it stood before and whether anything happened to it
   */
  async actOnAll(refs: readonly ReminderRef[], act: Act, acting: Acting): Promise<readonly ActedOn[]> {
    return this.#db.transaction().execute(async (trx) => {
      const moveIds = [...new Set(refs.map(({ moveId }) => moveId))];
      await lockReminders(trx, sql<boolean>`reminder.move_id = any(${moveIds}::text[])`);
      const outcomes: ActedOn[] = [];
      const redrawn: ReminderRef[] = [];
      for (const ref of refs) {
        const reminder = await stored(trx, ref);
        if (reminder === null) continue;
        const outcome = outcomeOf(reminder, act);
        outcomes.push({ reminder, outcome });
        if (outcome !== 'acted') continue;
        const touched = await this.#carryOut(trx, reminder, act, acting);
        await record(trx, act.kind, touched, acting.by, acting.now, detailOf(act));
        redrawn.push(...touched);
      }
      if (redrawn.length > 0) await this.#messages.put(trx, await redrawsOf(trx, redrawn, acting.pressed));
      return outcomes;
    });
  }

  /**
   * Takes back what was done last, within a minute.
   *
   * @returns whether it was taken back, and the reminder as it now stands; null: there is none of that key
   */
  async undo(
    ref: ReminderRef,
    acting: Acting,
  ): Promise<{ readonly undone: boolean; readonly reminder: Reminder } | null> {
    return this.#db.transaction().execute(async (trx) => {
      await lockReminders(trx, ofMove(ref));
      const reminder = await stored(trx, ref);
      if (reminder === null) return null;
      const { before, acted } = reminder;
      if (before === null || acted === null || !mayUndo(reminder, acting.now)) return { undone: false, reminder };
      const touched =
        before.act === 'assigned'
          ? await unassign(trx, reminder, before)
          : await restore(trx, reminder, before.act, acted);
      // It came again, or is no longer in the plan.
      if (touched.length === 0) return { undone: false, reminder };
      await record(trx, 'undone', touched, acting.by, acting.now, { act: before.act });
      await this.#messages.put(trx, await redrawsOf(trx, touched, acting.pressed));
      return { undone: true, reminder: (await stored(trx, ref)) ?? reminder };
    });
  }

  async #carryOut(
    trx: Transaction<Schema>,
    reminder: Reminder,
    act: Act,
    acting: Acting,
  ): Promise<readonly ReminderRef[]> {
    switch (act.kind) {
      case 'done':
        return settle(trx, reminder, acting, 'done', sql`next_on`, sql<boolean>`true`);
      case 'snoozed': {
        const until = sql`least(${act.until}::date, deadline)`;
        return settle(trx, reminder, acting, 'snoozed', until, sql<boolean>`next_on < ${act.until}::date`);
      }
      case 'assigned':
        await assign(trx, reminder, act.to, acting);
        await this.#tell(trx, reminder, act.to, acting);
        return [reminder];
    }
  }

  /** Who has it from somebody else finds it in their own chat. */
  async #tell(
    trx: Transaction<Schema>,
    { moveId, key, state }: Reminder,
    to: Person,
    { by, pressed }: Acting,
  ): Promise<void> {
    // What was put off or missed is told when it comes again.
    if (to.id === by.id || !ON_ITS_WAY.has(state)) return;
    const chat = await trx
      .selectFrom('conversation')
      .select('id')
      .where('user_id', '=', to.id)
      .where('scope', '=', 'personal')
      .orderBy('updated_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (chat === undefined || chat.id === pressed?.conversationId) return;
    const lines = [{ moveId, key, missed: false }];
    await this.#messages.put(trx, [{ kind: 'reminders', conversationId: chat.id, data: {}, lines }]);
  }
}

function outcomeOf({ state, followed, assignee }: Reminder, act: Act): ActedOn['outcome'] {
  if (state === 'done' || state === 'cancelled' || (followed && state === 'sent')) return 'settled';
  return act.kind === 'assigned' && assignee?.id === act.to.id ? 'same' : 'acted';
}

const ON_ITS_WAY: ReadonlySet<ReminderState> = new Set(['planned', 'sending', 'sent']);

/** Whether the last act on a reminder may still be taken back. */
export function mayUndo({ before, acted }: Pick<Reminder, 'before' | 'acted'>, now: Temporal.Instant): boolean {
  if (before === null || acted === null) return false;
  const seconds = (now.epochMilliseconds - Date.parse(acted.at)) / 1000;
  // The clock of another instance may be a little behind.
  return seconds >= -CLOCKS_APART && seconds <= UNDO_SECONDS;
}

async function stored(trx: Transaction<Schema>, { moveId, key }: ReminderRef): Promise<Reminder | null> {
  const { rows } = await sql<StoredReminder>`
    ${SELECT_REMINDERS} where reminder.move_id = ${moveId} and reminder.key = ${key}`.execute(trx);
  const [row] = rows;
  return row === undefined ? null : toReminder(row);
}

const ofMove = ({ moveId }: ReminderRef) => sql<boolean>`reminder.move_id = ${moveId}`;

/** Sets the state of the reminder and of the later stages that ask for the same. */
async function settle(
  trx: Transaction<Schema>,
  { moveId, key }: Reminder,
  { by, now }: Acting,
  state: 'done' | 'snoozed',
  nextOn: ReturnType<typeof sql>,
  alsoLater: ReturnType<typeof sql<boolean>>,
): Promise<readonly ReminderRef[]> {
  const { rows } = await sql<ReminderRef>`
    update reminder set state = ${state}, next_on = ${nextOn}, early = early and ${state} = 'done',
      acted_at = ${instant(now)}::timestamptz, acted_by_id = ${by.id}, acted_by_name = ${storable(by.name)},
      before = jsonb_build_object('act', ${state}::text, 'state', reminder.state, 'nextOn', next_on, 'assignee', null)
    from (select thread, due_on - stage as counts_from, code, stage from reminder
          where move_id = ${moveId} and key = ${key}) as pressed
    where reminder.move_id = ${moveId} and (reminder.key = ${key} or (
      reminder.thread = pressed.thread
      and reminder.due_on - reminder.stage = pressed.counts_from and reminder.code = pressed.code
      and reminder.stage > pressed.stage and reminder.state in ('planned', 'sending', 'sent', 'snoozed') and ${alsoLater}))
    returning reminder.move_id as "moveId", reminder.key`.execute(trx);
  return rows;
}

async function restore(
  trx: Transaction<Schema>,
  reminder: Reminder,
  act: ReminderBefore['act'],
  acted: { readonly by: Person; readonly at: string },
): Promise<readonly ReminderRef[]> {
  const { rows } = await sql<ReminderRef>`
    update reminder set state = ${stateBefore}, next_on = least((before ->> 'nextOn')::date, deadline),
      early = stage <= 0 and before ->> 'state' <> 'snoozed',
      acted_at = null, acted_by_id = null, acted_by_name = null, before = null
    where move_id = ${reminder.moveId} and thread = ${threadOf(reminder)} and state in ('done', 'snoozed') and before ->> 'act' = ${act}
      and acted_at = ${acted.at}::timestamptz and acted_by_id = ${acted.by.id}
    returning move_id as "moveId", key`.execute(trx);
  return rows;
}

async function assign(trx: Transaction<Schema>, reminder: Reminder, to: Person, { by, now }: Acting): Promise<void> {
  const person = { person_id: to.id, person_name: storable(to.name) };
  await trx
    .insertInto('assignment')
    .values({ move_id: reminder.moveId, thread: threadOf(reminder), ...person })
    .onConflict((conflict) => conflict.columns(['move_id', 'thread']).doUpdateSet(person))
    .execute();
  // What another stage of the thread was given to before counts no more: taking that back would take this back too.
  await sql`
    update reminder set before = null
    where move_id = ${reminder.moveId} and thread = ${threadOf(reminder)} and before ->> 'act' = 'assigned'`.execute(
    trx,
  );
  const before: ReminderBefore = {
    act: 'assigned',
    state: reminder.state,
    nextOn: reminder.nextOn,
    assignee: reminder.assignee,
  };
  await trx
    .updateTable('reminder')
    .set({
      before: jsonb(before),
      acted_at: instant(now),
      acted_by_id: by.id,
      acted_by_name: storable(by.name),
    })
    .where('move_id', '=', reminder.moveId)
    .where('key', '=', reminder.key)
    // It stays done by who did it.
    .where('state', '<>', 'done')
    .execute();
}

async function unassign(
  trx: Transaction<Schema>,
  reminder: Reminder,
  { assignee }: ReminderBefore,
): Promise<readonly ReminderRef[]> {
  const thread = threadOf(reminder);
  if (assignee === null) {
    await trx.deleteFrom('assignment').where('move_id', '=', reminder.moveId).where('thread', '=', thread).execute();
  } else {
    await trx
      .updateTable('assignment')
      .set({ person_id: assignee.id, person_name: assignee.name })
      .where('move_id', '=', reminder.moveId)
      .where('thread', '=', thread)
      .execute();
  }
  await trx
    .updateTable('reminder')
    .set({ before: null, acted_at: null, acted_by_id: null, acted_by_name: null })
    .where('move_id', '=', reminder.moveId)
    .where('key', '=', reminder.key)
    .execute();
  return [reminder];
}

/** Kept to the millisecond, so that it is found again by what was read. */
const instant = (now: Temporal.Instant): string => now.toString({ fractionalSecondDigits: 3 });

/** What was on its way may have arrived meanwhile. Where its message was sent without it, `releaseLost` makes it due again. */
const stateBefore = sql`
  case when before ->> 'state' = 'sending' and sent_at >= acted_at then 'sent' else before ->> 'state' end`;

function detailOf(act: Act): Readonly<Record<string, string>> {
  switch (act.kind) {
    case 'done':
      return {};
    case 'snoozed':
      return { until: act.until };
    case 'assigned':
      return { to: act.to.name };
  }
}
