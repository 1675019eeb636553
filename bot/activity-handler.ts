import {
  ActivityTypes,
  type AdaptiveCardInvokeResponse,
  type AdaptiveCardInvokeValue,
  type ConversationState,
  type SearchInvokeResponse,
  type SearchInvokeValue,
  TeamsActivityHandler,
  TurnContext,
} from 'botbuilder';
import { z } from 'zod';
import { errorSentence } from '../cards/error-sentence.ts';
import { drawGone } from '../cards/gone.ts';
import { plainSentence } from '../cards/language.ts';
import { notAllowedSentence } from '../cards/not-allowed.ts';
import { drawWelcome } from '../cards/welcome.ts';
import type { Conversation } from '../dialogs/conversation.ts';
import { reply, setTurn, turnOf } from '../dialogs/dialog-turn.ts';
import { refusedTask } from '../dialogs/permission.ts';
import { ADAPTIVE_CARD, replyActivity } from '../dialogs/reply-activity.ts';
import { VERB_TASKS } from '../dialogs/tasks.ts';
import { cardReply, type Reply, textReply } from '../dialogs/turn.ts';
import { AppError } from '../services/errors.ts';
import type { Services } from '../services/services.ts';
import { ACTIONS } from './actions/index.ts';
import { cleanActivity } from './clean-activity.ts';
import { conversationOf, readTurn } from './read-turn.ts';
import { Roster } from './roster.ts';
import { answerSearch } from './search.ts';

/** Longest message that is looked at; Teams itself sends at most about 28 KB. */
const LONGEST_TEXT = 2000;

/** What Teams talks to: turns activities into questions to the dialogs and card actions, and their answers into replies. */
export class MoveBot extends TeamsActivityHandler {
  readonly #services: Services;
  readonly #conversation: Conversation;
  readonly #state: ConversationState;
  readonly #roster: Roster;
  /** Only people of this tenant are served; null in the sandbox. */
  readonly #tenantId: string | null;

  constructor(deps: {
    services: Services;
    conversation: Conversation;
    state: ConversationState;
    tenantId: string | null;
  }) {
    super();
    this.#services = deps.services;
    this.#conversation = deps.conversation;
    this.#state = deps.state;
    this.#roster = new Roster(deps.services);
    this.#tenantId = deps.tenantId;

    this.onMessage(async (context, next) => {
      await this.#message(context);
      const { scope, conversationId } = turnOf(context);
      if (scope !== 'personal') await this.#roster.read(context, conversationId);
      await next();
    });
    this.onInstallationUpdateAdd(async (context, next) => {
      await this.#welcome(context);
      await next();
    });
    this.onInstallationUpdateRemove(async (context, next) => {
      await this.#services.conversations.remove(conversationOf(context).id);
      await next();
    });
  }

  override async run(context: TurnContext): Promise<void> {
    cleanActivity(context.activity);
    if (this.#isStranger(context)) {
      return this.#turnAway(context);
    }
    setTurn(context, await readTurn(context, this.#services));
    if (!isFarewell(context.activity)) {
      await this.#remember(context);
    }
    await super.run(context);
    await this.#state.saveChanges(context);
  }

  /** Card action with Action.Execute. The answer replaces the card in place. */
  protected override async onAdaptiveCardInvoke(
    context: TurnContext,
    invoke: AdaptiveCardInvokeValue,
  ): Promise<AdaptiveCardInvokeResponse> {
    const answered = await this.#act(context, invoke.action.verb, invoke.action.data);
    if (answered.below === true) {
      await reply(context, answered);
      return messageResponse(plainSentence(turnOf(context).reader.locale, 'say.shown-below'));
    }
    if (answered.kind === 'card') return { statusCode: 200, type: ADAPTIVE_CARD, value: { ...answered.drawn.card } };
    const { key, params } = answered.sentence;
    return messageResponse(plainSentence(turnOf(context).reader.locale, key, params));
  }

  protected override async onSearchInvoke(
    context: TurnContext,
    invoke: SearchInvokeValue,
  ): Promise<SearchInvokeResponse> {
    const turn = turnOf(context);
    // A search box has no room for a reason; the button beside it gives it.
    const refused = await refusedTask(this.#services, turn, 'look');
    const results = refused === null ? await answerSearch(this.#services, turn, invoke) : [];
    return { statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
  }

  /** Where the bot may speak, and whom it has met: who may be asked to take something on. */
  async #remember(context: TurnContext): Promise<void> {
    const { conversations, people, clock } = this.#services;
    await conversations.upsert(conversationOf(context), clock.now());
    const { from } = context.activity;
    const { person } = turnOf(context);
    if (from?.name?.trim() && from.role !== 'bot') await people.seen([person], clock.now());
  }

  async #message(context: TurnContext): Promise<void> {
    const { value, replyToId } = context.activity;
    if (typeof value === 'object' && value !== null && 'verb' in value) {
      const answered = await this.#act(context, value.verb, value);
      return this.#replaceCard(context, replyToId, answered);
    }
    const text = (TurnContext.removeRecipientMention(context.activity) ?? context.activity.text ?? '').trim();
    if (text.length > LONGEST_TEXT)
      return reply(context, textReply('error.input.message-too-long', { most: LONGEST_TEXT }));
    try {
      await this.#conversation.said(context, text);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      this.#log(thrown);
      await reply(context, { kind: 'text', sentence: errorSentence(thrown) });
    }
  }

  /**
   * Runs a card action of somebody who may do it. Whatever is wrong becomes a sentence, never an error of the channel; so does
   * a missing role, because the card has to stay as it is for those who hold it.
   */
  async #act(context: TurnContext, verb: unknown, data: unknown): Promise<Reply> {
    const action = typeof verb === 'string' ? ACTIONS.get(verb) : undefined;
    if (action === undefined) return textReply('error.action.unknown');
    const turn = turnOf(context);
    try {
      const refused = await refusedTask(this.#services, turn, VERB_TASKS[action.verb]);
      if (refused !== null) return { kind: 'text', sentence: notAllowedSentence(refused, turn.reader) };
      const answered = await action.run(this.#services, turn, data ?? {});
      await this.#conversation.asks(context, answered.asks ?? null);
      return answered;
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      this.#log(thrown);
      const sentence = errorSentence(thrown);
      // A card whose move is not there any more gives way to one that says so.
      if (thrown.code.endsWith('.gone')) return cardReply(drawGone({ reason: sentence }, turnOf(context).reader));
      return { kind: 'text', sentence };
    }
  }

  /** The answer to an Action.Submit: the same replacement as for Action.Execute, as far as the client allows. */
  async #replaceCard(context: TurnContext, cardId: string | undefined, answered: Reply): Promise<void> {
    if (answered.kind === 'text' || answered.below === true || cardId === undefined) return reply(context, answered);
    try {
      await context.updateActivity({ ...replyActivity(answered, turnOf(context).reader), id: cardId });
    } catch (cause) {
      this.#services.log.info({ err: cause }, 'The card could not be replaced, so it is sent anew');
      await reply(context, answered);
    }
  }

  async #welcome(context: TurnContext): Promise<void> {
    const turn = turnOf(context);
    await reply(context, cardReply(drawWelcome({ scope: turn.scope }, turn.reader)));
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
    const body = name === 'adaptiveCard/action' ? messageResponse(sentence) : {};
    await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 200, body } });
  }

  #log(error: AppError): void {
    this.#services.log.warn({ err: error, code: error.code, hint: error.hint }, 'A person was told about a problem');
  }
}

const Sender = z.looseObject({
  aadObjectId: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});

/** An answer to a card action in words: the card stays as it is. */
function messageResponse(text: string): AdaptiveCardInvokeResponse {
  return {
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    // The SDK types `value` as an object; the protocol wants a plain text for this type.
    value: text as unknown as Record<string, unknown>,
  };
}

/** A person of a tenant, in Entra. It becomes part of an address of Graph. */
const OBJECT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** The bot is taken out of a conversation: nothing may be remembered of it, whatever else Teams says about it then. */
function isFarewell({ type, action, membersRemoved, recipient }: TurnContext['activity']): boolean {
  if (type === 'installationUpdate') return action === 'remove' || action === 'remove-upgrade';
  return membersRemoved?.some((member) => member.id === recipient?.id) ?? false;
}
