import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { CustomerDirectory } from './moves/customer-directory.ts';
import type { Move } from './moves/move.ts';
import type { MoveService } from './moves/move-service.ts';
import type { Ordering } from './moves/ordering.ts';
import type { CatalogOffer } from './rules/judgement.ts';
import type { SkuFacts } from './rules/sku-facts.ts';
import type { ConversationStore } from './store/conversation-store.ts';
import type { Figures } from './store/figures.ts';
import type { JobQueue } from './store/jobs.ts';
import type { MoveStore } from './store/move-store.ts';
import type { PlaceStore } from './store/place-store.ts';
import type { ReminderStore } from './store/reminder-store.ts';
import type { WatchStore } from './store/watch-store.ts';

/** All that the conversation works with. Built once at start-up; nothing here knows about Teams. */
export interface Services {
  readonly clock: Clock;
  readonly log: Logger;
  readonly moves: MoveService;
  readonly directory: CustomerDirectory;
  readonly ordering: Ordering | null;
  readonly skus: SkuFacts;
  readonly catalogue: () => Promise<readonly CatalogOffer[]>;
  readonly moveStore: MoveStore;
  readonly reminders: ReminderStore;
  readonly conversations: ConversationStore;
  readonly places: PlaceStore;
  readonly watches: WatchStore;
  readonly figures: Figures;
  readonly jobs: JobQueue;
  /** The simulated Microsoft; null when the real one is used. */
  readonly sandbox: SandboxControl | null;
}

/** What the conversation may ask of the sandbox. */
export interface SandboxControl {
  /** Lets days pass, for everybody. */
  advance(days: number): Promise<void>;
  /** Tells the simulated customer that the invitation was sent. */
  invitationSent(tenantId: string): Promise<void>;
  /** Does in the simulated Partner Center what a person says to have done there: buys, or asks for the transfer. */
  provisionedByHand(move: Move): Promise<void>;
}
