import type { Reply, Turn } from '../dialogs/turn.ts';
import { AppError } from '../services/errors.ts';
import type { Services } from '../services/services.ts';
import { answerView } from './views.ts';

/** For so long what the bot said by itself may be answered in words, by the product's clock. */
const ANSWERED_HOURS = 24;
/** More that waits for an answer at once is asked about. */
const MOST = 5;

/**
 * The messages that the bot sent by itself into the conversation of a turn within a day, as they now stand for the person, and when they
 * were sent (ISO 8601, the product's clock); the newest first. What tells nothing any more is left out.
 */
export async function lastSaid(
  services: Services,
  turn: Turn,
): Promise<readonly { readonly reply: Reply; readonly at: string }[]> {
  const since = services.clock.now().subtract({ hours: ANSWERED_HOURS });
  const said = await services.outbox.lastSaid(turn.conversationId, since, MOST);
  const shown = await Promise.all(
    said.map(async ({ id, at }) => ({ at, reply: await shownAgain(services, turn, id) })),
  );
  return shown.flatMap(({ at, reply }) => (reply === null ? [] : [{ at: at.toString(), reply }]));
}

async function shownAgain(services: Services, turn: Turn, message: string): Promise<Reply | null> {
  try {
    return await answerView(services, turn, { view: 'message', message });
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code.endsWith('.gone')) return null;
    throw thrown;
  }
}
