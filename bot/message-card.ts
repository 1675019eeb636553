import { drawAlert } from '../cards/alert.ts';
import { drawNews } from '../cards/news.ts';
import { drawOrderRequest } from '../cards/order-request.ts';
import type { Reader } from '../cards/view.ts';
import { drawWeekly } from '../cards/weekly.ts';
import { cardReply, type Reply } from '../dialogs/turn.ts';
import { weeklyView } from '../dialogs/weekly.ts';
import type { OverviewSources } from '../services/reminders/weekly.ts';
import type { Conversation } from '../services/store/conversation-store.ts';
import type { MessageKind } from '../services/store/message.ts';
import { AlertData, NewsData, WeeklyData } from './message-data.ts';

/**
 * The card of a message that carries no reminders, as things stand now, for one reader. Null: there is nothing to say (any more).
 * One that names whose it is (`whose`) changes with what it tells and can be drawn anew.
 */
export async function messageCard(
  services: OverviewSources,
  { kind, data }: { readonly kind: MessageKind; readonly data: unknown },
  place: Pick<Conversation, 'id'>,
  reader: Reader,
): Promise<Reply | null> {
  switch (kind) {
    case 'news':
      return newsCard(services, NewsData.parse(data), reader);
    case 'weekly':
      return weeklyCard(services, WeeklyData.parse(data), place, reader);
    case 'alert':
      return { ...cardReply(drawAlert(AlertData.parse(data), reader)), whose: [] };
    default:
      return null;
  }
}

async function newsCard({ moves }: OverviewSources, { moveId, code }: NewsData, reader: Reader): Promise<Reply | null> {
  const state = await moves.state(moveId);
  if (state === null) return null;
  const { approval } = state.move.facts.provisioning;
  // Who is told of a large order can decide about it right there, as long as it waits.
  if (code === 'order-requested' && approval !== null) {
    if (approval.outcome !== null) return null;
    return {
      ...cardReply(drawOrderRequest({ move: state.move, approval }, reader)),
      whose: [approval.requested.by.id, state.move.openedBy.id],
    };
  }
  const decided = approval?.outcome != null && code === `order-${approval.outcome.value}` ? approval.outcome : null;
  return cardReply(drawNews({ move: state.move, code, next: state.current.id, who: decided?.by.name }, reader));
}

/** A week in which nothing is in flight is not worth a message. */
async function weeklyCard(
  services: OverviewSources,
  { scope, week }: WeeklyData,
  place: Pick<Conversation, 'id'>,
  reader: Reader,
): Promise<Reply | null> {
  const view = await weeklyView(services, scope, place.id, week);
  return view.open === 0 ? null : { ...cardReply(drawWeekly(view, reader)), whose: [] };
}
