import type { Reply, Turn } from '../dialogs/turn.ts';
import { AppError } from '../services/errors.ts';
import type { Services } from '../services/services.ts';
import { answerView } from './views.ts';

/**
 * The message that the bot sent last by itself into the conversation of a turn, as it now stands for the person, and when it was sent
 * (ISO 8601, the product's clock). Null: there is none, or it tells nothing any more.
 */
export async function lastSaid(
  services: Services,
  turn: Turn,
): Promise<{ readonly reply: Reply; readonly at: string } | null> {
  const last = await services.outbox.lastSaid(turn.conversationId);
  if (last === null) return null;
  try {
    return { reply: await answerView(services, turn, { view: 'message', message: last.id }), at: last.at.toString() };
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code.endsWith('.gone')) return null;
    throw thrown;
  }
}
