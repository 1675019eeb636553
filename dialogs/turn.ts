import type { DrawnCard, Reader, Sentence } from '../cards/view.ts';
import type { Person } from '../services/moves/move.ts';

/** Who says something, where, and how they read: all that an answer depends on beside the services. */
export interface Turn {
  readonly person: Person;
  readonly reader: Reader;
  readonly conversationId: string;
  readonly scope: 'personal' | 'groupChat' | 'team';
  /** What Teams calls the channel or chat; empty when it does not say. */
  readonly placeName: string;
  /** Id of the message whose button was pressed; null for what was typed. */
  readonly cardId: string | null;
}

/** What the bot expects to be told next in this conversation, so that a typed name is understood as the answer. */
export type Question =
  | { readonly dialog: 'choose-customer' | 'check-customer' }
  | { readonly dialog: 'original'; readonly moveId: string; readonly originalId: string | null };

/** An answer: a card, or a short text (a sentence of the catalogue); with a question when an answer may be typed. */
export type Reply = (
  | { readonly kind: 'card'; readonly drawn: DrawnCard }
  | { readonly kind: 'text'; readonly sentence: Sentence }
) & {
  readonly asks?: Question;
  /** Said below instead of in place of the card whose button was pressed. */
  readonly below?: boolean;
};

export const cardReply = (drawn: DrawnCard, asks?: Question): Reply => ({
  kind: 'card',
  drawn,
  ...(asks !== undefined && { asks }),
});

export const textReply = (key: string, params?: Sentence['params']): Reply => ({
  kind: 'text',
  sentence: { key, ...(params !== undefined && { params }) },
});
