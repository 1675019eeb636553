import type { AssessedOriginal } from '../../services/moves/assessment.ts';
import type { Verdict } from '../../services/rules/verdict.ts';
import type { Action } from '../actions.ts';
import { type Block, choiceInput, copyable, dateInput, heading, line, small, text } from '../blocks.ts';
import { plainSentence } from '../language.ts';
import { moreLine } from '../more-line.ts';
import { cut } from '../room.ts';
import type { Speaker } from '../speaker.ts';
import { stepBanner } from '../step-banner.ts';
import { VERBS } from '../verbs.ts';
import { signed } from '../verdict-lines.ts';
import type { MoveView, Reader, Sentence } from '../view.ts';
import { asked, button, checkAgain, type StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/** Step 10: what to do at the source of each original, by when, and when it has ended. */
export const endOriginalsStep: StepDrawing = (view, say, reader) => {
  const moving = view.assessment.originals.filter(
    ({ original }) => original.path !== null && original.path !== 'leave',
  );
  const open = moving.filter(({ original }) => original.ended === null).sort(byEndDate);
  const ended = moving.length - open.length;
  const { shown, more } = cut(open, say.room);
  const records =
    view.move.facts.closed === null && view.move.facts.provisioning.state === 'verified' && open.length > 0;
  return {
    banner: stepBanner(view, say, bannerReason(view, open, reader)),
    explanation: open.length > 0 ? [{ key: whatKey(open) }] : [],
    blocks: [
      ...shown.map((o) => line(instructions(say, o, reader))),
      ...moreLine(say, more),
      ...(ended > 0 ? [small(say.md('step.end-originals.ended', { count: ended }))] : []),
      ...(records ? endedForm(view, say, reader, open) : []),
    ],
    details: why(view, say, { sources: ['R7', 'C1', 'C3', 'N2', 'N13'], more: readyTexts(view, say, open) }),
    actions: records
      ? [
          button(view, say, 'has-ended', VERBS.originalEnded, {
            primary: open.some((o) => isOver(o, reader)),
            inputs: true,
            data: onlyOne(open),
          }),
          ...creditButton(view, say),
          checkAgain(view, say),
        ]
      : [],
  };
};

/** Cancelling early pays nothing back, except where the billing account allows a prorated credit (move-rules C4). */
function whatKey(open: readonly AssessedOriginal[]): string {
  const sources = open.map(({ original }) => original.source);
  if (!sources.some((source) => source === 'direct-mosa' || source === 'direct-unknown'))
    return 'step.end-originals.what';
  return sources.every((source) => source === 'direct-mosa')
    ? 'step.end-originals.what-credit'
    : 'step.end-originals.what-mixed';
}

/** The credit is asked for while the old subscription still runs out: the way to that step. */
function creditButton(view: MoveView, say: Speaker): readonly Action[] {
  const credit = view.steps.find((s) => s.id === 'credit');
  if (credit?.status !== 'ahead' || view.step.status === 'ahead' || view.move.facts.credit !== null) return [];
  return [button(view, say, 'credit', VERBS.showStep, { data: { step: 'credit' } })];
}

function bannerReason({ step }: MoveView, open: readonly AssessedOriginal[], reader: Reader): Sentence | undefined {
  const over = open.filter((o) => isOver(o, reader));
  const [ended] = over;
  if (ended !== undefined && step.status === 'current') {
    return { key: 'step.end-originals.over', params: { count: over.length, name: ended.original.name } };
  }
  const wanting = open.filter(({ original }) => original.autoRenew !== false);
  const counted = step.status === 'current' && wanting.length > 0 ? wanting : open;
  const first = counted[0]?.original;
  if (first === undefined || (step.status !== 'waiting' && step.status !== 'current')) return undefined;
  const key =
    first.endDate === null ? `step.end-originals.${step.status}-no-date` : `step.end-originals.${step.status}-until`;
  return { key, params: { count: counted.length, name: first.name, end: first.endDate } };
}

/** What exactly to do at the place it was bought, then what the lifecycle rules say about its end. */
function instructions(say: Speaker, assessed: AssessedOriginal, reader: Reader): readonly Block[] {
  const { original, lifecycle } = assessed;
  const key = isOver(assessed, reader) ? 'over' : doAtSource(original);
  return [
    text(say.name(original.name), { weight: 'Bolder' }),
    small(say.md('line.end-about', { count: original.seats, end: original.endDate })),
    signed('note', say.md(`end.${key}`, { end: original.endDate })),
    ...toldHere(lifecycle.verdicts).map((verdict) => signed(verdict.severity, say.verdict(verdict))),
  ];
}

/** The term is over and nobody has recorded that yet. */
const isOver = ({ original }: AssessedOriginal, { today }: Reader): boolean =>
  original.endDate !== null && original.endDate < today && original.path !== 'transfer';

/** What is not known, and what happens at the end (the rule's own verdict, the last one); the rest stands under "Why?". */
function toldHere(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter((v, i) => v.severity === 'ask' || i === verdicts.length - 1);
}

function doAtSource({ path, source, autoRenew }: AssessedOriginal['original']): string {
  if (path === 'transfer') return 'transfer';
  if (path === 'channel-renewal') return 'channel-renewal';
  if (autoRenew === false && source === 'direct-mosa') return 'let-expire-or-cancel';
  if (autoRenew === false && source !== 'partner-nce') return 'let-expire';
  switch (source) {
    case 'direct-mca':
    case 'direct-unknown':
      return 'direct-mca';
    case 'direct-mosa':
      return 'direct-mosa';
    case 'partner-nce':
    case 'partner-legacy':
    case 'partner-unknown':
      return source === 'partner-legacy' ? 'partner-legacy' : 'partner';
    case 'enterprise-agreement':
      return 'enterprise';
    default:
      return 'other';
  }
}

/** One form for all: which one, how, when. With a single one left there is nothing to choose. */
function endedForm(view: MoveView, say: Speaker, reader: Reader, open: readonly AssessedOriginal[]): readonly Block[] {
  const choices = open.slice(0, say.room.lines).map(({ original }) => ({
    title: say.plain('line.ended-choice', { name: original.name, end: original.endDate }),
    value: original.id,
  }));
  const typed = view.typed.originalId;
  return [
    heading(say.plain('step.end-originals.form')),
    ...(open.length === 1
      ? []
      : asked(
          view,
          say,
          'originalId',
          choiceInput({
            id: 'originalId',
            label: say.plain('input.which-original'),
            choices,
            value: choices.some((c) => c.value === typed) ? typed : choices[0]?.value,
            required: say.plain('input.which-original-missing'),
          }),
        )),
    ...asked(
      view,
      say,
      'how',
      choiceInput({
        id: 'how',
        label: say.plain('input.how'),
        choices: (['expired', 'cancelled', 'transferred'] as const).map((how) => ({
          title: say.plain(`ended.${how}`),
          value: how,
        })),
        value: view.typed.how ?? (open[0]?.original.path === 'transfer' ? 'transferred' : 'expired'),
        required: say.plain('input.how-missing'),
      }),
    ),
    ...asked(
      view,
      say,
      'on',
      dateInput({
        id: 'on',
        label: say.plain('input.ended-on'),
        value: view.typed.on,
        max: reader.today,
      }),
    ),
  ];
}

const onlyOne = (open: readonly AssessedOriginal[]): Readonly<Record<string, string>> =>
  open.length === 1 && open[0] !== undefined ? { originalId: open[0].original.id } : {};

/** Texts for who has to act: the customer for what was bought directly, the old partner for the rest. */
function readyTexts({ move }: MoveView, say: Speaker, open: readonly AssessedOriginal[]): readonly Block[] {
  const language = move.customer.language ?? 'en';
  const listed = (wanted: (o: AssessedOriginal['original']) => boolean) =>
    open
      .filter(({ original }) => wanted(original))
      .slice(0, say.room.lines)
      .map(({ original }) =>
        plainSentence(language, 'mail.end.line', {
          name: say.plainName(original.name),
          seats: original.seats,
          end: original.endDate,
        }),
      )
      .join('\n');
  const customer = say.plainName(move.customer.name);
  const toPartner = listed((o) => o.source?.startsWith('partner-') === true);
  const toCustomer = listed((o) => o.source?.startsWith('partner-') !== true);
  return [
    ...(toCustomer === ''
      ? []
      : [
          copyable(
            'end_customer',
            say.plain('copy.end-customer'),
            plainSentence(language, 'mail.end.customer', { customer, lines: toCustomer }),
          ),
        ]),
    ...(toPartner === ''
      ? []
      : [
          copyable(
            'end_partner',
            say.plain('copy.end-partner'),
            plainSentence(language, 'mail.end.partner', { customer, domain: move.customer.domain, lines: toPartner }),
          ),
        ]),
  ];
}

function byEndDate(a: AssessedOriginal, b: AssessedOriginal): number {
  return (a.original.endDate ?? '9999').localeCompare(b.original.endDate ?? '9999');
}
