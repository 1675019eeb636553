import { VERBS } from '../../cards/verbs.ts';
import { answerMeant, MeantData } from '../../dialogs/did-you-mean.ts';
import { type Action, parse } from './action.ts';

/** One of the readings of a message was chosen. It is held against the person's roles like the command typed. */
export const sayMeant: Action = {
  verb: VERBS.meant,
  run: (services, turn, data) => answerMeant(services, turn, parse(MeantData, data)),
};
