import { Temporal } from 'temporal-polyfill';

/** An ISO calendar date of four-digit year (`2026-12-31`, UTC). Two of them compare as text. */
export type IsoDate = string;

/**
 * Reads an ISO calendar date (`2026-12-31`) or the UTC date of an ISO instant (`2026-12-31T23:30:00-08:00` is 2027-01-01); a time
 * without a zone is one in UTC. Gives null for null and for anything that is not a date a subscription can have: a malformed date and one
 * that stands for none (`0001-01-01`, `9999-12-31`) are unknown, never an exception. So two dates always compare as text.
 */
export function readDate(text: string | null): IsoDate | null {
  if (text === null) return null;
  return remembered(READ, text, () => {
    const iso = text.trim();
    if (!/^\d{4}-\d{2}-\d{2}(?:T|$)/.test(iso)) return null;
    try {
      const date = /T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(iso)
        ? Temporal.Instant.from(iso).toZonedDateTimeISO('UTC').toPlainDate()
        : Temporal.PlainDate.from(iso, { overflow: 'reject' });
      return date.year < EARLIEST_YEAR || date.year > LATEST_YEAR ? null : date.toString();
    } catch {
      return null;
    }
  });
}

/**
 * The day of these three numbers, as somebody typed them or a file writes them; null when the calendar has no such day, or nobody would
 * state it today. Which number is the day, and which years are likely where, is for whoever reads them.
 */
export function calendarDay(year: number, month: number, day: number): Temporal.PlainDate | null {
  if (![year, month, day].every(Number.isInteger)) return null;
  if (year < EARLIEST_YEAR || year > LATEST_STATED_YEAR || month < 1 || day < 1) return null;
  const date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' });
  return date.month === month && date.day === day ? date : null;
}

/** No subscription begins before or ends after these years: such a date is a slip, or how a service writes "none". */
const EARLIEST_YEAR = 1990;
const LATEST_YEAR = 2200;
/** What a person states is nearer than what a service may write for "for ever". */
const LATEST_STATED_YEAR = 2100;

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
  if (date !== counted.from) {
    counted = { from: date, offsets: remembered(LATER, date, () => new Map<number, IsoDate>()) };
  }
  let later = counted.offsets.get(days);
  if (later === undefined) {
    later = Temporal.PlainDate.from(date).add({ days }).toString();
    counted.offsets.set(days, later);
  }
  return later;
}

/** The next day: an end date is inclusive, and what follows begins on the day after it (rule N5). */
export const dayAfter = (date: IsoDate): IsoDate => addDays(date, 1);

/** The day before: the last of a span that was counted from its first. */
export const dayBefore = (date: IsoDate): IsoDate => addDays(date, -1);

/** Whole days from `a` to `b`, negative when `b` is earlier. */
export function daysBetween(a: IsoDate, b: IsoDate): number {
  return Temporal.PlainDate.from(a).until(Temporal.PlainDate.from(b), { largestUnit: 'days' }).days;
}

// A tenant's subscriptions share few dates and count the same stages from them. Taking a date apart costs far more than looking it up, and what
// comes out never changes: remembered for speed only.
const MOST = 5_000;
const READ = new Map<string, IsoDate | null>();
const LATER = new Map<IsoDate, Map<number, IsoDate>>();
// The stages of one anchor are counted one after another from the same date.
let counted: { readonly from: IsoDate; readonly offsets: Map<number, IsoDate> } = { from: '', offsets: new Map() };

function remembered<K, V>(memory: Map<K, V>, key: K, find: () => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  if (memory.size >= MOST) memory.clear();
  const value = find();
  memory.set(key, value);
  return value;
}
