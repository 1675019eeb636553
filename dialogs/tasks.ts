import { taskOfKind } from '../cards/commands.ts';
import { VERBS, type Verb } from '../cards/verbs.ts';
import type { Task } from '../services/rules/permissions.ts';
import type { Command } from './command.ts';
import type { Question, Turn } from './turn.ts';

/** What each button of a card does. */
export const VERB_TASKS: Readonly<Record<Verb, Task>> = {
  [VERBS.help]: 'talk',
  [VERBS.setLanguage]: 'talk',
  // The command in it is held against the table of commands when it is chosen.
  [VERBS.meant]: 'talk',
  [VERBS.signIn]: 'talk',
  [VERBS.moves]: 'look',
  [VERBS.view]: 'look',
  [VERBS.reminders]: 'look',
  [VERBS.startMove]: 'record',
  [VERBS.chooseCustomer]: 'record',
  [VERBS.checkCustomer]: 'look',
  [VERBS.openMove]: 'look',
  [VERBS.showStep]: 'look',
  // Asks Microsoft again a little before the clock would: nobody decides anything by it.
  [VERBS.refresh]: 'look',
  [VERBS.stopMove]: 'record',
  [VERBS.closeMove]: 'record',
  [VERBS.setCountry]: 'record',
  [VERBS.mailLanguageForm]: 'record',
  [VERBS.setMailLanguage]: 'record',
  [VERBS.decideRegion]: 'record',
  [VERBS.invited]: 'relationship',
  [VERBS.invitationRefused]: 'record',
  [VERBS.agreementAccepted]: 'agreement',
  [VERBS.importOriginals]: 'record',
  [VERBS.originalForm]: 'record',
  [VERBS.saveOriginal]: 'record',
  [VERBS.removeOriginal]: 'record',
  [VERBS.completeOriginals]: 'record',
  [VERBS.confirmOriginals]: 'record',
  [VERBS.importTable]: 'record',
  [VERBS.exportMoves]: 'look',
  [VERBS.exportCalendar]: 'look',
  [VERBS.choosePaths]: 'record',
  [VERBS.chooseTargets]: 'record',
  [VERBS.provisionReported]: 'record',
  [VERBS.orderPreview]: 'plan-order',
  [VERBS.orderConfirmed]: 'order',
  [VERBS.orderApproved]: 'order',
  // To say no, or to take a request back, spends nothing.
  [VERBS.orderDeclined]: 'plan-order',
  [VERBS.orderWithdrawn]: 'plan-order',
  [VERBS.transferForm]: 'transfer',
  [VERBS.transferRequested]: 'transfer',
  [VERBS.transferWithdrawn]: 'transfer',
  [VERBS.licencesConfirmed]: 'record',
  [VERBS.originalEnded]: 'record',
  [VERBS.creditRequested]: 'credit',
  [VERBS.creditOutcome]: 'credit',
  [VERBS.reminderDone]: 'remind',
  [VERBS.reminderSnooze]: 'remind',
  [VERBS.reminderAssign]: 'remind',
  [VERBS.reminderUndo]: 'remind',
  [VERBS.reminderOpen]: 'look',
  [VERBS.remindersDone]: 'remind',
  [VERBS.remindersTake]: 'remind',
  [VERBS.assistantStatus]: 'look',
  [VERBS.weekly]: 'look',
  [VERBS.undelivered]: 'look',
  [VERBS.settingsShow]: 'look',
  [VERBS.settingsSave]: 'places',
  [VERBS.settingsStages]: 'look',
  [VERBS.settingsSaveStages]: 'places',
  [VERBS.messageRetry]: 'places',
  [VERBS.messageRetryAll]: 'places',
};

/** What the typed answer to each question of the bot does: the same as the button beside it. */
const QUESTION_TASKS: Readonly<Record<Question['dialog'], Task>> = {
  'choose-customer': 'record',
  'check-customer': 'look',
  'customer-of': 'look',
  original: 'record',
  'did-you-mean': 'talk',
};

/** What a command does there where it is given. */
export function taskOfCommand({ kind }: Pick<Command, 'kind'>, scope: Turn['scope']): Task {
  return taskOfKind(kind, scope);
}

/** What a button does there where it is pressed. */
export function taskOfVerb(verb: Verb, scope: Turn['scope']): Task {
  return verb === VERBS.setLanguage ? taskOfKind('language', scope) : VERB_TASKS[verb];
}

/** What a message does: its command, or else an answer to the question (`dialog`) that is open in the conversation. */
export function taskOfMessage(command: Command | null, dialog: string | undefined, scope: Turn['scope']): Task {
  if (command !== null) return taskOfCommand(command, scope);
  // Anything else may name a customer, who is then shown.
  return isQuestion(dialog) ? QUESTION_TASKS[dialog] : 'look';
}

function isQuestion(dialog: string | undefined): dialog is Question['dialog'] {
  return dialog !== undefined && Object.hasOwn(QUESTION_TASKS, dialog);
}

/** Whether a word is the verb of a button of ours. */
export const isVerb = (verb: string): verb is Verb => Object.hasOwn(VERB_TASKS, verb);
