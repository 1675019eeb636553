import type { Logger } from 'pino';
import type { Temporal } from 'temporal-polyfill';
import { AlertStore } from './alert-store.ts';
import { ConversationStore } from './conversation-store.ts';
import { type Database, type DatabaseLocation, openDatabase } from './database.ts';
import { Figures } from './figures.ts';
import { JobQueue } from './jobs.ts';
import { KeyValueStore } from './key-value-store.ts';
import { MoveStore } from './move-store.ts';
import { PartnerEventStore } from './partner-event-store.ts';
import { PlaceStore } from './place-store.ts';
import { ReminderStore } from './reminder-store.ts';
import { SecretStore } from './secret-store.ts';
import { SettingStore } from './setting-store.ts';
import { WatchStore } from './watch-store.ts';

/** Everything the product remembers, on one database. */
export interface Store {
  readonly database: Database;
  readonly jobs: JobQueue;
  readonly moves: MoveStore;
  readonly reminders: ReminderStore;
  readonly watches: WatchStore;
  readonly conversations: ConversationStore;
  readonly places: PlaceStore;
  readonly keyValues: KeyValueStore;
  readonly settings: SettingStore;
  readonly secrets: SecretStore;
  readonly alerts: AlertStore;
  readonly partnerEvents: PartnerEventStore;
  readonly figures: Figures;
  /** True when the database and the job queue answer; throws when they do not. */
  ready(): Promise<boolean>;
  /** Figures of this installation in the text format of Prometheus. */
  metrics(now: Temporal.Instant): Promise<string>;
  /** Lets the jobs under way finish, then closes the database. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** The instant at which a reminder of a calendar date is due; 08:00 UTC when left out. */
  readonly dueAt?: (dueOn: string) => Temporal.Instant;
}

/**
 * Opens the database, brings its tables up to date and starts the job queue. No job is carried out before `jobs.work`.
 *
 * @throws AppError `store.unreachable`, `store.folder-in-use`, `store.folder-read-only`, `store.damaged`
 */
export async function openStore(location: DatabaseLocation, log: Logger, options: StoreOptions = {}): Promise<Store> {
  const database = await openDatabase(location, {
    onConnectionLost: (error) => log.warn({ err: error }, 'A database connection was lost'),
  });
  const { db } = database;
  const jobs = new JobQueue(database, log);
  const figures = new Figures({ db });
  const close = async () => {
    await jobs.stop();
    await database.close();
  };
  try {
    await jobs.start();
  } catch (error) {
    await close().catch((cause: unknown) => log.error({ err: cause }, 'Could not close the database cleanly'));
    throw error;
  }
  return {
    database,
    jobs,
    reminders: new ReminderStore({ db, jobs }),
    moves: new MoveStore({ db, jobs, ...options }),
    watches: new WatchStore({ db, jobs }),
    conversations: new ConversationStore({ db }),
    places: new PlaceStore({ db }),
    keyValues: new KeyValueStore({ db }),
    settings: new SettingStore({ db }),
    secrets: new SecretStore({ db }),
    alerts: new AlertStore({ db, jobs }),
    partnerEvents: new PartnerEventStore({ db, jobs }),
    figures,
    ready: async () => {
      await Promise.all([database.ping(), jobs.ping()]);
      return true;
    },
    metrics: (now) => figures.metrics(now),
    close,
  };
}
