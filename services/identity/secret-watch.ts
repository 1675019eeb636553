import type { Logger } from 'pino';
import type { Temporal } from 'temporal-polyfill';
import { type Clock, todayUtc } from '../clock.ts';
import { AppError } from '../errors.ts';
import { onceADay } from '../once-a-day.ts';
import { OperatorsAlarm } from '../operators-alarm.ts';
import type { Alerts } from '../store/alert-store.ts';
import type { WatchAlert } from '../watch-alerts.ts';

/** What the bot proves itself by, and a way to learn its end. */
export interface WatchedSecret {
  /** The setting that holds or names it. */
  readonly name: SecretName;
  /**
   * The last day (UTC calendar date) on which it works; null when nobody tells.
   *
   * @throws AppError when it cannot be read
   */
  endsOn(): Promise<Temporal.PlainDate | null>;
}

const SECRET_NAMES = ['MicrosoftAppPassword', 'PARTNER_APP_PASSWORD', 'PARTNER_APP_CERTIFICATE'] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

/** What is known of an end. `stated`: an operator wrote it into the settings; `unknown`: nobody told, which is no alarm. */
export type SecretEnd =
  | { readonly kind: 'read' | 'stated'; readonly on: Temporal.PlainDate }
  | { readonly kind: 'unknown'; readonly hint: string };

export interface SecretState {
  readonly name: SecretName;
  readonly end: SecretEnd;
}

/** Days before the end at which the operators are told, once each: a new secret takes somebody with rights in Entra, and a restart. */
const SECRET_WARN_DAYS = [60, 30, 14, 7, 1] as const;

const endsKey = (name: SecretName, days: number) => `${kindOf(name)}-ends-${name}-${days}`;
const endedKey = (name: SecretName) => `${kindOf(name)}-ended-${name}`;

/** Watches the ends of the bot's own secrets and tells the operators in time, each thing once. */
export class SecretWatch {
  readonly #secrets: readonly WatchedSecret[];
  readonly #statedEnd: Temporal.PlainDate | null;
  readonly #alarm: OperatorsAlarm;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #daily: () => Promise<void>;
  readonly #states = new Map<SecretName, SecretEnd>();

  /**
   * @param deps.statedEnd what an operator stated: holds for client secrets whose end Microsoft does not tell
   * @param deps.clock the product's clock
   */
  constructor(deps: {
    secrets: readonly WatchedSecret[];
    statedEnd: Temporal.PlainDate | null;
    alerts: Alerts;
    clock: Clock;
    log: Logger;
  }) {
    this.#secrets = deps.secrets;
    this.#statedEnd = deps.statedEnd;
    this.#alarm = new OperatorsAlarm(deps);
    this.#clock = deps.clock;
    this.#log = deps.log;
    this.#daily = onceADay(
      deps.clock,
      () => this.#check(),
      (err) =>
        this.#log.warn({ err }, 'It could not be looked up when the secrets of the bot end: tried again in an hour'),
    );
  }

  /** To be called often, in as many instances as there are: looks once a day. Never fails. */
  async check(): Promise<void> {
    await this.#daily();
  }

  /** What this instance knows of each secret since it looked; empty before, and where the bot has none. */
  states(): readonly SecretState[] {
    return [...this.#states].map(([name, end]) => ({ name, end }));
  }

  async #check(): Promise<void> {
    await this.#clearForeign();
    const failures: unknown[] = [];
    for (const secret of this.#secrets) {
      const end = await this.#endOf(secret).catch((error: unknown) => {
        failures.push(error);
        // What was read yesterday still holds.
        return this.#states.get(secret.name) ?? this.#unread(secret.name, hintOf(error));
      });
      this.#states.set(secret.name, end);
      await this.#tell(secret.name, end);
    }
    if (failures.length > 0) throw failures[0];
  }

  /** @throws what may be gone in an hour; a missing permission stays missing, and is a state */
  async #endOf(secret: WatchedSecret): Promise<SecretEnd> {
    try {
      const on = await secret.endsOn();
      return on === null ? this.#unread(secret.name, 'Microsoft Graph lists no end of it.') : { kind: 'read', on };
    } catch (error) {
      if (error instanceof AppError && LASTING.has(error.code)) return this.#unread(secret.name, hintOf(error));
      throw error;
    }
  }

  #unread(name: SecretName, hint: string): SecretEnd {
    if (kindOf(name) === 'secret' && this.#statedEnd !== null) return { kind: 'stated', on: this.#statedEnd };
    this.#log.info({ secret: name, hint }, 'Nobody told when a secret of the bot ends. State it as SECRET_ENDS_ON');
    return { kind: 'unknown', hint };
  }

  async #tell(name: SecretName, end: SecretEnd): Promise<void> {
    if (end.kind === 'unknown') return;
    const left = todayUtc(this.#clock).until(end.on).days;
    const params = { what: name, date: end.on.toString(), count: left };
    if (left < 0) {
      const code = `${kindOf(name)}-ended` satisfies WatchAlert;
      return void (await this.#alarm.raise({ key: endedKey(name), code, params }, HINT));
    }
    const stage = SECRET_WARN_DAYS.findLast((days) => left <= days);
    // What was told of an earlier end must not keep the next one from being told.
    const over = SECRET_WARN_DAYS.filter((days) => stage === undefined || days < stage);
    await this.#alarm.clear(endedKey(name), ...over.map((days) => endsKey(name, days)));
    if (stage === undefined) return;
    const code = `${kindOf(name)}-ends` satisfies WatchAlert;
    await this.#alarm.raise({ key: endsKey(name, stage), code, params }, HINT);
  }

  /** A secret that the settings no longer name cannot end any more. */
  async #clearForeign(): Promise<void> {
    const own = new Set(this.#secrets.map(({ name }) => name));
    const foreign = SECRET_NAMES.filter((name) => !own.has(name));
    await this.#alarm.clear(
      ...foreign.flatMap((name) => [endedKey(name), ...SECRET_WARN_DAYS.map((days) => endsKey(name, days))]),
    );
  }
}

/** What stays as it is until somebody changes a permission or a setting. */
const LASTING: ReadonlySet<string> = new Set(['microsoft.graph-access-denied', 'microsoft.not-found']);

const HINT = 'Make a new one in the Entra admin center, put it into the settings and start the assistant again.';

function kindOf(name: SecretName): 'secret' | 'certificate' {
  return name === 'PARTNER_APP_CERTIFICATE' ? 'certificate' : 'secret';
}

function hintOf(error: unknown): string {
  return error instanceof AppError ? error.hint || error.code : 'unexpected error';
}
