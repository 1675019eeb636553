import type { Logger } from 'pino';
import { type Clock, todayUtc } from './clock.ts';
import type { Alert, AlertStore, Alerts } from './store/alert-store.ts';

/** Where alarms are raised, with what stands of them. */
export type StandingAlerts = Alerts & Pick<AlertStore, 'standing'>;

/** Tells the operators' chat and clears what was told; where there is no such chat, the log says it once a day. */
export class OperatorsAlarm {
  readonly #alerts: Alerts;
  readonly #clock: Clock;
  readonly #log: Logger;
  /** Alarm -> day it was logged because no chat was chosen. */
  readonly #logged = new Map<string, string>();

  /** @param deps.clock the product's clock */
  constructor(deps: { alerts: Alerts; clock: Clock; log: Logger }) {
    this.#alerts = deps.alerts;
    this.#clock = deps.clock;
    this.#log = deps.log;
  }

  /**
   * Raises an alarm, once until it is cleared. It is logged as well: what keeps messages from being sent keeps the alarm too.
   *
   * @param hint what an operator who reads the log should do
   */
  async raise(alert: Alert, hint: string): Promise<Awaited<ReturnType<Alerts['raise']>>> {
    const now = this.#clock.now();
    const outcome = await this.#alerts.raise(alert, now);
    const about = { alert: alert.code, ...alert.params, hint };
    if (outcome === 'raised') this.#log.warn(about, 'The operators are told of an alarm');
    if (outcome !== 'no-place') return outcome;
    const today = todayUtc(this.#clock).toString();
    if (this.#logged.get(alert.key) === today) return outcome;
    this.#logged.set(alert.key, today);
    this.#log.error(
      about,
      'An alarm for the operators has no chat to go to. Choose one: write "alerts here" to the bot',
    );
    return outcome;
  }

  /** Its cause is gone: should it come back it is raised again. */
  async clear(...keys: readonly string[]): Promise<void> {
    await this.#alerts.clear(...keys);
  }

  /** Does work that must neither hide nor break what it is about: what goes wrong is logged. */
  async quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (err) {
      this.#log.error({ err }, 'An alarm for the operators could not be raised or cleared');
    }
  }
}
