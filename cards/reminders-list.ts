import { execute } from './actions.ts';
import { type Block, heading } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { moreLine } from './more-line.ts';
import type { ReminderView } from './reminder.ts';
import { plannedLine, reminderLine } from './reminder-line.ts';
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

/** What is due and what will come. */
export function drawRemindersList(view: RemindersListView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => {
    const due = cut(view.due, say.room);
    const planned = cut(view.planned, say.room);
    const none = view.due.length + view.planned.length === 0;
    const part = (key: string, lines: readonly Block[]) => (lines.length === 0 ? [] : [heading(say.md(key)), ...lines]);
    return {
      heading: view.customer ?? say.plain('reminders.title'),
      explanation: [none ? { key: 'reminders.none' } : { key: 'reminders.what', params: { count: view.due.length } }],
      blocks: [
        ...part('reminders.due', [
          ...due.shown.map((reminder) => reminderLine(say, reader, reminder)),
          ...moreLine(say, due.more),
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
