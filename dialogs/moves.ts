import { counted, drawMovesList, type MoveRow } from '../cards/moves-list.ts';
import type { Move } from '../services/moves/move.ts';
import type { Services } from '../services/services.ts';
import { cardReply, type Reply, showing, type Turn } from './turn.ts';

/** Moves shown at once; more are counted. */
const SHOWN = 15;
/** Most moves whose steps are derived to tell how all of them stand: a look at the board has to be quick. */
const MOST_DERIVED = 100;

/** The board: every open move, where it stands and what is next. */
export async function answerMoves(services: Services, turn: Turn): Promise<Reply> {
  const [{ items }, openMoves] = await Promise.all([
    services.moveStore.list({ state: 'open', limit: MOST_DERIVED }),
    services.inFlight.open({ conversationId: null }),
  ]);
  const rows = await moveRows(services, items.slice(0, SHOWN));
  const others = await Promise.all(items.slice(SHOWN).map((move) => services.moves.derived(move)));
  const states = counted([...rows, ...others.map(({ current }) => current)]);
  const more = Math.max(0, openMoves - rows.length);
  return showing(cardReply(drawMovesList({ rows, more, states }, turn.reader)), { view: 'moves' });
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
