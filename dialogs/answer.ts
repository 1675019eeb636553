import { drawHelp } from '../cards/help.ts';
import { languageOf } from '../cards/language.ts';
import { todayUtc } from '../services/clock.ts';
import type { Services } from '../services/services.ts';
import { answerAlertsHere } from './alerts-here.ts';
import { answerCheck } from './check.ts';
import { askForCustomer, moveByName } from './choose-customer.ts';
import { answerLanguage } from './choose-language.ts';
import type { Command } from './command.ts';
import { daysUntil } from './dates/days-until.ts';
import { answerFastForward } from './fast-forward.ts';
import { answerFile } from './files.ts';
import { handOver, messageFor } from './hand-over.ts';
import { answerMoves } from './moves.ts';
import { answerRemindHere } from './remind-here.ts';
import { answerReminders } from './reminders.ts';
import { answerStatus } from './status.ts';
import { showTeamSettings } from './team-settings.ts';
import { cardReply, type Reply, type Turn, textReply } from './turn.ts';
import { answerUndelivered } from './undelivered.ts';
import { LEXICON } from './understanding/lexicon.ts';
import { spokenLanguage } from './understanding/spoken-language.ts';
import { answerWeekly } from './weekly.ts';
import { answerWhyNoReminder } from './why-no-reminder.ts';

/** The answer to a command, and to what was said with it. */
export async function answer(
  services: Services,
  turn: Turn,
  command: Exclude<Command, { kind: 'cancel' }>,
  said: string,
): Promise<Reply> {
  switch (command.kind) {
    case 'greeting':
    case 'help':
      return answerHelp(turn, said);
    case 'move':
      // A walk through twelve steps belongs into the 1:1 chat: a channel is for what the team shares.
      if (turn.scope !== 'personal') return handOver(turn, 'move', messageFor(turn, 'move', command.customer));
      return command.customer === null
        ? askForCustomer(services, turn, {})
        : moveByName(services, turn, command.customer);
    case 'moves':
      return answerMoves(services, turn);
    case 'status':
      return answerStatus(services, turn, command.customer);
    case 'check':
      return answerCheck(services, turn, command.customer);
    case 'export':
    case 'calendar':
      return answerFile(services, turn, command.kind, command.customer);
    case 'reminders':
      return answerReminders(services, turn, command.customer);
    case 'remind-here':
    case 'stop-reminding-here':
      return answerRemindHere(services, turn, command.kind === 'remind-here');
    case 'alerts-here':
    case 'stop-alerts-here':
      return answerAlertsHere(services, turn, command.kind === 'alerts-here');
    case 'why-no-reminder':
      return answerWhyNoReminder(services, turn, command.customer);
    case 'weekly':
      return answerWeekly(services, turn);
    case 'settings':
      return showTeamSettings(services, turn);
    case 'language':
      return answerLanguage(services, turn, command.name);
    case 'undelivered':
      return answerUndelivered(services, turn);
    case 'sign-in':
    case 'sign-out':
      return turn.signing === undefined ? textReply('say.no-sign-in') : turn.signing(command.kind);
    case 'fast-forward':
      return answerFastForward(
        services,
        turn,
        command.days ?? daysUntil(said, { locale: turn.reader.locale, today: todayUtc(services.clock) }),
      );
  }
}

/**
 * What can be done. Who greets or asks in a personal chat in another language than their client's, and has chosen none, is answered in it, and
 * can keep it with one press. In a channel the choice would be everybody's.
 */
function answerHelp(turn: Turn, said: string): Reply {
  const view = { scope: turn.scope, signIn: turn.signedIn !== undefined };
  const asks = turn.scope === 'personal' && turn.languageChosen !== true;
  const spoken = asks ? spokenLanguage(said, LEXICON) : null;
  if (spoken === null || spoken === languageOf(turn.reader.locale)) return cardReply(drawHelp(view, turn.reader));
  return cardReply(drawHelp({ ...view, spoken }, { ...turn.reader, locale: spoken }));
}

/** Anything else: the move of a customer of that name if there is one, otherwise what can be done. */
export async function answerUnknown(services: Services, turn: Turn, text: string): Promise<Reply> {
  const named = text.trim().length < 2 || text.length > 100 ? [] : await services.moveStore.search(text.trim());
  if (named.length > 0) return answerStatus(services, turn, text.trim());
  return cardReply(
    drawHelp(
      {
        scope: turn.scope,
        signIn: turn.signedIn !== undefined,
        problem: { key: 'error.not-understood', params: { typed: text.slice(0, 100) } },
      },
      turn.reader,
    ),
  );
}
