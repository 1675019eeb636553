import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Sentence } from '../../cards/view.ts';

/** A value that was typed, or the sentence that says what is wrong with it. */
export type Input<T> = { readonly value: T } | { readonly problem: Sentence };

/** All that a card sent, as text: clients disagree about numbers, toggles and empty inputs. */
export const Typed = z
  .record(z.string(), z.unknown())
  .transform((data) =>
    Object.fromEntries(
      Object.entries(data).flatMap(([key, value]) =>
        typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
          ? [[key, String(value).slice(0, 400)]]
          : [],
      ),
    ),
  );
export type Typed = z.output<typeof Typed>;

/** Most seats of one subscription; more is taken for a slip. */
const MOST_SEATS = 100_000;

/** A number of seats, at least `least`. Empty is null when that is allowed. */
export function seats(text: string | undefined, least = 1): Input<number> {
  const digits = (text ?? '').trim().replace(/[\s.,'](?=\d{3}\b)/gu, '');
  if (!/^-?\d{1,15}$/u.test(digits)) return problem('input.seats');
  const number = Number(digits);
  if (number < least) return problem('input.seats-too-few', { least });
  if (number > MOST_SEATS) return problem('input.seats-too-many', { most: MOST_SEATS });
  return { value: number };
}

/**
 * A calendar date as a date input or a person gives it: `2026-12-31`, `31.12.2026`, `31/12/2026`, `12/31/2026`.
 * Which of day and month comes first is never guessed: a date that can be read both ways is a question.
 */
export function calendarDate(text: string | undefined): Input<string> {
  const typed = (text ?? '').trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?$/u.exec(typed);
  if (iso !== null) return exists(Number(iso[1]), Number(iso[2]), Number(iso[3]), typed);
  const other = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/u.exec(typed);
  if (other === null) return problem('input.date', { typed });
  const [first, second, year] = [Number(other[1]), Number(other[3]), Number(other[4])];
  if (other[2] === '.' || first > 12) return exists(year, second, first, typed);
  if (second > 12) return exists(year, first, second, typed);
  if (first === second || first === 0 || second === 0) return exists(year, first, second, typed);
  return problem('input.date-ambiguous', {
    typed,
    dayFirst: isoDate(year, second, first),
    monthFirst: isoDate(year, first, second),
  });
}

/** Nothing this product deals with is older or lies further ahead: another year is a slip. */
const YEARS = { first: 2000, last: 2100 };

function exists(year: number, month: number, day: number, typed: string): Input<string> {
  if (year < YEARS.first || year > YEARS.last) return problem('input.date', { typed });
  try {
    return { value: Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString() };
  } catch {
    return problem('input.date-not-in-calendar', { typed });
  }
}

const isoDate = (year: number, month: number, day: number): string =>
  Temporal.PlainDate.from({ year, month, day }).toString();

export function problem(code: string, params?: Sentence['params']): { readonly problem: Sentence } {
  return { problem: { key: `error.${code}`, ...(params !== undefined && { params }) } };
}
