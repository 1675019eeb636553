import { addDays, daysBetween } from '../rules/calendar-date.ts';
import type { AssessedOriginal } from './assessment.ts';

/**
 * How long old and new are paid side by side, and the day on which ordering is early enough and not earlier than it has to be.
 * All dates are ISO calendar dates in UTC.
 */
export interface OrderTiming {
  /** The original that decides the day; null when no end date is known. */
  readonly first: { readonly name: string; readonly end: string; readonly over: boolean } | null;
  /** Last day on which an original is paid; null when an end date is missing. */
  readonly paidTwiceUntil: string | null;
  /** Latest day on which to order; null when no end date is known, or when nothing is certain any more. */
  readonly orderBy: string | null;
  /** The day has come, or has passed. */
  readonly now: boolean;
  /** Days between that day and the end of the first original; 0 when it is over. */
  readonly daysLeft: number;
}

/** Our own: time for an order to become active (a day at most, as a rule) and for a look at it before users depend on it. */
const DAYS_BEFORE_THE_END = 3;

/**
 * The day never lies after the last day the lifecycle rules document for the new subscription: the end of the term or, once that
 * is over, the end of the grace period where there is one.
 */
export function orderTiming(originals: readonly AssessedOriginal[], today: string): OrderTiming {
  const bought = originals.filter(({ original: o }) => o.path === 'buy-and-let-end' && o.ended === null);
  const dated = bought.flatMap(({ original, lifecycle }) => {
    const { endDate: end, provisionBy } = lifecycle;
    if (end === null) return [];
    const over = end < today;
    const by = over ? provisionBy : addDays(end, -DAYS_BEFORE_THE_END);
    return by === null ? [] : [{ name: original.name, end, over, by }];
  });
  const [first] = dated.sort((a, b) => a.by.localeCompare(b.by));
  const ends = bought.map(({ lifecycle }) => lifecycle.endDate);
  const last = ends.includes(null) ? null : (ends.toSorted().at(-1) ?? null);
  if (first === undefined) return { first: null, paidTwiceUntil: last, orderBy: null, now: false, daysLeft: 0 };
  const { name, end, over, by } = first;
  return {
    first: { name, end, over },
    paidTwiceUntil: last,
    orderBy: by,
    now: by <= today,
    daysLeft: over ? 0 : daysBetween(by, end),
  };
}
