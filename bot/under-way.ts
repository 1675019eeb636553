import { setTimeout as pause } from 'node:timers/promises';

/** Work that nobody waits for any more, but that has to be over before the storage is closed. */
export class UnderWay {
  readonly #work = new Set<Promise<unknown>>();
  readonly #wait: (ms: number, over: AbortSignal) => Promise<unknown>;

  /** @param wait until so much time has passed, or the signal says that nobody waits any more */
  constructor({
    wait = (ms, signal) => pause(ms, undefined, { signal }),
  }: { readonly wait?: (ms: number, over: AbortSignal) => Promise<unknown> } = {}) {
    this.#wait = wait;
  }

  /** Counts work in until it has ended, well or badly. @returns the same work */
  add<T>(work: Promise<T>): Promise<T> {
    const counted: Promise<unknown> = work.catch(() => undefined).finally(() => this.#work.delete(counted));
    this.#work.add(counted);
    return work;
  }

  /** Resolves when all of it has ended, also what it began itself, or when the time is up. @returns how much goes on */
  async ended(ms: number): Promise<number> {
    const over = new AbortController();
    const all = async () => {
      while (this.#work.size > 0) await Promise.all(this.#work);
    };
    try {
      await Promise.race([all(), this.#wait(ms, over.signal)]);
    } finally {
      over.abort();
    }
    return this.#work.size;
  }
}
