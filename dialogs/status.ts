import { drawMoveStatus, type MoveStatusView } from '../cards/move-status.ts';
import type { Move } from '../services/moves/move.ts';
import type { Services } from '../services/services.ts';
import { answerAssistantStatus } from './assistant-status.ts';
import { viewOf } from './show-move.ts';
import { cardReply, type Reply, showing, type Turn } from './turn.ts';
import { aboutMoveNamed } from './which-move.ts';

/** Where the move of a customer stands, in short; without a customer how the assistant itself is. Several fits are a list, none is said. */
export async function answerStatus(services: Services, turn: Turn, customer: string | null): Promise<Reply> {
  if (customer === null) return answerAssistantStatus(services, turn);
  return aboutMoveNamed(services, turn, customer, (move) => statusOf(services, turn, move));
}

/** Where one move stands, in short. */
export async function statusOf(services: Services, turn: Turn, only: Move): Promise<Reply> {
  const [state, due, lastAct] = await Promise.all([
    services.moves.state(only),
    services.figures.nextDueOf([only.id]),
    lastActOf(services, only.id),
  ]);
  const view = { ...viewOf(services, state), nextDate: due.get(only.id) ?? null, lastAct };
  const reply = cardReply(drawMoveStatus(view, turn.reader));
  if (only.facts.closed !== null) return reply;
  return showing(reply, { view: 'status', moveId: only.id }, [only.openedBy.id]);
}

async function lastActOf(
  { reminders }: Services,
  moveId: string,
): Promise<NonNullable<MoveStatusView['lastAct']> | null> {
  const last = await reminders.lastAct(moveId);
  const reminder = last === null ? null : await reminders.find(moveId, last.key);
  if (last === null || reminder === null) return null;
  const { to } = last.detail;
  return {
    act: last.kind,
    who: last.by.name,
    when: last.at.toString(),
    what: { key: `reminder.${reminder.code}.title`, params: reminder.params },
    to: typeof to === 'string' ? to : null,
  };
}
