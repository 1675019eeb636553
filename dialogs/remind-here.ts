import type { Services } from '../services/services.ts';
import { type Reply, type Turn, textReply } from './turn.ts';

/** Makes this channel the place for the team's reminders, or takes that back. */
export async function answerRemindHere(services: Services, turn: Turn, here: boolean): Promise<Reply> {
  if (turn.scope === 'personal') return textReply('say.remind-here-in-channel');
  if (here) {
    await services.places.setRemindersChannel({
      conversationId: turn.conversationId,
      name: turn.placeName,
      setBy: turn.person,
      setAt: services.clock.now().toString(),
    });
    return textReply('say.reminding-here');
  }
  const current = await services.places.remindersChannel();
  if (current?.conversationId !== turn.conversationId) return textReply('say.not-reminding-here');
  await services.places.setRemindersChannel(null);
  return textReply('say.no-longer-reminding-here');
}
