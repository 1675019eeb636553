import { Temporal } from 'temporal-polyfill';

/** Where "now" comes from. Passed in everywhere; nothing in the house reads the machine's clock by itself. */
export interface Clock {
  /** The present instant (UTC). In the sandbox it may run ahead of the machine's clock. */
  now(): Temporal.Instant;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** Today's calendar date in UTC: the time base of every Partner Center date. */
export function todayUtc(clock: Clock): Temporal.PlainDate {
  return clock.now().toZonedDateTimeISO('UTC').toPlainDate();
}
