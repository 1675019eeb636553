import type { CloudAdapter, ConversationReference, TurnContext } from 'botbuilder';
import { drawAlert } from '../cards/alert.ts';
import { drawNews } from '../cards/news.ts';
import { drawOrderRequest } from '../cards/order-request.ts';
import type { Reader } from '../cards/view.ts';
import { replyActivity } from '../dialogs/reply-activity.ts';
import { cardReply, type Reply, textReply } from '../dialogs/turn.ts';
import { todayUtc } from '../services/clock.ts';
import type { Services } from '../services/services.ts';
import type { Conversation } from '../services/store/conversation-store.ts';
import { type ChannelLostDelivery, Delivery, type NewsDelivery } from './delivery.ts';
import { dueReminders, reminderReply } from './reminder-message.ts';

/** Speaks first: sends news and reminders into the conversations the bot remembers. */
export class Notifier {
  readonly #services: Services;
  readonly #adapter: Pick<CloudAdapter, 'continueConversationAsync'>;
  readonly #appId: string;

  constructor(deps: { services: Services; adapter: Pick<CloudAdapter, 'continueConversationAsync'>; appId: string }) {
    this.#services = deps.services;
    this.#adapter = deps.adapter;
    this.#appId = deps.appId;
  }

  /**
   * Delivers one job. What another try may bring is thrown, so that the queue tries again. What no try can bring:
   *
   * | Teams refuses for good, or the conversation is not known (any more) | what is done |
   * | --- | --- |
   * | news, reminders | the personal chat of the person who opened the move is used; without one it is recorded |
   * | copy of reminders for the team's channel | the channel gets none any more; who chose it is told |
   * | alarm for the operators | it and all later ones go to the personal chat of the person who chose the place |
   */
  async deliver(data: unknown): Promise<void> {
    const delivery = Delivery.parse(data);
    const meant = await this.#services.conversations.get(delivery.conversationId);
    const outcome = meant === null ? 'gone' : await this.#tell(delivery, meant);
    if (outcome === 'told') return;
    if (outcome === 'gone') {
      if (delivery.kind === 'reminders' && delivery.copy) return this.#channelLost(delivery.conversationId);
      const other = await this.#openersChat(delivery);
      if (other !== null && (await this.#tell(delivery, other)) === 'told') return;
    }
    await this.#giveUp(delivery, meant === null ? 'delivery.conversation-gone' : 'delivery.refused');
  }

  /** `gone`: Teams will not take anything for this conversation, which is forgotten; `refused`: not this message. */
  async #tell(delivery: Delivery, conversation: Conversation): Promise<'told' | 'gone' | 'refused'> {
    const { log, conversations, clock, sandbox } = this.#services;
    const reader: Reader = {
      locale: conversation.locale ?? 'en',
      today: todayUtc(clock).toString(),
      sandbox: sandbox !== null,
    };
    try {
      await this.#say(delivery, conversation, reader);
      return 'told';
    } catch (error) {
      const status = statusOf(error);
      if (status !== 403 && status !== 404 && status !== 413) throw error;
      log.warn({ err: error, conversationId: conversation.id }, 'Teams refused a message for good');
      if (status === 413) return 'refused';
      await conversations.remove(conversation.id);
      return 'gone';
    }
  }

  async #say(delivery: Delivery, conversation: Conversation, reader: Reader): Promise<void> {
    if (delivery.kind !== 'reminders') {
      const reply = await this.#message(delivery, reader);
      if (reply !== null) await this.#send(conversation.reference, reply, reader);
      return;
    }
    const due = await dueReminders(this.#services, delivery);
    const reply = await reminderReply(this.#services, due, reader);
    if (reply === null) return;
    const activityId = await this.#send(conversation.reference, reply, reader);
    if (delivery.copy) return;
    const told = [...due.now, ...due.missed].map(({ moveId, key }) => ({ moveId, key }));
    const { clock, reminders } = this.#services;
    await reminders.markSent(told, { conversationId: conversation.id, activityId }, clock.now());
  }

  async #message(delivery: Exclude<Delivery, { kind: 'reminders' }>, reader: Reader): Promise<Reply | null> {
    switch (delivery.kind) {
      case 'news':
        return this.#news(delivery, reader);
      case 'channel-lost':
        return channelLost(delivery);
      case 'alert':
        return cardReply(drawAlert(delivery, reader));
    }
  }

  async #news({ moveId, code }: NewsDelivery, reader: Reader): Promise<Reply | null> {
    const state = await this.#services.moves.state(moveId);
    if (state === null) return null;
    const { approval } = state.move.facts.provisioning;
    // Who is told of a large order can decide about it right there, as long as it waits.
    if (code === 'order-requested' && approval !== null)
      return approval.outcome === null ? cardReply(drawOrderRequest({ move: state.move, approval }, reader)) : null;
    const decided = approval?.outcome != null && code === `order-${approval.outcome.value}` ? approval.outcome : null;
    return cardReply(drawNews({ move: state.move, code, next: state.current.id, who: decided?.by.name }, reader));
  }

  async #openersChat(delivery: Delivery): Promise<Conversation | null> {
    if (delivery.kind === 'channel-lost') return null;
    if (delivery.kind === 'alert') return this.#operatorsNextChat(delivery.conversationId);
    const moveId =
      delivery.kind === 'news' ? delivery.moveId : [...delivery.reminders, ...delivery.missed].at(0)?.moveId;
    const move = moveId === undefined ? null : await this.#services.moveStore.load(moveId);
    return move === null ? null : this.#services.conversations.ofUser(move.openedBy.id);
  }

  /** The other conversations have their reminders: only the channel's place ends, and only its first lost copy tells of it. */
  async #channelLost(conversationId: string): Promise<void> {
    const { places, conversations, jobs, log } = this.#services;
    const place = await places.dropRemindersChannel(conversationId);
    if (place === null) return;
    log.warn({ conversationId, place: place.name }, "The team's channel for reminders cannot be reached any more");
    const chat = await conversations.ofUser(place.setBy.id);
    if (chat === null) return;
    await jobs.send('deliver', { kind: 'channel-lost', conversationId: chat.id, place: place.name });
  }

  /** Alarms must not go nowhere because a channel was deleted. */
  async #operatorsNextChat(lost: string): Promise<Conversation | null> {
    const { places, conversations, log } = this.#services;
    const place = await places.dropOperatorsChat(lost);
    if (place === null) {
      const chosen = await places.operatorsChat();
      return chosen === null ? null : conversations.get(chosen.conversationId);
    }
    log.warn({ conversationId: lost }, "The operators' chat cannot be reached any more");
    const chat = await conversations.ofUser(place.setBy.id);
    if (chat !== null) await places.setOperatorsChat({ ...place, conversationId: chat.id, name: '' });
    return chat;
  }

  async #giveUp(delivery: Delivery, reason: string): Promise<void> {
    const { log, reminders } = this.#services;
    const { conversationId, kind } = delivery;
    const about = delivery.kind === 'alert' ? { alert: delivery.code, params: delivery.params } : {};
    log.error({ ...about, reason, conversationId, kind }, 'A message could not be delivered');
    if (delivery.kind === 'reminders' && !delivery.copy) await reminders.giveUp(delivery.reminders, reason);
  }

  async #send(reference: Partial<ConversationReference>, reply: Reply, reader: Reader): Promise<string | null> {
    let activityId: string | null = null;
    await this.#adapter.continueConversationAsync(this.#appId, reference, async (context: TurnContext) => {
      const sent = await context.sendActivity(replyActivity(reply, reader));
      activityId = sent?.id ?? null;
    });
    return activityId;
  }
}

function channelLost({ place }: ChannelLostDelivery): Reply {
  return place === ''
    ? textReply('say.reminders-channel-lost-unnamed')
    : textReply('say.reminders-channel-lost', { place });
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : null;
}

/** A proactive turn has no person to apologise to: its failure goes back to the queue. */
export function isProactive(context: TurnContext): boolean {
  return context.activity.type === 'event' && context.activity.name === 'ContinueConversation';
}
