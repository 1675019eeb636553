import { drawWeekly, type WeeklyLine, type WeeklyView } from '../cards/weekly.ts';
import { todayUtc } from '../services/clock.ts';
import type { Move, StepId } from '../services/moves/move.ts';
import { type Overview, type OverviewSources, overviewOf, waitsSince } from '../services/reminders/weekly.ts';
import type { Services } from '../services/services.ts';
import type { Reminder } from '../services/store/reminder-rows.ts';
import { cardReply, type Reply, showing, type Turn } from './turn.ts';

/** Everything in flight, now: in the personal chat of one's own moves, elsewhere of the team's. */
export async function answerWeekly(services: Services, turn: Turn): Promise<Reply> {
  const scope = turn.scope === 'personal' ? 'own' : 'team';
  const week = todayUtc(services.clock).toString();
  const view = await weeklyView(services, scope, turn.conversationId, week);
  return showing(cardReply(drawWeekly(view, turn.reader)), { view: 'weekly' });
}

/** The digest of a week, of all moves or of those opened in a conversation. */
export async function weeklyView(
  services: OverviewSources,
  scope: WeeklyView['scope'],
  conversationId: string,
  week: string,
): Promise<WeeklyView> {
  const overview = await overviewOf(services, { conversationId: scope === 'own' ? conversationId : null });
  const { open, byStep, ends, ending, overdue, waiting, unassigned } = overview;
  return {
    scope,
    week,
    open,
    byStep,
    ends,
    ending: ending.items.flatMap(({ moveId, endsOn, params }) =>
      about(overview, moveId).map((line) => ({ ...line, what: nameIn(params), on: endsOn })),
    ),
    overdue: overdue.items.flatMap((reminder) =>
      about(overview, reminder.moveId).map((line) => ({
        ...line,
        what: titleOf(reminder),
        until: reminder.deadline ?? reminder.dueOn,
        assignee: reminder.assignee,
      })),
    ),
    waiting: waiting.items.map((state) => ({
      ...lineOf(state.move),
      outside: OUTSIDE[state.current.id] ?? 'microsoft',
      since: waitsSince(state),
    })),
    unassigned: unassigned.items.flatMap((reminder) =>
      about(overview, reminder.moveId).map((line) => ({
        ...line,
        what: titleOf(reminder),
        until: reminder.deadline,
      })),
    ),
    more: {
      ending: ending.total - ending.items.length,
      overdue: overdue.total - overdue.items.length,
      waiting: waiting.total - waiting.items.length,
      unassigned: unassigned.total - unassigned.items.length,
    },
  };
}

/** Whose turn it is while a step waits. */
const OUTSIDE: Partial<Record<StepId, 'customer' | 'partner' | 'microsoft'>> = {
  relationship: 'customer',
  agreement: 'customer',
  provision: 'microsoft',
};

function about({ moves }: Overview, moveId: string): readonly WeeklyLine[] {
  const move = moves.get(moveId);
  return move === undefined ? [] : [lineOf(move)];
}

function lineOf({ id, version, customer }: Move): WeeklyLine {
  return { moveId: id, version, customer: customer.name };
}

const titleOf = ({ code, params }: Reminder) => ({ key: `reminder.${code}.title`, params });

const nameIn = ({ name }: Reminder['params']): string => (typeof name === 'string' ? name : '');
