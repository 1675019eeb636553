import { drawMovesList, type MoveRow } from '../cards/moves-list.ts';
import type { Move } from '../services/moves/move.ts';
import type { Services } from '../services/services.ts';
import { cardReply, type Reply, type Turn } from './turn.ts';

/** Moves shown at once; more are counted. */
const SHOWN = 15;

/** The board: every open move, where it stands and what is next. */
export async function answerMoves(services: Services, turn: Turn): Promise<Reply> {
  const [{ items }, { openMoves }] = await Promise.all([
    services.moveStore.list({ state: 'open', limit: SHOWN }),
    services.figures.counts(),
  ]);
  const rows = await moveRows(services, items);
  return cardReply(drawMovesList({ rows, more: Math.max(0, openMoves - rows.length) }, turn.reader));
}

/** Moves as lines of a list, with the next date the bot will speak up on. */
export async function moveRows(services: Services, moves: readonly Move[]): Promise<readonly MoveRow[]> {
  const [states, due] = await Promise.all([
    Promise.all(moves.map((move) => services.moves.derived(move))),
    services.figures.nextDueOf(moves.map((m) => m.id)),
  ]);
  return states.map(({ move, current }) => ({
    moveId: move.id,
    version: move.version,
    customer: move.customer.name,
    step: current.id,
    status: current.status,
    nextDate: due.get(move.id) ?? null,
  }));
}
