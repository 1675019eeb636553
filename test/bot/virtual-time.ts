import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../services/clock.ts';

/**
 * Time that passes only when everybody waits for it: then it jumps to the first moment for which somebody waits. What happens in
 * between, requests and statements, takes none. Each party waits for one moment at a time.
 */
export class VirtualTime implements Clock {
  #now = Date.parse('2027-03-10T08:00:00Z');
  #parties: number;
  readonly #waiting = new Set<{ readonly until: number; readonly wake: () => void }>();

  constructor(parties: number) {
    this.#parties = parties;
  }

  /** Milliseconds since 1970; they have fractions. */
  get ms(): number {
    return this.#now;
  }

  now(): Temporal.Instant {
    return Temporal.Instant.fromEpochNanoseconds(BigInt(Math.round(this.#now * 1000)) * 1000n);
  }

  /** Waits so many milliseconds, or until the signal is given. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const sleeper = {
      until: this.#now + ms,
      wake: () => {
        this.#waiting.delete(sleeper);
        signal?.removeEventListener('abort', sleeper.wake);
        resolve();
      },
    };
    signal?.addEventListener('abort', sleeper.wake, { once: true });
    this.#waiting.add(sleeper);
    this.#pass();
    return promise;
  }

  /** A party waits no more, ever. */
  leave(): void {
    this.#parties -= 1;
    this.#pass();
  }

  #pass(): void {
    if (this.#waiting.size < this.#parties || this.#waiting.size === 0) return;
    this.#now = Math.min(...[...this.#waiting].map(({ until }) => until));
    for (const sleeper of [...this.#waiting]) if (sleeper.until <= this.#now) sleeper.wake();
  }
}
