import type { Services } from '../services/services.ts';
import type { ClaimedMessage } from '../services/store/claimed-message.ts';
import type { ReminderRef } from '../services/store/reminder-rows.ts';
import type { WatchAlert } from '../services/watch-alerts.ts';
import type { DeliveryReason, Undeliverable } from './delivery-outcome.ts';
import type { Notifier } from './notifier.ts';
import { conversationLost, otherPlaces } from './reroute.ts';
import type { Delivered, DeliveryRecord } from './sender.ts';

/** The bot was taken out of the conversation: to who sends, the same as when Teams says so. */
class ConversationForgotten extends Error {
  readonly statusCode = 404;
  readonly code = 'ConversationNotFound';
}

const NOT_LET_IN: WatchAlert = 'sending-refused';
/** Milliseconds: another instance may have raised it. */
const CLEARED_EVERY = 60_000;

/** What is not there any more. Where somebody only blocks or forbids, the conversation is remembered: they may allow it again. */
const FOR_GOOD: ReadonlySet<DeliveryReason> = new Set(['delivery.conversation-gone', 'delivery.not-installed']);

/** Takes a message to Teams, and writes down what became of it and of the reminders in it. */
export class Postman implements DeliveryRecord {
  readonly #services: Services;
  readonly #notifier: Notifier;
  /** When an alarm that Teams does not let the bot in was cleared last, by any instance it may have been raised; milliseconds. */
  #clearedAt = Number.NEGATIVE_INFINITY;

  constructor(deps: { services: Services; notifier: Notifier }) {
    this.#services = deps.services;
    this.#notifier = deps.notifier;
  }

  /** One message at a time. */
  async deliver(message: ClaimedMessage): Promise<Delivered> {
    const said = await this.#notifier.say(message);
    if (said.kind === 'unknown-place') throw new ConversationForgotten('The conversation is not known (any more)');
    return said.kind === 'nothing' ? said : { kind: 'sent', activityId: said.activityId, told: said.told };
  }

  async sent(message: ClaimedMessage, activityId: string | null, told: readonly ReminderRef[]): Promise<void> {
    const { deliveries, clock, alerts } = this.#services;
    await deliveries.sent(message, { activityId, told }, clock.now());
    const now = clock.now().epochMilliseconds;
    if (now - this.#clearedAt < CLEARED_EVERY) return;
    await alerts.clear(NOT_LET_IN);
    this.#clearedAt = now;
  }

  async undeliverable(message: ClaimedMessage, why: Undeliverable): Promise<void> {
    const { deliveries, outbox, clock, log } = this.#services;
    const { id, kind, conversationId } = message;
    const about = { message: id, kind, conversationId, reason: why.reason };
    if (why.kind === 'gone') {
      log.warn(about, 'A conversation takes nothing any more');
      if (FOR_GOOD.has(why.reason)) await conversationLost(this.#services, conversationId);
    }
    if (kind === 'redraw') {
      // It would tell nothing new: whoever looks at the old card and presses it sees how things stand.
      log.info(about, 'A card could not be drawn anew');
      await outbox.drop(message, true);
      return;
    }
    if (why.kind === 'gone') {
      const places = await otherPlaces(this.#services, message);
      if (places.length > 0) return deliveries.rerouted(message, places, why.reason, clock.now());
    }
    log.error(about, 'A message could not be delivered anywhere');
    await deliveries.dead(message, why.reason, clock.now());
  }

  async alarm(reason: string): Promise<void> {
    const { alerts, clock, log } = this.#services;
    this.#clearedAt = Number.NEGATIVE_INFINITY;
    log.error(
      { reason },
      'Teams does not let the bot in: check MicrosoftAppId, MicrosoftAppPassword and the registration (npm run doctor)',
    );
    await alerts.raise({ key: NOT_LET_IN, code: NOT_LET_IN, params: { reason } }, clock.now());
  }
}
