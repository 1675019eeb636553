/**
 * Every action a card can ask for, with the inputs it sends beside `moveId` and `version`.
 * The verb is the contract between cards/ (which draws the button) and bot/actions/ (which answers it):
 * Action.Execute carries it as `verb`; its Action.Submit fallback carries it as `data.verb`.
 * Input ids are the keys below; a table of lines uses `<key>_<original id>`.
 */
export const VERBS = {
  /** Choose a customer. Inputs: `customer` (tenant id from the search box) or `domain` (text). */
  chooseCustomer: 'customer.choose',
  /** What can be said about a customer; the same inputs. Opens nothing. */
  checkCustomer: 'customer.check',
  /** Show the card of the current step. Works at any age. */
  openMove: 'move.open',
  /** Show the card of another step, read only. data: `step`; `from`: of a long list, the first line to show. */
  showStep: 'move.step',
  /** Ask Partner Center and the customer's tenant again. */
  refresh: 'move.refresh',
  /** Give the move up (asks first). */
  stopMove: 'move.stop',
  /** Closes a finished or given-up move. data: `outcome` = done | stopped. */
  closeMove: 'move.close',

  /** Input: `country` (ISO code). */
  setCountry: 'region.set-country',
  /** data: `step`, the one to go back to. */
  mailLanguageForm: 'mail.language',
  /** data: `language` (a tag of the catalogue), `step`. */
  setMailLanguage: 'mail.set-language',
  /** data: `decision` = same-market | different-market. */
  decideRegion: 'region.decide',

  invited: 'relationship.invited',
  /** The customer said no. */
  invitationRefused: 'relationship.refused',
  /** Input: `acceptedOn` (date): a person says the agreement was accepted. */
  agreementAccepted: 'agreement.accepted',

  importOriginals: 'originals.import',
  /** Shows the form; data: `originalId` to change one. */
  originalForm: 'originals.form',
  /** Inputs: `offer` (SKU id), `seats`, `assignedSeats`, `endDate`, `autoRenew` (yes/no/unknown), `source`, `termStart`; data: `originalId` when changing. */
  saveOriginal: 'originals.save',
  removeOriginal: 'originals.remove',
  /** Inputs: `source_<id>`, `autoRenew_<id>`, `termStart_<id>`, `endDate_<id>` for what is still unknown. */
  completeOriginals: 'originals.complete',
  confirmOriginals: 'originals.confirm',

  /** Takes a table that waited for an answer. data: `table`, `moveId`; inputs: `moveId`, `order` (day-first | month-first). */
  importTable: 'file.import',
  /** Hands over a file: of one move (data: `moveId`), or of all open ones. */
  exportMoves: 'file.export',
  /** Hands over the deadlines of a move for a calendar. data: `moveId`. */
  exportCalendar: 'file.calendar',

  /** Inputs: `path_<id>`. */
  choosePaths: 'path.choose',
  /** Inputs: `target_<id>` (SKU id), `seats_<id>`, `accept_<id>` ("true" where a loss is accepted). */
  chooseTargets: 'equivalence.choose',

  provisionReported: 'provision.reported',
  /** Shows the confirmation that names seats, term and money. Input: `term` (`P1Y monthly`), left out: the usual one. */
  orderPreview: 'provision.order',
  /** Orders, or asks a second person for a yes. Inputs: `term` (as it was shown), `attested` ("true"). */
  orderConfirmed: 'provision.order-confirmed',
  /** A second person decides about a large order; data: `request`. */
  orderApproved: 'provision.order-approved',
  orderDeclined: 'provision.order-declined',
  /** Takes the request for a second person's yes back; data: `request`. */
  orderWithdrawn: 'provision.order-withdrawn',

  /** Shows the form that asks another partner for a transfer. */
  transferForm: 'transfer.form',
  /** Inputs: `partner` (domain or tenant id), `partnerName`, `customerEmail`. */
  transferRequested: 'transfer.request',
  /** data: `transfer`, our id of it. */
  transferWithdrawn: 'transfer.withdraw',

  licencesConfirmed: 'licences.confirmed',
  /**
   * Inputs: `how` (expired | cancelled | transferred | renewed | arranged), `on` (date: when it ended; until when it was renewed; with
   * `arranged` not read); data: `originalId`.
   */
  originalEnded: 'originals.ended',
  /** Input: `ticket`. */
  creditRequested: 'credit.requested',
  /** Inputs: `outcome` (granted | refused | not-claimed), `ticket`. */
  creditOutcome: 'credit.outcome',

  /** data: `reminder`, its key. These need no version: the key is enough. A property named `key` is refused by the Playground. */
  reminderDone: 'reminder.done',
  /** data: `reminder`; input: `days` (1 | 3 | 7, `stage`: until the next one is planned; or, written, an ISO date). */
  reminderSnooze: 'reminder.snooze',
  /** data: `reminder`; input: `person` (Entra object id, or `me`: who presses). */
  reminderAssign: 'reminder.assign',
  /** Takes the last answer to it back; data: `reminder`. */
  reminderUndo: 'reminder.undo',
  /** Shows a reminder's own card; data: `reminder`. */
  reminderOpen: 'reminder.open',
  /** Several reminders of one message are done. data: `message`, its id; input: `chosen` (`line-id.ts`, with commas or `+` between them). */
  remindersDone: 'reminders.done',
  /** Who presses takes several reminders of one message; the same data and input. */
  remindersTake: 'reminders.take',

  /** Shows the form of the team's settings. */
  settingsShow: 'settings.show',
  /** Inputs: `timeZone`, `otherTimeZone` (typed), `workingDays` (`1,2,3`), `opens`, `closes`, `places`, `weeklyOn` (1 to 7, or `never`). */
  settingsSave: 'settings.save',
  /** Shows the form of the days on which reminders come. */
  settingsStages: 'settings.stages',
  /** Inputs: `stage_<stage id>`, such as `7, 1, 0, +1`; empty: the usual days. */
  settingsSaveStages: 'settings.save-stages',

  /** data: `language` (a tag of the catalogue, or `teams`: as the client is set). */
  setLanguage: 'language.set',

  /** Sends again what could not be sent; data: `message`, its id. */
  messageRetry: 'message.retry',
  messageRetryAll: 'message.retry-all',

  /** One of the things that a message may have meant. data: `kind`, a command, and `value`: its customer, language or days. */
  meant: 'say.meant',
  /**
   * Shows what a card is about as it stands now, to whom asks. Clients ask by themselves when the card comes into view: nothing is
   * changed, written or sent by it. data: `view` and what it names (dialogs/shown.ts).
   */
  view: 'view',

  /** Commands as buttons. */
  help: 'say.help',
  moves: 'say.moves',
  /** data: `moveId` for those of one move; left out: all. */
  reminders: 'say.reminders',
  startMove: 'say.move',
  /** Sign in with one's own account: answered with a sign-in. */
  signIn: 'say.sign-in',
  assistantStatus: 'say.status',
  undelivered: 'say.undelivered',
  weekly: 'say.weekly',
} as const;

export type Verb = (typeof VERBS)[keyof typeof VERBS];
