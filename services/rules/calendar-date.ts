import { Temporal } from 'temporal-polyfill';

/**
 * Reads an ISO calendar date (`2026-12-31`) or the date part of an ISO instant in UTC (`2026-12-31T23:59:59Z`).
 * Gives null for null and for anything that is not a date: a malformed date is an unknown one, never an exception.
 */
export function readDate(text: string | null): Temporal.PlainDate | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T.*)?$/.exec(text?.trim() ?? '');
  if (match?.[1] === undefined) return null;
  try {
    return Temporal.PlainDate.from(match[1], { overflow: 'reject' });
  } catch {
    return null;
  }
}

/** Whether `a` lies before `b`. */
export function isBefore(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}

/** Whole days from `a` to `b`, negative when `b` is earlier. */
export function daysBetween(a: Temporal.PlainDate, b: Temporal.PlainDate): number {
  return a.until(b, { largestUnit: 'days' }).days;
}
