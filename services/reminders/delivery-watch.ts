import type { Logger } from 'pino';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../clock.ts';
import { OperatorsAlarm, type StandingAlerts } from '../operators-alarm.ts';

/** How the outbox stands. */
export interface DeliveryFigures {
  /** Messages that were given up: nowhere left to send them. */
  readonly dead: number;
  /** Since when the message that waits longest is to be sent, by the machine's clock; null: none waits. */
  readonly oldest: Temporal.Instant | null;
  /** Code of the reason why the latest attempt failed. */
  readonly newestFailure: string | null;
}

/** Retries after a short disturbance of Teams take less. */
const WAITING_TOO_LONG = Temporal.Duration.from({ minutes: 30 });

const LATE = 'delivery-late';
/** Told anew when there are ten times as many, and no more often: all instances see the same steps, whoever counts. */
const STEPS = [1, 10, 100, 1_000, 10_000, 100_000] as const;
const failingKey = (step: number) => `delivery-failing-${step}`;

/**
 * Watches that what the bot has to say reaches somebody:
 *
 * | alarm | raised | cleared |
 * | --- | --- | --- |
 * | `delivery-failing` | at the first message that was given up, the tenth, the hundredth, ... | when none is left: sent by a retry, or dropped |
 * | `delivery-late` | when one waits for more than half an hour | when none does |
 */
export class DeliveryWatch {
  readonly #figures: () => Promise<DeliveryFigures>;
  readonly #alarm: OperatorsAlarm;
  readonly #standing: StandingAlerts['standing'];
  readonly #machine: Clock;
  readonly #log: Logger;

  /**
   * @param deps.clock the product's clock
   * @param deps.machine the machine's, by which messages wait
   */
  constructor(deps: {
    figures: () => Promise<DeliveryFigures>;
    alerts: StandingAlerts;
    clock: Clock;
    machine: Clock;
    log: Logger;
  }) {
    this.#figures = deps.figures;
    this.#alarm = new OperatorsAlarm(deps);
    this.#standing = () => deps.alerts.standing();
    this.#machine = deps.machine;
    this.#log = deps.log;
  }

  /** To be called every minute, in as many instances as there are. Never fails. */
  async check(): Promise<void> {
    try {
      const figures = await this.#figures();
      await this.#givenUp(figures);
      await this.#late(figures);
    } catch (err) {
      this.#log.error({ err }, 'It could not be looked up whether messages are delivered');
    }
  }

  async #givenUp({ dead, newestFailure }: DeliveryFigures): Promise<void> {
    const step = STEPS.findLast((least) => dead >= least);
    if (step === undefined) return await this.#alarm.clear(...STEPS.map(failingKey));
    // After a retry fewer are left: that is nothing new.
    const told = new Set((await this.#standing()).map(({ key }) => key));
    if (STEPS.some((higher) => higher > step && told.has(failingKey(higher)))) return;
    // The reason is for the log: the list of these messages says it in words.
    const params = { count: dead, reason: newestFailure };
    await this.#alarm.raise({ key: failingKey(step), code: 'delivery-failing', params }, HINT);
  }

  async #late({ oldest, newestFailure }: DeliveryFigures): Promise<void> {
    const since = isLate(oldest, this.#machine.now()) ? oldest : null;
    if (since === null) return await this.#alarm.clear(LATE);
    const params = { since: since.toString(), reason: newestFailure };
    await this.#alarm.raise({ key: LATE, code: LATE, params }, HINT);
  }
}

/** Whether a message that has waited since then should have been sent by now. */
function isLate(waitingSince: Temporal.Instant | null, now: Temporal.Instant): boolean {
  return waitingSince !== null && Temporal.Duration.compare(waitingSince.until(now), WAITING_TOO_LONG) > 0;
}

const HINT =
  'See that this machine reaches smba.trafficmanager.net and that the bot may sign in (npm run doctor). Write "undelivered" to the bot.';
