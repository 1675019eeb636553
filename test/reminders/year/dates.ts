import { Temporal } from 'temporal-polyfill';

/** A calendar date as the number of days since 1970-01-01: a year is compared and counted some million times. */
export type Day = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const days = new Map<string, Day>();

export function dayOf(iso: string): Day {
  let day = days.get(iso);
  if (day === undefined) {
    day = Date.parse(iso) / DAY;
    days.set(iso, day);
  }
  return day;
}

export const isoOf = (day: Day): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The calendar date in UTC at a moment. */
export const utcDay = (at: number): Day => Math.floor(at / DAY);

/** The first moment after a calendar date in UTC. */
export const endOf = (day: Day): number => (day + 1) * DAY;

export const instantOf = (at: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at);

export const plainDate = (day: Day): Temporal.PlainDate => Temporal.PlainDate.from(isoOf(day));

/** To the second, as people write it. */
export const timeText = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace('.000Z', 'Z');
