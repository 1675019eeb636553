import { calendarDay } from '../rules/calendar-date.ts';
import { plainLetters } from '../rules/folding.ts';
import { LANGUAGES } from '../rules/languages.ts';
import { monthNames } from '../rules/month-names.ts';
import type { CellValue } from './table.ts';

/** Which of day and month comes first where a file writes both as numbers. */
export type DateOrder = 'day-first' | 'month-first';

/** A date of a file; or why it is none. `either`: as long as nobody says which number is the day, it can be two days. */
export type ReadDate =
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'either'; readonly dayFirst: string; readonly monthFirst: string }
  | { readonly kind: 'none' };

/**
 * A cell as a calendar date (ISO). Which of two numbers is the day is not guessed: without `order` that is `either`.
 *
 * What people type in the chat is read by `dialogs/dates/read-date.ts`, which understands more than a cell may say: "tomorrow" or a date
 * without a year in a list is a slip. In return a cell may be a serial number of Excel or carry a time, and one question about the
 * order of day and month is answered for the whole file, or by the file itself.
 */
export function dateIn(cell: CellValue, order: DateOrder | null): ReadDate {
  if (typeof cell === 'object') return existing(cell.date);
  if (typeof cell === 'number') return fromSerial(cell);
  const typed = withoutTime(cell);
  if (/^\d{5}$/u.test(typed)) return fromSerial(Number(typed));
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/u.exec(typed);
  if (iso !== null) return of(iso[1], iso[2], iso[3]);
  const numbers = NUMBERS.exec(typed);
  if (numbers === null) return named(typed);
  const [, first, sign, second, year] = numbers;
  // A dot is written by those who put the day first.
  const asDayFirst = of(year, second, first);
  const asMonthFirst: ReadDate = sign === '.' ? NONE : of(year, first, second);
  if (asDayFirst.kind !== 'date') return order === 'day-first' ? NONE : asMonthFirst;
  if (asMonthFirst.kind !== 'date' || asDayFirst.date === asMonthFirst.date)
    return order === 'month-first' && sign !== '.' && asMonthFirst.kind !== 'date' ? NONE : asDayFirst;
  if (order === null) return { kind: 'either', dayFirst: asDayFirst.date, monthFirst: asMonthFirst.date };
  return order === 'day-first' ? asDayFirst : asMonthFirst;
}

/**
 * The order that the dates of a file prove: one of them cannot be read the other way round. Null: none does, or they contradict each other;
 * then a person says it.
 */
export function orderOf(cells: readonly CellValue[]): DateOrder | null {
  const proved = new Set<DateOrder>();
  for (const cell of cells) {
    const numbers = typeof cell === 'string' ? NUMBERS.exec(withoutTime(cell)) : null;
    if (numbers === null || numbers[2] === '.') continue;
    if (Number(numbers[1]) > 12) proved.add('day-first');
    if (Number(numbers[3]) > 12) proved.add('month-first');
  }
  const [only] = proved;
  return proved.size === 1 && only !== undefined ? only : null;
}

const NUMBERS = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})$/u;
const NONE: ReadDate = { kind: 'none' };

const withoutTime = (text: string): string =>
  text
    .trim()
    .replace(/(?:T|,?\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?\s?m\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?$/iu, '')
    .trim();

/** Days since the last day of 1899, as Excel counts. */
function fromSerial(serial: number): ReadDate {
  const days = Math.floor(serial);
  if (!(days >= 36_526 && days <= 73_414)) return NONE;
  return existing(new Date(Date.UTC(1899, 11, 30) + days * 86_400_000).toISOString().slice(0, 10));
}

function of(year: string | undefined, month: string | undefined, day: string | undefined): ReadDate {
  const date = calendarDay(Number(year?.length === 2 ? `20${year}` : year), Number(month), Number(day));
  // Later than what is typed may be: a column of numbers reads as serials of long ago.
  return date !== null && date.year >= 2000 ? { kind: 'date', date: date.toString() } : NONE;
}

function existing(iso: string): ReadDate {
  const [year, month, day] = iso.split('-');
  return of(year, month, day);
}

/** `31 dic 2026`, `31 de dezembro de 2026`, `31 декабря 2026 г.`, `Dec 31, 2026`, `31-Dec-26`. */
function named(text: string): ReadDate {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s,./-]+/u)
    .filter((word) => word !== '' && !FILLERS.has(word));
  const month = words.map((word) => MONTHS.get(bare(word))).find((number) => number !== undefined);
  const numbers = words
    .filter((word) => /^\d+(?:st|nd|rd|th|º|°)?$/u.test(word))
    .map((word) => word.replace(/\D/gu, ''));
  if (month === undefined || words.length !== 3 || numbers.length !== 2) return NONE;
  const [first = '', second = ''] = numbers;
  return first.length === 4 ? of(first, String(month), second) : of(second, String(month), first);
}

const FILLERS: ReadonlySet<string> = new Set(['de', 'del', 'of', 'г', 'года', 'год']);

const bare = (word: string): string => plainLetters(word).replaceAll('.', '');

/** Names of the months in the five languages. */
const MONTHS: ReadonlyMap<string, number> = new Map(
  LANGUAGES.flatMap((language) =>
    monthNames(language).flatMap((forms, m) => forms.map((name): [string, number] => [bare(name), m + 1])),
  ),
);
