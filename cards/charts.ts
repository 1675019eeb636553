import type { Severity } from '../services/rules/verdict.ts';
import { type Block, COLOR, group, heading, sign, text } from './blocks.ts';
import type { Speaker } from './speaker.ts';
import { stroke } from './stroke.ts';

/** What is counted, in words, and how many there are. */
export interface Bar {
  /** Plain. */
  readonly label: string;
  readonly count: number;
}

/** A part of a whole, with what it means for who looks at it. */
export interface Share extends Bar {
  readonly severity: Severity;
}

/**
 * Counts as bars below each other. Charts are Teams' own and not part of Adaptive Cards 1.5 (learn.microsoft.com, "Charts in Adaptive
 * Cards"), so each brings the same in 1.5 for clients that do not draw it; those that do tell its title and numbers to a screen reader.
 */
export function barChart(say: Speaker, title: string, bars: readonly Bar[]): readonly Block[] {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const wide = labelWidth(bars);
  const longest = LONGEST - Math.ceil((wide - NARROWEST) / SPACE_WIDE);
  return titled(title, {
    type: 'Chart.HorizontalBar',
    title,
    displayMode: 'AbsoluteNoAxis',
    color: 'categoricalBlue',
    data: bars.map(({ label, count }) => ({ x: label, y: count })),
    fallback: group([
      ...bars.map(({ label, count }) => ({
        type: 'ColumnSet',
        spacing: 'None',
        columns: [
          column(`${wide}px`, text(label)),
          column('28px', text(say.number(count), { weight: 'Bolder', horizontalAlignment: 'Right' })),
          column('stretch', count === 0 ? text('–', { isSubtle: true }) : bar(Math.ceil((count / most) * longest))),
        ],
      })),
    ]),
  });
}

const bar = (length: number): Block => stroke([{ length, color: 'Accent', bold: true }]);

/** So wide that no word of a label breaks. What it takes from the bars is theirs again where words are short. In pixels. */
function labelWidth(bars: readonly Bar[]): number {
  const letters = Math.max(0, ...bars.flatMap(({ label }) => label.split(/\s+/u).map((word) => [...word].length)));
  return Math.min(WIDEST, Math.max(NARROWEST, letters * LETTER_WIDE));
}

const NARROWEST = 120;
/** Beside it a bar on a phone can still be told from a shorter one. */
const WIDEST = 180;
/** In pixels: Cyrillic letters are wider than Latin ones. */
const LETTER_WIDE = 9;

/** A chart's own title is only heard, unless a client is told to show it: the heading above is seen by all. */
const titled = (title: string, chart: Block): readonly Block[] => [heading(title), { ...chart, spacing: 'Small' }];

/** Fits beside the narrowest label and a number on a phone, in the spaces of a stroke. */
const LONGEST = 24;
/** A space of a stroke, in pixels. */
const SPACE_WIDE = 7;

/**
 * Parts of a whole, each in the colour of what it means. Not Teams' stacked bar: not every client shows the legend of that, and a colour
 * alone says nothing. Where charts are not drawn, one line in pieces stands above the words with their signs.
 */
export function shareChart(say: Speaker, title: string, shares: readonly Share[]): readonly Block[] {
  const there = shares.filter(({ count }) => count > 0);
  const all = there.reduce((sum, { count }) => sum + count, 0);
  return titled(title, {
    type: 'Chart.HorizontalBar',
    title,
    displayMode: 'AbsoluteNoAxis',
    data: there.map(({ label, count, severity }) => ({ x: label, y: count, color: CHART_COLOR[severity] })),
    fallback: group([
      stroke(
        there.map(({ count, severity }) => ({
          length: Math.max(2, Math.round((count / all) * WHOLE)),
          ...tint(severity),
          bold: true,
          dashed: true,
        })),
      ),
      ...there.map(({ label, count, severity }) => ({
        type: 'ColumnSet',
        spacing: 'None',
        columns: [
          column('20px', text(sign(severity), { ...SIGN, ...tint(severity) })),
          column('28px', text(say.number(count), { weight: 'Bolder', horizontalAlignment: 'Right' })),
          column('stretch', text(label)),
        ],
      })),
    ]),
  });
}

/** What waits is quiet: beside what asks for somebody, an accent would not tell the two apart. */
const tint = (severity: Severity) => (severity === 'note' ? {} : { color: COLOR[severity] });

const WHOLE = 40;
const SIGN = { weight: 'Bolder', horizontalAlignment: 'Center' };

/** Names of Teams' chart colours. */
const CHART_COLOR: Record<Severity, string> = {
  ok: 'good',
  note: 'neutral',
  warn: 'warning',
  ask: 'categoricalBlue',
  stop: 'attention',
};

/** The same in words: `Your turn: 3, Waiting: 2`. */
export const chartInWords = (say: Speaker, title: string, bars: readonly Bar[]): string =>
  say.plain('chart.words', {
    title,
    counts: bars
      .filter(({ count }) => count > 0)
      .map(({ label, count }) => say.plain('chart.count', { label, number: count }))
      .join('\n'),
  });

const column = (width: string, item: Block) => ({
  type: 'Column',
  width,
  spacing: 'Small',
  verticalContentAlignment: 'Center',
  items: [item],
});
