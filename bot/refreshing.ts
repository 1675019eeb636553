import { plainSentence } from '../cards/language.ts';
import { MOST_VIEWERS, withRefresh } from '../cards/refresh.ts';
import type { Reader } from '../cards/view.ts';
import type { Reply, Turn } from '../dialogs/turn.ts';
import type { Services } from '../services/services.ts';

/**
 * An answer as it is given to Teams: a card that shows something which may change asks for its present state whenever somebody looks
 * at it. In a personal chat and among few that is everybody; among many those who have to do with it and those who spoke to the bot
 * last. Once it is settled, nobody (`shows` is left out).
 *
 * @param place where it will stand
 */
export async function refreshing(
  { conversations, drawsAnew }: Pick<Services, 'conversations' | 'drawsAnew'>,
  { scope, id }: { readonly scope: Turn['scope']; readonly id: string },
  reply: Reply,
  { locale }: Reader,
): Promise<Reply> {
  if (!drawsAnew || reply.kind !== 'card' || reply.shows === undefined) return reply;
  const viewers = scope === 'personal' ? null : await conversations.viewers(id, reply.whose ?? [], MOST_VIEWERS);
  const title = plainSentence(locale, 'button.refresh-card');
  return { ...reply, drawn: withRefresh(reply.drawn, { title, data: reply.shows, viewers }) };
}
