import { isTimeZone } from '../services/reminders/team-settings.ts';

/** A calendar date (or the UTC day of an instant) in words: `31 December 2026`. What is no date is given back as it is. */
export function formatDate(locale: string, iso: string): string {
  return dateIn(locale, iso, 'long');
}

/** The same, short enough for a table: `31 Dec 2026`. */
export function formatShortDate(locale: string, iso: string): string {
  return dateIn(locale, iso, 'medium');
}

/** Days beside another one (`beside`): of its year without the year, `17 Dec`. What is no date is given back as it is. */
export function formatDay(locale: string, iso: string, beside: string): string {
  return dateIn(locale, iso, iso.slice(0, 4) === beside.slice(0, 4) ? 'day' : 'medium');
}

/** A calendar month (`2026-12`), short: `Dec 2026`. What is no month is given back as it is. */
export function formatMonth(locale: string, month: string): string {
  const [year = '', number = ''] = /^(\d{4})-(\d{2})$/.exec(month)?.slice(1) ?? [];
  const first = Date.UTC(Number(year), Number(number) - 1, 1);
  if (year === '' || Number(number) < 1 || Number(number) > 12) return month;
  return format(usable(locale), { year: 'numeric', month: 'short', timeZone: 'UTC' }).format(first);
}

/**
 * An instant (ISO 8601) as the clock on the reader's wall shows it: `31 December 2026 at 20:59 GMT-3`. A time zone nobody knows
 * is told in UTC; what is no instant is given back as it is.
 */
export function formatMoment(locale: string, iso: string, timeZone: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : momentFormat(usable(locale), usableZone(timeZone)).format(at);
}

/** A time of day (`08:00`, `24:00`) as the reader writes it: `08:00`, `8:00 AM`. What is no time is given back as it is. */
export function formatTime(locale: string, time: string): string {
  const [hour, minute] = /^(\d{2}):(\d{2})$/.exec(time)?.slice(1).map(Number) ?? [];
  // The end of the day is another thing than its beginning, and no format tells them apart.
  if (hour === undefined || minute === undefined || hour > 23) return time;
  return new Intl.DateTimeFormat(usable(locale), { timeStyle: 'short', timeZone: 'UTC' }).format(
    Date.UTC(2026, 0, 1, hour, minute),
  );
}

/** Name of an ISO weekday, 1 = Monday to 7 = Sunday. */
export function formatWeekday(locale: string, weekday: number): string {
  // The first day of 2024 was a Monday.
  return new Intl.DateTimeFormat(usable(locale), { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, weekday),
  );
}

/** The text with its first letter as at the beginning of a sentence: for a weekday alone on a line, or a clause that stands for itself. */
export function capitalised(locale: string, text: string): string {
  const [first = '', ...others] = text;
  return first.toLocaleUpperCase(usable(locale)) + others.join('');
}

/** Name of a country by its ISO 3166-1 alpha-2 code; a code nobody knows is given back as it is. */
export function formatCountry(locale: string, code: string): string {
  // A code that was withdrawn is not one of the countries that came after it, which is how it would be read.
  if (!/^[A-Za-z]{2}$/.test(code) || isWithdrawn(code)) return code;
  return new Intl.DisplayNames([usable(locale)], { type: 'region', fallback: 'code' }).of(code.toUpperCase()) ?? code;
}

const isWithdrawn = (code: string): boolean =>
  Intl.getCanonicalLocales(`und-${code}`)[0]?.toUpperCase() !== `UND-${code.toUpperCase()}`;

export function formatNumber(locale: string, value: unknown): string {
  return typeof value === 'number' ? new Intl.NumberFormat(usable(locale)).format(value) : String(value);
}

/** `A, B and C`. A text of several lines is a list of them, because a sentence's values are single ones. */
export function formatList(
  locale: string,
  value: unknown,
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string {
  const items = Array.isArray(value) ? value.map(String) : String(value).split('\n');
  return new Intl.ListFormat(usable(locale), { type }).format(items);
}

/** An amount of money; without a known currency the bare number. */
export function formatMoney(locale: string, amount: number, currency: string | null): string {
  if (currency === null || !/^[A-Za-z]{3}$/.test(currency)) return formatNumber(locale, amount);
  return new Intl.NumberFormat(usable(locale), { style: 'currency', currency }).format(amount);
}

/** Locales come from the client: one that is no BCP 47 tag must not throw. */
function usable(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** Time zones come from settings and clients: one that this machine does not know must not throw. */
function usableZone(timeZone: string): string {
  return isTimeZone(timeZone) ? timeZone : 'UTC';
}

type DateStyle = 'long' | 'medium' | 'day';

function dateIn(locale: string, iso: string, style: DateStyle): string {
  const [year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso)?.slice(1) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  // A day that is not in the calendar rolls over to another: such a text is shown as it came.
  if (Number.isNaN(date.getTime()) || !iso.startsWith(date.toISOString().slice(0, 10))) return iso;
  return dateFormat(usable(locale), style).format(date);
}

/** Making a format costs a hundred times what using it does, and a card may hold hundreds of dates. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const MOST_FORMATS = 200;

function dateFormat(locale: string, style: DateStyle): Intl.DateTimeFormat {
  const parts = style === 'day' ? ({ day: 'numeric', month: 'short' } as const) : { dateStyle: style };
  return format(locale, { ...parts, timeZone: 'UTC' });
}

function momentFormat(locale: string, timeZone: string): Intl.DateTimeFormat {
  return format(locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  });
}

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = dateFormats.get(key);
  if (known !== undefined) return known;
  // Locales and time zones come from clients: the memory they take is bounded.
  if (dateFormats.size >= MOST_FORMATS) dateFormats.clear();
  const made = new Intl.DateTimeFormat(locale, options);
  dateFormats.set(key, made);
  return made;
}
