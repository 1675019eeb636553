import type { MessageKind, MessageLine } from './message.ts';

/** A message that one instance is to send now, and no other until its lease ends. */
export interface ClaimedMessage {
  readonly id: string;
  readonly kind: MessageKind;
  readonly conversationId: string;
  /** By kind; to be checked by who reads it. */
  readonly data: unknown;
  /** The reminders it carries; empty for the other kinds. */
  readonly lines: readonly MessageLine[];
  /** Id of the message whose card is drawn anew; null for the other kinds. */
  readonly redraws: string | null;
  /** 1 for the first one in this conversation. */
  readonly attempt: number;
  /** Conversations that refused it for good, the earliest first. */
  readonly tried: readonly string[];
  readonly claim: {
    /** The instance. */
    readonly by: string;
    /** The request that counts against the limits. */
    readonly request: string;
  };
}

/** What there is to be sent. */
export type Claim =
  | { readonly kind: 'message'; readonly message: ClaimedMessage }
  /** Something waits, and may be sent in so many milliseconds at the earliest. */
  | { readonly kind: 'later'; readonly inMs: number }
  | { readonly kind: 'nothing' };
