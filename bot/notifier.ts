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
import type { Reminder } from '../services/store/reminder-store.ts';

/** What a delivery job carries: never the content, only where it goes and what it is about. */
const Delivery = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('news'), conversationId: z.string(), moveId: z.string(), code: z.enum(NEWS_CODES) }),
  z.object({
    kind: z.literal('reminders'),
    conversationId: z.string(),
    reminders: z.array(z.object({ moveId: z.string(), key: z.string() })),
  }),
]);

/** Speaks first: sends news and reminders into the conversations the bot remembers. */
export class Notifier {
  readonly #services: Services;
  readonly #adapter: CloudAdapter;
  readonly #appId: string;

  constructor(deps: { services: Services; adapter: CloudAdapter; appId: string }) {
    this.#services = deps.services;
    this.#adapter = deps.adapter;
    this.#appId = deps.appId;
  }

  /**
   * Delivers one job. A failure is thrown, so that the queue tries again; a conversation that is gone is logged, since no
   * further try can reach it.
   */
  async deliver(data: unknown): Promise<void> {
    const delivery = Delivery.parse(data);
    const conversation = await this.#services.conversations.get(delivery.conversationId);
    if (conversation === null) {
      this.#services.log.warn(
        { conversationId: delivery.conversationId, kind: delivery.kind },
        'The bot was removed from the conversation a message was meant for',
      );
      return;
    }
    const reader: Reader = {
      locale: conversation.locale ?? 'en',
      today: todayUtc(this.#services.clock).toString(),
      sandbox: this.#services.sandbox !== null,
    };
    const drawn =
      delivery.kind === 'news' ? await this.#news(delivery, reader) : await this.#reminders(delivery.reminders, reader);
    if (drawn === null) return;
    const activityId = await this.#send(conversation.reference, drawn, reader);
    if (delivery.kind === 'reminders') {
      await this.#services.reminders.markSent(
        delivery.reminders,
        { conversationId: delivery.conversationId, activityId: activityId ?? '' },
        this.#services.clock.now(),
      );
    }
  }

  async #news(
    { moveId, code }: { moveId: string; code: (typeof NEWS_CODES)[number] },
    reader: Reader,
  ): Promise<DrawnCard | null> {
    const state = await this.#services.moves.state(moveId);
    return state === null ? null : drawNews({ move: state.move, code, next: state.current.id }, reader);
  }

  /** One reminder is a card of its own, several due at once for one place are one digest, the most urgent first. */
  async #reminders(keys: readonly { moveId: string; key: string }[], reader: Reader): Promise<DrawnCard | null> {
    const { reminders, moveStore } = this.#services;
    const stored = (await reminders.findAll(keys)).filter((r) => r.state === 'sending' || r.state === 'sent');
    const moves = new Map((await moveStore.loadMany([...new Set(stored.map((r) => r.moveId))])).map((m) => [m.id, m]));
    const views = latestStages(stored)
      .flatMap((r) => {
        const move = moves.get(r.moveId);
        return move === undefined ? [] : [reminderView(move, r)];
      })
      .sort((a, b) => (a.reminder.deadline ?? '9999').localeCompare(b.reminder.deadline ?? '9999'));
    const [first, ...more] = views;
    if (first === undefined) return null;
    return more.length === 0 ? drawReminder(first, reader) : drawReminderDigest({ reminders: views }, reader);
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
