import type { Temporal } from 'temporal-polyfill';
import type { ReminderView } from '../cards/reminder.ts';
import { drawRemindersList } from '../cards/reminders-list.ts';
import type { Move } from '../services/moves/move.ts';
import type { TeamSettings } from '../services/reminders/team-settings.ts';
import type { Services } from '../services/services.ts';
import type { Reminder } from '../services/store/reminder-rows.ts';
import { type LaterStage, MOST_COUNTED } from '../services/store/reminders-ahead.ts';
import { comesOn } from './comes-on.ts';
import { reminderLineView } from './reminder-view.ts';
import { cardReply, type Reply, showing, type Turn } from './turn.ts';
import { aboutMoveNamed } from './which-move.ts';

const SHOWN = 12;

/** What is due and what the bot will remind of next, for one customer or for all. Several fits are a list, none is said. */
export async function answerReminders(
  services: Services,
  turn: Turn,
  customer: string | null,
  move: Move | null = null,
): Promise<Reply> {
  if (customer === null) return remindersOf(services, turn, move);
  return aboutMoveNamed(services, turn, customer, (named) => remindersOf(services, turn, named));
}

async function remindersOf(services: Services, turn: Turn, of: Move | null): Promise<Reply> {
  const { reminders, clock, team, moveStore } = services;
  const scope = { ...(of !== null && { moveId: of.id }), limit: SHOWN };
  const today = { ...scope, today: turn.reader.today };
  const [due, dueTotal, ahead, settings] = await Promise.all([
    reminders.openNow(today),
    reminders.countOpen(today),
    reminders.ahead(scope),
    team.settings(),
  ]);
  const shown = [...due, ...ahead.subjects.map(({ next }) => next)];
  const moves = await moveStore.loadMany([...new Set(shown.map(({ moveId }) => moveId))]);
  const moveOf = new Map(moves.map((m) => [m.id, m]));
  const now = clock.now();
  const lineOf = (reminder: Reminder): readonly ReminderView[] => {
    const move = moveOf.get(reminder.moveId);
    return move === undefined ? [] : [reminderLineView(move, reminder)];
  };
  const view = {
    customer: of?.customer.name ?? null,
    due: due.flatMap(lineOf),
    dueTotal: upToMost(Math.max(dueTotal, due.length)),
    planned: ahead.subjects.flatMap(({ next, later }) =>
      lineOf(next).map((line) => ({ next: line, ...daysOf(next, later, settings, now) })),
    ),
    plannedTotal: upToMost(ahead.total),
  };
  return showing(cardReply(drawRemindersList(view, turn.reader)), {
    view: 'reminders',
    ...(of !== null && { moveId: of.id }),
  });
}

/** What was counted up to one more than is told. */
const upToMost = (total: number) => ({ count: Math.min(total, MOST_COUNTED), more: total > MOST_COUNTED });

/** The days on which it really comes. What falls on a day on which something comes anyway is one message with it. */
function daysOf(
  next: Reminder,
  later: readonly LaterStage[],
  settings: TeamSettings,
  now: Temporal.Instant,
): { readonly on: string; readonly later: readonly string[] } {
  const on = comesOn(next, settings, now);
  const after = later.map((stage) => comesOn(stage, settings, now)).filter((day) => day > on);
  return { on, later: [...new Set(after)].sort() };
}
