import {
  type AdaptiveCardInvokeResponse,
  type AdaptiveCardInvokeValue,
  type ConversationState,
  type SearchInvokeResponse,
  type SearchInvokeValue,
  TeamsActivityHandler,
  TurnContext,
} from 'botbuilder';
import { errorSentence } from '../cards/error-sentence.ts';
import { drawGone } from '../cards/gone.ts';
import { plainSentence } from '../cards/language.ts';
import { drawWelcome } from '../cards/welcome.ts';
import type { Conversation } from '../dialogs/conversation.ts';
import { reply, setTurn, turnOf } from '../dialogs/dialog-turn.ts';
import { ADAPTIVE_CARD, replyActivity } from '../dialogs/reply-activity.ts';
import { cardReply, type Reply, textReply } from '../dialogs/turn.ts';
import { AppError } from '../services/errors.ts';
import type { Services } from '../services/services.ts';
import { ACTIONS } from './actions/index.ts';
import { conversationOf, readTurn } from './read-turn.ts';
import { answerSearch } from './search.ts';

/** Longest message that is looked at; Teams itself sends at most about 28 KB. */
const LONGEST_TEXT = 2000;

/** What Teams talks to: turns activities into questions to the dialogs and card actions, and their answers into replies. */
export class MoveBot extends TeamsActivityHandler {
  readonly #services: Services;
  readonly #conversation: Conversation;
  readonly #state: ConversationState;
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
    this.#tenantId = deps.tenantId;

    this.onMessage(async (context, next) => {
      await this.#message(context);
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
    if (this.#isStranger(context)) {
      if (context.activity.type === 'message')
        await context.sendActivity(plainSentence(context.activity.locale ?? 'en', 'error.tenant.other'));
      return;
    }
    setTurn(context, readTurn(context, this.#services));
    if (!isFarewell(context.activity)) {
      await this.#services.conversations.upsert(conversationOf(context), this.#services.clock.now());
    }
    await super.run(context);
    await this.#state.saveChanges(context);
  }

  /** Card action with Action.Execute. The answer replaces the card in place. */
  protected override async onAdaptiveCardInvoke(
    context: TurnContext,
    invoke: AdaptiveCardInvokeValue,
  ): Promise<AdaptiveCardInvokeResponse> {
    const answered = await this.#act(context, String(invoke.action.verb), invoke.action.data);
    if (answered.kind === 'card') return { statusCode: 200, type: ADAPTIVE_CARD, value: { ...answered.drawn.card } };
    const { key, params } = answered.sentence;
    return {
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      // The SDK types `value` as an object; the protocol wants a plain text for this type.
      value: plainSentence(turnOf(context).reader.locale, key, params) as unknown as Record<string, unknown>,
    };
  }

  protected override async onSearchInvoke(
    context: TurnContext,
    invoke: SearchInvokeValue,
  ): Promise<SearchInvokeResponse> {
    const results = await answerSearch(this.#services, turnOf(context), invoke);
    return { statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
  }

  async #message(context: TurnContext): Promise<void> {
    const { value, replyToId } = context.activity;
    if (typeof value === 'object' && value !== null && 'verb' in value) {
      const answered = await this.#act(context, String(value.verb), value);
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

  /** Runs a card action; whatever is wrong with it becomes a sentence, never an error of the channel. */
  async #act(context: TurnContext, verb: string, data: unknown): Promise<Reply> {
    const action = ACTIONS.get(verb);
    if (action === undefined) return textReply('error.action.unknown');
    try {
      const answered = await action.run(this.#services, turnOf(context), data ?? {});
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
    if (answered.kind === 'text' || cardId === undefined) return reply(context, answered);
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
   * In the sandbox everybody is at home.
   */
  #isStranger(context: TurnContext): boolean {
    if (this.#tenantId === null) return false;
    const { channelId, channelData, conversation } = context.activity;
    const tenant: unknown = channelData?.tenant?.id ?? conversation.tenantId;
    return (
      channelId !== 'msteams' || typeof tenant !== 'string' || tenant.toLowerCase() !== this.#tenantId.toLowerCase()
    );
  }

  #log(error: AppError): void {
    this.#services.log.warn({ err: error, code: error.code, hint: error.hint }, 'A person was told about a problem');
  }
}

/** The bot is taken out of a conversation: nothing may be remembered of it, whatever else Teams says about it then. */
function isFarewell({ type, action, membersRemoved, recipient }: TurnContext['activity']): boolean {
  if (type === 'installationUpdate') return action === 'remove' || action === 'remove-upgrade';
  return membersRemoved?.some((member) => member.id === recipient?.id) ?? false;
}
