import type { Temporal } from 'temporal-polyfill';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import type { StateFile } from './state.ts';

/** The sandbox's time: the machine's clock, run ahead as far as somebody asked. It survives a restart and never goes back. */
export interface SandboxClock extends Clock {
  /** Moves time on by so many days of 24 hours; parts of a day are allowed. */
  advance(days: number): void;
}

/** Thirty years: further than any term, and far from the end of any calendar. */
const FURTHEST_SECONDS = 30 * 366 * 86_400;

export function sandboxClock(machine: Clock, state: StateFile): SandboxClock {
  return {
    now(): Temporal.Instant {
      return machine.now().add({ seconds: state.current.aheadSeconds });
    },
    advance(days) {
      if (!Number.isFinite(days) || days < 0) throw new RangeError(`Time only goes forward, not by ${days} days`);
      const ahead = state.current.aheadSeconds + Math.round(days * 86_400);
      if (ahead > FURTHEST_SECONDS) {
        throw new AppError('sandbox.too-far', { hint: 'Remove the sandbox file in DATA_DIR to begin anew.' });
      }
      state.change((s) => {
        s.aheadSeconds += Math.round(days * 86_400);
      });
    },
  };
}
