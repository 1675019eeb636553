import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import { z } from 'zod';
import type { Services } from '../services/services.ts';
import { answer } from './answer.ts';
import { reply, saidIn, turnOf } from './dialog-turn.ts';

const Asked = z.object({ kind: z.enum(['calendar', 'why-no-reminder']) });

/** Waits for the customer about whom a command was given that needs one (`calendar`), and answers it then. */
export class CustomerOfDialog extends Dialog {
  readonly #services: Services;

  constructor(services: Services) {
    super('customer-of');
    this.#services = services;
  }

  override async beginDialog(dc: DialogContext, options?: object): Promise<DialogTurnResult> {
    if (dc.activeDialog !== undefined) dc.activeDialog.state = { ...Asked.parse(options) };
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const asked = Asked.safeParse(dc.activeDialog?.state);
    const customer = saidIn(dc.context).trim();
    if (!asked.success || customer === '' || customer.length > LONGEST_NAME) return dc.endDialog();
    const answered = await answer(this.#services, turnOf(dc.context), { kind: asked.data.kind, customer }, customer);
    await reply(dc.context, answered);
    // Nobody of that name: another one may follow.
    return answered.kind === 'text' ? Dialog.EndOfTurn : dc.endDialog();
  }
}

const LONGEST_NAME = 120;
