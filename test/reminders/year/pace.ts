/**
 * What a sender waits for when it has nothing to do. In the test it waits until it is told to go on, and says for how long it wanted to.
 */
export class Pace {
  #goOn: (() => void) | null = null;
  #idle: ((ms: number) => void) | null = null;
  #begun = false;

  readonly wait = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      this.#goOn = resolve;
      this.#idle?.(ms);
    });

  /** Lets it work until it waits again. `begin` is called once. */
  async turn(begin: () => Promise<void>): Promise<number> {
    const idle = Promise.withResolvers<number>();
    this.#idle = idle.resolve;
    if (this.#begun) this.#goOn?.();
    else {
      this.#begun = true;
      begin().catch(idle.reject);
    }
    return idle.promise;
  }
}
