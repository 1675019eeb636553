import type { ReminderView } from './reminder.ts';

/** Reminders that say the same of several subscriptions of one customer. */
export interface ReminderGroup {
  /** Stands for all of them. */
  readonly first: ReminderView;
  readonly size: number;
  readonly all: readonly ReminderView[];
}

/** One line for what is the same: move, kind, deadline, and how it stands. Keeps the order. */
export function inGroups(reminders: readonly ReminderView[]): readonly ReminderGroup[] {
  return [...Map.groupBy(reminders, sameness).values()].flatMap((all) => {
    const [first] = all;
    return first === undefined ? [] : [{ first, size: all.length, all }];
  });
}

/** One by itself. */
export const alone = (first: ReminderView): ReminderGroup => ({ first, size: 1, all: [first] });

/** Each by itself. */
export const oneByOne = (reminders: readonly ReminderView[]): readonly ReminderGroup[] => reminders.map(alone);

/** How many reminders stand behind some lines. */
export const countOf = (groups: readonly ReminderGroup[]): number => groups.reduce((sum, { size }) => sum + size, 0);

const sameness = ({ moveId, reminder, state, missed, assignee, by, when }: ReminderView): string =>
  JSON.stringify([
    moveId,
    reminder.code,
    reminder.deadline,
    state,
    missed === true,
    assignee?.id ?? null,
    by?.id ?? null,
    state === 'due' ? null : when,
  ]);

/** What came too late, then what asks for something, then what a later reminder has overtaken, then what is settled; each by deadline, then by due date, without a deadline last. */
export function byUrgency(a: ReminderView, b: ReminderView): number {
  return (
    PARTS.indexOf(partOf(a)) - PARTS.indexOf(partOf(b)) ||
    compare(a.reminder.deadline ?? NEVER, b.reminder.deadline ?? NEVER) ||
    compare(a.reminder.dueOn, b.reminder.dueOn) ||
    compare(a.customer, b.customer)
  );
}

const PARTS = ['missed', 'in-time', 'overtaken', 'settled'] as const;

/** Which part of a list a reminder belongs to. */
export function partOf({ state, missed }: ReminderView): (typeof PARTS)[number] {
  if (state === 'followed' || state === 'superseded') return 'overtaken';
  return state !== 'due' ? 'settled' : missed === true ? 'missed' : 'in-time';
}

/** Later than any ISO date. */
const NEVER = '~';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
