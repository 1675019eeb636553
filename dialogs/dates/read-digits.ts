import type { Temporal } from 'temporal-polyfill';
import { calendarDay } from '../../services/rules/calendar-date.ts';
import { type DateReader, dayOf, type ReadDate } from './read-date.ts';

/**
 * A date written in digits, and what else the text says; `date` is null when the digits are no day.
 *
 * | written | read as |
 * | --- | --- |
 * | `2026-12-31` | year, month, day |
 * | `31.12.26`, `31.12` | day first, everywhere |
 * | `31/12/2026`, `31-12-26` | day first |
 * | `12/31/2026` | month first, in the United States alone |
 * | `03/04/2026` | in English both ways, unless the region is known to write the day first |
 */
export function readDigits(text: string, reader: DateReader): { date: ReadDate | null; rest: string } | null {
  const typed = text.normalize('NFKC').trim();
  const iso = /(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/u.exec(typed);
  if (iso !== null) {
    const [whole, year, month, day] = iso;
    const date = calendarDay(Number(year), Number(month), Number(day));
    return { date: sole(date), rest: typed.replace(whole, ' ') };
  }
  const parts = /(?<![\d.,/-])(\d{1,2})\s?([./-])\s?(\d{1,2})(?:\s?\2\s?(\d{4}|\d{2}))?(?![\d/])/u.exec(typed);
  if (parts === null) return null;
  const [whole, first, separator, second, yearTyped] = parts;
  const year = yearTyped === undefined ? null : yearTyped.length === 2 ? 2000 + Number(yearTyped) : Number(yearTyped);
  const rest = typed.replace(whole, ' ');
  const [a, b] = [Number(first), Number(second)];
  const dayFirst = dateOf(a, b, year, reader.today);
  const monthFirst = separator === '.' ? null : dateOf(b, a, year, reader.today);
  return { date: chosen(dayFirst, monthFirst, reader.locale), rest };
}

function chosen(
  dayFirst: Temporal.PlainDate | null,
  monthFirst: Temporal.PlainDate | null,
  locale: string,
): ReadDate | null {
  const [language, region] = locale.toLowerCase().split('-');
  // Half of Europe has its Teams in American English, so that the locale alone decides nothing.
  const isAmerican = language === 'en' && (region === undefined || region === 'us');
  if (!isAmerican || monthFirst === null) return sole(dayFirst);
  if (dayFirst === null || dayFirst.equals(monthFirst)) return sole(monthFirst);
  return { kind: 'ambiguous', dates: [monthFirst, dayFirst] };
}

function dateOf(day: number, month: number, year: number | null, today: Temporal.PlainDate): Temporal.PlainDate | null {
  const read = dayOf(day, month, year, today);
  return read?.kind === 'date' ? read.date : null;
}

const sole = (date: Temporal.PlainDate | null): ReadDate | null => (date === null ? null : { kind: 'date', date });
