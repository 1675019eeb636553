import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../services/clock.ts';
import { untilEnded } from '../services/identity/time-limit.ts';
import type { ClaimedMessage } from '../services/store/claimed-message.ts';
import type { Outbox } from '../services/store/outbox.ts';
import type { ReminderRef } from '../services/store/reminder-rows.ts';
import { type DeliveryOutcome, outcomeOfFailure, type Undeliverable } from './delivery-outcome.ts';

/** What was handed over. */
export type Delivered =
  | { readonly kind: 'sent'; readonly activityId: string | null; readonly told?: readonly ReminderRef[] }
  /** There is nothing to say any more: nothing was sent. */
  | { readonly kind: 'nothing' };

/** Puts a message into words and hands it to Teams, in one request at most; throws what the adapter threw. */
export type Deliver = (message: ClaimedMessage) => Promise<Delivered>;

/** What has to be written when a message is over. Each is called again until it does not throw: it must bear being called twice. */
export interface DeliveryRecord {
  /** Teams took it. */
  sent(message: ClaimedMessage, activityId: string | null, told: readonly ReminderRef[]): Promise<void>;
  /** It cannot be delivered there: `Outbox.reroute` or `Outbox.dead`, and whatever follows from it. */
  undeliverable(message: ClaimedMessage, why: Undeliverable): Promise<void>;
  /** Teams does not let the bot itself in: operators have to know. Called at every attempt. */
  alarm(reason: string): Promise<void>;
}

export interface SenderDeps {
  readonly outbox: Pick<Outbox, 'claim' | 'renew' | 'retryLater' | 'drop' | 'pause'>;
  readonly deliver: Deliver;
  readonly record: DeliveryRecord;
  /** Names the instance; no two that run at once have the same name. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timing?: Partial<SenderTiming>;
  readonly machine?: Partial<SenderMachine>;
}

/** All in milliseconds. */
export interface SenderTiming {
  /** For how long a message is left to an instance that gives no sign of life. */
  readonly lease: number;
  /** In which a message has to be delivered. Then it counts as failed, although it may arrive yet. */
  readonly limit: number;
  /** How often it is looked for messages when nothing is known to wait. */
  readonly poll: number;
}

/** What of the machine is replaced in tests. */
export interface SenderMachine {
  readonly random: () => number;
  /** Resolves after so many milliseconds, or when the signal says so. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Does something again and again until the function it gives is called. */
  readonly every: (ms: number, work: () => void) => () => void;
}

/**
 * Sends what waits in the outbox, one message after the other: however often an instance is killed, each time at most one message was
 * taken by Teams and not recorded, and is sent twice.
 *
 * It goes on whatever happens: what fails in the database is tried again after 1, 2, 4, ... up to 30 seconds.
 */
export class Sender {
  readonly #deps: SenderDeps;
  readonly #timing: SenderTiming;
  readonly #machine: SenderMachine;
  readonly #stopping = new AbortController();
  readonly #abandoned = new AbortController();
  #bell = new AbortController();
  #running: Promise<void> | null = null;

  constructor(deps: SenderDeps) {
    this.#deps = deps;
    this.#timing = { ...TIMING, ...deps.timing };
    this.#machine = { ...MACHINE, ...deps.machine };
  }

  /** Begins to send; resolves when `stop` was called and the message under way is over. */
  run(): Promise<void> {
    this.#running ??= this.#loop();
    return this.#running;
  }

  /** Something was written: looks at once. */
  wake(): void {
    this.#bell.abort();
  }

  /** Takes no more messages and finishes the one under way, for at most so many milliseconds. Close the database after it. */
  async stop(grace = GRACE): Promise<void> {
    this.#stopping.abort();
    const over = new AbortController();
    await Promise.race([this.#running, MACHINE.wait(grace, over.signal)]);
    over.abort();
    this.#abandoned.abort();
  }

  async #loop(): Promise<void> {
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      try {
        const idle = await this.#next();
        failures = 0;
        if (idle > 0) await this.#sleep(idle);
      } catch (error) {
        failures += 1;
        this.#deps.log.error({ err: error, failures }, 'The outbox could not be read');
        await this.#sleep(growing(failures));
      }
    }
  }

  /** @returns for how many milliseconds there is nothing to do */
  async #next(): Promise<number> {
    const { outbox, name } = this.#deps;
    const { lease, poll } = this.#timing;
    const claim = await outbox.claim({ by: name, lease });
    if (claim.kind === 'message') {
      await this.#send(claim.message);
      return 0;
    }
    // All that wait, wait for the same moment: one of them comes first, and the others see that it was there.
    return claim.kind === 'later' ? Math.min(claim.inMs + SPREAD * this.#machine.random(), poll) : poll;
  }

  async #send(message: ClaimedMessage): Promise<void> {
    const { outbox, log } = this.#deps;
    const { lease } = this.#timing;
    const renew = () => {
      outbox.renew(message, lease).then(
        (kept) => kept || log.warn({ message: message.id }, 'A message took longer than its lease'),
        (error: unknown) => log.warn({ err: error }, 'The lease of a message could not be renewed'),
      );
    };
    const endRenewing = this.#machine.every(lease / 3, renew);
    try {
      const outcome = await this.#attempt(message);
      await this.#insist(() => this.#record(message, outcome));
    } finally {
      endRenewing();
    }
  }

  async #attempt(message: ClaimedMessage): Promise<DeliveryOutcome | { readonly kind: 'nothing' }> {
    const { deliver, clock, log } = this.#deps;
    const { id, kind, conversationId, attempt } = message;
    try {
      return await untilEnded(AbortSignal.timeout(this.#timing.limit), () => deliver(message));
    } catch (error) {
      const outcome = outcomeOfFailure(error, { attempt, now: clock.now(), random: this.#machine.random });
      log.warn({ err: error, outcome, message: id, kind, conversationId, attempt }, 'A message was not delivered');
      return outcome;
    }
  }

  async #record(message: ClaimedMessage, outcome: DeliveryOutcome | { readonly kind: 'nothing' }): Promise<void> {
    const { outbox, record } = this.#deps;
    switch (outcome.kind) {
      case 'sent':
        return record.sent(message, outcome.activityId, outcome.told ?? []);
      case 'nothing':
        await outbox.drop(message, false);
        return;
      case 'again':
        await outbox.retryLater(message, { ...outcome, failure: outcome.reason });
        return;
      case 'alarm':
        await outbox.retryLater(message, {
          inMs: outcome.itselfInMs,
          failure: outcome.reason,
          pauseConversation: true,
        });
        await outbox.pause(outcome.inMs);
        return record.alarm(outcome.reason);
      case 'gone':
      case 'refused':
      case 'given-up':
        return record.undeliverable(message, outcome);
    }
  }

  /** What Teams did has happened: it is written as soon as it can be. */
  async #insist(write: () => Promise<void>): Promise<void> {
    for (let failures = 1; ; failures++) {
      try {
        return await write();
      } catch (error) {
        this.#deps.log.error({ err: error, failures }, 'What became of a message could not be recorded');
        if (this.#abandoned.signal.aborted) return;
        await this.#machine.wait(growing(failures), this.#abandoned.signal);
      }
    }
  }

  async #sleep(ms: number): Promise<void> {
    await this.#machine.wait(ms, AbortSignal.any([this.#bell.signal, this.#stopping.signal]));
    if (this.#bell.signal.aborted) this.#bell = new AbortController();
  }
}

const TIMING: SenderTiming = { lease: 60_000, limit: 120_000, poll: 1000 };

const MACHINE: SenderMachine = {
  random: Math.random,
  wait: (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined),
  every: (ms, work) => {
    const timer = setInterval(work, ms);
    return () => clearInterval(timer);
  },
};

const GRACE = 10_000;
/** Milliseconds, short beside the second in which a request counts. */
const SPREAD = 5;

function growing(failures: number): number {
  return Math.min(1000 * 2 ** (failures - 1), 30_000);
}
