import type { Action } from './action.ts';
import { agreementAccepted } from './agreement.ts';
import { checkCustomer } from './check-customer.ts';
import { chooseCustomer } from './choose-customer.ts';
import { closeMove, stopMove } from './close-move.ts';
import { chooseTargets } from './equivalence.ts';
import { exportCalendar, exportMoves } from './files.ts';
import { creditOutcome, creditRequested, licencesConfirmed, originalEnded } from './finish.ts';
import { importTable } from './import-table.ts';
import { setLanguage } from './language.ts';
import { mailLanguageForm, setMailLanguage } from './mail-language.ts';
import { sayMeant } from './meant.ts';
import { openMove, refreshMove, showStep } from './open-move.ts';
import {
  completeOriginals,
  confirmOriginals,
  importOriginals,
  removeOriginal,
  saveOriginal,
  showOriginalForm,
} from './originals.ts';
import { choosePathsAction } from './path.ts';
import {
  orderApproved,
  orderConfirmed,
  orderDeclined,
  orderPreview,
  orderWithdrawn,
  provisionReported,
} from './provision.ts';
import { decideRegion, setCountry } from './region.ts';
import { invited, refused } from './relationship.ts';
import { reminderAssign, reminderDone, reminderOpen, reminderSnooze, reminderUndo } from './reminders.ts';
import { remindersDone, remindersTake } from './reminders-chosen.ts';
import { sayHelp, sayMove, sayMoves, sayReminders, saySignIn, sayStatus, sayUndelivered, sayWeekly } from './say.ts';
import { settingsSave, settingsSaveStages, settingsShow, settingsStages } from './team-settings.ts';
import { transferForm, transferRequested, transferWithdrawn } from './transfer.ts';
import { messageRetry, messageRetryAll } from './undelivered.ts';

/** Every card action by its verb. */
export const ACTIONS: ReadonlyMap<string, Action> = new Map(
  [
    chooseCustomer,
    checkCustomer,
    openMove,
    showStep,
    refreshMove,
    stopMove,
    closeMove,
    setCountry,
    decideRegion,
    invited,
    refused,
    agreementAccepted,
    importOriginals,
    showOriginalForm,
    saveOriginal,
    removeOriginal,
    completeOriginals,
    confirmOriginals,
    choosePathsAction,
    chooseTargets,
    provisionReported,
    orderPreview,
    orderConfirmed,
    orderApproved,
    orderDeclined,
    orderWithdrawn,
    transferForm,
    transferRequested,
    transferWithdrawn,
    licencesConfirmed,
    originalEnded,
    creditRequested,
    creditOutcome,
    reminderDone,
    reminderSnooze,
    reminderAssign,
    reminderUndo,
    reminderOpen,
    remindersDone,
    remindersTake,
    settingsShow,
    settingsSave,
    settingsStages,
    settingsSaveStages,
    messageRetry,
    messageRetryAll,
    setLanguage,
    mailLanguageForm,
    setMailLanguage,
    sayMeant,
    importTable,
    exportMoves,
    exportCalendar,
    sayStatus,
    sayUndelivered,
    sayWeekly,
    sayHelp,
    sayMoves,
    sayReminders,
    sayMove,
    saySignIn,
  ].map((action) => [action.verb, action]),
);
