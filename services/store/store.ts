import type { Logger } from 'pino';
import type { Temporal } from 'temporal-polyfill';
import type { DueWindow } from '../reminders/working-calendar.ts';
import { AlertStore } from './alert-store.ts';
import { ConversationStore } from './conversation-store.ts';
import { type Database, type DatabaseLocation, openDatabase } from './database.ts';
import { Deliveries } from './deliveries.ts';
import { Figures } from './figures.ts';
import { InFlight } from './in-flight.ts';
import { JobQueue } from './jobs.ts';
import { KeyValueStore } from './key-value-store.ts';
import { MoveStore } from './move-store.ts';
import { Outbox } from './outbox.ts';
import { PartnerEventStore } from './partner-event-store.ts';
import { PersonStore } from './person-store.ts';
import { PlaceStore } from './place-store.ts';
import { ReminderActs } from './reminder-acts.ts';
import { ReminderStore } from './reminder-store.ts';
import { indexSearch } from './search-index.ts';
import { SecretStore } from './secret-store.ts';
import { SettingStore } from './setting-store.ts';
import { WatchStore } from './watch-store.ts';
import { WeeklyStore } from './weekly-store.ts';

/** Everything the product remembers, on one database. */
export interface Store {
  readonly database: Database;
  readonly jobs: JobQueue;
  readonly moves: MoveStore;
  readonly reminders: ReminderStore;
  readonly reminderActs: ReminderActs;
  readonly outbox: Outbox;
  readonly deliveries: Deliveries;
  readonly people: PersonStore;
  readonly watches: WatchStore;
  readonly conversations: ConversationStore;
  readonly places: PlaceStore;
  readonly keyValues: KeyValueStore;
  readonly settings: SettingStore;
  readonly secrets: SecretStore;
  readonly alerts: AlertStore;
  readonly partnerEvents: PartnerEventStore;
  readonly figures: Figures;
  readonly inFlight: InFlight;
  readonly weekly: WeeklyStore;
  /** True when the database and the job queue answer; throws when they do not. */
  ready(): Promise<boolean>;
  /** Figures of this installation in the text format of Prometheus. */
  metrics(now: Temporal.Instant, window: DueWindow): Promise<string>;
  /** Lets the jobs under way finish, then closes the database. */
  close(): Promise<void>;
}

/**
 * Opens the database, brings its tables up to date and starts the job queue. No job is carried out before `jobs.work`.
 *
 * @throws AppError `store.unreachable`, `store.folder-in-use`, `store.folder-read-only`, `store.damaged`
 */
export async function openStore(location: DatabaseLocation, log: Logger): Promise<Store> {
  const database = await openDatabase(location, {
    onConnectionLost: (error) => log.warn({ err: error }, 'A database connection was lost'),
  });
  const { db } = database;
  const jobs = new JobQueue(database, log);
  const outbox = new Outbox({ db, clock: null });
  const reminders = new ReminderStore({ db, messages: outbox });
  const figures = new Figures({ db });
  const close = async () => {
    await jobs.stop();
    await database.close();
  };
  try {
    // The embedded database is for one process and few moves: it does without.
    const unindexed = database.kind === 'postgres' ? await indexSearch(db) : null;
    if (unindexed !== null)
      log.info(
        { err: unindexed },
        'Without pg_trgm every move is read for a search: allow it with many thousands of them',
      );
    await jobs.start();
  } catch (error) {
    await close().catch((cause: unknown) => log.error({ err: cause }, 'Could not close the database cleanly'));
    throw error;
  }
  return {
    database,
    jobs,
    reminders,
    reminderActs: new ReminderActs({ db, messages: outbox }),
    outbox,
    deliveries: new Deliveries({ db, outbox, reminders }),
    people: new PersonStore({ db }),
    moves: new MoveStore({ db, jobs, messages: outbox }),
    watches: new WatchStore({ db, jobs }),
    conversations: new ConversationStore({ db }),
    places: new PlaceStore({ db, messages: outbox }),
    keyValues: new KeyValueStore({ db }),
    settings: new SettingStore({ db, jobs }),
    secrets: new SecretStore({ db }),
    alerts: new AlertStore({ db, messages: outbox }),
    partnerEvents: new PartnerEventStore({ db, jobs }),
    figures,
    inFlight: new InFlight({ db }),
    weekly: new WeeklyStore({ db, messages: outbox }),
    ready: async () => {
      await Promise.all([database.ping(), jobs.ping()]);
      return true;
    },
    metrics: (now, window) => figures.metrics(now, window),
    close,
  };
}
