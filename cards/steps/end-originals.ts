import type { AssessedOriginal } from '../../services/moves/assessment.ts';
import { type EndKind, stillOpen } from '../../services/rules/end-of-term.ts';
import type { Verdict } from '../../services/rules/verdict.ts';
import type { Action } from '../actions.ts';
import { type Block, line, small, text } from '../blocks.ts';
import { moreLine } from '../more-line.ts';
import { cut } from '../room.ts';
import type { Speaker } from '../speaker.ts';
import { stepBanner } from '../step-banner.ts';
import { VERBS } from '../verbs.ts';
import { signed } from '../verdict-lines.ts';
import type { MoveView, Reader, Sentence } from '../view.ts';
import { endedForm } from './end-originals-form.ts';
import { endLetters } from './end-originals-letters.ts';
import { button, checkAgain, type StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/** Step 10: what to do at the source of each original, by when, and when it has ended. */
export const endOriginalsStep: StepDrawing = (view, say, reader) => {
  const moving = view.assessment.originals.filter(
    ({ original }) => original.path !== null && original.path !== 'leave',
  );
  const open = moving.filter(({ original }) => original.ended === null).sort(byUrgency);
  const ended = moving.length - open.length;
  const { shown, more } = cut(open, say.room);
  const verified = view.move.facts.provisioning.state === 'verified';
  const records = view.move.facts.closed === null && verified && open.length > 0;
  const letters = endLetters(view, say, open);
  return {
    banner: stepBanner(view, say, bannerReason(view, open)),
    explanation: open.length > 0 ? [{ key: whatKey(open) }] : [],
    blocks: [
      ...shown.map((o) => line(instructions(say, o, reader))),
      ...moreLine(say, more),
      ...(ended > 0 ? [small(say.md('step.end-originals.ended', { count: ended }))] : []),
      // What somebody has to send now stands on the card; what may be sent, behind "Why?".
      ...(records ? letters.wanted : []),
      ...(records ? endedForm(view, say, reader, open) : []),
    ],
    details: why(view, say, {
      sources: [...(open.some(({ end }) => RUNS_ON.has(end.kind)) ? (['N13', 'C1'] as const) : []), 'R7', 'C3', 'N2'],
      more: records ? letters.possible : [...letters.wanted, ...letters.possible],
    }),
    actions: records
      ? [
          button(view, say, 'has-ended', VERBS.originalEnded, {
            primary: open.some(({ end }) => AFTER_END.has(end.kind)),
            inputs: true,
            data: onlyOne(open),
          }),
          ...creditButton(view, say),
          checkAgain(view, say),
        ]
      : [],
  };
};

/** The term on record is over, and something may still run and be billed. */
const STILL_RUNNING: ReadonlySet<EndKind> = new Set(['renewed', 'perhaps-renewed', 'extended', 'uncertain']);
/** What needs the express instruction, or needed it. */
const RUNS_ON: ReadonlySet<EndKind> = new Set(['cancel-for-end', 'extended', 'uncertain']);
const AFTER_END: ReadonlySet<EndKind> = new Set([...STILL_RUNNING, 'over']);

/** Cancelling early pays nothing back, except where the billing account allows a prorated credit (move-rules C4). */
function whatKey(open: readonly AssessedOriginal[]): string {
  if (open.some(({ end }) => STILL_RUNNING.has(end.kind))) return 'step.end-originals.what-running';
  if (open.every(({ end }) => end.kind === 'over')) return 'step.end-originals.what-over';
  const credit = open.filter(({ end }) => end.mayCancelNow);
  if (credit.length === 0) return 'step.end-originals.what';
  return credit.length === open.length ? 'step.end-originals.what-credit' : 'step.end-originals.what-mixed';
}

/** The credit is asked for while the old subscription still runs out: the way to that step. */
function creditButton(view: MoveView, say: Speaker): readonly Action[] {
  const credit = view.steps.find((s) => s.id === 'credit');
  if (credit?.status !== 'ahead' || view.step.status === 'ahead' || view.move.facts.credit !== null) return [];
  return [button(view, say, 'credit', VERBS.showStep, { data: { step: 'credit' } })];
}

/** What presses most: what still runs, what is over and not recorded, what has to be arranged before the end, and the waiting. */
function bannerReason({ step }: MoveView, open: readonly AssessedOriginal[]): Sentence | undefined {
  if (step.status === 'waiting') return about('waiting', open);
  if (step.status !== 'current') return undefined;
  const running = open.filter(({ end }) => STILL_RUNNING.has(end.kind));
  if (running.length > 0) return counted('step.end-originals.running', running);
  const over = open.filter(({ end }) => end.kind === 'over');
  if (over.length > 0) return counted('step.end-originals.over', over);
  const cancel = open.filter(({ end }) => end.kind === 'cancel-for-end' && end.yourTurn);
  if (cancel.length > 0) return counted('step.end-originals.cancel-until', cancel);
  const wanting = open.filter(({ end }) => end.yourTurn);
  if (wanting.length > 0 && wanting.every(({ end }) => end.kind === 'transfer')) {
    return counted('step.end-originals.transfers', wanting);
  }
  return about('current', wanting.length > 0 ? wanting : open);
}

function about(status: 'waiting' | 'current', listed: readonly AssessedOriginal[]): Sentence | undefined {
  const dated = listed[0]?.lifecycle.endDate !== null && listed[0]?.end.kind !== 'transfer';
  return counted(`step.end-originals.${status}-${dated ? 'until' : 'no-date'}`, listed);
}

function counted(key: string, listed: readonly AssessedOriginal[]): Sentence | undefined {
  const [first] = listed;
  if (first === undefined) return undefined;
  return { key, params: { count: listed.length, name: first.original.name, end: first.lifecycle.endDate } };
}

/** What exactly to do at the place it was bought, then what the lifecycle rules say about its end. */
function instructions(say: Speaker, assessed: AssessedOriginal, { today }: Reader): readonly Block[] {
  const { original, lifecycle, end } = assessed;
  const { renewedOn, cancelBy } = end;
  return [
    text(say.name(original.name), { weight: 'Bolder' }),
    small(say.md('end.about', { count: original.seats, end: original.endDate })),
    signed(
      end.yourTurn ? 'warn' : 'note',
      say.md(`end.${endWords(assessed, today)}`, { end: lifecycle.endDate, renewedOn, cancelBy }),
    ),
    ...stillOpen(lifecycle, end)
      .filter(({ code }) => !TOLD_ALREADY.has(code))
      .map((verdict: Verdict) => signed(verdict.severity, say.verdict(verdict))),
  ];
}

/** Verdicts that the instruction says itself, with what to do. */
const TOLD_ALREADY: ReadonlySet<string> = new Set([
  'lifecycle.ask-new-end-date',
  'lifecycle.ask-renewed',
  'lifecycle.extended-term-running',
]);

/** `end.<words>` of the catalogue. Each says only what the rule, the source and the day bear out. */
function endWords({ original, lifecycle, end }: AssessedOriginal, today: string): string {
  const { kind, actor, mayCancelNow, cancelBy } = end;
  if (end.arranged) return 'arranged';
  switch (kind) {
    case 'cancel-for-end':
      return lifecycle.rule === 'unknown' ? `cancel-for-end-${actor}-unknown` : `cancel-for-end-${actor}`;
    case 'switch-off':
    case 'ends':
      return mayCancelNow ? `${kind}-credit` : `${kind}-${actor}`;
    case 'renewed':
    case 'perhaps-renewed':
      if (cancelBy !== null && today <= cancelBy) return kind;
      return original.source === 'direct-mosa' ? `${kind}-credit` : `${kind}-late`;
    default:
      return kind;
  }
}

const onlyOne = (open: readonly AssessedOriginal[]): Readonly<Record<string, string>> =>
  open.length === 1 && open[0] !== undefined ? { originalId: open[0].original.id } : {};

/** By end date: what is over comes first by itself. */
function byUrgency(a: AssessedOriginal, b: AssessedOriginal): number {
  return (a.original.endDate ?? '9999').localeCompare(b.original.endDate ?? '9999');
}
