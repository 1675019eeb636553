import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import type { Services } from '../services/services.ts';
import { answerCheck } from './check.ts';
import { reply, saidIn, turnOf } from './dialog-turn.ts';

/** Waits for the name or domain of the customer to check, as often as it takes. Nothing is opened by the answer. */
export class CheckCustomerDialog extends Dialog {
  readonly #services: Services;

  constructor(services: Services) {
    super('check-customer');
    this.#services = services;
  }

  /** The question is on the card that was just sent. */
  override async beginDialog(): Promise<DialogTurnResult> {
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const answer = await answerCheck(this.#services, turnOf(dc.context), saidIn(dc.context));
    await reply(dc.context, answer);
    return answer.asks?.dialog === this.id ? Dialog.EndOfTurn : dc.endDialog();
  }
}
