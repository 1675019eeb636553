import type { Scope } from '../cards/commands.ts';
import type { DrawnCard, Reader, Sentence } from '../cards/view.ts';
import type { Person } from '../services/moves/move.ts';
import type { Command } from './command.ts';
import type { Shown } from './shown.ts';

/** Who says something, where, and how they read: all that an answer depends on beside the services. */
export interface Turn {
  readonly person: Person;
  readonly reader: Reader;
  /** BCP 47, as the client is set, where another language was chosen; left out: the reader's locale. */
  readonly clientLocale?: string;
  /** The language was chosen here; left out: it is the client's. */
  readonly languageChosen?: true;
  readonly conversationId: string;
  readonly scope: Scope;
  /** The bot as Teams knows it: `28:` and its application id; left out: not told. */
  readonly botId?: string;
  /** What Teams calls the channel or chat; empty when it does not say. */
  readonly placeName: string;
  /** Id of the message whose button was pressed; null for what was typed. */
  readonly cardId: string | null;
  /** Whether the person is signed in with their own account; left out where nobody signs in. */
  readonly signedIn?: () => Promise<boolean>;
  /** Signs the person in or out, and says so; left out where nobody signs in. */
  readonly signing?: (what: 'sign-in' | 'sign-out') => Promise<Reply>;
}

/** What the bot expects to be told next in this conversation, so that a typed name is understood as the answer. */
export type Question =
  | { readonly dialog: 'choose-customer' | 'check-customer' }
  | { readonly dialog: 'customer-of'; readonly kind: 'calendar' | 'why-no-reminder' }
  | { readonly dialog: 'did-you-mean'; readonly commands: readonly Command[] }
  | { readonly dialog: 'original'; readonly moveId: string; readonly originalId: string | null };

/** A file the person is asked about: it is sent when they want it. */
export interface OfferedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Comes back with the yes: which file it is. */
  readonly wish: Readonly<Record<string, unknown>>;
}

/** An answer: a card, a short text (a sentence of the catalogue), or a file; with a question when an answer may be typed. */
export type Reply = (
  | { readonly kind: 'card'; readonly drawn: DrawnCard }
  | { readonly kind: 'text'; readonly sentence: Sentence }
  | { readonly kind: 'file'; readonly file: OfferedFile }
) & {
  readonly asks?: Question;
  /** What the card shows, so that it can be drawn anew when somebody looks at it; left out: it stays as it is. */
  readonly shows?: Shown;
  /** Who has to do with it (ids of persons): they come first where not everybody's card can be drawn anew. */
  readonly whose?: readonly string[];
  /** Said below instead of in place of the card whose button was pressed. */
  readonly below?: boolean;
};

export const cardReply = (drawn: DrawnCard, asks?: Question): Reply => ({
  kind: 'card',
  drawn,
  ...(asks !== undefined && { asks }),
});

/** The same card, which can be drawn anew. */
export const showing = (reply: Reply, shows: Shown, whose: readonly string[] = []): Reply => ({
  ...reply,
  shows,
  whose,
});

export const textReply = (key: string, params?: Sentence['params']): Reply => ({
  kind: 'text',
  sentence: { key, ...(params !== undefined && { params }) },
});
