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
  'order',
  'later',
  'mine',
  'undo',
] as const;
export type ReplyTopic = (typeof REPLIES)[number];

/** Which button a reply presses: the first of these that stands on the card, and stands there once. */
export const REPLY_VERBS: Readonly<Record<ReplyTopic, readonly Verb[]>> = {
  sent: [VERBS.invited, VERBS.creditRequested],
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
  order: [VERBS.orderPreview],
  later: [VERBS.reminderSnooze],
  mine: [VERBS.reminderAssign, VERBS.remindersTake],
  undo: [VERBS.reminderUndo],
};

/**
 * How much it takes to do in words what a button does.
 *
 * | | |
 * | --- | --- |
 * | word | the word alone: it only shows something, or is easily put right |
 * | asked | a word, and a yes to the question whether that button is meant: the move goes on from there |
 * | pressed | a press: it cannot be taken back, spends money, or reaches other people, and a word may be meant for somebody else |
 */
export type Takes = 'word' | 'asked' | 'pressed';

export const TAKES: Readonly<Record<Verb, Takes>> = {
  [VERBS.chooseCustomer]: 'word',
  [VERBS.checkCustomer]: 'word',
  [VERBS.openMove]: 'word',
  [VERBS.showStep]: 'word',
  [VERBS.refresh]: 'word',
  [VERBS.stopMove]: 'word',
  [VERBS.closeMove]: 'pressed',
  [VERBS.setCountry]: 'word',
  [VERBS.mailLanguageForm]: 'word',
  [VERBS.setMailLanguage]: 'word',
  [VERBS.decideRegion]: 'word',
  [VERBS.invited]: 'word',
  [VERBS.invitationRefused]: 'asked',
  [VERBS.agreementAccepted]: 'word',
  [VERBS.importOriginals]: 'word',
  [VERBS.originalForm]: 'word',
  [VERBS.saveOriginal]: 'word',
  [VERBS.removeOriginal]: 'pressed',
  [VERBS.completeOriginals]: 'word',
  [VERBS.confirmOriginals]: 'asked',
  [VERBS.importTable]: 'word',
  [VERBS.exportMoves]: 'word',
  [VERBS.exportCalendar]: 'word',
  [VERBS.choosePaths]: 'word',
  [VERBS.chooseTargets]: 'word',
  [VERBS.provisionReported]: 'asked',
  [VERBS.orderPreview]: 'word',
  [VERBS.orderConfirmed]: 'pressed',
  [VERBS.orderApproved]: 'pressed',
  [VERBS.orderDeclined]: 'pressed',
  [VERBS.orderWithdrawn]: 'pressed',
  [VERBS.transferForm]: 'word',
  [VERBS.transferRequested]: 'pressed',
  [VERBS.transferWithdrawn]: 'pressed',
  [VERBS.licencesConfirmed]: 'asked',
  [VERBS.originalEnded]: 'asked',
  [VERBS.creditRequested]: 'asked',
  [VERBS.creditOutcome]: 'asked',
  [VERBS.reminderDone]: 'word',
  [VERBS.reminderSnooze]: 'word',
  [VERBS.reminderAssign]: 'word',
  [VERBS.reminderUndo]: 'word',
  [VERBS.reminderOpen]: 'word',
  [VERBS.remindersDone]: 'word',
  [VERBS.remindersTake]: 'word',
  [VERBS.settingsShow]: 'word',
  [VERBS.settingsSave]: 'asked',
  [VERBS.settingsStages]: 'word',
  [VERBS.settingsSaveStages]: 'asked',
  [VERBS.setLanguage]: 'word',
  [VERBS.messageRetry]: 'pressed',
  [VERBS.messageRetryAll]: 'pressed',
  [VERBS.meant]: 'word',
  [VERBS.view]: 'word',
  [VERBS.help]: 'word',
  [VERBS.moves]: 'word',
  [VERBS.reminders]: 'word',
  [VERBS.startMove]: 'word',
  [VERBS.signIn]: 'word',
  [VERBS.assistantStatus]: 'word',
  [VERBS.undelivered]: 'word',
  [VERBS.weekly]: 'word',
};

/** A verb that no button of ours has takes a press. */
export const takesOf = (verb: string): Takes => TAKES_BY_VERB.get(verb) ?? 'pressed';

const TAKES_BY_VERB: ReadonlyMap<string, Takes> = new Map(Object.entries(TAKES));

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
