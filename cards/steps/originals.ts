import type { Original } from '../../services/moves/move.ts';
import { holdsUp, missingFact, type OpenQuestions, openQuestions } from '../../services/moves/open-questions.ts';
import { startQuestion } from '../../services/rules/lifecycle.ts';
import type { Verdict } from '../../services/rules/verdict.ts';
import { type Action, execute } from '../actions.ts';
import { type Block, type Cell, dateInput, group, heading, line, numberInput, points, table, text } from '../blocks.ts';
import { buttonRows } from '../button-rows.ts';
import { endsByMonth, endsChart } from '../ends-chart.ts';
import { moreLine } from '../more-line.ts';
import { autoRenewInput, sourceInput } from '../original-form.ts';
import { cut } from '../room.ts';
import type { Speaker } from '../speaker.ts';
import { stepBanner } from '../step-banner.ts';
import { VERBS } from '../verbs.ts';
import { verdictLine } from '../verdict-lines.ts';
import type { MoveView, Reader } from '../view.ts';
import { page } from './page.ts';
import { asked, button, mayChange, openFirst, refOf, type StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/** Step 5: every subscription the customer has today, confirmed by a person. */
export const originalsStep: StepDrawing = (view, say, reader) => {
  const { originals, originalsConfirmed } = view.move.facts;
  const change = mayChange(view);
  const unsettled = openQuestions(view.assessment.originals);
  const wrong = view.assessment.originals.flatMap(({ original }, i) => {
    const verdicts = unsettled[i]?.contradictions ?? [];
    return verdicts.length > 0 ? [{ original, verdicts }] : [];
  });
  const asks = change ? incomplete(view, unsettled) : [];
  const needed = asks.filter(missingFact).length;
  const { shown, more } = cut(asks, { ...say.room, lines: Math.ceil(say.room.lines / 2) });
  const held = holdsUp(view.move, unsettled);
  const confirms = change && originals.length > 0 && wrong.length === 0 && (originalsConfirmed === null || held);
  const open = unsettled.filter(({ unknown }) => unknown.length > 0).length;
  // With few of them the table is the chart.
  const ends = endsChart(say, originals.length < FEWEST_DRAWN ? [] : endsByMonth(originals.map((o) => o.endDate)));
  return {
    banner: stepBanner(
      view,
      say,
      view.step.status !== 'current'
        ? undefined
        : originals.length === 0
          ? { key: 'step.originals.empty' }
          : wrong.length > 0
            ? { key: 'step.originals.contradictory', params: { count: wrong.length } }
            : needed > 0
              ? { key: 'step.originals.incomplete', params: { count: needed } }
              : open > 0
                ? { key: 'step.originals.confirm-open', params: { count: open } }
                : { key: 'step.originals.confirm' },
    ),
    explanation: view.step.status === 'current' ? [{ key: 'step.originals.what' }] : [],
    blocks: [
      ...list(view, say, change),
      ...(asks.length > 0 ? [] : ends.blocks),
      ...contradictions(view, say, change, wrong),
      ...(change ? adding(view, say) : []),
      ...(shown.length > 0 ? [heading(say.plain('step.originals.ask'))] : []),
      ...(shown.length > 0
        ? needed > 0
          ? [text(say.md('step.originals.ask-what'))]
          : staysUnknown(say, unsettled)
        : []),
      ...(shown.some(asksSource) ? helpWithSources(say) : []),
      ...forAll(view, say, asks),
      ...shown.map((original) => line(questions(view, say, reader, original, codesOf(view, unsettled, original)))),
      ...moreLine(say, more),
    ],
    also: asks.length > 0 ? [] : ends.words,
    details: why(view, say, { sources: ['R7', 'C1', 'N5'] }),
    actions: change ? ways(view, say, { confirms, rest: needed === 0 && open > 0, asks: shown.length > 0 }) : [],
  };
};

/**
 * What can be done with the list. The first button goes on as far as it can: what was answered is kept in any case, and where only such is
 * open as may stay unknown, it says so and confirms the list with it.
 */
function ways(
  view: MoveView,
  say: Speaker,
  { confirms, rest, asks }: { readonly confirms: boolean; readonly rest: boolean; readonly asks: boolean },
): readonly Action[] {
  const confirm = rest
    ? button(view, say, 'confirm-unknown', VERBS.confirmOriginals, {
        primary: true,
        inputs: true,
        data: { unknown: true },
      })
    : button(view, say, 'confirm-list', VERBS.confirmOriginals, { primary: true, inputs: true });
  return [
    ...(confirms ? [confirm] : []),
    ...(asks ? [button(view, say, 'save-answers', VERBS.completeOriginals, { inputs: true })] : []),
  ];
}

const FEWEST_DRAWN = 4;

/** Two ways to fill the list, just below it. */
const adding = (view: MoveView, say: Speaker): readonly Block[] =>
  buttonRows([
    button(view, say, 'import', VERBS.importOriginals, { primary: view.move.facts.originals.length === 0 }),
    button(view, say, 'add-original', VERBS.originalForm),
  ]);

function list(view: MoveView, say: Speaker, change: boolean): readonly Block[] {
  const { originals } = view.move.facts;
  if (originals.length === 0) return [];
  const { shown, turn } = page(view, say, originals, say.room);
  const columns = [
    { title: say.plain('column.offer'), width: 6 },
    { title: say.plain('column.seats'), width: 3, align: 'Right' as const },
    { title: say.plain('column.ends'), width: 4 },
  ];
  const rows = shown.map((original): readonly Cell[] => [
    [say.name(original.name), sourceName(say, original)],
    original.assignedSeats === null
      ? say.number(original.seats)
      : [say.number(original.seats), say.md('line.assigned', { count: original.assignedSeats })],
    [say.shortDate(original.endDate), say.md(renewKey(original))],
  ]);
  const drawn = table(columns, rows);
  return [change ? withChangeLinks(view, say, drawn, shown) : drawn, ...turn];
}

/** A click on a line's offer opens its form. */
function withChangeLinks(view: MoveView, say: Speaker, drawn: Block, shown: readonly Original[]): Block {
  const [header, ...lines] = drawn.rows as { cells: { items: Block[] }[] }[]; // as table() has just made them
  const linked = lines.map((row, i) => {
    const original = shown[i];
    const [offer, ...rest] = row.cells;
    if (original === undefined || offer === undefined) return row;
    const selectAction = execute({
      title: say.plain('button.change-of', { name: original.name }),
      verb: VERBS.originalForm,
      data: { ...refOf(view), originalId: original.id },
    });
    return { ...row, cells: [{ ...offer, items: [group(offer.items, { selectAction })] }, ...rest] };
  });
  return { ...drawn, rows: [header, ...linked] };
}

function sourceName(say: Speaker, { source }: Original): string {
  return source === null ? say.md('line.source-unknown') : say.word('source', source);
}

function renewKey({ autoRenew }: Original): string {
  return autoRenew === null ? 'line.renews-unknown' : autoRenew ? 'line.renews' : 'line.renews-not';
}

/** Facts that cannot be true together, with the way to correct them. */
function contradictions(
  view: MoveView,
  say: Speaker,
  change: boolean,
  wrong: readonly { readonly original: Original; readonly verdicts: readonly Verdict[] }[],
): readonly Block[] {
  const { shown, more } = cut(wrong, { ...say.room, lines: Math.ceil(say.room.lines / 2) });
  return [
    ...shown.flatMap(({ original, verdicts }) => [
      ...verdicts.map((verdict) => verdictLine(say, verdict)),
      ...(change
        ? [
            {
              type: 'ActionSet',
              actions: [
                execute({
                  title: say.plain('button.change-of', { name: original.name }),
                  verb: VERBS.originalForm,
                  data: { ...refOf(view), originalId: original.id },
                }),
              ],
            },
          ]
        : []),
    ]),
    ...moreLine(say, more),
  ];
}

/** How to tell the places apart, and where to look. */
const helpWithSources = (say: Speaker): readonly Block[] =>
  points([say.md('step.originals.tell-direct'), say.md('step.originals.tell-partner')]);

/** Where it was bought is not known, or not exactly. */
const asksSource = ({ source }: Original): boolean =>
  source === null || source === 'partner-unknown' || source === 'direct-unknown';

/** Originals of which something the rules need is not known yet, those with a wrong answer first. */
function incomplete(view: MoveView, unsettled: readonly OpenQuestions[]): readonly Original[] {
  const lines = view.assessment.originals.filter(
    ({ original }, i) => missingFact(original) !== null || (unsettled[i]?.unknown.length ?? 0) > 0,
  );
  return openFirst(view, lines, ({ original: o }) => missingFact(o) !== null).map((l) => l.original);
}

/** What is open about one original, by the codes of the questions. */
function codesOf(view: MoveView, unsettled: readonly OpenQuestions[], { id }: Original): ReadonlySet<string> {
  const at = view.assessment.originals.findIndex(({ original }) => original.id === id);
  return new Set(unsettled[at]?.unknown.map(({ code }) => code));
}

/** What it means when nobody answers, each said once for all originals. */
function staysUnknown(say: Speaker, unsettled: readonly OpenQuestions[]): readonly Block[] {
  const kinds = new Set(unsettled.flatMap(({ unknown }) => unknown.map(({ code }) => UNKNOWN_MEANS[code] ?? 'window')));
  return [
    text(say.md('step.originals.ask-rest')),
    ...points([...kinds].map((kind) => say.md(`step.originals.unknown-${kind}`))),
    text(say.md('step.originals.unknown-later'), { spacing: 'Small' }),
  ];
}

/** What follows from a question that stays open; any other leaves open which rule holds after the end. */
const UNKNOWN_MEANS: Readonly<Record<string, 'renewal' | 'new-end' | 'assigned'>> = {
  'lifecycle.ask-auto-renew': 'renewal',
  'lifecycle.ask-renewed': 'new-end',
  'lifecycle.ask-new-end-date': 'new-end',
  'seats.ask-assigned': 'assigned',
};

/** The day on record has passed: only the end of the term that runs now helps. */
const asksNewEnd = (open: ReadonlySet<string>): boolean =>
  open.has('lifecycle.ask-renewed') || open.has('lifecycle.ask-new-end-date');

/** Several that were bought together are answered once; an answer to a single one counts more. */
function forAll(view: MoveView, say: Speaker, asks: readonly Original[]): readonly Block[] {
  if (asks.filter((o) => o.source === null).length < 2) return [];
  return [
    line([
      text(say.md('step.originals.all'), { weight: 'Bolder' }),
      text(say.md('step.originals.all-what'), { spacing: 'Small' }),
      sourceInput(say, 'source_all', view.typed.source_all),
      autoRenewInput(say, 'autoRenew_all', view.typed.autoRenew_all),
    ]),
  ];
}

/** Why the start on record cannot be that of the present term. */
function startDoubts(say: Speaker, { today }: Reader, original: Original): readonly Block[] {
  const question = startQuestion(original, today);
  return question === null ? [] : [verdictLine(say, question)];
}

function questions(
  view: MoveView,
  say: Speaker,
  reader: Reader,
  original: Original,
  open: ReadonlySet<string>,
): readonly Block[] {
  const { id } = original;
  const typed = (field: string) => view.typed[`${field}_${id}`];
  return [
    text(say.name(original.name), { weight: 'Bolder' }),
    ...(asksSource(original)
      ? asked(
          view,
          say,
          `source_${id}`,
          sourceInput(say, `source_${id}`, typed('source') ?? original.source ?? undefined, original.source === null),
        )
      : []),
    ...(original.endDate === null || asksNewEnd(open)
      ? asked(
          view,
          say,
          `endDate_${id}`,
          dateInput({
            id: `endDate_${id}`,
            label: say.plain(original.endDate === null ? 'original.end-needed' : 'original.end'),
            value: typed('endDate'),
          }),
        )
      : []),
    ...startDoubts(say, reader, original),
    ...(original.termStart === null || startQuestion(original, reader.today) !== null
      ? asked(
          view,
          say,
          `termStart_${id}`,
          dateInput({
            id: `termStart_${id}`,
            label: say.plain('original.start'),
            value: typed('termStart') ?? original.termStart ?? undefined,
            max: reader.today,
          }),
        )
      : []),
    ...(original.assignedSeats === null
      ? asked(
          view,
          say,
          `assignedSeats_${id}`,
          numberInput({
            id: `assignedSeats_${id}`,
            label: say.plain('original.assigned'),
            min: 0,
            max: 100_000,
            value: typed('assignedSeats'),
          }),
        )
      : []),
    ...(original.autoRenew === null
      ? asked(view, say, `autoRenew_${id}`, autoRenewInput(say, `autoRenew_${id}`, typed('autoRenew')))
      : []),
  ];
}
