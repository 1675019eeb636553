import { execute } from './actions.ts';
import { type Block, heading } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { manyMoreLine, moreLine } from './more-line.ts';
import { type PlannedView, plannedLine, spokenPlanned } from './planned-line.ts';
import type { ReminderView } from './reminder.ts';
import { countOf, inGroups, oneByOne } from './reminder-group.ts';
import { type NamedAfter, reminderLine, spokenLine } from './reminder-line.ts';
import { cut } from './room.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

export interface RemindersListView {
  /** Name of the customer the list is about; null = all. */
  readonly customer: string | null;
  /** Due now, most urgent first; snoozed ones last. */
  readonly due: readonly ReminderView[];
  /** How many there are in all, with those in `due`. */
  readonly dueTotal: Total;
  /** Planned for later, soonest first. */
  readonly planned: readonly PlannedView[];
  /** How many subjects there are in all. */
  readonly plannedTotal: Total;
}

/** How many there are, and whether even more were not counted. */
interface Total {
  readonly count: number;
  readonly more: boolean;
}

/**
 * What is due and what will come. Among all customers, what is due and the same of several subscriptions is one line. Each subject that will
 * be spoken of is one line, however often that will be.
 */
export function drawRemindersList(view: RemindersListView, reader: Reader): DrawnCard {
  const { customer, dueTotal } = view;
  const namedAfter: NamedAfter = customer === null ? 'customer' : 'subject';
  const groups = customer === null ? inGroups(view.due) : oneByOne(view.due);
  return drawFrame(reader, (say) => {
    const due = cut(groups, say.room);
    const none = view.due.length + view.planned.length === 0;
    const nothing = customer === null ? { key: 'reminders.none' } : { key: 'reminders.none-of', params: { customer } };
    const part = (key: string, lines: readonly Block[]) => (lines.length === 0 ? [] : [heading(say.md(key)), ...lines]);
    return {
      heading: customer ?? say.plain('reminders.title'),
      explanation: [none ? nothing : dueSentence(dueTotal)],
      also: [
        ...groups.map((group) => spokenLine(say, reader, group)),
        ...view.planned.map((planned) => spokenPlanned(say, planned)),
      ].slice(0, MOST_SPOKEN),
      blocks: [
        ...part('reminders.due', [
          ...due.shown.map((group) => reminderLine(say, reader, group, namedAfter)),
          ...restLine(say, dueTotal, countOf(due.shown)),
        ]),
        ...part('reminders.planned', plannedLines(say, view, namedAfter)),
      ],
      actions: [execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} })],
    };
  });
}

/** Who hears the card gets the first few. */
const MOST_SPOKEN = 3;

function plannedLines(
  say: Speaker,
  { planned, plannedTotal }: RemindersListView,
  namedAfter: NamedAfter,
): readonly Block[] {
  const { shown } = cut(planned, say.room);
  return [...shown.map((one) => plannedLine(say, one, namedAfter)), ...restLine(say, plannedTotal, shown.length)];
}

function dueSentence({ count, more }: Total): Sentence {
  return more ? { key: 'reminders.what-many', params: { total: count } } : { key: 'reminders.what', params: { count } };
}

const restLine = (say: Speaker, { count, more }: Total, shown: number): readonly Block[] =>
  more ? manyMoreLine(say, count) : moreLine(say, count - shown);
