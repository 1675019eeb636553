import type { Services } from '../services/services.ts';
import type { Place } from '../services/store/place-store.ts';
import { type Reply, type Turn, textReply } from './turn.ts';

/** Makes this channel the place for the team's reminders, or takes that back. There is one such place for the whole team. */
export async function answerRemindHere(services: Services, turn: Turn, here: boolean): Promise<Reply> {
  if (turn.scope === 'personal') return textReply('say.remind-here-in-channel');
  const current = await services.places.remindersChannel();
  if (here) {
    await services.places.setRemindersChannel({
      conversationId: turn.conversationId,
      name: turn.placeName,
      setBy: turn.person,
      setAt: services.clock.now().toString(),
    });
    return current === null || current.conversationId === turn.conversationId
      ? textReply('say.reminding-here')
      : takenOver(current);
  }
  if (current?.conversationId !== turn.conversationId) return textReply('say.not-reminding-here');
  await services.places.setRemindersChannel(null);
  return textReply('say.no-longer-reminding-here');
}

function takenOver({ name, setBy }: Place): Reply {
  return name === ''
    ? textReply('say.reminding-here-instead-unnamed', { who: setBy.name })
    : textReply('say.reminding-here-instead', { place: name, who: setBy.name });
}
