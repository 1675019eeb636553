import type { Logger } from 'pino';
import type { Authority } from './authority.ts';
import type { Clock } from './clock.ts';
import type { SignInWatch } from './identity/sign-in-watch.ts';
import type { CustomerDirectory } from './moves/customer-directory.ts';
import type { Move } from './moves/move.ts';
import type { MoveService } from './moves/move-service.ts';
import type { Ordering } from './moves/ordering.ts';
import type { Transfers } from './moves/transfers.ts';
import type { CatalogOffer } from './rules/judgement.ts';
import type { SkuFacts } from './rules/sku-facts.ts';
import type { ConversationStore } from './store/conversation-store.ts';
import type { Figures } from './store/figures.ts';
import type { JobQueue } from './store/jobs.ts';
import type { MoveStore } from './store/move-store.ts';
import type { PartnerEventStore } from './store/partner-event-store.ts';
import type { PlaceStore } from './store/place-store.ts';
import type { ReminderStore } from './store/reminder-store.ts';
import type { WatchStore } from './store/watch-store.ts';

/** All that the conversation works with. Built once at start-up; nothing here knows about Teams. */
export interface Services {
  readonly clock: Clock;
  readonly log: Logger;
  /** Who may do what. */
  readonly authority: Authority;
  readonly moves: MoveService;
  readonly directory: CustomerDirectory;
  readonly ordering: Ordering | null;
  /** Asks other partners for transfers; null where ordering is switched off. */
  readonly transfers: Transfers | null;
  readonly skus: SkuFacts;
  readonly catalogue: () => Promise<readonly CatalogOffer[]>;
  readonly moveStore: MoveStore;
  readonly reminders: ReminderStore;
  readonly conversations: ConversationStore;
  readonly places: PlaceStore;
  readonly watches: WatchStore;
  readonly figures: Figures;
  readonly jobs: JobQueue;
  readonly partnerEvents: PartnerEventStore;
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
  /** Tells the simulated customer that the invitation was sent. */
  invitationSent(tenantId: string): Promise<void>;
  /** Does in the simulated Partner Center what a person says to have done there: buys, or asks for the transfer. */
  provisionedByHand(move: Move): Promise<void>;
}
