import { Temporal } from 'temporal-polyfill';
import { calendarDay } from '../../services/rules/calendar-date.ts';
import type { LanguageWords, Lexicon } from '../understanding/lexicon.ts';
import { readMessage } from '../understanding/tokens.ts';
import { monthOf, weekdayOf } from './names.ts';
import { readDigits } from './read-digits.ts';

/** A calendar date that was typed, or the dates it may be, the likelier first. */
export type ReadDate =
  | { readonly kind: 'date'; readonly date: Temporal.PlainDate }
  | { readonly kind: 'ambiguous'; readonly dates: readonly [Temporal.PlainDate, Temporal.PlainDate] };

export interface DateReader {
  /** BCP 47: says which of `03/04` is the month. The words may be of any language. */
  readonly locale: string;
  /** The reader's own calendar date, in their time zone. */
  readonly today: Temporal.PlainDate;
}

/**
 * The date in a short text as people write it: `31/12/2026`, `31 dicembre`, `1º de março`, `Dec 31, 2026`, `domani`, `через 3 недели`, `end of
 * month`, `next Friday`. Without a year it is the next such day. Null when it is none, or no day of the calendar, or more than a date.
 *
 * This is for what a person types in answer to a question. The cells of a file are read by `services/files/dates.ts`: a list has no
 * "tomorrow" and no dates without a year, and its locale is not that of who sends it.
 */
export function readDate(text: string, reader: DateReader, lexicon: Lexicon): ReadDate | null {
  if (text.length > LONGEST) return null;
  const digits = readDigits(text, reader);
  if (digits !== null) {
    const rest = readMessage(digits.rest).tokens.map(({ word }) => word);
    const isAlone = lexicon.languages.some(({ dates }) => rest.every((word) => dates.of(word) === 'noise'));
    return isAlone ? digits.date : null;
  }
  const words = readMessage(text).tokens.map(({ word }) => word);
  if (words.length === 0 || words.length > MOST_WORDS) return null;
  for (const language of lexicon.languages) {
    const read = inWords(words, language, reader.today);
    if (read !== null) return read;
  }
  return null;
}

const LONGEST = 80;
const MOST_WORDS = 9;

/** What was named, word by word. */
interface Named {
  day: number | null;
  month: number | null;
  year: number | null;
  weekday: number | null;
  amount: number | null;
  unit: 'days' | 'weeks' | 'months' | 'years' | null;
  readonly said: Set<string>;
}

function inWords(words: readonly string[], language: LanguageWords, today: Temporal.PlainDate): ReadDate | null {
  const named = namedBy(words, language);
  if (named === null) return null;
  const { said, day, month, year, weekday, amount, unit } = named;
  const plain = [day, month, year, weekday, amount, unit].every((part) => part === null);
  const sole = (date: Temporal.PlainDate): ReadDate => ({ kind: 'date', date });

  if (plain && said.has('dayAfterTomorrow')) return sole(today.add({ days: 2 }));
  if (plain && said.has('tomorrow')) return sole(today.add({ days: said.has('after') ? 2 : 1 }));
  if (plain && said.has('today')) return sole(today);
  if (plain && said.has('yesterday')) return sole(today.subtract({ days: 1 }));
  if (said.has('end')) return endOf(named, today);
  if (unit !== null) {
    if (weekday !== null || month !== null || day !== null || said.has('next')) return null;
    // `3 weeks` is a span as well; `weeks` alone is none.
    if (amount === null) return said.has('within') || said.has('ago') ? sole(moved(today, 1, unit, said)) : null;
    return amount > 3650 ? null : sole(moved(today, amount, unit, said));
  }
  if (month !== null && (day !== null || said.has('first'))) return dayOf(day ?? 1, month, year, today);
  if (weekday !== null && month === null && day === null && year === null)
    return nextWeekday(weekday, said.has('next') && language.dates.nextIsUnclear, today);
  return null;
}

/** Every word has to say something about a date, else it is more than a date. */
function namedBy(words: readonly string[], language: LanguageWords): Named | null {
  const { dates, numbers } = language;
  // In `31 декабря 2026 года` and `the day after tomorrow` the unit counts nothing.
  const hasUnit =
    words.some((word) => dates.units.has(word)) &&
    !words.some(
      (word) => (monthOf(word, language.language) !== null && !numbers.has(word)) || dates.of(word) === 'tomorrow',
    );
  const named: Named = { day: null, month: null, year: null, weekday: null, amount: null, unit: null, said: new Set() };
  for (const word of words) {
    const digits = /^(\d{1,4})(?:st|nd|rd|th|o|a|er|го|е|й)?$/u.exec(word);
    const month = hasUnit ? null : monthOf(word, language.language);
    const weekday = weekdayOf(word, language.language);
    const unit = dates.units.get(word);
    const kind = dates.of(word);
    const number = numbers.get(word);
    if (digits?.[1] !== undefined) {
      const value = Number(digits[1]);
      if (hasUnit && named.amount === null) named.amount = value;
      else if (digits[1].length === 4 && named.year === null) named.year = value;
      else if (digits[1].length <= 2 && named.day === null) named.day = value;
      else return null;
    } else if (month !== null && named.month === null) named.month = month;
    else if (unit !== undefined && !hasUnit && !words.some((other) => dates.of(other) === 'end')) continue;
    else if (unit !== undefined && named.unit === null) named.unit = unit;
    else if (kind !== null && kind !== 'noise') named.said.add(kind);
    else if (weekday !== null && named.weekday === null) named.weekday = weekday;
    else if (number !== undefined && hasUnit && named.amount === null && kind !== 'noise') named.amount = number;
    else if (number !== undefined && hasUnit && named.amount === null) named.said.add('article');
    else if (kind !== 'noise') return null;
  }
  return named;
}

function moved(today: Temporal.PlainDate, amount: number, unit: string, said: ReadonlySet<string>): Temporal.PlainDate {
  const span = { [unit]: amount };
  return said.has('ago') ? today.subtract(span) : today.add(span);
}

/** The last day of this month or year, or of a month that is named. */
function endOf({ month, year, unit, weekday, day, amount, said }: Named, today: Temporal.PlainDate): ReadDate | null {
  if (weekday !== null || day !== null || amount !== null) return null;
  const last = (date: Temporal.PlainDate): ReadDate => ({ kind: 'date', date: date.with({ day: date.daysInMonth }) });
  const next = said.has('next') ? 1 : 0;
  if (month !== null) {
    const named = Temporal.PlainDate.from({ year: year ?? today.year, month, day: 1 });
    return last(year === null && month < today.month ? named.add({ years: 1 }) : named);
  }
  if (unit === 'months') return last(today.add({ months: next }));
  if (unit === 'years') return last(today.add({ years: next }).with({ day: 1, month: 12 }));
  if (unit === 'weeks') return { kind: 'date', date: today.add({ days: 7 - today.dayOfWeek + 7 * next }) };
  return null;
}

/** A day of a month; without a year the next one, which on 29 February may be some years ahead. */
export function dayOf(day: number, month: number, year: number | null, today: Temporal.PlainDate): ReadDate | null {
  const years = year === null ? Array.from({ length: 9 }, (_, i) => today.year + i) : [year];
  for (const one of years) {
    const date = calendarDay(one, month, day);
    if (date !== null && (year !== null || Temporal.PlainDate.compare(date, today) >= 0)) return { kind: 'date', date };
  }
  return null;
}

/** The weekday that comes, never today; where "next" may mean the week after this one, both. */
function nextWeekday(weekday: number, unclear: boolean, today: Temporal.PlainDate): ReadDate {
  const coming = today.add({ days: (weekday - today.dayOfWeek + 7) % 7 || 7 });
  const isThisWeek = weekday > today.dayOfWeek;
  if (!unclear || !isThisWeek) return { kind: 'date', date: coming };
  return { kind: 'ambiguous', dates: [coming.add({ days: 7 }), coming] };
}
