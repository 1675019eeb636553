import type { CloudAdapter, ConversationReference, TurnContext } from 'botbuilder';
import { localeFor } from '../cards/language.ts';
import type { Reader } from '../cards/view.ts';
import { replyActivity } from '../dialogs/reply-activity.ts';
import { type Reply, showing, textReply } from '../dialogs/turn.ts';
import { todayUtc } from '../services/clock.ts';
import type { Services } from '../services/services.ts';
import type { ClaimedMessage } from '../services/store/claimed-message.ts';
import type { Conversation, KnownConversation } from '../services/store/conversation-store.ts';
import type { ReminderRef } from '../services/store/reminder-rows.ts';
import { messageCard } from './message-card.ts';
import { ChannelLostData } from './message-data.ts';
import { refreshing } from './refreshing.ts';
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
    const shown = await refreshing(this.#services, place, shownAs(reply, message.id), reader);
    return { kind: 'said', activityId: await this.#send(place, shown, reader), told };
  }

  async #words(message: ClaimedMessage, place: Conversation, reader: Reader): Promise<Words> {
    switch (message.kind) {
      case 'reminders':
        return (await reminderMessage(this.#services, message, place, reader)) ?? NOTHING;
      case 'news':
      case 'weekly':
      case 'alert':
        return { reply: await messageCard(this.#services, message, place, reader), told: [] };
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
    const reply = await redrawnMessage(this.#services, shown, place, reader);
    if (reply === null) return { kind: 'nothing' };
    const drawn = await refreshing(this.#services, place, shownAs(reply, shown.id), reader);
    await this.#inTurn(place, async (context) => {
      await context.updateActivity({ ...replyActivity(drawn, reader), id: activityId });
    });
    return { kind: 'said', activityId: null, told: [] };
  }

  async #readerOf({ language, locale, timeZone }: KnownConversation): Promise<Reader> {
    const { clock, sandbox, team } = this.#services;
    return {
      locale: localeFor(language, locale ?? 'en'),
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

/** A card that can be drawn anew names the message on which it stands. */
const shownAs = (reply: Reply, message: string): Reply =>
  reply.whose === undefined ? reply : showing(reply, { view: 'message', message }, reply.whose);

const NOTHING: Words = { reply: null, told: [] };

function channelLost({ place }: { readonly place: string }): Reply {
  return place === ''
    ? textReply('say.reminders-channel-lost-unnamed')
    : textReply('say.reminders-channel-lost', { place });
}
