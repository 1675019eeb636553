import type { CloudAdapter, ConversationReference, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { drawNews } from '../cards/news.ts';
import { drawReminder } from '../cards/reminder.ts';
import { drawReminderDigest } from '../cards/reminder-digest.ts';
import type { DrawnCard, Reader } from '../cards/view.ts';
import { reminderView } from '../dialogs/reminder-view.ts';
import { replyActivity } from '../dialogs/reply-activity.ts';
import { cardReply } from '../dialogs/turn.ts';
import { todayUtc } from '../services/clock.ts';
import { NEWS_CODES } from '../services/moves/news.ts';
import type { Services } from '../services/services.ts';
import type { Conversation } from '../services/store/conversation-store.ts';
import { ReminderDelivery } from '../services/store/job-data.ts';
import type { Reminder } from '../services/store/reminder-store.ts';

const News = z.object({
  kind: z.literal('news'),
  conversationId: z.string(),
  moveId: z.string(),
  code: z.enum(NEWS_CODES),
});

/** What a delivery job carries: never the content, only where it goes and what it is about. */
const Delivery = z.discriminatedUnion('kind', [News, ReminderDelivery]);
type Delivery = z.infer<typeof Delivery>;

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
   * Delivers one job. What another try may bring is thrown, so that the queue tries again. What no try can bring (the bot was
   * removed, the chat is gone) is recorded with its reason.
   */
  async deliver(data: unknown): Promise<void> {
    const delivery = Delivery.parse(data);
    const conversation = await this.#reachable(delivery);
    if (conversation === null) return this.#giveUp(delivery, 'delivery.conversation-gone');
    const reader: Reader = {
      locale: conversation.locale ?? 'en',
      today: todayUtc(this.#services.clock).toString(),
      sandbox: this.#services.sandbox !== null,
    };
    const drawn =
      delivery.kind === 'news' ? await this.#news(delivery, reader) : await this.#reminders(delivery, reader);
    if (drawn === null) return;
    try {
      const activityId = await this.#send(conversation.reference, drawn, reader);
      if (delivery.kind === 'reminders') await this.#sent(delivery, conversation.id, activityId);
    } catch (error) {
      if (!isFinal(error)) throw error;
      this.#services.log.warn({ err: error, conversationId: conversation.id }, 'Teams refused a message for good');
      await this.#giveUp(delivery, 'delivery.refused');
    }
  }

  /** The conversation of a job; when the bot was removed from it, the personal chat of the person who opened the move. */
  async #reachable(delivery: Delivery): Promise<Conversation | null> {
    const { conversations, moveStore } = this.#services;
    const meant = await conversations.get(delivery.conversationId);
    if (meant !== null) return meant;
    const moveId = delivery.kind === 'news' ? delivery.moveId : delivery.reminders[0]?.moveId;
    const move = moveId === undefined ? null : await moveStore.load(moveId);
    return move === null ? null : conversations.ofUser(move.openedBy.id);
  }

  async #sent({ reminders }: ReminderDelivery, conversationId: string, activityId: string | null): Promise<void> {
    const now = this.#services.clock.now();
    await this.#services.reminders.markSent(reminders, { conversationId, activityId: activityId ?? '' }, now);
  }

  async #giveUp(delivery: Delivery, reason: string): Promise<void> {
    this.#services.log.error(
      { reason, conversationId: delivery.conversationId, kind: delivery.kind },
      'A message could not be delivered',
    );
    if (delivery.kind === 'reminders') await this.#services.reminders.giveUp(delivery.reminders, reason);
  }

  async #news(
    { moveId, code }: { moveId: string; code: (typeof NEWS_CODES)[number] },
    reader: Reader,
  ): Promise<DrawnCard | null> {
    const state = await this.#services.moves.state(moveId);
    return state === null ? null : drawNews({ move: state.move, code, next: state.current.id }, reader);
  }

  /**
   * One reminder is a card of its own; several due at once for one place are one digest, the most urgent first, together
   * with those whose date passed before they could be sent.
   */
  async #reminders(delivery: ReminderDelivery, reader: Reader): Promise<DrawnCard | null> {
    const { reminders, moveStore } = this.#services;
    const stored = await reminders.findAll([...delivery.reminders, ...delivery.missed]);
    const open = stored.filter((r) => r.state === 'sending' || r.state === 'sent' || r.state === 'missed');
    if (!open.some((r) => r.state !== 'missed')) return null;
    const moves = new Map((await moveStore.loadMany([...new Set(open.map((r) => r.moveId))])).map((m) => [m.id, m]));
    const views = latestStages(open)
      .flatMap((r) => {
        const move = moves.get(r.moveId);
        return move === undefined ? [] : [{ ...reminderView(move, r), state: 'due' as const }];
      })
      .sort((a, b) => (a.reminder.deadline ?? '9999').localeCompare(b.reminder.deadline ?? '9999'));
    const [first, ...more] = views;
    if (first === undefined) return null;
    if (more.length === 0) return drawReminder(first, reader);
    return drawReminderDigest({ reminders: views, caughtUp: delivery.missed.length > 0 }, reader);
  }

  async #send(reference: Partial<ConversationReference>, drawn: DrawnCard, reader: Reader): Promise<string | null> {
    let activityId: string | null = null;
    await this.#adapter.continueConversationAsync(this.#appId, reference, async (context: TurnContext) => {
      const sent = await context.sendActivity(replyActivity(cardReply(drawn), reader));
      activityId = sent?.id ?? null;
    });
    return activityId;
  }
}

/** Teams' answers after which no further try can succeed: refused, not there, too big. */
function isFinal(error: unknown): boolean {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : null;
  return status === 403 || status === 404 || status === 413;
}

/** Of several stages of one date that came due together, only the latest says something new. */
function latestStages(reminders: readonly Reminder[]): readonly Reminder[] {
  const latest = new Map<string, Reminder>();
  for (const r of reminders) {
    const about = `${r.moveId}:${r.subscriptionId ?? ''}:${r.anchor}`;
    const known = latest.get(about);
    if (known === undefined || known.dueOn <= r.dueOn) latest.set(about, r);
  }
  return [...latest.values()];
}

/** A proactive turn has no person to apologise to: its failure goes back to the queue. */
export function isProactive(context: TurnContext): boolean {
  return context.activity.type === 'event' && context.activity.name === 'ContinueConversation';
}
