import { Temporal } from 'temporal-polyfill';
import type { Reader } from '../../cards/view.ts';

/** The calendar date at the reader: by their own clock where it is known, else the day in UTC. */
export function todayOf({ today, now, timeZone }: Reader): Temporal.PlainDate {
  if (now === undefined || timeZone === undefined) return Temporal.PlainDate.from(today);
  return Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate();
}
