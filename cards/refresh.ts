import { LARGEST_CARD, sizeOf } from './room.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard } from './view.ts';

/** Teams draws a card anew by itself for at most so many people of a conversation. */
export const MOST_VIEWERS = 60;

export interface Refresh {
  /** What stands in the menu of the card for who is not among them. */
  readonly title: string;
  /** Names what the card shows. */
  readonly data: Readonly<Record<string, unknown>>;
  /**
   * For whom it is drawn anew by itself, as Teams calls them (`29:…`), the most important first. Null: for everybody in the
   * conversation, as long as they are at most 60; in a larger one for nobody, until they ask for it.
   */
  readonly viewers: readonly string[] | null;
}

/** The card, which asks for its present state whenever it comes into view. Who does not fit on it any more has to ask by hand. */
export function withRefresh({ card, text }: DrawnCard, { title, data, viewers }: Refresh): DrawnCard {
  const action = { type: 'Action.Execute', title, verb: VERBS.view, data };
  const drawn = (userIds: readonly string[] | null) => ({
    ...card,
    refresh: { action, ...(userIds !== null && { userIds }) },
  });
  let kept = viewers?.slice(0, MOST_VIEWERS) ?? null;
  while (kept !== null && kept.length > 0 && sizeOf(drawn(kept)) > LARGEST_CARD) kept = kept.slice(0, -5);
  return { card: drawn(kept), text };
}
