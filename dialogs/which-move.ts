import { drawWhichMove } from '../cards/which-move.ts';
import type { Move } from '../services/moves/move.ts';
import type { Services } from '../services/services.ts';
import { moveRows } from './moves.ts';
import { movesNamed } from './moves-named.ts';
import { searched } from './searched.ts';
import { cardReply, type Reply, type Turn, textReply } from './turn.ts';

/**
 * What to answer about the move of a customer that was named: `answer` where one fits; where none does, that there is none, and where
 * several do, the question which one is meant.
 */
export async function aboutMoveNamed(
  services: Services,
  turn: Turn,
  customer: string,
  answer: (move: Move) => Promise<Reply>,
): Promise<Reply> {
  const { moves, total } = await movesNamed(services, turn, customer);
  const [only, ...others] = moves;
  if (only === undefined) return textReply('say.no-move-of', { customer: searched(customer) });
  if (others.length === 0) return answer(only);
  const [rows, domains] = [await moveRows(services, moves), new Map(moves.map((m) => [m.id, m.customer.domain]))];
  const offered = rows.map((row) => ({ ...row, domain: domains.get(row.moveId) ?? '' }));
  return cardReply(drawWhichMove({ typed: searched(customer), rows: offered, total }, turn.reader));
}
