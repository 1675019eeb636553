import type { Temporal } from 'temporal-polyfill';
import type { Clock } from '../clock.ts';
import type { StateFile } from './state.ts';

/** The sandbox's time: the machine's clock, run ahead as far as somebody asked. It survives a restart and never goes back. */
export interface SandboxClock extends Clock {
  /** Moves time on by so many days of 24 hours; parts of a day are allowed. */
  advance(days: number): void;
}

export function sandboxClock(machine: Clock, state: StateFile): SandboxClock {
  return {
    now(): Temporal.Instant {
      return machine.now().add({ seconds: state.current.aheadSeconds });
    },
    advance(days) {
      if (!Number.isFinite(days) || days < 0) throw new RangeError(`Time only goes forward, not by ${days} days`);
      state.change((s) => {
        s.aheadSeconds += Math.round(days * 86_400);
      });
    },
  };
}
