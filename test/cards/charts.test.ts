import assert from 'node:assert/strict';
import { buttonRows } from '../../cards/button-rows.ts';
import { barChart, chartInWords, shareChart } from '../../cards/charts.ts';
import { endsByMonth, endsChart } from '../../cards/ends-chart.ts';
import { formatMonth } from '../../cards/formats.ts';
import { progressOf } from '../../cards/progress.ts';
import { speaker } from '../../cards/speaker.ts';
import { STEP_IDS, type StepStatus } from '../../services/moves/move.ts';
import { nodesOf, nodesOfType, wordsOf } from './card-schema.ts';

const say = speaker('en-GB');
/** Lengths of the stretches of a line, in spaces. */
const stretches = (block: unknown): readonly number[] =>
  nodesOfType(block, 'TextRun').map(({ text }) => String(text).length);

describe('charts', () => {
  it('when ends are counted by month, then the empty months between show, and unknown ends do not count', () => {
    const { blocks, words } = endsChart(say, endsByMonth(['2026-12-31', null, '2027-02-01', '2027-02-28']));
    const bars = nodesOfType(blocks, 'Chart.').flatMap((chart) => nodesOf(chart.data));
    assert.deepEqual(
      bars.map(({ x, y }) => [x, y]),
      [
        ['Dec 2026', 1],
        ['Jan 2027', 0],
        ['Feb 2027', 2],
      ],
    );
    assert.deepEqual(words, ['What ends when: Dec 2026: 1 and Feb 2027: 2']);
  });

  it('when everything ends in one month or nothing is known, then there is no chart', () => {
    assert.deepEqual(endsChart(say, endsByMonth(['2026-12-01', '2026-12-31'])).blocks, []);
    assert.deepEqual(endsChart(say, endsByMonth([null])).blocks, []);
  });

  it('when ends are years apart, then empty months are left out and what ends after a year is one bar', () => {
    const { words } = endsChart(say, endsByMonth(['2026-12-01', '2027-09-01', '2029-01-01']));
    assert.deepEqual(words, ['What ends when: Dec 2026: 1, Sept 2027: 1 and Later: 1']);
  });

  it('when a client draws no charts, then the longest bar is the highest number and every number stands in words', () => {
    const [, chart] = barChart(say, 'Moves by step', [
      { label: 'Region', count: 1 },
      { label: 'Path', count: 12 },
    ]);
    const [short = 0, long = 0] = stretches(chart?.fallback);
    assert.equal(long, short * 12);
    assert.ok(['Region', '1', 'Path', '12'].every((word) => wordsOf(chart?.fallback).includes(word)));
  });

  it('when a label has a long word, then its column takes from the bars what it needs, and the line stays as wide', () => {
    const wide = (label: string) => {
      const [, chart] = barChart(say, 'Moves by step', [{ label, count: 3 }]);
      const column = nodesOfType(chart?.fallback, 'Column').find(({ width }) => width !== undefined);
      const [bar = 0] = stretches(chart?.fallback);
      return { label: Number.parseInt(String(column?.width), 10), bar };
    };
    const [short, long] = [wide('Region'), wide('Взаимоотношения')];
    assert.ok(long.label > short.label && long.bar < short.bar);
    assert.ok(Math.abs(long.label + long.bar * 7 - (short.label + short.bar * 7)) <= 7);
    assert.ok(wide('x'.repeat(80)).bar > 0);
  });

  it('when a whole has parts, then those without any are left out and each has its sign and its word', () => {
    const [heading, chart] = shareChart(say, 'Where 4 open moves stand', [
      { label: 'Stopped', count: 1, severity: 'stop' },
      { label: 'Your turn', count: 3, severity: 'ask' },
      { label: 'Done', count: 0, severity: 'ok' },
    ]);
    assert.equal(heading?.style, 'heading');
    assert.deepEqual(
      nodesOf(chart?.data).map(({ x }) => x),
      ['Stopped', 'Your turn'],
    );
    assert.ok(['✕', 'Stopped', '?', 'Your turn'].every((word) => wordsOf(chart?.fallback).includes(word)));
  });

  it('when a chart is told, then what there is none of is not', () => {
    const bars = [
      { label: 'Region', count: 1200 },
      { label: 'Path', count: 0 },
    ];
    assert.equal(chartInWords(say, 'Moves by step', bars), 'Moves by step: Region: 1,200');
  });

  it('when a month is told, then as the reader writes it, and what is no month as it came', () => {
    assert.equal(formatMonth('it-IT', '2026-12'), 'dic 2026');
    assert.equal(formatMonth('en', '2026-13'), '2026-13');
    assert.equal(formatMonth('en', 'soon'), 'soon');
  });
});

describe('the way of a move', () => {
  const at = (statuses: (i: number) => StepStatus, here: number) => {
    const steps = STEP_IDS.map((id, i) => ({ id, status: statuses(i), severity: 'ok' as const, verdicts: [] }));
    const [step] = steps.slice(here);
    assert.ok(step !== undefined);
    return progressOf({ steps, step }, say);
  };

  it('when steps turn out not to be needed, then the total and the number of the step stay', () => {
    assert.match(at((i) => (i < 3 ? 'done' : 'ahead'), 3).words, /^Step 4 of 12 · /);
    assert.match(at((i) => (i < 3 ? 'done' : i % 2 === 0 ? 'not-needed' : 'ahead'), 3).words, /^Step 4 of 12 · /);
  });

  it('when steps are not needed, then they are a hole in the line, neither done nor open, and they are counted in words', () => {
    const statuses: readonly StepStatus[] = ['done', 'done', 'not-needed', 'not-needed', 'current', 'not-needed'];
    const { row, words } = at((i) => statuses[i] ?? 'ahead', 4);
    const runs = nodesOfType(row, 'TextRun').map(({ text, color, isSubtle, strikethrough }) => [
      String(text).length,
      strikethrough === true ? (isSubtle === true ? 'open' : color) : 'hole',
    ]);
    assert.deepEqual(runs.slice(0, 5), [
      [6, 'Accent'],
      [6, 'hole'],
      [2, 'Accent'],
      [3, 'hole'],
      [2, 'open'],
    ]);
    assert.match(words, /^Step 5 of 12 · .+ · not needed: 3$/);
  });

  it('when the step that is looked at is one that is not needed, then it is where one is and is not counted among the others', () => {
    const { row, words } = at((i) => (i < 3 ? 'done' : 'not-needed'), 3);
    assert.match(words, /· not needed: 8$/);
    assert.deepEqual(stretches(row), [9, 2, 24]);
  });

  it('when a screen reader comes to the line, then there is nothing to read in it', () => {
    const { row } = at((i) => (i < 3 ? 'done' : 'ahead'), 3);
    assert.ok(nodesOfType(row, 'TextRun').every(({ text }) => String(text).trim() === ''));
    assert.deepEqual(stretches(row), [9, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
  });
});

describe('rows of buttons', () => {
  const titled = (...titles: readonly string[]) => titles.map((title) => ({ type: 'Action.Submit', title }));
  const rowsOf = (...titles: readonly string[]) =>
    buttonRows(titled(...titles)).map((row) => nodesOf(row.actions).map(({ title }) => title));

  it('when titles fit beside each other on a phone, then they stand in one row, else in several, in their order', () => {
    assert.deepEqual(rowsOf('Save', 'Help'), [['Save', 'Help']]);
    assert.deepEqual(rowsOf('Accepted – go on', 'Check again', 'Give this move up'), [
      ['Accepted – go on', 'Check again'],
      ['Give this move up'],
    ]);
    assert.deepEqual(rowsOf('x'.repeat(80), 'Help'), [['x'.repeat(80)], ['Help']]);
    assert.deepEqual(rowsOf(), []);
  });
});
