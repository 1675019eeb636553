import { Temporal } from 'temporal-polyfill';
import type { TeamSettings } from '../services/reminders/team-settings.ts';
import { localDate, nextOpening, sendAt } from '../services/reminders/working-calendar.ts';
import type { Reminder } from '../services/store/reminder-rows.ts';

/** The day (of the team's calendar, ISO) on which a planned reminder is really sent: one that is due already, when somebody works again. */
export function comesOn(
  { nextOn, stage, state, deadline }: Pick<Reminder, 'nextOn' | 'stage' | 'state' | 'deadline'>,
  settings: TeamSettings,
  now: Temporal.Instant,
): string {
  const at = sendAt({ nextOn, early: stage <= 0 && state !== 'snoozed', deadline }, settings);
  const isPast = Temporal.Instant.compare(at, now) <= 0;
  return localDate(isPast ? nextOpening(now, settings) : at, settings);
}
