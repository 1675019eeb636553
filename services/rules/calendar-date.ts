import { Temporal } from 'temporal-polyfill';

/** An ISO calendar date of four-digit year (`2026-12-31`, UTC). Two of them compare as text. */
export type IsoDate = string;

/**
 * Reads an ISO calendar date (`2026-12-31`) or the date part of an ISO instant in UTC (`2026-12-31T23:59:59Z`).
 * Gives null for null and for anything that is not a date: a malformed date is an unknown one, never an exception.
 */
export function readDate(text: string | null): IsoDate | null {
  if (text === null) return null;
  return remembered(READ, text, () => {
    const match = /^(\d{4}-\d{2}-\d{2})(?:T.*)?$/.exec(text.trim());
    if (match?.[1] === undefined) return null;
    try {
      return Temporal.PlainDate.from(match[1], { overflow: 'reject' }).toString();
    } catch {
      return null;
    }
  });
}

const written = new WeakMap<Temporal.PlainDate, IsoDate>();

/** A date as ISO text. All subscriptions of a tenant are judged on one day: it is written once. */
export function isoOf(date: Temporal.PlainDate): IsoDate {
  let text = written.get(date);
  if (text === undefined) {
    text = date.toString();
    written.set(date, text);
  }
  return text;
}

/** The date so many days later (earlier, when negative). */
export function addDays(date: IsoDate, days: number): IsoDate {
  const offsets = remembered(LATER, date, () => new Map<number, IsoDate>());
  let later = offsets.get(days);
  if (later === undefined) {
    later = Temporal.PlainDate.from(date).add({ days }).toString();
    offsets.set(days, later);
  }
  return later;
}

/** Whole days from `a` to `b`, negative when `b` is earlier. */
export function daysBetween(a: IsoDate, b: IsoDate): number {
  return Temporal.PlainDate.from(a).until(Temporal.PlainDate.from(b), { largestUnit: 'days' }).days;
}

// A tenant's subscriptions share few dates and count the same stages from them. Taking a date apart costs far more than looking it up, and what
// comes out never changes: remembered for speed only.
const MOST = 5_000;
const READ = new Map<string, IsoDate | null>();
const LATER = new Map<IsoDate, Map<number, IsoDate>>();

function remembered<K, V>(memory: Map<K, V>, key: K, find: () => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  if (memory.size >= MOST) memory.clear();
  const value = find();
  memory.set(key, value);
  return value;
}
