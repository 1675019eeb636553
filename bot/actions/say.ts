import { z } from 'zod';
import { drawHelp } from '../../cards/help.ts';
import { VERBS } from '../../cards/verbs.ts';
import { answerAssistantStatus } from '../../dialogs/assistant-status.ts';
import { askForCustomer } from '../../dialogs/choose-customer.ts';
import { answerMoves } from '../../dialogs/moves.ts';
import { answerReminders } from '../../dialogs/reminders.ts';
import { cardReply, textReply } from '../../dialogs/turn.ts';
import { answerUndelivered } from '../../dialogs/undelivered.ts';
import { answerWeekly } from '../../dialogs/weekly.ts';
import { type Action, moveOf, parse } from './action.ts';

/** Of one customer, or of all. */
const OfMove = z.object({ moveId: z.guid().optional() });

/** The commands as buttons. */
export const sayHelp: Action = {
  verb: VERBS.help,
  run: async (_services, turn) =>
    cardReply(drawHelp({ scope: turn.scope, signIn: turn.signedIn !== undefined }, turn.reader)),
};
export const sayMoves: Action = { verb: VERBS.moves, run: (services, turn) => answerMoves(services, turn) };
export const sayReminders: Action = {
  verb: VERBS.reminders,
  async run(services, turn, data) {
    const { moveId } = parse(OfMove, data);
    return answerReminders(services, turn, null, moveId === undefined ? null : await moveOf(services, moveId));
  },
};
export const sayStatus: Action = {
  verb: VERBS.assistantStatus,
  run: (services, turn) => answerAssistantStatus(services, turn),
};
export const sayUndelivered: Action = {
  verb: VERBS.undelivered,
  run: (services, turn) => answerUndelivered(services, turn),
};
export const sayWeekly: Action = { verb: VERBS.weekly, run: (services, turn) => answerWeekly(services, turn) };
export const sayMove: Action = { verb: VERBS.startMove, run: (services, turn) => askForCustomer(services, turn, {}) };
/** Comes here only when whoever pressed it is signed in. */
export const saySignIn: Action = { verb: VERBS.signIn, run: async () => textReply('say.signed-in') };
