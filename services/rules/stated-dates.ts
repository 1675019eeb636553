import { daysBetween, type IsoDate } from './calendar-date.ts';

/** Days after the end at which nothing is left of a subscription whatever rule applies (grace 30, disabled 90, extended 120). */
const LONGEST_AFTERLIFE_DAYS = 240;
const FURTHEST_END_DAYS = 5 * 366;

/**
 * Why a date of a subscription that somebody typed, or that stands in a file, cannot be meant; null: it can. It is about slips: a term
 * that has not begun, an end of which nothing is left today, one further ahead than any term.
 */
export function outOfReach(
  which: 'endDate' | 'termStart',
  date: IsoDate,
  today: IsoDate,
): 'future' | 'past' | 'too-far' | null {
  const days = daysBetween(today, date);
  if (which === 'termStart') return days > 0 ? 'future' : null;
  if (days < -LONGEST_AFTERLIFE_DAYS) return 'past';
  return days > FURTHEST_END_DAYS ? 'too-far' : null;
}
