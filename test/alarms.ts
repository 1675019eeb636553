import type { Temporal } from 'temporal-polyfill';
import type { StandingAlerts } from '../services/operators-alarm.ts';
import type { Alert, StandingAlert } from '../services/store/alert-store.ts';

/** The operators' chat in memory: it behaves as the store does and keeps what was told. */
export function operatorsChat() {
  const standing = new Map<string, StandingAlert>();
  const told: Alert[] = [];
  const chat = {
    told,
    /** Whether a chat was chosen. */
    chosen: true,
    raise: async (alert: Alert, now: Temporal.Instant) => {
      if (!chat.chosen) return 'no-place';
      if (standing.has(alert.key)) return 'known';
      standing.set(alert.key, { ...alert, raisedAt: now });
      told.push(alert);
      return 'raised';
    },
    clear: async (...keys: readonly string[]) => {
      for (const key of keys) standing.delete(key);
    },
    standing: async (): Promise<readonly StandingAlert[]> => [...standing.values()],
    /** The keys of what stands. */
    keys: (): readonly string[] => [...standing.keys()],
    /** Codes told since the last time this was asked. */
    news: () => told.splice(0).map(({ code }) => code),
  } satisfies StandingAlerts & Record<string, unknown>;
  return chat;
}
