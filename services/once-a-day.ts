import { Temporal } from 'temporal-polyfill';
import type { Clock } from './clock.ts';

const DAY = { hours: 24 };
const AFTER_FAILURE = { hours: 1 };

/**
 * Work for every day: call it as often as you like, it is done at the first call and then when a day of the clock has gone by;
 * after a failure, which is told to `failed`, an hour later again.
 */
export function onceADay(
  clock: Clock,
  work: () => Promise<unknown>,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let next: Temporal.Instant | null = null;
  return async () => {
    const now = clock.now();
    if (next !== null && Temporal.Instant.compare(now, next) < 0) return;
    next = now.add(DAY);
    try {
      await work();
    } catch (error) {
      next = now.add(AFTER_FAILURE);
      failed(error);
    }
  };
}
