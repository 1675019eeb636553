import {
  ActivityTypes,
  type AdaptiveCardInvokeResponse,
  type ConversationState,
  type FileConsentCardResponse,
  type InvokeResponse,
  TeamsActivityHandler,
  type TurnContext,
} from 'botbuilder';
import { z } from 'zod';
import { errorSentence } from '../cards/error-sentence.ts';
import { plainSentence } from '../cards/language.ts';
import { VERBS } from '../cards/verbs.ts';
import type { Reach } from '../dialogs/cards-in-view.ts';
import { parseCommand } from '../dialogs/command.ts';
import type { Conversation } from '../dialogs/conversation.ts';
import { reply, setTurn, turnOf } from '../dialogs/dialog-turn.ts';
import { type Reply, type Turn, textReply } from '../dialogs/turn.ts';
import { AppError } from '../services/errors.ts';
import { askingWithin } from '../services/identity/time-limit.ts';
import type { Person } from '../services/moves/move.ts';
import type { Services } from '../services/services.ts';
import type { ChosenLanguages } from '../services/store/conversation-store.ts';
import { type Acted, CardActions, isCardAction, isRefresh, type Looked } from './card-actions.ts';
import { cleanActivity } from './clean-activity.ts';
import { FileExchange, type HandedOver } from './file-exchange.ts';
import { InTime } from './in-time.ts';
import { messageAnswer } from './invoke-answers.ts';
import { lastSaid } from './last-said.ts';
import { speakLater } from './later.ts';
import { Lifecycle, lifecycleEvent } from './lifecycle.ts';
import type { PendingAct } from './pending-acts.ts';
import { type PersonSignIn, SignInFirst, turnOfAct } from './person-sign-in.ts';
import { conversationOf, inChosenLanguage, readTurn } from './read-turn.ts';
import { refreshing } from './refreshing.ts';
import { Roster } from './roster.ts';
import { LONGEST_TEXT, textSaid } from './said.ts';
import { searched } from './search.ts';
import type { UnderWay } from './under-way.ts';

/** How long Microsoft may take for the answer to a message, in milliseconds: whoever wrote it looks at an empty chat. */
const ANSWERED_MS = 8000;
/**
 * How long the present state of a card may take, in milliseconds. Nobody waits before an empty place, so it may take nearly as long as
 * Teams waits, which is about ten seconds with the way there and back.
 */
const LOOKED_MS = 7000;
/** How long what is under way is waited for when the product stops, in milliseconds: a little longer than an answer may take. */
const FINISHED_MS = 10_000;

/** What Teams talks to: turns activities into questions to the dialogs and card actions, and their answers into replies. */
export class MoveBot extends TeamsActivityHandler {
  readonly #services: Services;
  readonly #conversation: Conversation;
  readonly #state: ConversationState;
  readonly #roster: Roster;
  readonly #cards: CardActions;
  readonly #underWay: UnderWay;
  /** How people sign in with their own account; null: they do not. */
  readonly #signIn: PersonSignIn | null;
  readonly #lifecycle: Lifecycle;
  readonly #files: FileExchange;
  /** Only people of this tenant are served; null in the sandbox. */
  readonly #tenantId: string | null;

  constructor(deps: {
    services: Services;
    conversation: Conversation;
    state: ConversationState;
    tenantId: string | null;
    /** Of the bot's registration; empty in the sandbox. */
    appId?: string;
    inTime?: InTime<Acted>;
    looking?: InTime<Looked>;
    handingOver?: InTime<HandedOver>;
    signIn?: PersonSignIn | null;
  }) {
    super();
    this.#services = deps.services;
    this.#conversation = deps.conversation;
    this.#state = deps.state;
    this.#lifecycle = new Lifecycle({ services: deps.services, state: deps.state });
    this.#tenantId = deps.tenantId;
    this.#signIn = deps.signIn ?? null;
    const { services, conversation, state, inTime = new InTime() } = deps;
    this.#underWay = inTime.underWay;
    const { handingOver = new InTime({ underWay: this.#underWay }) } = deps;
    const { looking = new InTime({ underWay: this.#underWay, budget: LOOKED_MS }) } = deps;
    const speak = speakLater(deps.appId ?? '');
    this.#roster = new Roster({ services, later: speak });
    this.#cards = new CardActions({
      services,
      conversation,
      inTime,
      looking,
      later: (context) => {
        const line = speak(context);
        return (work) =>
          line(async (later) => {
            await work(later);
            await state.saveChanges(later);
          });
      },
      signIn: this.#signIn,
    });
    const hosts = deps.services.sandbox === null ? 'teams' : 'loopback';
    this.#files = new FileExchange({ services, hosts, inTime: handingOver, later: speak });

    this.onMessage(async (context, next) => {
      await this.#message(context);
      const { scope, conversationId } = turnOf(context);
      // Nobody waits for it, however long Teams takes.
      if (scope !== 'personal') void this.#underWay.add(this.#roster.read(context, conversationId));
      await next();
    });
  }

  override run(context: TurnContext): Promise<void> {
    return this.#underWay.add(this.#run(context));
  }

  /**
   * Resolves when every turn has ended and everything that still goes on behind one: the work of a button that takes long, and the
   * card that tells what came of it. Whoever stops the product takes no more activities first, and closes the storage afterwards.
   */
  async finished(): Promise<void> {
    const left = await this.#underWay.ended(FINISHED_MS);
    if (left > 0) this.#services.log.warn({ left }, 'Stopped in the middle of what took too long');
  }

  async #run(context: TurnContext): Promise<void> {
    cleanActivity(context.activity);
    if (this.#isStranger(context)) {
      return this.#turnAway(context);
    }
    const quiet = isRefresh(context.activity);
    const event = lifecycleEvent(context.activity);
    try {
      const turn = await readTurn(context, this.#services);
      this.#begin(context, turn, await this.#languages(context, turn, quiet || event !== null));
    } catch (thrown) {
      if (!isCardAction(context.activity)) throw thrown;
      const body = await this.#cards.ourFault(context, thrown);
      await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 200, body } });
      return;
    }
    // A card that only comes into view leaves no trace.
    if (quiet) return super.run(context);
    if (event === null) await super.run(context);
    else await this.#lifecycle.happened(context, event);
    await this.#state.saveChanges(context);
  }

  #begin(context: TurnContext, read: Turn, chosen: ChosenLanguages): void {
    const signIn = this.#signIn;
    const signedIn = signIn === null || !signIn.asks ? {} : { signedIn: () => signIn.isSignedIn(context) };
    const signing: Turn['signing'] = signIn === null ? undefined : (what) => signIn.signing(context, what);
    const own = { ...signedIn, ...(signing !== undefined && { signing }) };
    const turn = { ...inChosenLanguage(read, chosen, context.activity), ...own };
    const place = { scope: turn.scope, id: turn.conversationId };
    setTurn(context, turn, (answer) => refreshing(this.#services, place, answer, turn.reader));
  }

  /** What was chosen comes back with what is written about the turn anyway, so that it costs no further read. */
  async #languages(context: TurnContext, { person, conversationId }: Turn, quiet: boolean): Promise<ChosenLanguages> {
    if (quiet) return this.#services.conversations.chosen(conversationId, person.id);
    return this.#remember(context, person);
  }

  /** The SDK loses why a button was pressed (`trigger`), and answers an empty search with an error. */
  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    switch (context.activity.name) {
      case 'adaptiveCard/action':
        return { status: 200, body: await this.#pressed(context) };
      case 'fileConsent/invoke':
        return Consent.safeParse(context.activity.value).success ? super.onInvokeActivity(context) : { status: 400 };
      case 'application/search': {
        const search = () => searched(this.#services, turnOf(context), context.activity.value);
        return { status: 200, body: await this.#as(context, search) };
      }
      default: {
        // What an OAuth card of the bot brought; then what was asked for before goes on.
        const signedIn = await this.#signIn?.invoked(context);
        // Whatever else a client may ask for belongs to features that this bot does not have.
        if (signedIn == null) return { status: 501 };
        await this.#goOn(context, signedIn.acts);
        return signedIn.response;
      }
    }
  }

  async #pressed(context: TurnContext): Promise<AdaptiveCardInvokeResponse> {
    const answered = await this.#cards.invoked(context);
    const acts = context.activity.value?.action?.verb === VERBS.signIn && answered.statusCode === 200;
    // The button that asks for a sign-in: whoever is signed in goes on with what they asked for before.
    if (acts) await this.#goOn(context, (await this.#signIn?.take(context)) ?? [], { silent: true });
    return answered;
  }

  /** Does something in the name of the person who asked for it. @throws SignInFirst */
  #as<T>(context: TurnContext, work: () => Promise<T>): Promise<T> {
    return this.#signIn === null ? work() : this.#signIn.as(context, work);
  }

  /** Does what somebody asked for before they were signed in; null: nobody asked for anything. */
  async #goOn(context: TurnContext, acts: readonly PendingAct[] | null, { silent = false } = {}): Promise<void> {
    if (acts?.length === 0 && !silent) await reply(context, textReply('say.signed-in'));
    for (const act of acts ?? []) {
      const again = turnOfAct(context, act);
      const turn = await readTurn(again, this.#services);
      this.#begin(again, turn, await this.#languages(again, turn, true));
      await this.#message(again);
      await this.#state.saveChanges(again);
    }
  }

  protected override async handleTeamsFileConsentAccept(
    context: TurnContext,
    consent: FileConsentCardResponse,
  ): Promise<void> {
    await this.#files.accepted(context, consent);
  }

  protected override async handleTeamsFileConsentDecline(context: TurnContext): Promise<void> {
    await this.#files.declined(context);
  }

  /** Where the bot may speak, and whom it has met: who may be asked to take something on. */
  async #remember(context: TurnContext, person: Person): Promise<ChosenLanguages> {
    const { conversations, people, clock } = this.#services;
    const chosen = await conversations.upsert(conversationOf(context), clock.now(), person.id);
    const { from } = context.activity;
    if (from?.name?.trim() && from.role !== 'bot')
      await people.seen([{ ...person, teamsId: from.id }], clock.now(), { spoke: true });
    return chosen;
  }

  async #message(context: TurnContext): Promise<void> {
    try {
      await this.#understood(context);
    } catch (thrown) {
      if (!(thrown instanceof SignInFirst) || this.#signIn === null) throw thrown;
      const { text = '', value, replyToId = null } = context.activity;
      if (value?.verb === VERBS.signIn) return reply(context, textReply('say.sign-in-in-personal-chat'));
      const said = textSaid(context.activity);
      const isSignIn = said.length <= LONGEST_TEXT && parseCommand(said)?.kind === 'sign-in';
      await this.#signIn.ask(context, thrown, isSignIn ? null : { text, value, replyToId });
    }
  }

  async #understood(context: TurnContext): Promise<void> {
    const { value } = context.activity;
    if (typeof value === 'object' && value !== null && 'verb' in value) return this.#cards.submitted(context, value);
    const text = textSaid(context.activity);
    const brought = await this.#brought(context, text);
    if (brought !== null) {
      await this.#conversation.answered(context, brought);
      return reply(context, brought);
    }
    if (text.length > LONGEST_TEXT)
      return reply(context, textReply('error.input.message-too-long', { most: LONGEST_TEXT }));
    try {
      const written: { verb: string; data: Readonly<Record<string, unknown>> }[] = [];
      const reach: Reach = {
        press: async (verb, data) => {
          written.push({ verb, data });
        },
        lastSaid: () => lastSaid(this.#services, turnOf(context)),
      };
      const answering = () =>
        askingWithin(AbortSignal.timeout(ANSWERED_MS), () => this.#conversation.said(context, text, reach));
      await this.#as(context, answering);
      // As long as a press may take: it answers in time by itself.
      for (const { verb, data } of written) await this.#as(context, () => this.#cards.written(context, verb, data));
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      this.#log(thrown);
      await reply(context, { kind: 'text', sentence: errorSentence(thrown) });
    }
  }

  /** What came of a file or a table in a message; null: there is none. */
  async #brought(context: TurnContext, text: string): Promise<Reply | null> {
    try {
      return await this.#files.received(context, text);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      this.#log(thrown);
      return { kind: 'text', sentence: errorSentence(thrown) };
    }
  }

  /**
   * Only people of the partner's own tenant, and only by Teams: other channels let a client name any tenant it likes.
   * Whoever says or presses something has an account of that tenant and is no guest in it; Teams writes this into the
   * activity, which the adapter has authenticated. In the sandbox everybody is at home.
   */
  #isStranger(context: TurnContext): boolean {
    if (this.#tenantId === null) return false;
    const { channelId, channelData, conversation, from, type } = context.activity;
    const here = this.#tenantId.toLowerCase();
    const tenant: unknown = channelData?.tenant?.id ?? conversation.tenantId;
    if (channelId !== 'msteams' || typeof tenant !== 'string' || tenant.toLowerCase() !== here) return true;
    // A member of a shared channel carries the tenant they come from; the SDK's type does not know these fields.
    const sender = Sender.safeParse(from ?? {});
    if (!sender.success) return true;
    const { aadObjectId, tenantId, userRole } = sender.data;
    if ((tenantId != null && tenantId.toLowerCase() !== here) || userRole === 'guest') return true;
    return (type === ActivityTypes.Message || type === ActivityTypes.Invoke) && !OBJECT_ID.test(aadObjectId ?? '');
  }

  /** Says so in words where something can be said; an update of the conversation gets no answer. */
  async #turnAway(context: TurnContext): Promise<void> {
    const { type, name, locale } = context.activity;
    const sentence = plainSentence(locale ?? 'en', 'error.tenant.other');
    if (type === ActivityTypes.Message) await context.sendActivity(sentence);
    if (type !== ActivityTypes.Invoke) return;
    const body = name === 'adaptiveCard/action' ? messageAnswer(sentence) : {};
    await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 200, body } });
  }

  #log(error: AppError): void {
    this.#services.log.warn({ err: error, code: error.code, hint: error.hint }, 'A person was told about a problem');
  }
}

const Consent = z.looseObject({ action: z.enum(['accept', 'decline']) });

const Sender = z.looseObject({
  aadObjectId: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});

/** A person of a tenant, in Entra. It becomes part of an address of Graph. */
const OBJECT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
