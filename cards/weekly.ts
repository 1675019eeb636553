import type { IsoDate } from '../services/rules/calendar-date.ts';
import type { Severity } from '../services/rules/verdict.ts';
import { execute } from './actions.ts';
import { type Block, heading, table } from './blocks.ts';
import { type Bar, barChart, chartInWords } from './charts.ts';
import { type EndsInMonth, endsChart } from './ends-chart.ts';
import { type Banner, drawFrame } from './frame.ts';
import { moreLine } from './more-line.ts';
import { openLine } from './open-line.ts';
import { cut } from './room.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Person, Reader, Sentence, StepId } from './view.ts';

/** Everything in flight, once a week. */
export interface WeeklyView {
  /** All moves, or those that were opened in the conversation it goes to. */
  readonly scope: 'team' | 'own';
  /** First day of the week it is for. */
  readonly week: IsoDate;
  /** How many moves are open. */
  readonly open: number;
  /**
   * How many of them are at which step, in the order of the steps; steps without any left out. Fewer than `open` in all: those that nobody
   * has touched for longest.
   */
  readonly byStep: readonly { readonly step: StepId; readonly count: number }[];
  /** How many subscriptions end in each of the coming months. */
  readonly ends: readonly EndsInMonth[];
  /** What ends in the next four weeks, soonest first. */
  readonly ending: readonly (WeeklyLine & { readonly what: string; readonly on: IsoDate })[];
  /** Reminders whose deadline has passed and that nobody has settled, oldest first. */
  readonly overdue: readonly (WeeklyLine & {
    readonly what: Sentence;
    readonly until: IsoDate;
    readonly assignee: Person | null;
  })[];
  /** Moves that wait for somebody outside, longest first. */
  readonly waiting: readonly (WeeklyLine & {
    readonly outside: 'customer' | 'partner' | 'microsoft';
    readonly since: IsoDate | null;
  })[];
  /** Due reminders that nobody has taken, most urgent first. */
  readonly unassigned: readonly (WeeklyLine & { readonly what: Sentence; readonly until: IsoDate | null })[];
  /** How many lines of each list are not in this view. */
  readonly more: Readonly<Record<WeeklyList, number>>;
}

export interface WeeklyLine {
  readonly moveId: string;
  readonly version: number;
  readonly customer: string;
}

export type WeeklyList = 'ending' | 'overdue' | 'waiting' | 'unassigned';

/** Where everything stands, so that nothing is forgotten between two reminders: what is late comes first. */
export function drawWeekly(view: WeeklyView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => ({
    heading: say.plain('weekly.title', { week: view.week }),
    banner: view.open === 0 ? null : banner(say, view),
    explanation: [{ key: `weekly.${view.scope}`, params: { count: view.open } }],
    blocks: [
      ...part(say, view, 'overdue', (line) =>
        open(say, line, 'stop', [
          ...named(say, line.what),
          say.md('weekly.until', { until: line.until }),
          line.assignee === null
            ? say.md('reminder-card.nobody-short')
            : say.md('reminder-card.on-it-short', { who: line.assignee.name }),
        ]),
      ),
      ...part(say, view, 'unassigned', (line) =>
        open(say, line, 'warn', [
          ...named(say, line.what),
          ...(line.until === null ? [] : [say.md('weekly.until', { until: line.until })]),
        ]),
      ),
      ...ending(say, view),
      ...endsChart(say, view.ends).blocks,
      ...part(say, view, 'waiting', (line) =>
        open(say, line, 'note', [
          say.md(`weekly.waiting-${line.outside}`),
          ...(line.since === null ? [] : [say.md('weekly.since', { since: line.since })]),
        ]),
      ),
      ...steps(say, view),
    ],
    also: [...endsChart(say, view.ends).words, ...stepsInWords(say, view)],
    actions: [
      ...(view.open === 0
        ? [execute({ title: say.plain('button.start-move'), verb: VERBS.startMove, data: {}, primary: true })]
        : []),
      execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {}, primary: view.open > 0 }),
      execute({ title: say.plain('button.reminders'), verb: VERBS.reminders, data: {} }),
    ],
  }));
}

function banner(say: Speaker, view: WeeklyView): Banner {
  const late = view.overdue.length + view.more.overdue;
  const nobody = view.unassigned.length + view.more.unassigned;
  const [severity, key, count] =
    late > 0
      ? (['stop', 'weekly.late', late] as const)
      : nobody > 0
        ? (['warn', 'weekly.nobody', nobody] as const)
        : (['ok', 'weekly.fine', 0] as const);
  return {
    severity,
    word: say.plain(`${key}.word`, { count }),
    reason: say.md(key, { count }),
    plainReason: say.plain(key, { count }),
  };
}

/** A list with its heading; nothing where there is nothing. */
function part<List extends Exclude<WeeklyList, 'ending'>>(
  say: Speaker,
  view: WeeklyView,
  list: List,
  draw: (line: WeeklyView[List][number]) => Block,
): readonly Block[] {
  const lines: readonly WeeklyView[List][number][] = view[list];
  const { shown, more } = cut(lines, say.room);
  if (lines.length === 0) return [];
  return [heading(say.md(`weekly.${list}`)), ...shown.map(draw), ...moreLine(say, more + view.more[list])];
}

/** What it is about, and of which subscription. */
const named = (say: Speaker, what: Sentence): readonly string[] => [
  say.told(what),
  ...(typeof what.params?.name === 'string' && what.params.name !== '' ? [say.name(what.params.name)] : []),
];

const open = (
  say: Speaker,
  { customer: title, moveId, version }: WeeklyLine,
  severity: Severity,
  parts: readonly string[],
) => openLine(say, { severity, title, below: parts.join(' · '), moveId, version });

/** What ends soon, as a table: the days are compared at a glance. The customer's name opens the move. */
function ending(say: Speaker, view: WeeklyView): readonly Block[] {
  if (view.ending.length === 0) return [];
  const { shown, more } = cut(view.ending, say.room);
  return [
    heading(say.md('weekly.ending')),
    table(
      [
        { title: say.plain('column.customer'), width: 4 },
        { title: say.plain('column.last-day'), width: 3 },
      ],
      shown.map(({ customer, what, on, moveId, version }) => [
        {
          text: [say.name(customer), say.name(what)],
          press: execute({
            title: say.plain('button.open-of', { customer }),
            verb: VERBS.openMove,
            data: { moveId, version },
          }),
        },
        say.shortDate(on),
      ]),
    ),
    ...moreLine(say, more + view.more.ending),
  ];
}

function steps(say: Speaker, view: WeeklyView): readonly Block[] {
  return view.byStep.length === 0 ? [] : barChart(say, stepsTitle(say, view), stepBars(say, view));
}

function stepsInWords(say: Speaker, view: WeeklyView): readonly string[] {
  return view.byStep.length === 0 ? [] : [chartInWords(say, stepsTitle(say, view), stepBars(say, view))];
}

/** Of very many moves not all are counted: a sum that is not that of the card above would be taken for it. */
function stepsTitle(say: Speaker, { byStep, open: all }: WeeklyView): string {
  const counted = byStep.reduce((sum, { count }) => sum + count, 0);
  return counted < all ? say.plain('chart.steps-untouched', { count: counted }) : say.plain('chart.steps');
}

const stepBars = (say: Speaker, { byStep }: WeeklyView): readonly Bar[] =>
  byStep.filter(({ count }) => count > 0).map(({ step, count }) => ({ label: say.plain(`step.${step}.title`), count }));
