import type { StatePropertyAccessor, TurnContext } from 'botbuilder-core';
import { type DialogContext, DialogSet, type DialogState } from 'botbuilder-dialogs';
import { drawNotAllowed } from '../cards/not-allowed.ts';
import type { Services } from '../services/services.ts';
import { answer, answerUnknown } from './answer.ts';
import { CheckCustomerDialog } from './check-customer-dialog.ts';
import { ChooseCustomerDialog } from './choose-customer-dialog.ts';
import { parseCommand } from './command.ts';
import { reply, turnOf } from './dialog-turn.ts';
import { OriginalDialog } from './original-dialog.ts';
import { refusedTask } from './permission.ts';
import { taskOfMessage } from './tasks.ts';
import { cardReply, type Question, textReply } from './turn.ts';

/**
 * What is typed into a conversation. A command always counts, also in the middle of a question; anything else answers the
 * question the bot asked last; without one it gets a useful answer that names what can be done.
 */
export class Conversation {
  readonly #services: Services;
  readonly #dialogs: DialogSet;

  constructor(services: Services, state: StatePropertyAccessor<DialogState>) {
    this.#services = services;
    this.#dialogs = new DialogSet(state);
    this.#dialogs.add(new ChooseCustomerDialog(services));
    this.#dialogs.add(new CheckCustomerDialog(services));
    this.#dialogs.add(new OriginalDialog(services));
  }

  /** Answers a text message of somebody who may say it; anybody else is told which role it takes. */
  async said(context: TurnContext, text: string): Promise<void> {
    const turn = turnOf(context);
    const dc = await this.#dialogs.createContext(context);
    const command = parseCommand(text);
    const refused = await refusedTask(this.#services, turn, taskOfMessage(command, dc.activeDialog?.id));
    if (refused !== null) {
      const named = command?.kind === 'move' ? command.customer : null;
      const mayLook = named !== null && (await refusedTask(this.#services, turn, 'look')) === null;
      return reply(context, cardReply(drawNotAllowed(refused, turn.reader, mayLook ? named : null)));
    }
    if (command?.kind === 'cancel') {
      const asked = dc.activeDialog !== undefined;
      await dc.cancelAllDialogs();
      return reply(context, textReply(asked ? 'say.cancelled' : 'say.nothing-to-cancel'));
    }
    if (command === null && dc.activeDialog !== undefined) {
      const { status } = await dc.continueDialog();
      if (status !== 'complete' || context.responded) return;
    }
    const answered =
      command === null ? await answerUnknown(this.#services, turn, text) : await answer(this.#services, turn, command);
    await this.#ask(dc, answered.asks);
    await reply(context, answered);
  }

  /** Remembers what a card asks, so that the answer may also be typed; null ends an earlier question. */
  async asks(context: TurnContext, question: Question | null): Promise<void> {
    await this.#ask(await this.#dialogs.createContext(context), question ?? undefined);
  }

  async #ask(dc: DialogContext, question: Question | undefined): Promise<void> {
    if (dc.activeDialog !== undefined) await dc.cancelAllDialogs();
    if (question !== undefined) await dc.beginDialog(question.dialog, question);
  }
}
