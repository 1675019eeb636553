import { drawHelp } from '../../cards/help.ts';
import { VERBS } from '../../cards/verbs.ts';
import { askForCustomer } from '../../dialogs/choose-customer.ts';
import { answerMoves } from '../../dialogs/moves.ts';
import { answerReminders } from '../../dialogs/reminders.ts';
import { cardReply } from '../../dialogs/turn.ts';
import type { Action } from './action.ts';

/** The commands as buttons. */
export const sayHelp: Action = {
  verb: VERBS.help,
  run: async (_services, turn) => cardReply(drawHelp({ scope: turn.scope }, turn.reader)),
};
export const sayMoves: Action = { verb: VERBS.moves, run: (services, turn) => answerMoves(services, turn) };
export const sayReminders: Action = {
  verb: VERBS.reminders,
  run: (services, turn) => answerReminders(services, turn, null),
};
export const sayMove: Action = { verb: VERBS.startMove, run: (services, turn) => askForCustomer(services, turn, {}) };
