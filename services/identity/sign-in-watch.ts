import type { Logger } from 'pino';
import type { Temporal } from 'temporal-polyfill';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { OperatorsAlarm } from '../operators-alarm.ts';
import type { Alert, Alerts } from '../store/alert-store.ts';
import type { RefreshTokenVault } from './refresh-token-vault.ts';

/** Told how signing in went. */
export interface SignInOutcome {
  worked(): Promise<void>;
  failed(failure: AppError): Promise<void>;
}

/**
 * How long a refresh token lasts without being used; every use begins it anew.
 * Source: Microsoft Entra, "Refresh tokens in the Microsoft identity platform": 90 days for applications that are no single page
 * applications. A tenant's policy may end it sooner: then the next use is refused, which is told at once.
 */
export const REFRESH_TOKEN_DAYS = 90;

/** Days before the end at which the operators are told, once each. */
const WARN_DAYS = [30, 14, 7, 1] as const;

/** The codes of the alarms; each has its sentences `alert.<code>`. */
export const SIGN_IN_ALERTS = [
  'sign-in-ends',
  'sign-in-ended',
  'sign-in-missing',
  'sign-in-needed',
  'sign-in-failed',
  'sign-in-unreadable',
] as const;

const endsKey = (days: number) => `sign-in-ends-${days}`;
const ENDS_KEYS = WARN_DAYS.map(endsKey);
/** Over when there is a sign-in that can be read and has not ended. */
const READ_KEYS = ['sign-in-ended', 'sign-in-missing', 'sign-in-unreadable'] as const;
const REFUSED_KEYS = ['sign-in-missing', 'sign-in-needed', 'sign-in-failed', 'sign-in-unreadable'] as const;

/** The keys under which alarms about the sign-in are raised: a new sign-in clears them all. */
export const SIGN_IN_ALERT_KEYS: readonly string[] = [...ENDS_KEYS, 'sign-in-ended', ...REFUSED_KEYS];

/** Watches the bot's own sign-in to Microsoft and tells the operators in time, each thing once. */
export class SignInWatch implements SignInOutcome {
  readonly #vault: RefreshTokenVault | null;
  readonly #alarm: OperatorsAlarm;
  readonly #clock: Clock;
  readonly #log: Logger;

  /** @param deps.vault null when no person is signed in: then nothing ends by itself */
  constructor(deps: { vault: RefreshTokenVault | null; alerts: Alerts; clock: Clock; log: Logger }) {
    this.#vault = deps.vault;
    this.#alarm = new OperatorsAlarm(deps);
    this.#clock = deps.clock;
    this.#log = deps.log;
  }

  /** Looks whether the sign-in of the service user is about to end. Never fails: other work of the sweep must go on. */
  async check(): Promise<void> {
    try {
      await this.#check();
    } catch (err) {
      this.#log.error({ err }, "The bot's sign-in to Microsoft could not be checked");
    }
  }

  async #check(): Promise<void> {
    if (this.#vault === null) return;
    let usedAt: Temporal.Instant;
    try {
      ({ usedAt } = await this.#vault.read());
    } catch (error) {
      if (error instanceof AppError) return await this.failed(error);
      throw error;
    }
    const endsAt = usedAt.add({ hours: REFRESH_TOKEN_DAYS * 24 });
    const hoursLeft = this.#clock.now().until(endsAt).total('hours');
    const date = endsAt.toZonedDateTimeISO('UTC').toPlainDate().toString();
    if (hoursLeft <= 0) return await this.#raise({ key: 'sign-in-ended', code: 'sign-in-ended', params: { date } });
    const days = WARN_DAYS.findLast((stage) => hoursLeft <= stage * 24);
    // What was told of an earlier end must not keep the next one from being told.
    await this.#alarm.clear(...READ_KEYS, ...WARN_DAYS.filter((d) => days === undefined || d < days).map(endsKey));
    if (days === undefined) return;
    await this.#raise({ key: endsKey(days), code: 'sign-in-ends', params: { count: Math.ceil(hoursLeft / 24), date } });
  }

  /** Signing in works (again). */
  async worked(): Promise<void> {
    await this.#alarm.quietly(() => this.#alarm.clear(...REFUSED_KEYS));
  }

  /** Signing in was refused: the operators are told at once. What time may heal (no answer, throttling) is no alarm. */
  async failed({ code, params, hint }: AppError): Promise<void> {
    const { reason = 'sign-in.unknown', code: number = null } = params;
    const kind = reason === 'sign-in.never' ? 'sign-in-missing' : ALERT_OF[code];
    if (kind === undefined) return;
    await this.#alarm.quietly(() => this.#raise({ key: kind, code: kind, params: { reason, code: number } }, hint));
  }

  async #raise(alert: Alert, hint = 'Sign in anew with: npm run connect'): Promise<void> {
    await this.#alarm.raise(alert, hint);
  }
}

/** Which failure is which alarm. */
const ALERT_OF: Readonly<Record<string, (typeof SIGN_IN_ALERTS)[number]>> = {
  'microsoft.sign-in-needed': 'sign-in-needed',
  'microsoft.sign-in-failed': 'sign-in-failed',
  'microsoft.consent-missing': 'sign-in-failed',
  'secrets.key-lost': 'sign-in-unreadable',
  'secrets.damaged': 'sign-in-unreadable',
};
