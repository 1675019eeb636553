import type { PlannedReminder, ReminderAnchor } from '../reminders/reminder.ts';
import type { StageId } from '../reminders/team-settings.ts';
import { addDays, type IsoDate } from './calendar-date.ts';
import type { StagesOf } from './reminder-stages.ts';

/** What stages are counted from. */
export interface Anchor {
  readonly anchor: ReminderAnchor;
  readonly subscriptionId: string | null;
  readonly from: IsoDate;
  /** The key of a stage without its number. */
  readonly key: string;
}

export function anchorAt(anchor: ReminderAnchor, subscriptionId: string | null, from: IsoDate): Anchor {
  return { anchor, subscriptionId, from, key: `${subscriptionId ?? '-'}:${anchor}:${from}:` };
}

/** The words of a reminder and what stands in them. */
export type Said = Pick<PlannedReminder, 'code' | 'params'>;

/** Reminders that are counted from one day and share a deadline. */
export interface Series {
  readonly at: Anchor;
  readonly stages: StageId;
  /** Null = none. */
  readonly deadline: IsoDate | null;
  /** What to say on a day; null = on that day there is nothing to say. */
  readonly say: (on: IsoDate) => Said | null;
}

/** Whether a reminder of a day is of any use: neither is that day past nor the last one on which something can be done (null = none). */
export const isDue = (dueOn: IsoDate, today: IsoDate, deadline: IsoDate | null): boolean =>
  dueOn >= today && (deadline === null || dueOn <= deadline);

/** The reminders so far, by day: what is due before today or after its deadline is not taken in, nor is one key twice. */
export class RemindersByDay {
  readonly today: IsoDate;
  readonly stages: StagesOf;
  readonly #byDay = new Map<IsoDate, PlannedReminder[]>();
  /** Days whose reminders may not have come in the order of their keys. */
  readonly #mixed = new Set<IsoDate>();
  /** Set while subscriptions are taken in the order of their keys, so that nothing has to be sorted among them. */
  inKeyOrder = false;

  constructor(today: IsoDate, stages: StagesOf) {
    this.today = today;
    this.stages = stages;
  }

  /** One stage of an anchor; `deadline` null = none. All stages of one subscription come in a row. */
  add(at: Anchor, stage: number, deadline: IsoDate | null, code: string, params: Said['params']): void {
    const dueOn = addDays(at.from, stage);
    if (!isDue(dueOn, this.today, deadline)) return;
    const { anchor, subscriptionId } = at;
    const sameDay = this.#byDay.get(dueOn);
    if (sameDay?.at(-1)?.subscriptionId === subscriptionId && isIn(sameDay, at, stage)) return;
    const reminder = { key: at.key + stage, anchor, stage, subscriptionId, dueOn, deadline, code, params };
    if (sameDay === undefined) {
      this.#byDay.set(dueOn, [reminder]);
      return;
    }
    if (!this.inKeyOrder || sameDay[sameDay.length - 1]?.subscriptionId === subscriptionId) this.#mixed.add(dueOn);
    sameDay.push(reminder);
  }

  addSeries({ at, stages, deadline, say }: Series): void {
    for (const stage of this.stages(stages)) {
      const said = say(addDays(at.from, stage));
      if (said !== null) this.add(at, stage, deadline, said.code, said.params);
    }
  }

  /** By day, then by key. */
  inOrder(): PlannedReminder[] {
    for (const dueOn of this.#mixed) this.#byDay.get(dueOn)?.sort((a, b) => compareText(a.key, b.key));
    const reminders: PlannedReminder[] = [];
    for (const dueOn of [...this.#byDay.keys()].sort()) reminders.push(...(this.#byDay.get(dueOn) ?? []));
    return reminders;
  }
}

/** Two lists of a team may name the same day of one anchor: the reminder that came first stays. */
function isIn(sameDay: readonly PlannedReminder[], { anchor, subscriptionId }: Anchor, stage: number): boolean {
  for (let i = sameDay.length - 1; i >= 0; i--) {
    const other = sameDay[i];
    if (other?.subscriptionId !== subscriptionId) return false;
    if (other.anchor === anchor && other.stage === stage) return true;
  }
  return false;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
