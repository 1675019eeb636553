import type { Turn } from '../dialogs/turn.ts';
import { AppError } from '../services/errors.ts';
import type { Services } from '../services/services.ts';
import type { Conversation } from '../services/store/conversation-store.ts';
import type { StoredMessage } from '../services/store/outbox-figures.ts';

/**
 * A message of the bot's own and where it stands. Only there where it was sent: elsewhere nobody was told of it, whatever a client sends.
 *
 * @throws AppError `view.gone`
 */
export async function messageHere(
  { outbox, conversations }: Pick<Services, 'outbox' | 'conversations'>,
  { conversationId }: Pick<Turn, 'conversationId'>,
  id: string,
): Promise<{ readonly stored: StoredMessage; readonly place: Conversation }> {
  const [stored, place] = await Promise.all([outbox.find(id), conversations.get(conversationId)]);
  if (stored === null || place === null || stored.conversationId !== place.id)
    throw new AppError('view.gone', { hint: `No message ${id} in the conversation.` });
  return { stored, place };
}
