import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { SettingStore } from '../store/setting-store.ts';

/** What one run took up. */
export interface RunWork {
  /** Reminders that were due. */
  readonly reminders: number;
  /** Moves that were due for another look at Microsoft. */
  readonly moves: number;
}

/** A time in which no run ended, by the machine's clock. */
export interface Downtime {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

/** The last run that went well. */
export interface LastRun extends RunWork {
  /** By the machine's clock: whether the next one is late is judged by it. */
  readonly endedAt: Temporal.Instant;
  /** By the product's clock, which the sandbox moves. */
  readonly endedAtProduct: Temporal.Instant;
  readonly tookMs: number;
  /** The downtime that ended lately, if any. */
  readonly resumed: Downtime | null;
}

/** Where the last run is remembered, for all instances; the last one that writes wins. */
export interface RunJournal {
  last(): Promise<LastRun | null>;
  write(run: LastRun): Promise<void>;
}

const KEY = 'last-run';

/** The journal in the settings of the installation. A note of another shape counts as none. */
export function runJournal(settings: Pick<SettingStore, 'get' | 'set'>): RunJournal {
  return {
    last: () => settings.get(KEY, Kept),
    write: ({ endedAt, endedAtProduct, resumed, ...run }) =>
      settings.set(KEY, {
        ...run,
        endedAt: endedAt.toString(),
        endedAtProduct: endedAtProduct.toString(),
        resumed: resumed && { from: resumed.from.toString(), to: resumed.to.toString() },
      }),
  };
}

const instant = z.iso.datetime().transform((text) => Temporal.Instant.from(text));
const count = z.number().int().nonnegative();
const Kept: z.ZodType<LastRun> = z.object({
  endedAt: instant,
  endedAtProduct: instant,
  tookMs: z.number().nonnegative(),
  reminders: count,
  moves: count,
  resumed: z.object({ from: instant, to: instant }).nullable(),
});
