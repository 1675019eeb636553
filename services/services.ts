import type { Logger } from 'pino';
import type { Authority } from './authority.ts';
import type { Clock } from './clock.ts';
import type { KeptTables } from './files/kept-tables.ts';
import type { SignInWatch } from './identity/sign-in-watch.ts';
import type { CustomerDirectory } from './moves/customer-directory.ts';
import type { CustomerIndex } from './moves/customer-index.ts';
import type { Move } from './moves/move.ts';
import type { MoveService } from './moves/move-service.ts';
import type { Ordering } from './moves/ordering.ts';
import type { Transfers } from './moves/transfers.ts';
import type { RunWatch } from './reminders/run-watch.ts';
import type { Team } from './reminders/team.ts';
import type { Overview } from './reminders/weekly.ts';
import type { CatalogOffer } from './rules/judgement.ts';
import type { SkuFacts } from './rules/sku-facts.ts';
import type { SharedWork } from './shared-work.ts';
import type { AlertStore } from './store/alert-store.ts';
import type { ConversationStore } from './store/conversation-store.ts';
import type { Deliveries } from './store/deliveries.ts';
import type { Figures } from './store/figures.ts';
import type { InFlight } from './store/in-flight.ts';
import type { JobQueue } from './store/jobs.ts';
import type { MoveStore } from './store/move-store.ts';
import type { Outbox } from './store/outbox.ts';
import type { PartnerEventStore } from './store/partner-event-store.ts';
import type { PersonStore } from './store/person-store.ts';
import type { PlaceStore } from './store/place-store.ts';
import type { ReminderActs } from './store/reminder-acts.ts';
import type { ReminderStore } from './store/reminder-store.ts';
import type { WatchStore } from './store/watch-store.ts';
import type { WeeklyStore } from './store/weekly-store.ts';

/** All that the conversation works with. Built once at start-up; nothing here knows about Teams. */
export interface Services {
  readonly clock: Clock;
  readonly log: Logger;
  /** Who may do what. */
  readonly authority: Authority;
  readonly moves: MoveService;
  readonly directory: CustomerDirectory;
  /** The partner's customers in memory, for the search box. */
  readonly customerIndex: CustomerIndex;
  readonly ordering: Ordering | null;
  /** Asks other partners for transfers; null where ordering is switched off. */
  readonly transfers: Transfers | null;
  readonly skus: SkuFacts;
  readonly catalogue: () => Promise<readonly CatalogOffer[]>;
  readonly moveStore: MoveStore;
  readonly reminders: ReminderStore;
  /** What people do about reminders. */
  readonly reminderActs: ReminderActs;
  /** What is about to be said, and what could not be. */
  readonly outbox: Outbox;
  /** What becomes of a message and of the reminders it carries. */
  readonly deliveries: Deliveries;
  /** How the team wants to be reminded. */
  readonly team: Team;
  /** When the work of every minute was done last. */
  readonly runs: RunWatch;
  readonly alerts: AlertStore;
  readonly people: PersonStore;
  readonly conversations: ConversationStore;
  /** Whether clients draw cards anew by themselves. The sandbox's chat window does not, and would say so below every card. */
  readonly drawsAnew: boolean;
  readonly places: PlaceStore;
  readonly watches: WatchStore;
  readonly figures: Figures;
  readonly inFlight: InFlight;
  /** Overviews of everything in flight that are being read. */
  readonly overviews: SharedWork<Overview>;
  readonly weekly: WeeklyStore;
  readonly jobs: JobQueue;
  readonly partnerEvents: PartnerEventStore;
  /** Files that wait for an answer of the person who sent them. */
  readonly keptTables: KeptTables;
  /** Watches the bot's own sign-in to Microsoft; null in the sandbox. */
  readonly signIn: SignInWatch | null;
  /** The simulated Microsoft; null when the real one is used. */
  readonly sandbox: SandboxControl | null;
}

/** What the conversation may ask of the sandbox. */
export interface SandboxControl {
  /** Address of the simulated Microsoft; its levers are below `/sandbox/`. */
  readonly url: string;
  /** Lets days pass, for everybody. */
  advance(days: number): Promise<void>;
  /** Keeps a file for a few minutes. @returns the address on loopback from which it can be fetched */
  offerFile(name: string, bytes: Uint8Array): string;
  /** Tells the simulated customer that the invitation was sent. */
  invitationSent(tenantId: string): Promise<void>;
  /** Does in the simulated Partner Center what a person says to have done there: buys, or asks for the transfer. */
  provisionedByHand(move: Move): Promise<void>;
}
