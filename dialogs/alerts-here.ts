import type { Services } from '../services/services.ts';
import { type Reply, type Turn, textReply } from './turn.ts';

/**
 * Makes this chat or channel the place for the alarms about the assistant itself, or takes that back. There is one such place; a
 * personal chat will do.
 */
export async function answerAlertsHere(services: Services, turn: Turn, here: boolean): Promise<Reply> {
  const current = await services.places.operatorsChat();
  if (here) {
    await services.places.setOperatorsChat({
      conversationId: turn.conversationId,
      name: turn.placeName,
      setBy: turn.person,
      setAt: services.clock.now().toString(),
    });
    return current === null || current.conversationId === turn.conversationId
      ? textReply('say.alerts-here')
      : textReply('say.alerts-here-instead', { who: current.setBy.name });
  }
  if (current?.conversationId !== turn.conversationId) return textReply('say.no-alerts-here');
  await services.places.setOperatorsChat(null);
  return textReply('say.no-longer-alerts-here');
}
