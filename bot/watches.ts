import type { Logger } from 'pino';
import { type Clock, todayUtc } from '../services/clock.ts';
import type { GraphClient } from '../services/graph/client.ts';
import { DelegationWatch } from '../services/identity/delegation-watch.ts';
import { SecretWatch } from '../services/identity/secret-watch.ts';
import { DeliveryWatch } from '../services/reminders/delivery-watch.ts';
import { runJournal } from '../services/reminders/run-journal.ts';
import { RunWatch } from '../services/reminders/run-watch.ts';
import type { Store } from '../services/store/store.ts';
import type { Config } from './config.ts';
import { ownSecrets } from './own-secrets.ts';
import { PENDING } from './pending-acts.ts';

/** The bot's eye on itself: whoever runs it is told before somebody else notices. */
export interface HouseWatches {
  readonly runs: RunWatch;
  /** To be called with every run; looks once a day, and nobody waits for it. */
  daily(): void;
  /** Begins to look every minute, whether or not anything runs; ends with the function it gives. */
  everyMinute(): () => Promise<void>;
}

/** Built once at start-up. */
export function houseWatches(deps: {
  readonly config: Config;
  readonly store: Store;
  readonly graph: GraphClient;
  readonly clock: Clock;
  readonly machine: Clock;
  readonly log: Logger;
}): HouseWatches {
  const { config, store, graph, clock, machine, log } = deps;
  const told = { alerts: store.alerts, clock, log };
  const runs = new RunWatch({ ...told, machine, journal: runJournal(store.settings) });
  const deliveries = new DeliveryWatch({ ...told, machine, figures: () => store.outbox.figures() });
  const secrets = new SecretWatch({
    ...told,
    secrets: ownSecrets(config, (application) => graph.secretEndsOn(application)),
    statedEnd: config.secretEndsOn,
  });
  const delegations = new DelegationWatch({
    ...told,
    settings: store.settings,
    ending: (days) => graph.endingDelegations(days, todayUtc(clock)),
  });
  return {
    runs,
    daily() {
      // Reading thousands of relationships must not hold up the run. None of these ever fails.
      void secrets.check();
      void delegations.check();
      void prune(store, clock, log);
    },
    everyMinute() {
      const minute = setInterval(() => {
        void runs.check();
        void deliveries.check();
      }, 60_000);
      minute.unref();
      return async () => clearInterval(minute);
    },
  };
}

/** After so many hours (90 days) nobody goes on with the question that was asked last, or answers the card that was sent last. */
const STATE_KEPT_HOURS = 90 * 24;

/**
 * Forgets, some of it with every run, what was sent long ago, what people asked for before a sign-in that never came, and where
 * conversations stood in which nobody has said anything for long.
 */
export async function prune(
  { outbox, keyValues }: Pick<Store, 'outbox' | 'keyValues'>,
  clock: Clock,
  log: Logger,
): Promise<void> {
  try {
    await outbox.prune(clock.now());
    await keyValues.prune(PENDING, 24);
    await keyValues.pruneAll(STATE_KEPT_HOURS);
  } catch (err) {
    log.warn({ err }, 'What is old could not be forgotten');
  }
}
