import { setTimeout as pause } from 'node:timers/promises';
import { UnderWay } from './under-way.ts';

/** How long a person waits for an answer in the place of the card, in milliseconds. Teams gives a press up after about ten seconds. */
const BUDGET_MS = 4000;
/** How long what came of late work is kept for whoever looks again, in milliseconds. */
const KEPT_MS = 60_000;

/** What is there when the time is up. */
export type InTimeOutcome<T> =
  | { readonly kind: 'done'; readonly result: T }
  /** It goes on. `first`: this call began it, and whoever made the call sees to what comes of it. */
  | { readonly kind: 'working'; readonly first: boolean; readonly result: Promise<T> };

/**
 * Answers in time, however long the work takes: after the budget the work goes on by itself. The same work (by its key) is not begun
 * twice while it is under way in this instance; two instances are kept apart by the version of the move, as two people are. What
 * came of late work is kept for a minute for whoever looks for it with the word they were given; whoever asks for the same anew does
 * not get it: meanwhile it may have been undone.
 *
 * Nothing of it outlives the process, which waits a while for it when it stops (`underWay`): work that was lost with it is begun anew by whoever looks again.
 */
export class InTime<T> {
  readonly #wait: (ms: number) => Promise<unknown>;
  readonly #budget: number;
  /** All work that was begun, and what is added to it because it follows from it. */
  readonly underWay: UnderWay;
  readonly #begun = new Map<string, Promise<T>>();
  readonly #late = new Map<string, Promise<T>>();

  constructor({
    wait = (ms) => pause(ms, undefined, { ref: false }),
    budget = BUDGET_MS,
    underWay = new UnderWay(),
  }: {
    readonly wait?: (ms: number) => Promise<unknown>;
    readonly budget?: number;
    readonly underWay?: UnderWay;
  } = {}) {
    this.#wait = wait;
    this.underWay = underWay;
    this.#budget = budget;
  }

  /** Work that has not ended yet. */
  get working(): readonly Promise<unknown>[] {
    return [...this.#begun.values()];
  }

  /**
   * Begins the work or joins it, for as long as somebody waits.
   *
   * @param look the word under which what came of it was kept; null: somebody asks for it anew
   * @throws what the work threw, when it did so in time
   */
  async run(key: string, work: () => Promise<T>, look: string | null = null): Promise<InTimeOutcome<T>> {
    const known = (look === null ? undefined : this.#late.get(lateKey(key, look))) ?? this.#begun.get(key);
    const result = known ?? this.#begin(key, work);
    const winner = await Promise.race([result.then((value) => ({ value })), this.#wait(this.#budget)]);
    if (isValue<T>(winner)) return { kind: 'done', result: winner.value };
    return { kind: 'working', first: known === undefined, result };
  }

  /** Keeps what comes of late work for whoever asks for the same with this word, which nobody else knows. */
  keep(key: string, look: string, result: Promise<T>): void {
    const kept = lateKey(key, look);
    this.#late.set(kept, result);
    const forget = () => this.#late.delete(kept);
    void result
      .catch(() => undefined)
      .then(() => this.#wait(KEPT_MS))
      .then(forget);
  }

  #begin(key: string, work: () => Promise<T>): Promise<T> {
    const result = work().finally(() => this.#begun.delete(key));
    // Whoever waits hears of it; if nobody does any more, it is no fault of the process.
    void this.underWay.add(result).catch(() => undefined);
    this.#begun.set(key, result);
    return result;
  }
}

const lateKey = (key: string, look: string): string => JSON.stringify([key, look]);

function isValue<T>(winner: unknown): winner is { readonly value: T } {
  return typeof winner === 'object' && winner !== null && 'value' in winner;
}
