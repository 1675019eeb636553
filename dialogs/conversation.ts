import type { StatePropertyAccessor, TurnContext } from 'botbuilder-core';
import { type DialogContext, DialogContextError, DialogSet, type DialogState } from 'botbuilder-dialogs';
import { drawNotAllowed } from '../cards/not-allowed.ts';
import type { Services } from '../services/services.ts';
import { answer, answerUnknown } from './answer.ts';
import { CheckCustomerDialog } from './check-customer-dialog.ts';
import { ChooseCustomerDialog } from './choose-customer-dialog.ts';
import type { Command } from './command.ts';
import { readCountry } from './country.ts';
import { CountryDialog } from './country-dialog.ts';
import { reply, turnOf } from './dialog-turn.ts';
import { askWhichIsMeant, isCustomer } from './did-you-mean.ts';
import { DidYouMeanDialog } from './did-you-mean-dialog.ts';
import { OriginalDialog } from './original-dialog.ts';
import { refusedTask } from './permission.ts';
import { taskOfMessage } from './tasks.ts';
import { cardReply, type Question, type Reply, type Turn, textReply } from './turn.ts';
import { LEXICON } from './understanding/lexicon.ts';
import { type Understood, understand } from './understanding/understand.ts';

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
    this.#dialogs.add(new CountryDialog(services));
    this.#dialogs.add(new OriginalDialog(services));
    this.#dialogs.add(new DidYouMeanDialog(services));
  }

  /** Answers a text message of somebody who may say it; anybody else is told which role it takes. */
  async said(context: TurnContext, text: string): Promise<void> {
    const turn = turnOf(context);
    const dc = await this.#dialogs.createContext(context);
    const understood = understand(text, LEXICON);
    const command = await this.#commandIn(understood, text, dc.activeDialog?.id);
    const refused = await refusedTask(this.#services, turn, taskOfMessage(command, dc.activeDialog?.id, turn.scope));
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
      const { status } = await dc.continueDialog().catch(asThrown);
      if (status !== 'complete' || context.responded) return;
    }
    const answered =
      command === null
        ? await this.#unclear(turn, understood, text)
        : await answer(this.#services, turn, command, text);
    await this.#ask(dc, answered.asks);
    await reply(context, answered);
  }

  /** Remembers what a card asks, so that the answer may also be typed; null ends an earlier question. */
  async asks(context: TurnContext, question: Question | null): Promise<void> {
    await this.#ask(await this.#dialogs.createContext(context), question ?? undefined);
  }

  /**
   * The command that counts. While a customer's name or a country is asked for, a message that is exactly one (`Status Quo GmbH`) is the
   * answer; of several meanings the one that leaves an open question does.
   */
  async #commandIn(understood: Understood, text: string, dialog: string | undefined): Promise<Command | null> {
    // `Stati Uniti` is near to a command as well.
    if (dialog === 'country' && readCountry(text.slice(0, 100), 'en')?.kind === 'country') return null;
    if (understood.kind === 'question' && dialog !== undefined)
      return understood.commands.find(({ kind }) => kind === 'cancel') ?? null;
    if (understood.kind !== 'command') return null;
    const { command } = understood;
    const asked = dialog === 'choose-customer' || dialog === 'check-customer';
    if (asked && command.kind !== 'cancel' && command.kind !== 'help' && (await isCustomer(this.#services, text)))
      return null;
    return command;
  }

  /** No command for sure: a customer's name, one of several meanings, or nothing that is known. */
  async #unclear(turn: Turn, understood: Understood, text: string): Promise<Reply> {
    const name = text.trim();
    if (
      understood.kind === 'question' &&
      (name.length > 100 || (await this.#services.moveStore.search(name)).length === 0)
    ) {
      const asked = await askWhichIsMeant(this.#services, turn, understood.commands);
      if (asked !== null) return asked;
    }
    return answerUnknown(this.#services, turn, text);
  }

  async #ask(dc: DialogContext, question: Question | undefined): Promise<void> {
    if (dc.activeDialog !== undefined) await dc.cancelAllDialogs();
    if (question !== undefined) await dc.beginDialog(question.dialog, question);
  }
}

/** The SDK wraps what a dialog throws: who is asked to sign in, and what has a sentence of its own, would be taken for a fault of ours. */
function asThrown(thrown: unknown): never {
  throw thrown instanceof DialogContextError ? thrown.error : thrown;
}
