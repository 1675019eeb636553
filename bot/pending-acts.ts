import { z } from 'zod';
import type { Clock } from '../services/clock.ts';
import type { KeyValueStore } from '../services/store/key-value-store.ts';

/** What somebody asked for before they were signed in. */
export type PendingAct = z.output<typeof PendingAct>;
const PendingAct = z.object({
  /** A typed message; empty for a button. */
  text: z.string(),
  /** The data of a button (Action.Submit), and the message it stands on. */
  value: z.unknown().optional(),
  replyToId: z.string().nullable(),
  /** Milliseconds since the epoch. */
  at: z.number(),
});

const Kept = z.object({ acts: z.array(PendingAct) });

/** How the keys of what is kept begin. */
export const PENDING = 'sign-in/';

/** A sign-in takes minutes; what was asked longer ago would surprise whoever asked it. In milliseconds. */
const LASTS_MS = 15 * 60_000;
/** The newest of them. */
const MOST = 5;

/**
 * What is to be gone on with after a sign-in, by conversation and person, in the database that all instances share. It is taken once:
 * whoever has several clients open brings the same token with each of them, and only the first goes on.
 */
export class PendingActs {
  readonly #store: KeyValueStore;
  readonly #clock: Clock;

  constructor(deps: { store: KeyValueStore; clock: Clock }) {
    this.#store = deps.store;
    this.#clock = deps.clock;
  }

  /** Keeps that the person is asked to sign in, and what they wanted; null: to sign in, nothing else. */
  async put(conversationId: string, personId: string, act: Omit<PendingAct, 'at'> | null): Promise<void> {
    const at = this.#clock.now().epochMilliseconds;
    // In one go: two things asked for at once must not overwrite each other.
    await this.#store.change(keyOf(conversationId, personId), (data) => {
      const before = this.#fresh(data);
      return { acts: act === null ? before : [...before, { ...act, at }].slice(-MOST) };
    });
  }

  /** Takes it; null when the person was not asked, or somebody was quicker. */
  async take(conversationId: string, personId: string): Promise<readonly PendingAct[] | null> {
    const taken = await this.#store.take(keyOf(conversationId, personId));
    return taken === null ? null : this.#fresh(taken);
  }

  #fresh(data: unknown): readonly PendingAct[] {
    const kept = Kept.safeParse(data);
    const since = this.#clock.now().epochMilliseconds - LASTS_MS;
    return kept.success ? kept.data.acts.filter(({ at }) => at >= since) : [];
  }
}

const keyOf = (conversationId: string, personId: string): string => `${PENDING}${conversationId}/${personId}`;
