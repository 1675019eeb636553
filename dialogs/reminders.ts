import { drawMovesList } from '../cards/moves-list.ts';
import { drawRemindersList } from '../cards/reminders-list.ts';
import type { Move } from '../services/moves/move.ts';
import type { Services } from '../services/services.ts';
import { moveRows } from './moves.ts';
import { movesNamed } from './moves-named.ts';
import { reminderLineView } from './reminder-view.ts';
import { cardReply, type Reply, showing, type Turn, textReply } from './turn.ts';

const SHOWN = 12;
/** Longest name a search is made with. */
const LONGEST_SEARCH = 120;

/** What is due and what the bot will remind of next, for one customer or for all. Several fits are a list, none is said. */
export async function answerReminders(
  services: Services,
  turn: Turn,
  customer: string | null,
  move: Move | null = null,
): Promise<Reply> {
  if (customer === null) return remindersOf(services, turn, move);
  const [only, ...others] = await movesNamed(services, turn, customer);
  if (only === undefined) return textReply('say.no-move-of', { customer: customer.slice(0, LONGEST_SEARCH) });
  if (others.length === 0) return remindersOf(services, turn, only);
  return cardReply(drawMovesList({ rows: await moveRows(services, [only, ...others]), more: 0 }, turn.reader));
}

async function remindersOf(services: Services, turn: Turn, of: Move | null): Promise<Reply> {
  const scope = { ...(of !== null && { moveId: of.id }), limit: SHOWN };
  const [due, planned] = await Promise.all([
    services.reminders.openNow({ ...scope, today: turn.reader.today }),
    services.reminders.upcoming(scope),
  ]);
  const moves = await services.moveStore.loadMany([...new Set([...due, ...planned].map((r) => r.moveId))]);
  const moveOf = new Map(moves.map((m) => [m.id, m]));
  const views = (reminders: typeof due) =>
    reminders.flatMap((reminder) => {
      const move = moveOf.get(reminder.moveId);
      return move === undefined ? [] : [reminderLineView(move, reminder)];
    });
  const view = { customer: of?.customer.name ?? null, due: views(due), planned: views(planned) };
  return showing(cardReply(drawRemindersList(view, turn.reader)), {
    view: 'reminders',
    ...(of !== null && { moveId: of.id }),
  });
}
