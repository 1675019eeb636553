import { drawRemindersList } from '../cards/reminders-list.ts';
import type { Services } from '../services/services.ts';
import { reminderView } from './reminder-view.ts';
import { cardReply, type Reply, type Turn, textReply } from './turn.ts';

const SHOWN = 12;

/** What is due and what the bot will remind of next, for one customer or for all. */
export async function answerReminders(services: Services, turn: Turn, customer: string | null): Promise<Reply> {
  const found = customer === null ? [] : await services.moveStore.search(customer.slice(0, 120));
  const of = found[0];
  if (customer !== null && of === undefined) return textReply('say.no-move-of', { customer: customer.slice(0, 120) });
  const scope = { ...(of !== undefined && { moveId: of.id }), limit: SHOWN };
  const [due, planned] = await Promise.all([
    services.reminders.openNow({ ...scope, today: turn.reader.today }),
    services.reminders.upcoming(scope),
  ]);
  const moves = await services.moveStore.loadMany([...new Set([...due, ...planned].map((r) => r.moveId))]);
  const moveOf = new Map(moves.map((m) => [m.id, m]));
  const views = (reminders: typeof due) =>
    reminders.flatMap((reminder) => {
      const move = moveOf.get(reminder.moveId);
      return move === undefined ? [] : [reminderView(move, reminder)];
    });
  return cardReply(
    drawRemindersList({ customer: of?.customer.name ?? null, due: views(due), planned: views(planned) }, turn.reader),
  );
}
