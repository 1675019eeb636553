import type { BotState, StatePropertyAccessor, TurnContext } from 'botbuilder-core';
import { type DialogContext, DialogContextError, DialogSet } from 'botbuilder-dialogs';
import { z } from 'zod';
import { drawNotAllowed } from '../cards/not-allowed.ts';
import { VERBS } from '../cards/verbs.ts';
import type { Task } from '../services/rules/permissions.ts';
import type { Services } from '../services/services.ts';
import { answer, answerUnknown } from './answer.ts';
import { CardQuestion, questionOf } from './answers/card-question.ts';
import type { MeantOnCard } from './card-reply.ts';
import { CardsInView, type Reach } from './cards-in-view.ts';
import { CheckCustomerDialog } from './check-customer-dialog.ts';
import { ChooseCustomerDialog } from './choose-customer-dialog.ts';
import type { Command } from './command.ts';
import { CustomerOfDialog } from './customer-of-dialog.ts';
import { repliedIn, reply, setSaid, turnOf } from './dialog-turn.ts';
import { askWhichIsMeant, isCustomer } from './did-you-mean.ts';
import { DidYouMeanDialog } from './did-you-mean-dialog.ts';
import { OriginalDialog } from './original-dialog.ts';
import { refusedTask } from './permission.ts';
import { taskOfMessage } from './tasks.ts';
import { cardReply, type Question, type Reply, type Turn, textReply } from './turn.ts';
import { LEXICON } from './understanding/lexicon.ts';
import { type Understood, understand } from './understanding/understand.ts';

/**
 * What is typed into a conversation. In this order:
 *
 * 1. `cancel` leaves the bot's question;
 * 2. in a personal chat, what can only mean a button of the card before one's eyes (its title, `sent`, `done`, `later`) presses it;
 * 3. a command always counts, also in the middle of a question;
 * 4. anything else answers the question the bot asked last, or the card it sent last;
 * 5. without any of them it gets a useful answer that names what can be done.
 */
export class Conversation {
  readonly #services: Services;
  readonly #dialogs: DialogSet;
  readonly #stack: StatePropertyAccessor<unknown>;
  /** What the last card asks that answered this person. */
  readonly #card: StatePropertyAccessor<unknown>;

  constructor(services: Services, state: BotState) {
    this.#services = services;
    this.#card = state.createProperty('card');
    this.#stack = state.createProperty('dialogs');
    this.#dialogs = new DialogSet(state.createProperty('dialogs'));
    this.#dialogs.add(new ChooseCustomerDialog(services));
    this.#dialogs.add(new CheckCustomerDialog(services));
    this.#dialogs.add(new CustomerOfDialog(services));
    this.#dialogs.add(new OriginalDialog(services));
    this.#dialogs.add(new DidYouMeanDialog(services));
  }

  /** Answers a text message of somebody who may say it; anybody else is told which role it takes. */
  async said(context: TurnContext, text: string, reach: Reach): Promise<void> {
    const turn = turnOf(context);
    setSaid(context, text);
    const dc = await this.#open(context);
    const understood = understand(text, LEXICON);
    const isCancel = understood.kind === 'command' && understood.command.kind === 'cancel';
    const cards = new CardsInView(this.#services, turn, await this.#cardOf(context), reach);
    const surely = await cards.surely(text);
    // `Not now` leaves a question as well; where a card has a way back, it is that.
    if (surely !== null && (!isCancel || isWayBack(surely))) return this.#onCard(context, surely, reach);
    const command = await this.#commandIn(understood, text, dc.activeDialog?.id);
    const refused = await this.#refused(turn, taskOfMessage(command, dc.activeDialog?.id, turn.scope), command);
    if (refused !== null) return reply(context, refused);
    if (command === null) return this.#noCommand(dc, { understood, text, cards, reach });
    if (command.kind === 'cancel') {
      const asked = dc.activeDialog !== undefined;
      await dc.cancelAllDialogs();
      return reply(context, textReply(asked ? 'say.cancelled' : 'say.nothing-to-cancel'));
    }
    const answered = await answer(this.#services, turn, command, text);
    await this.#ask(dc, answered.asks);
    await this.#keep(context, answered);
    await reply(context, answered);
  }

  /** An answer to the question that is open, or to the card before one's eyes; else whatever else it may mean. */
  async #noCommand(dc: DialogContext, { understood, text, cards, reach }: Said): Promise<void> {
    const { context } = dc;
    if (dc.activeDialog !== undefined) {
      const { status } = await dc.continueDialog().catch(asThrown);
      if (status !== 'complete' || context.responded) return this.#keep(context, repliedIn(context));
    }
    const loosely = understood.kind === 'nothing' ? await cards.loosely(text) : null;
    if (loosely !== null) return this.#onCard(context, loosely, reach);
    const unclear = await this.#unclear(turnOf(context), understood, text);
    await this.#ask(dc, unclear.asks);
    // Where it only says that nothing was understood, the card stays the one that is asked about: it may be said in other words.
    if (unclear.shows !== undefined) await this.#keep(context, unclear);
    await reply(context, unclear);
  }

  /** Why somebody may not do that, as an answer; null: they may. */
  async #refused(turn: Turn, task: Task, command: Command | null = null): Promise<Reply | null> {
    const refused = await refusedTask(this.#services, turn, task);
    if (refused === null) return null;
    const named = command?.kind === 'move' ? command.customer : null;
    const mayLook = named !== null && (await refusedTask(this.#services, turn, 'look')) === null;
    return cardReply(drawNotAllowed(refused, turn.reader, mayLook ? named : null));
  }

  /** Remembers what the answer to a press asks, so that it may also be typed; an earlier question is over. */
  async answered(context: TurnContext, given: Reply): Promise<void> {
    await this.#ask(await this.#open(context), given.asks);
    await this.#keep(context, given);
  }

  /** The question that is open. What an earlier version left behind and nobody can read any more is none. */
  async #open(context: TurnContext): Promise<DialogContext> {
    const known = (id: string) => this.#dialogs.find(id) !== undefined;
    const stack = Stack.safeParse(await this.#stack.get(context, { dialogStack: [] }));
    const isSound = stack.success && stack.data.dialogStack.every(({ id }) => known(id));
    if (!isSound) await this.#stack.set(context, { dialogStack: [] });
    return this.#dialogs.createContext(context);
  }

  async #onCard(context: TurnContext, meant: MeantOnCard, reach: Reach): Promise<void> {
    if (meant.kind === 'press') return reach.press(meant.verb, meant.data);
    // What a press needs is asked when it is pressed; what a card says, here.
    const refused = await this.#refused(turnOf(context), 'look');
    if (refused !== null) return reply(context, refused);
    const answered = await meant.reply;
    if (meant.asks !== undefined) await this.#card.set(context, meant.asks);
    await this.#keep(context, answered);
    await reply(context, answered);
  }

  /** The last card. Whether a button of it is meant is asked once: the next message is the answer to that, or it is over. */
  async #cardOf(context: TurnContext): Promise<CardQuestion | null> {
    const card = CardQuestion.safeParse(await this.#card.get(context)).data ?? null;
    if (card?.meant === undefined) return card;
    const { meant, ...unasked } = card;
    await this.#card.set(context, unasked);
    const age = this.#services.clock.now().epochMilliseconds - Date.parse(meant.askedAt);
    return age > MEANT_MS ? unasked : card;
  }

  /** A channel is many people's: what one of them sees last is not what another one answers. */
  async #keep(context: TurnContext, given: Reply | null): Promise<void> {
    if (turnOf(context).scope !== 'personal' || given?.kind !== 'card') return;
    await this.#card.set(context, questionOf(given.drawn, this.#services.clock.now().toString()));
  }

  /**
   * The command that counts. While a customer's name is asked for, a message that is exactly one (`Status Quo GmbH`) is the
   * answer; of several meanings the one that leaves an open question does.
   */
  async #commandIn(understood: Understood, text: string, dialog: string | undefined): Promise<Command | null> {
    if (understood.kind === 'question' && dialog !== undefined)
      return understood.commands.find(({ kind }) => kind === 'cancel') ?? null;
    if (understood.kind !== 'command') return null;
    const { command } = understood;
    const asked = dialog === 'choose-customer' || dialog === 'check-customer' || dialog === 'customer-of';
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

const isWayBack = (meant: MeantOnCard): boolean =>
  meant.kind === 'press' && (meant.verb === VERBS.openMove || meant.verb === VERBS.showStep);

/** As the SDK keeps it. */
const Stack = z.looseObject({ dialogStack: z.array(z.looseObject({ id: z.string() })) });

/** For so long a yes says that the button is meant, in milliseconds. */
const MEANT_MS = 10 * 60_000;

/** A message that is no command, with all that may be made of it. */
interface Said {
  readonly understood: Understood;
  readonly text: string;
  readonly cards: CardsInView;
  readonly reach: Reach;
}

/** The SDK wraps what a dialog throws: who is asked to sign in, and what has a sentence of its own, would be taken for a fault of ours. */
function asThrown(thrown: unknown): never {
  throw thrown instanceof DialogContextError ? thrown.error : thrown;
}
