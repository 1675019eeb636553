import { z } from 'zod';
import { drawHandOver, type HandOverView } from '../cards/hand-over.ts';
import { plainSentence } from '../cards/language.ts';
import { VERBS, type Verb } from '../cards/verbs.ts';
import type { Services } from '../services/services.ts';
import { cardReply, type Reply, type Turn } from './turn.ts';

/**
 * The way from a chat of several people into 1:1, where the same thing is ready: a link that opens the personal chat with the
 * message written. In the sandbox, whose client follows no such link, and where the bot's id is not known, the message in words.
 *
 * @param message what to send there
 */
export function handOver(turn: Turn, what: HandOverView['what'], message: string): Reply {
  return cardReply(
    drawHandOver(
      { what, message, link: turn.reader.sandbox ? null : chatLink(turn.botId ?? '', message) },
      turn.reader,
    ),
  );
}

/** A command as it is typed in the reader's language: its phrase in the catalogue names a customer of Microsoft's examples. */
export function messageFor({ reader }: Turn, command: 'move' | 'export' | 'calendar', customer: string | null): string {
  const named = customer === null ? '' : ` ${customer.slice(0, LONGEST_NAME)}`;
  return plainSentence(reader.locale, `command.${command}.say`).replace(/\s*contoso(?:\.com)?/iu, () => named);
}

const LONGEST_NAME = 120;

/**
 * What a button that belongs into 1:1 answers elsewhere, below the card, which stays as it is for everybody; null: it may be
 * pressed here. Nobody's walk through the steps takes place before the eyes of a whole team: what is left there is to look, to answer
 * reminders, to decide about an order, and the settings that everybody shares.
 */
export async function handedOver(services: Services, turn: Turn, verb: Verb, data: unknown): Promise<Reply | null> {
  if (turn.scope === 'personal' || WHERE[verb] === 'anywhere') return null;
  const about = z.object({ moveId: z.guid() }).safeParse(data);
  const move = about.success ? await services.moveStore.load(about.data.moveId) : null;
  return { ...handOver(turn, 'move', messageFor(turn, 'move', move?.customer.domain ?? null)), below: true };
}

/** A link into the personal chat with a bot (deep link to a chat, learn.microsoft.com "deep link to a Teams chat"). */
function chatLink(botId: string, message: string): string | null {
  if (!/^28:[\w-]+$/u.test(botId)) return null;
  return `https://teams.microsoft.com/l/chat/0/0?users=${encodeURIComponent(botId)}&message=${encodeURIComponent(message)}`;
}

/** Where each button may be pressed: every one has to be decided about. */
const WHERE: Readonly<Record<Verb, 'personal' | 'anywhere'>> = {
  [VERBS.chooseCustomer]: 'personal',
  [VERBS.checkCustomer]: 'anywhere',
  [VERBS.openMove]: 'personal',
  [VERBS.showStep]: 'personal',
  [VERBS.refresh]: 'personal',
  [VERBS.stopMove]: 'personal',
  [VERBS.closeMove]: 'personal',
  [VERBS.setCountry]: 'personal',
  [VERBS.mailLanguageForm]: 'personal',
  [VERBS.setMailLanguage]: 'personal',
  [VERBS.decideRegion]: 'personal',
  [VERBS.invited]: 'personal',
  [VERBS.invitationRefused]: 'personal',
  [VERBS.agreementAccepted]: 'personal',
  [VERBS.importOriginals]: 'personal',
  [VERBS.originalForm]: 'personal',
  [VERBS.saveOriginal]: 'personal',
  [VERBS.removeOriginal]: 'personal',
  [VERBS.completeOriginals]: 'personal',
  [VERBS.confirmOriginals]: 'personal',
  [VERBS.importTable]: 'personal',
  [VERBS.exportMoves]: 'anywhere',
  [VERBS.exportCalendar]: 'anywhere',
  [VERBS.choosePaths]: 'personal',
  [VERBS.chooseTargets]: 'personal',
  [VERBS.provisionReported]: 'personal',
  [VERBS.orderPreview]: 'personal',
  [VERBS.orderConfirmed]: 'personal',
  [VERBS.orderApproved]: 'anywhere',
  [VERBS.orderDeclined]: 'anywhere',
  [VERBS.orderWithdrawn]: 'anywhere',
  [VERBS.transferForm]: 'personal',
  [VERBS.transferRequested]: 'personal',
  [VERBS.transferWithdrawn]: 'personal',
  [VERBS.licencesConfirmed]: 'personal',
  [VERBS.originalEnded]: 'personal',
  [VERBS.creditRequested]: 'personal',
  [VERBS.creditOutcome]: 'personal',
  [VERBS.reminderDone]: 'anywhere',
  [VERBS.reminderSnooze]: 'anywhere',
  [VERBS.reminderAssign]: 'anywhere',
  [VERBS.reminderUndo]: 'anywhere',
  [VERBS.reminderOpen]: 'anywhere',
  [VERBS.remindersDone]: 'anywhere',
  [VERBS.remindersTake]: 'anywhere',
  [VERBS.settingsShow]: 'anywhere',
  [VERBS.settingsSave]: 'anywhere',
  [VERBS.settingsStages]: 'anywhere',
  [VERBS.settingsSaveStages]: 'anywhere',
  [VERBS.setLanguage]: 'anywhere',
  [VERBS.messageRetry]: 'anywhere',
  [VERBS.messageRetryAll]: 'anywhere',
  [VERBS.meant]: 'anywhere',
  [VERBS.view]: 'anywhere',
  [VERBS.help]: 'anywhere',
  [VERBS.moves]: 'anywhere',
  [VERBS.reminders]: 'anywhere',
  [VERBS.startMove]: 'personal',
  [VERBS.signIn]: 'anywhere',
  [VERBS.assistantStatus]: 'anywhere',
  [VERBS.undelivered]: 'anywhere',
  [VERBS.weekly]: 'anywhere',
};
