import type { Logger } from 'pino';
import type { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../clock.ts';
import type { SentenceParams } from '../../errors.ts';
import { EVENT_NAMES } from './event-names.ts';
import type { WebhookCalls } from './registration-calls.ts';

/** Where operators are told; the same key is told once until it is cleared. */
export interface AlertRaiser {
  raise(
    alert: { readonly key: string; readonly code: string; readonly params: SentenceParams },
    now: Temporal.Instant,
  ): Promise<unknown>;
  clear(...keys: readonly string[]): Promise<void>;
}

/** `of-another`: another application receives the partner's events; nothing was changed. */
export type RegistrationOutcome = 'registered' | 'extended' | 'kept' | 'of-another';

const ALERT = 'webhook-of-another';

/**
 * Sees to it that Partner Center sends its events to this address. There is one registration per partner:
 *
 * | found | done |
 * | --- | --- |
 * | none | registered |
 * | ours, all events | nothing |
 * | ours, an event is missing | replaced by itself with our events added; what else it says is kept |
 * | another address | nothing: it belongs to somebody; operators are told, and the bot goes on asking by itself |
 *
 * @param url the address at which this bot takes events
 * @throws AppError `microsoft.*` when it could not be found out or changed
 */
export async function keepRegistered(
  url: string,
  { calls, alerts, clock, log }: { calls: WebhookCalls; alerts: AlertRaiser; clock: Clock; log: Logger },
): Promise<RegistrationOutcome> {
  const found = await calls.registration();
  if (found !== null && !isSame(found.WebhookUrl, url)) {
    const host = hostOf(found.WebhookUrl);
    log.error({ host }, 'Another application receives the events of Partner Center: the bot asks by itself instead');
    await alerts.raise({ key: ALERT, code: ALERT, params: { host } }, clock.now());
    return 'of-another';
  }
  await alerts.clear(ALERT);
  const wanted = await offered(calls);
  const events = found?.WebhookEvents ?? [];
  const known = new Set(events.map((name) => name.toLowerCase()));
  const missing = wanted.filter((name) => !known.has(name));
  if (found !== null && missing.length === 0) return 'kept';
  if (found === null) await calls.register({ WebhookUrl: url, WebhookEvents: wanted });
  else await calls.replace({ ...found, WebhookEvents: [...events, ...missing] });
  log.info({ events: missing }, 'Registered for events of Partner Center');
  return found === null ? 'registered' : 'extended';
}

/** A name that Partner Center does not know (any more) would have the whole registration refused. */
async function offered(calls: WebhookCalls): Promise<string[]> {
  const names = new Set((await calls.eventNames()).map((name) => name.toLowerCase()));
  return EVENT_NAMES.filter((name) => names.has(name));
}

function isSame(registered: string | null | undefined, url: string): boolean {
  const text = registered ?? '';
  return URL.canParse(text) && new URL(text).href.replace(/\/$/u, '') === new URL(url).href.replace(/\/$/u, '');
}

/** The rest of a stranger's address may hold a secret. */
function hostOf(url: string | null | undefined): string {
  return url && URL.canParse(url) ? new URL(url).host : '?';
}
