import type { ReminderView } from '../cards/reminder.ts';
import type { Move } from '../services/moves/move.ts';
import type { Reminder } from '../services/store/reminder-store.ts';

/** One reminder as cards show it. */
export function reminderView(move: Move, stored: Reminder): ReminderView {
  return {
    moveId: move.id,
    version: move.version,
    customer: move.customer.name,
    domain: move.customer.domain,
    reminder: stored,
    state: STATES[stored.state],
    by: stored.acted?.by ?? null,
    when: stored.snoozedUntil ?? stored.acted?.at ?? null,
  };
}

const STATES: Record<Reminder['state'], ReminderView['state']> = {
  planned: 'due',
  sending: 'due',
  sent: 'due',
  done: 'done',
  snoozed: 'snoozed',
  cancelled: 'superseded',
  missed: 'superseded',
};
