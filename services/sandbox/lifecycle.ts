import { Temporal } from 'temporal-polyfill';
import type { StorySubscription } from './story.ts';

/** Where a subscription of a customer's tenant stands on one day, in the words of the directory. */
export interface LifecycleNow {
  readonly status: 'Enabled' | 'Warning' | 'Suspended' | 'Deleted';
  /** First day (UTC) of the next status if nothing is renewed. */
  readonly nextOn: Temporal.PlainDate;
  readonly termStartedOn: Temporal.PlainDate;
}

/**
 * Follows a subscription from the last day of its first term to `today`: terms that renew, the extended service term, grace,
 * disabled, deleted (Microsoft's subscription life cycle, in whole days UTC).
 */
export function lifecycleOn(
  today: Temporal.PlainDate,
  {
    term,
    firstEnd,
    atEnd,
  }: { term: StorySubscription['term']; firstEnd: Temporal.PlainDate; atEnd: StorySubscription['atEnd'] },
): LifecycleNow {
  const length = Temporal.Duration.from(term);
  const after = firstEnd.add({ days: 1 });
  const termStartedOn = after.subtract(length);
  if (isBefore(today, after)) return { status: 'Enabled', nextOn: after, termStartedOn };
  if (atEnd === 'renews') return running(today, after, length);
  if (atEnd === 'extended-term') return running(today, after, Temporal.Duration.from('P1M'));
  const { warning, suspended } = DAYS[atEnd];
  const suspendedOn = after.add({ days: warning });
  const deletedOn = suspendedOn.add({ days: suspended });
  if (isBefore(today, suspendedOn)) return { status: 'Warning', nextOn: suspendedOn, termStartedOn };
  if (isBefore(today, deletedOn)) return { status: 'Suspended', nextOn: deletedOn, termStartedOn };
  return { status: 'Deleted', nextOn: deletedOn, termStartedOn };
}

const DAYS = {
  grace: { warning: 30, suspended: 90 },
  disabled: { warning: 0, suspended: 90 },
  'enterprise-grace': { warning: 90, suspended: 60 },
} as const;

/** Counted from the first renewal each time: adding months one by one would lose the 31st. */
function running(today: Temporal.PlainDate, from: Temporal.PlainDate, length: Temporal.Duration): LifecycleNow {
  const nth = (n: number) => from.add({ months: n * length.total({ unit: 'months', relativeTo: from }) });
  let n = 0;
  while (!isBefore(today, nth(n + 1))) n++;
  return { status: 'Enabled', nextOn: nth(n + 1), termStartedOn: nth(n) };
}

function isBefore(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}
