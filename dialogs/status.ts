import { drawMoveStatus } from '../cards/move-status.ts';
import { drawMovesList } from '../cards/moves-list.ts';
import type { Services } from '../services/services.ts';
import { answerMoves, moveRows } from './moves.ts';
import { viewOf } from './show-move.ts';
import { cardReply, type Reply, type Turn, textReply } from './turn.ts';

/** Where the move of a customer stands, in short. Several fits are a list, none is said. */
export async function answerStatus(services: Services, turn: Turn, customer: string | null): Promise<Reply> {
  if (customer === null) return answerMoves(services, turn);
  const found = await services.moveStore.search(customer.slice(0, 120));
  if (found.length === 0) return textReply('say.no-move-of', { customer: customer.slice(0, 120) });
  const only =
    found.length === 1 ? found[0] : found.find((m) => m.customer.name.toLowerCase() === customer.toLowerCase());
  if (only === undefined)
    return cardReply(drawMovesList({ rows: await moveRows(services, found), more: 0 }, turn.reader));

  const [state, due] = await Promise.all([services.moves.state(only), services.figures.nextDueOf([only.id])]);
  return cardReply(drawMoveStatus({ ...viewOf(services, state), nextDate: due.get(only.id) ?? null }, turn.reader));
}
