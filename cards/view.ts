import type { SentenceParams } from '../services/errors.ts';
import type { Assessment } from '../services/moves/assessment.ts';
import type { HistoryEntry, Move, Person, Step, StepId } from '../services/moves/move.ts';

/** A sentence of the catalogue with what fills it. */
export interface Sentence {
  readonly key: string;
  readonly params?: SentenceParams;
}

/** Who reads the card and when. */
export interface Reader {
  /** BCP 47 tag of the activity's locale. */
  readonly locale: string;
  /** Today's calendar date (UTC), ISO. */
  readonly today: string;
  /** The sandbox says so on every card. */
  readonly sandbox: boolean;
  /** IANA time zone in which times of day are told to this reader; left out: UTC. */
  readonly timeZone?: string;
  /** The present instant (ISO 8601), by which a time zone tells which day it is there; left out: `today` counts everywhere. */
  readonly now?: string;
}

/** All that the card of a step is drawn from. */
export interface MoveView {
  readonly move: Move;
  readonly steps: readonly Step[];
  /** The step to draw: usually the current one. */
  readonly step: Step;
  readonly assessment: Assessment;
  /** Of a list that is too long for the card, the place of the first line to show; left out: from the beginning. */
  readonly from?: number;
  /** One sentence above everything: what just happened, or why an old button was not carried out. */
  readonly notice: Sentence | null;
  /** Errors of inputs, by input id, and what was typed, so that nothing is lost. */
  readonly problems: Readonly<Record<string, Sentence>>;
  readonly typed: Readonly<Record<string, string>>;
  /** May the bot place orders here. */
  readonly ordering: boolean;
  /** Last change of the move, for "who did what last". */
  readonly lastChange: HistoryEntry | null;
}

/** What a card function returns: the card and the same in plain text (notifications, clients without cards). */
export interface DrawnCard {
  readonly card: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export type { HistoryEntry, Move, Person, Step, StepId };
