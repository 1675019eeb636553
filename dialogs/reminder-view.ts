import type { ReminderPlace, ReminderView, SnoozeChoice } from '../cards/reminder.ts';
import type { Sentence } from '../cards/view.ts';
import type { Move, Person } from '../services/moves/move.ts';
import { localDate } from '../services/reminders/working-calendar.ts';
import type { Services } from '../services/services.ts';
import { mayUndo } from '../services/store/reminder-acts.ts';
import type { Reminder } from '../services/store/reminder-rows.ts';

/** How many people are offered before anything is typed. */
const PEOPLE_SHOWN = 8;

type Needed = Pick<Services, 'reminders' | 'people' | 'clock' | 'team'>;

/** One reminder as its own card shows it. */
export async function reminderView(
  { reminders, people, clock, team }: Needed,
  move: Move,
  stored: Reminder,
  {
    mention = null,
    notice = null,
    here = null,
  }: {
    readonly mention?: Person | null;
    readonly notice?: Sentence | null;
    readonly here?: ReminderPlace | null;
  } = {},
): Promise<ReminderView> {
  const [thread, known, settings] = await Promise.all([
    reminders.thread(stored),
    people.search('', PEOPLE_SHOWN),
    team.settings(),
  ]);
  // Reminders come on days of the team's calendar, which may be ahead of the one in UTC.
  const today = localDate(clock.now(), settings);
  const later = laterDays(thread, stored, today);
  return {
    ...reminderLineView(move, stored),
    undo: mayUndo(stored, clock.now()),
    snoozes: snoozesOf(stored, today, later[0] ?? null),
    people: known,
    later,
    mention,
    notice,
    here,
  };
}

/** One reminder as a line of a list, which offers nothing to choose. */
export function reminderLineView(move: Move, stored: Reminder): ReminderView {
  return {
    moveId: move.id,
    version: move.version,
    customer: move.customer.name,
    domain: move.customer.domain,
    reminder: stored,
    state: stateOf(stored),
    by: stored.acted?.by ?? null,
    when: stored.state === 'snoozed' ? stored.nextOn : (stored.acted?.at.slice(0, 10) ?? null),
    assignee: stored.assignee,
    opener: move.openedBy,
    mention: null,
    undo: false,
    snoozes: [],
    people: [],
    later: [],
    missed: stored.state === 'missed',
  };
}

const DAYS = ['1', '3', '7'] as const;

/** Until when a reminder may be put off: never past its deadline, and not to the day on which the next stage comes anyway. */
export function snoozesOf(
  { deadline }: Pick<Reminder, 'deadline'>,
  today: string,
  nextStage: string | null,
): readonly SnoozeChoice[] {
  const inDays = DAYS.map((value) => ({ value, until: plusDays(today, Number(value)) }));
  const stage = nextStage === null ? [] : [{ value: 'stage' as const, until: nextStage }];
  return [...inDays, ...stage].filter(({ until }) => until > today && (deadline === null || until <= deadline));
}

/** The days on which the other stages of a reminder's thread will still come, the next one first. */
export function laterDays(thread: readonly Reminder[], { key }: Reminder, today: string): readonly string[] {
  const ahead = thread.filter(
    (other) => other.key !== key && (other.state === 'planned' || other.state === 'snoozed') && other.nextOn > today,
  );
  return [...new Set(ahead.map(({ nextOn }) => nextOn))].sort();
}

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

function stateOf({ state, followed }: Reminder): ReminderView['state'] {
  switch (state) {
    case 'done':
    case 'snoozed':
      return state;
    case 'cancelled':
      return 'superseded';
    default:
      return followed ? 'followed' : 'due';
  }
}
