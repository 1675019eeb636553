import type { Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * What the bot says by itself. `reminders`: one or several at once; `weekly`: everything in flight; `alert`: for the operators;
 * `channel-lost`: the team's channel cannot be reached any more; `redraw`: the card of an earlier message as it now stands.
 */
export const MESSAGE_KINDS = ['news', 'reminders', 'weekly', 'alert', 'channel-lost', 'redraw'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Something to be said in a conversation. It carries what it is about, not the words: they are found when it is sent. */
export interface OutgoingMessage {
  readonly kind: MessageKind;
  readonly conversationId: string;
  /** By kind; checked again by who sends it. */
  readonly data: object;
  /** The reminders it carries; only of kind `reminders`. */
  readonly lines?: readonly MessageLine[];
  /** Id of the message whose card is drawn anew; only of kind `redraw`. */
  readonly redraws?: string;
}

/** A reminder in a message. */
export interface MessageLine {
  readonly moveId: string;
  readonly key: string;
  /** Its deadline passed before it could be sent: told as such. */
  readonly missed: boolean;
}

/** All that a store needs of the outbox. */
export interface MessageWriter {
  /**
   * Writes messages as part of a transaction: they are sent exactly when it commits. Reminders for a conversation whose last digest
   * still waits become lines of that one; a redraw that waits already does for both.
   */
  put(trx: Transaction<Schema>, messages: readonly OutgoingMessage[]): Promise<void>;
}
