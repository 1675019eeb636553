import type { Person } from '../../../services/moves/move.ts';
import { type PlannedReminder, threadOf } from '../../../services/reminders/reminder.ts';
import type { Act } from '../../../services/store/reminder-acts.ts';
import type { ReminderRef } from '../../../services/store/reminder-rows.ts';
import type { Due } from './calendar.ts';
import { type Day, dayOf, MINUTE } from './dates.ts';

/** What ought to have become of a reminder, in the words of the tables in reconcile-reminders.ts and reminder-acts.ts. */
export type Standing = 'planned' | 'sending' | 'sent' | 'snoozed' | 'done' | 'cancelled' | 'missed';

/** A reminder as it ought to stand. */
export interface Expected extends ReminderRef {
  readonly thread: string;
  readonly stage: number;
  readonly dueOn: Day;
  /** The day from which its stage counts: the same code from the same day asks for the same. */
  readonly countsFrom: Day;
  code: string;
  standing: Standing;
  due: Due;
  /** It was told at some time, anywhere. */
  everTold: boolean;
  acted: { readonly at: number; readonly by: string; readonly act: Act['kind'] } | null;
  before: { readonly standing: Standing; readonly due: Due; readonly assignee: string | null } | null;
}

/** A new plan, and what of earlier ones still holds. */
export interface Replanned {
  readonly plan: readonly PlannedReminder[];
  readonly keep: readonly string[] | null;
  /** What those that have come due would say today. */
  readonly told: readonly PlannedReminder[];
}

/** A move with what ought to have become of its reminders. */
export class ExpectedMove {
  readonly id: string;
  readonly reminders = new Map<string, Expected>();
  /** The person who is on a thread. */
  readonly assignees = new Map<string, string>();

  constructor(id: string) {
    this.id = id;
  }

  /**
   * A new plan.
   *
   * @returns those that stand differently now
   */
  follow({ plan, keep, told }: Replanned): readonly Expected[] {
    const touched: Expected[] = [];
    const planned = new Set([...plan.map(({ key }) => key), ...(keep ?? [])]);
    // What somebody has seen holds, although the team has left its day out since.
    const seen = new Set([...planned, ...told.map(({ key }) => key)]);
    const leaving: ReadonlySet<Standing> = keep === null ? UNTOLD : OPEN;
    for (const reminder of this.reminders.values()) {
      const holds = UNTOLD.has(reminder.standing) ? planned : seen;
      if (holds.has(reminder.key) || !leaving.has(reminder.standing)) continue;
      reminder.standing = 'cancelled';
      touched.push(reminder);
    }
    if (keep !== null) this.#forgetDone(seen);
    for (const said of told) this.#retell(said);
    // As they stood before: one that asks for something else now still speaks for what it asked for.
    const handled = [...this.reminders.values()]
      .filter(({ standing }) => standing === 'done')
      .map((done) => ({ ...done }));
    for (const planned of plan) {
      const reminder = this.#take(planned, handled);
      if (reminder !== null) touched.push(reminder);
    }
    return touched;
  }

  /**
   * What somebody does about a reminder.
   *
   * @returns those that it is about
   */
  act(key: string, act: Act, by: Person, at: number): readonly Expected[] {
    const pressed = this.reminders.get(key);
    if (pressed === undefined || pressed.standing === 'cancelled' || pressed.standing === 'done') return [];
    if (act.kind === 'assigned') {
      this.#assign(pressed, act.to, by, at);
      return [pressed];
    }
    const until = act.kind === 'snoozed' ? dayOf(act.until) : null;
    const same = [...this.reminders.values()].filter(
      (later) =>
        asksTheSame(pressed, later) && OPEN.has(later.standing) && (until === null || later.due.nextOn < until),
    );
    for (const reminder of [pressed, ...same]) {
      this.#remember(reminder, act.kind, by, at);
      reminder.standing = act.kind;
      if (until === null) continue;
      const { deadline } = reminder.due;
      reminder.due = { nextOn: deadline === null ? until : Math.min(until, deadline), early: false, deadline };
    }
    return [pressed, ...same];
  }

  /** Takes back what was done last about a reminder, within a minute. */
  undo(key: string, at: number): readonly Expected[] {
    const pressed = this.reminders.get(key);
    const acted = pressed?.acted;
    if (pressed === undefined || acted == null || pressed.before === null || at - acted.at > MINUTE) return [];
    if (acted.act === 'assigned') {
      if (pressed.before.assignee === null) this.assignees.delete(pressed.thread);
      else this.assignees.set(pressed.thread, pressed.before.assignee);
      forget(pressed);
      return [pressed];
    }
    const together = [...this.reminders.values()].filter(
      ({ thread, standing, acted: other }) =>
        thread === pressed.thread &&
        (standing === 'done' || standing === 'snoozed') &&
        other?.at === acted.at &&
        other.by === acted.by &&
        other.act === acted.act,
    );
    for (const reminder of together) {
      const { before } = reminder;
      if (before === null) continue;
      reminder.standing = before.standing;
      reminder.due = { ...before.due, deadline: reminder.due.deadline };
      forget(reminder);
    }
    return together;
  }

  /** What was done and is planned no more cannot be taken back. */
  #forgetDone(holds: ReadonlySet<string>): void {
    for (const reminder of this.reminders.values())
      if (reminder.standing === 'done' && !holds.has(reminder.key)) reminder.before = null;
  }

  /** What stands in Teams says what holds today. */
  #retell({ key, code, deadline }: PlannedReminder): void {
    const reminder = this.reminders.get(key);
    if (reminder?.standing !== 'sent' || !this.#isLatest(reminder)) return;
    reminder.code = code;
    reminder.due = { ...reminder.due, deadline: deadline === null ? null : dayOf(deadline) };
  }

  #isLatest({ thread, dueOn, countsFrom }: Expected): boolean {
    return ![...this.reminders.values()].some(
      (later) =>
        later.thread === thread &&
        later.dueOn > dueOn &&
        (SHOWN.has(later.standing) || (later.standing === 'done' && later.countsFrom === countsFrom)),
    );
  }

  #take(planned: PlannedReminder, handled: readonly Expected[]): Expected | null {
    const fresh = fromPlan(this.id, planned, handled);
    const known = this.reminders.get(planned.key);
    if (known === undefined) {
      this.reminders.set(planned.key, fresh);
      return fresh;
    }
    const { code, due, standing, acted, before } = fresh;
    switch (known.standing) {
      case 'cancelled':
        Object.assign(known, known.everTold ? { code, due, standing: 'sent' } : { code, due, standing, acted, before });
        return known;
      case 'done':
        if (known.everTold || known.code === code) return null;
        Object.assign(known, { code, due, standing, acted, before });
        return known;
      case 'planned':
      case 'sending':
        Object.assign(known, { code, due: { ...known.due, deadline: due.deadline } });
        return known;
      case 'snoozed': {
        const { deadline } = due;
        const nextOn = deadline === null ? known.due.nextOn : Math.min(known.due.nextOn, deadline);
        Object.assign(known, { code, due: { nextOn, early: false, deadline } });
        return known;
      }
      case 'sent':
      case 'missed':
        return null;
    }
  }

  #assign(pressed: Expected, to: Person, by: Person, at: number): void {
    // What another stage was given to before counts no more.
    for (const stage of this.reminders.values())
      if (stage.thread === pressed.thread && stage.acted?.act === 'assigned') stage.before = null;
    this.#remember(pressed, 'assigned', by, at);
    this.assignees.set(pressed.thread, to.id);
  }

  #remember(reminder: Expected, act: Act['kind'], by: Person, at: number): void {
    const { standing, due, thread } = reminder;
    reminder.before = { standing, due, assignee: this.assignees.get(thread) ?? null };
    reminder.acted = { at, by: by.id, act };
  }
}

/** What a plan that lets nothing stand cancels. */
const OPEN: ReadonlySet<Standing> = new Set(['planned', 'sending', 'sent', 'snoozed']);
const SHOWN: ReadonlySet<Standing> = new Set(['sending', 'sent', 'snoozed']);
const UNTOLD: ReadonlySet<Standing> = new Set(['planned', 'sending']);

/** A later stage of the same thread that asks for the same, counted from the same day. */
function asksTheSame(
  earlier: Pick<Expected, 'thread' | 'stage' | 'countsFrom' | 'code'>,
  later: Pick<Expected, 'thread' | 'stage' | 'countsFrom' | 'code'>,
): boolean {
  return (
    later.thread === earlier.thread &&
    later.countsFrom === earlier.countsFrom &&
    later.code === earlier.code &&
    later.stage > earlier.stage
  );
}

function forget(reminder: Expected): void {
  reminder.acted = null;
  reminder.before = null;
}

/** One of a plan, as if nothing had been known of it: done, when the same was said to be done at an earlier stage. */
function fromPlan(moveId: string, planned: PlannedReminder, handled: readonly Expected[]): Expected {
  const { key, stage, code, deadline } = planned;
  const dueOn = dayOf(planned.dueOn);
  const due = { nextOn: dueOn, early: stage <= 0, deadline: deadline === null ? null : dayOf(deadline) };
  const about = { thread: threadOf(planned), stage, countsFrom: dueOn - stage, code };
  const [same] = handled.filter((done) => asksTheSame(done, about)).sort((a, b) => b.stage - a.stage);
  const acted = same?.acted ?? null;
  return {
    moveId,
    key,
    ...about,
    dueOn,
    standing: same === undefined ? 'planned' : 'done',
    due,
    everTold: false,
    acted: acted === null ? null : { ...acted, act: 'done' },
    before: same === undefined ? null : { standing: 'planned', due, assignee: null },
  };
}
