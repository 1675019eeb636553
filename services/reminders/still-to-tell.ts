import type { MessageLine } from '../store/message.ts';
import type { Reminder, ReminderRef } from '../store/reminder-rows.ts';
import type { ReminderState } from '../store/schema.ts';
import { threadOf } from './reminder.ts';

/** The reminders of a message that have to be told: not what was done, put off or cancelled since it was written. */
export function stillToTell(lines: readonly MessageLine[], stored: readonly Reminder[]): readonly Reminder[] {
  const missed = new Set(lines.filter((line) => line.missed).map(nameOf));
  return stored.filter((reminder) =>
    // One that reached nobody is missed as well, until somebody sends it again.
    reminder.state === 'missed' ? missed.has(nameOf(reminder)) || reminder.failure !== null : OPEN.has(reminder.state),
  );
}

/** Of several stages of one date that came due together, only the latest says something new. */
export function latestStages(reminders: readonly Reminder[]): readonly Reminder[] {
  const latest = new Map<string, Reminder>();
  for (const reminder of reminders) {
    const about = `${reminder.moveId} ${threadOf(reminder)}`;
    const known = latest.get(about);
    if (known === undefined || known.dueOn <= reminder.dueOn) latest.set(about, reminder);
  }
  return [...latest.values()];
}

/** Told in one place, it is still to be told in the other. */
const OPEN: ReadonlySet<ReminderState> = new Set(['sending', 'sent']);

const nameOf = ({ moveId, key }: ReminderRef): string => `${moveId} ${key}`;
