import { execute } from './actions.ts';
import { type Block, heading } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { moreLine } from './more-line.ts';
import type { ReminderView } from './reminder.ts';
import { countOf, inGroups, oneByOne } from './reminder-group.ts';
import { plannedLine, reminderLine, spokenLine } from './reminder-line.ts';
import { cut } from './room.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader } from './view.ts';

export interface RemindersListView {
  /** Name of the customer the list is about; null = all. */
  readonly customer: string | null;
  /** Due now, most urgent first; snoozed ones last. */
  readonly due: readonly ReminderView[];
  /** Planned for later, soonest first. */
  readonly planned: readonly ReminderView[];
}

/** What is due and what will come. Among all customers, what is the same of several subscriptions is one line. */
export function drawRemindersList(view: RemindersListView, reader: Reader): DrawnCard {
  const groups = view.customer === null ? inGroups(view.due) : oneByOne(view.due);
  return drawFrame(reader, (say) => {
    const due = cut(groups, say.room);
    const planned = cut(view.planned, say.room);
    const none = view.due.length + view.planned.length === 0;
    const part = (key: string, lines: readonly Block[]) => (lines.length === 0 ? [] : [heading(say.md(key)), ...lines]);
    return {
      heading: view.customer ?? say.plain('reminders.title'),
      explanation: [none ? { key: 'reminders.none' } : { key: 'reminders.what', params: { count: view.due.length } }],
      also: groups.slice(0, MOST_SPOKEN).map((group) => spokenLine(say, reader, group)),
      blocks: [
        ...part('reminders.due', [
          ...due.shown.map((group) => reminderLine(say, reader, group)),
          ...moreLine(say, countOf(groups) - countOf(due.shown)),
        ]),
        ...part('reminders.planned', [
          ...planned.shown.map((reminder) => plannedLine(say, reminder)),
          ...moreLine(say, planned.more),
        ]),
      ],
      actions: [execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} })],
    };
  });
}

/** Who hears the card gets the first few. */
const MOST_SPOKEN = 3;
