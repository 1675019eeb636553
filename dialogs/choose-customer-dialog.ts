import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import type { Services } from '../services/services.ts';
import { moveByName } from './choose-customer.ts';
import { reply, saidIn, turnOf } from './dialog-turn.ts';

/** Waits for the name or domain of the customer to move, as often as it takes. */
export class ChooseCustomerDialog extends Dialog {
  readonly #services: Services;

  constructor(services: Services) {
    super('choose-customer');
    this.#services = services;
  }

  /** The question is on the card that was just sent. */
  override async beginDialog(): Promise<DialogTurnResult> {
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const answer = await moveByName(this.#services, turnOf(dc.context), saidIn(dc.context));
    await reply(dc.context, answer);
    // An answer that asks again keeps the question open.
    return answer.asks?.dialog === this.id ? Dialog.EndOfTurn : dc.endDialog();
  }
}
