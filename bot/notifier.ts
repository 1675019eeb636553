import type { CloudAdapter, ConversationReference, TurnContext } from 'botbuilder';
import { drawAlert } from '../cards/alert.ts';
import { drawNews } from '../cards/news.ts';
import { drawOrderRequest } from '../cards/order-request.ts';
import type { Reader } from '../cards/view.ts';
import { drawWeekly } from '../cards/weekly.ts';
import { replyActivity } from '../dialogs/reply-activity.ts';
import { cardReply, type Reply, textReply } from '../dialogs/turn.ts';
import { weeklyView } from '../dialogs/weekly.ts';
import { todayUtc } from '../services/clock.ts';
import type { Services } from '../services/services.ts';
import type { ClaimedMessage } from '../services/store/claimed-message.ts';
import type { Conversation } from '../services/store/conversation-store.ts';
import type { ReminderRef } from '../services/store/reminder-rows.ts';
import { AlertData, ChannelLostData, NewsData, WeeklyData } from './message-data.ts';
import { redrawnMessage, reminderMessage } from './reminder-message.ts';

/** What a message said. `nothing`: there was nothing left to say; `unknown-place`: the bot was taken out of the conversation. */
export type Said =
  | { readonly kind: 'said'; readonly activityId: string | null; readonly told: readonly ReminderRef[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown-place' };

/** Finds the words for a message of the outbox and gives them to Teams. */
export class Notifier {
  readonly #services: Services;
  readonly #adapter: Pick<CloudAdapter, 'continueConversationAsync'>;
  readonly #appId: string;

  constructor(deps: { services: Services; adapter: Pick<CloudAdapter, 'continueConversationAsync'>; appId: string }) {
    this.#services = deps.services;
    this.#adapter = deps.adapter;
    this.#appId = deps.appId;
  }

  /** Says it, as things stand now. What Teams answers to that, when it is no success, is thrown. */
  async say(message: ClaimedMessage): Promise<Said> {
    const place = await this.#services.conversations.get(message.conversationId);
    if (place === null) return { kind: 'unknown-place' };
    const reader = await this.#readerOf(place);
    if (message.kind === 'redraw') return this.#redraw(message, place, reader);
    const { reply, told } = await this.#words(message, place, reader);
    if (reply === null) return { kind: 'nothing' };
    return { kind: 'said', activityId: await this.#send(place, reply, reader), told };
  }

  async #words(message: ClaimedMessage, place: Conversation, reader: Reader): Promise<Words> {
    switch (message.kind) {
      case 'reminders':
        return (await reminderMessage(this.#services, message.lines, place, reader)) ?? NOTHING;
      case 'news':
        return { reply: await this.#news(NewsData.parse(message.data), reader), told: [] };
      case 'weekly':
        return { reply: await this.#weekly(WeeklyData.parse(message.data), place, reader), told: [] };
      case 'alert':
        return { reply: cardReply(drawAlert(AlertData.parse(message.data), reader)), told: [] };
      case 'channel-lost':
        return { reply: channelLost(ChannelLostData.parse(message.data)), told: [] };
      case 'redraw':
        return NOTHING;
    }
  }

  async #redraw({ redraws }: ClaimedMessage, place: Conversation, reader: Reader): Promise<Said> {
    const shown = redraws === null ? null : await this.#services.outbox.find(redraws);
    if (shown?.activityId == null) return { kind: 'nothing' };
    const { activityId } = shown;
    const reply = await redrawnMessage(this.#services, shown.lines, place, reader);
    if (reply === null) return { kind: 'nothing' };
    await this.#inTurn(place, async (context) => {
      await context.updateActivity({ ...replyActivity(reply, reader), id: activityId });
    });
    return { kind: 'said', activityId: null, told: [] };
  }

  async #news({ moveId, code }: NewsData, reader: Reader): Promise<Reply | null> {
    const state = await this.#services.moves.state(moveId);
    if (state === null) return null;
    const { approval } = state.move.facts.provisioning;
    // Who is told of a large order can decide about it right there, as long as it waits.
    if (code === 'order-requested' && approval !== null)
      return approval.outcome === null ? cardReply(drawOrderRequest({ move: state.move, approval }, reader)) : null;
    const decided = approval?.outcome != null && code === `order-${approval.outcome.value}` ? approval.outcome : null;
    return cardReply(drawNews({ move: state.move, code, next: state.current.id, who: decided?.by.name }, reader));
  }

  /** A week in which nothing is in flight is not worth a message. */
  async #weekly({ scope, week }: WeeklyData, place: Conversation, reader: Reader): Promise<Reply | null> {
    const view = await weeklyView(this.#services, scope, place.id, week);
    return view.open === 0 ? null : cardReply(drawWeekly(view, reader));
  }

  async #readerOf({ locale, timeZone }: Conversation): Promise<Reader> {
    const { clock, sandbox, team } = this.#services;
    return {
      locale: locale ?? 'en',
      today: todayUtc(clock).toString(),
      now: clock.now().toString(),
      sandbox: sandbox !== null,
      timeZone: timeZone ?? (await team.settings()).timeZone,
    };
  }

  async #send(place: Conversation, reply: Reply, reader: Reader): Promise<string | null> {
    let activityId: string | null = null;
    await this.#inTurn(place, async (context) => {
      const sent = await context.sendActivity(replyActivity(reply, reader));
      activityId = sent?.id ?? null;
    });
    return activityId;
  }

  async #inTurn({ reference }: Conversation, work: (context: TurnContext) => Promise<void>): Promise<void> {
    const there: Partial<ConversationReference> = reference;
    await this.#adapter.continueConversationAsync(this.#appId, there, work);
  }
}

interface Words {
  readonly reply: Reply | null;
  readonly told: readonly ReminderRef[];
}

const NOTHING: Words = { reply: null, told: [] };

function channelLost({ place }: { readonly place: string }): Reply {
  return place === ''
    ? textReply('say.reminders-channel-lost-unnamed')
    : textReply('say.reminders-channel-lost', { place });
}
