import { VERBS, type Verb } from '../../cards/verbs.ts';
import type { StepId } from '../../services/moves/move.ts';

/** What people write instead of pressing a button, as the files of words name it (`replies`). */
export const REPLIES = [
  'sent',
  'done',
  'accepted',
  'refused',
  'again',
  'go-on',
  'open',
  'back',
  'complete',
  'import',
  'requested',
  'later',
  'mine',
  'undo',
] as const;
export type ReplyTopic = (typeof REPLIES)[number];

/** Which button a reply presses: the first of these that stands on the card, and stands there once. */
export const REPLY_VERBS: Readonly<Record<ReplyTopic, readonly Verb[]>> = {
  sent: [VERBS.invited],
  done: [
    VERBS.invited,
    VERBS.provisionReported,
    VERBS.licencesConfirmed,
    VERBS.reminderDone,
    VERBS.remindersDone,
    VERBS.creditRequested,
    VERBS.agreementAccepted,
    VERBS.originalEnded,
  ],
  accepted: [VERBS.agreementAccepted, VERBS.refresh],
  refused: [VERBS.invitationRefused],
  again: [VERBS.refresh],
  'go-on': [VERBS.choosePaths, VERBS.chooseTargets, VERBS.confirmOriginals, VERBS.orderPreview, VERBS.openMove],
  open: [VERBS.openMove],
  back: [VERBS.openMove, VERBS.showStep],
  complete: [VERBS.confirmOriginals],
  import: [VERBS.importOriginals],
  requested: [VERBS.creditRequested],
  later: [VERBS.reminderSnooze],
  mine: [VERBS.reminderAssign, VERBS.remindersTake],
  undo: [VERBS.reminderUndo],
};

/** What cannot be taken back takes a press: a word may be meant for somebody else, or for another card. */
export const PRESSED_ONLY: ReadonlySet<string> = new Set<Verb>([
  VERBS.closeMove,
  VERBS.removeOriginal,
  VERBS.orderConfirmed,
  VERBS.orderApproved,
  VERBS.orderDeclined,
  VERBS.orderWithdrawn,
  VERBS.transferRequested,
  VERBS.transferWithdrawn,
  VERBS.messageRetryAll,
]);

/** The inputs that a button reads, where its card has others beside them; all others read every input of their card. */
const READ_BY: ReadonlyMap<string, readonly string[]> = new Map<Verb, readonly string[]>([
  [VERBS.reminderSnooze, ['days']],
  [VERBS.reminderAssign, ['person']],
  [VERBS.creditRequested, ['ticket']],
]);

/** Whether a button has to do with an input of its card. */
export const readsInput = (verb: string, input: string): boolean => READ_BY.get(verb)?.includes(input) ?? true;

/** The step on whose card a button stands that sends inputs. */
export const STEP_OF: ReadonlyMap<string, StepId> = new Map<Verb, StepId>([
  [VERBS.agreementAccepted, 'agreement'],
  [VERBS.choosePaths, 'path'],
  [VERBS.chooseTargets, 'equivalence'],
  [VERBS.originalEnded, 'end-originals'],
  [VERBS.creditOutcome, 'credit'],
  [VERBS.creditRequested, 'credit'],
]);
