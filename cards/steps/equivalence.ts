import type { AssessedOriginal } from '../../services/moves/assessment.ts';
import type { Equivalence, LostPlan, ProposedTarget } from '../../services/rules/judgement.ts';
import type { Verdict } from '../../services/rules/verdict.ts';
import {
  type Block,
  banner,
  type Choice,
  choiceInput,
  line,
  numberInput,
  points,
  small,
  text,
  toggle,
} from '../blocks.ts';
import { moreLine } from '../more-line.ts';
import { cut } from '../room.ts';
import type { Speaker } from '../speaker.ts';
import { stepBanner } from '../step-banner.ts';
import { VERBS } from '../verbs.ts';
import { verdictLine, verdictLines } from '../verdict-lines.ts';
import type { MoveView } from '../view.ts';
import { page, pressLine } from './page.ts';
import { asked, button, mayChange, openFirst, refOf, type StepDrawing } from './step-parts.ts';
import { type WhyOptions, why } from './why.ts';

/** Step 7: the offer that takes each original's place, what would be lost, and the seats. */
export const equivalenceStep: StepDrawing = (view, say) => {
  const lines = view.assessment.originals.filter(({ original }) => original.path === 'buy-and-let-end');
  const change = mayChange(view);
  const undecided = lines.filter((o) => !decided(o));
  // What has no offer keeps the whole step from going on: it comes before all others.
  const blockedFirst = [...lines].sort((a, b) => Number(isBlocked(b)) - Number(isBlocked(a)));
  const ordered = openFirst(view, blockedFirst, (o) => !decided(o));
  const { shown, hidden, turn } = page(view, say, ordered, say.room);
  return {
    banner: stepBanner(
      view,
      say,
      view.step.status === 'current'
        ? { key: 'step.equivalence.todo', params: { count: undecided.length } }
        : undefined,
    ),
    explanation: change ? [{ key: 'step.equivalence.what' }] : [],
    blocks: [
      ...verdictLines(say, view.assessment.seats),
      ...shown.map((o) => line(change ? question(view, say, o) : answer(say, o))),
      ...turn,
      ...(change && hidden > 0 ? [small(say.md('step.equivalence.rest'))] : []),
    ],
    details: why(view, say, reasons(view, shown)),
    actions: change
      ? [
          button(view, say, view.step.status === 'done' ? 'save-change' : 'choose-targets', VERBS.chooseTargets, {
            primary: true,
            inputs: true,
          }),
        ]
      : [],
  };
};

function question(view: MoveView, say: Speaker, assessed: AssessedOriginal): readonly Block[] {
  const { original, proposals } = assessed;
  const { id, target } = original;
  const [targetId, seatsId, acceptId] = [`target_${id}`, `seats_${id}`, `accept_${id}`];
  const wanted = wantedOf(view, assessed);
  const judged = equivalenceOf(assessed, wanted);
  const choices = choicesOf(say, assessed, wanted);
  if (choices.length === 0)
    return [
      ...title(say, assessed),
      text(say.md('step.equivalence.no-proposals'), { color: 'Warning' }),
      ...waysOut(view, say, assessed),
    ];
  // Only a loss that stands on the card can be accepted: the toggle belongs to the offer that was chosen before.
  const accepts = judged?.needsConfirmation === true && judged.confirmable && target?.skuId === wanted;
  return [
    ...title(say, assessed),
    ...(judged === undefined ? [] : verdictOf(say, judged)),
    ...asked(
      view,
      say,
      targetId,
      choiceInput({
        id: targetId,
        label: say.plain('input.target', { name: original.name }),
        placeholder: say.plain('input.target-hint'),
        choices,
        value: choices.some((c) => c.value === wanted) ? wanted : undefined,
        required: say.plain('input.target-missing'),
      }),
    ),
    ...(proposals.length > 1 ? [small(say.md('step.equivalence.judged-on-save'))] : []),
    ...asked(
      view,
      say,
      seatsId,
      numberInput({
        id: seatsId,
        label: say.plain('input.target-seats', {
          seats: original.seats,
          assigned: original.assignedSeats === null ? say.plain('word.unknown') : original.assignedSeats,
        }),
        min: 1,
        max: 100_000,
        value: view.typed[seatsId] ?? (target?.seats ?? original.seats).toString(),
        required: say.plain('input.seats-missing'),
      }),
    ),
    ...assessed.seats.filter((v) => v.severity !== 'ok').map((verdict) => verdictLine(say, verdict)),
    ...(accepts
      ? asked(
          view,
          say,
          acceptId,
          toggle({
            id: acceptId,
            label: say.plain('input.accept-label'),
            title: say.plain(judged.lost.length > 0 ? 'input.accept' : 'input.accept-replacement', {
              name: original.name,
              target: target?.name ?? '',
            }),
            value: view.typed[acceptId] ?? (target?.lossAccepted == null ? 'false' : 'true'),
          }),
        )
      : judged?.needsConfirmation === true && judged.confirmable
        ? [small(say.md('step.equivalence.accept-next'))]
        : []),
  ];
}

const isBlocked = ({ proposals }: AssessedOriginal): boolean => proposals.length === 0;

/** Where nothing in the catalog fits: to the original itself, and to its way. */
function waysOut(view: MoveView, say: Speaker, { original }: AssessedOriginal): readonly Block[] {
  const from = view.assessment.originals.findIndex((o) => o.original.id === original.id);
  return [
    pressLine(say.plain('button.change-of', { name: original.name }), VERBS.originalForm, {
      ...refOf(view),
      originalId: original.id,
    }),
    pressLine(say.plain('button.other-path'), VERBS.showStep, { ...refOf(view), step: 'path', from }),
  ];
}

const MOST_PROPOSALS = 8;

/** The best offers, and the one that was chosen before wherever it stands among them. */
function choicesOf(say: Speaker, { proposals }: AssessedOriginal, wanted: string | undefined): readonly Choice[] {
  return proposals
    .filter((p, i) => i < MOST_PROPOSALS || p.skuId === wanted)
    .map((p) => ({
      title: say.plain('line.proposal', { name: p.name, word: wordOf(say, p) }),
      value: p.skuId,
    }));
}

/** What the choice comes down to, in few words: how alike the offers are, what gets lost, and whether it can be had. */
function wordOf(say: Speaker, { equivalence, documented }: ProposedTarget): string {
  const { kind, verdict, also } = equivalence;
  const alike = kind === 'discontinued' ? (documented ? 'documented' : 'replacement') : kind;
  const word = keptOf(say, equivalence, say.plain(`equivalence-choice.${alike}`));
  const isClosed = [verdict, ...also].some(({ code }) => CLOSED.has(code));
  return isClosed ? say.plain('equivalence-choice.closed', { word }) : word;
}

const CLOSED: ReadonlySet<string> = new Set([
  'equivalence.same-end-of-sale',
  'equivalence.target-end-of-sale',
  'equivalence.target-end-of-sale-unconfirmed',
]);

function keptOf(say: Speaker, { kind, verdict, lost, ended }: Equivalence, word: string): string {
  const { services, programs } = verdict.params;
  if (kind === 'same' || kind === 'unknown') return word;
  if (typeof programs === 'string') return say.plain('equivalence-choice.programme', { word });
  if (typeof services !== 'string') {
    return lost.length + ended.length === 0 ? say.plain('equivalence-choice.all-kept', { word }) : word;
  }
  const [service = '', ...others] = services.split('\n');
  const isSmaller = others.length === 0 && lost[0]?.reduced === true;
  return isSmaller
    ? say.plain('equivalence-choice.smaller', { word, service })
    : say.plain('equivalence-choice.loses', { word, service, more: others.length, count: others.length + 1 });
}

function answer(say: Speaker, assessed: AssessedOriginal): readonly Block[] {
  const { original, equivalence } = assessed;
  const { target } = original;
  return [
    ...title(say, assessed),
    ...(target === null
      ? [text(say.plain('word.not-chosen'))]
      : [text(say.md('line.target', { name: target.name, count: target.seats }))]),
    ...(equivalence === null ? [] : verdictOf(say, equivalence)),
    ...(target?.lossAccepted == null
      ? []
      : [small(say.md('line.loss-accepted', { who: target.lossAccepted.by.name, when: target.lossAccepted.at }))]),
  ];
}

const title = (say: Speaker, { original }: AssessedOriginal): readonly Block[] => [
  text(say.name(original.name), { weight: 'Bolder' }),
];

/** The word, the reason and what to do, what is to be known besides, and what is lost: service, kind of data, how long it is kept. */
function verdictOf(say: Speaker, { kind, verdict, also, lost, ended }: Equivalence): readonly Block[] {
  const { shown, more } = cut(
    [...lost.map((plan) => lostLine(say, plan)), ...ended.map((plan) => endedLine(say, plan))],
    {
      ...say.room,
      lines: Math.min(say.room.lines, MOST_LOST),
    },
  );
  const reason = [say.verdict(verdict), say.verdictAction(verdict)].join(' ').trim();
  return [
    banner(verdict.severity, say.plain(`equivalence.${kind}`), reason),
    ...also.map((v) => verdictLine(say, v)),
    ...points(shown),
    ...moreLine(say, more),
  ];
}

const MOST_LOST = 6;

function lostLine(say: Speaker, { planName, dataClass, retentionDays, reduced, holdsData }: LostPlan): string {
  const service = say.md(reduced === true ? 'lost.reduced' : 'lost.plan', {
    plan: planName,
    data: say.word('dataClass', dataClass),
  });
  if (holdsData === false) return service;
  const kept = retentionDays === null ? 'lost.kept-unknown' : retentionDays === 0 ? 'lost.kept-not' : 'lost.kept';
  return `${service} ${say.md(kept, { count: retentionDays })}`;
}

function endedLine(say: Speaker, { planName, dataClass }: LostPlan): string {
  return say.md('lost.ended', { plan: planName, data: say.word('dataClass', dataClass) });
}

/** The offer on the card: what was just typed, else what was chosen, else the best one. */
function wantedOf({ typed }: MoveView, { original, proposals }: AssessedOriginal): string | undefined {
  return typed[`target_${original.id}`] ?? original.target?.skuId ?? proposals[0]?.skuId;
}

/** "Why?" explains what stands on the card, saved or not, and its sources come first. */
function reasons(view: MoveView, shown: readonly AssessedOriginal[]): WhyOptions {
  const proposed = shown.flatMap((o): readonly Verdict[] => {
    const judged = equivalenceOf(o, wantedOf(view, o));
    return judged === undefined ? [] : [judged.verdict, ...judged.also];
  });
  const verdicts = [...view.step.verdicts, ...proposed];
  return { verdicts, sources: [...verdicts.flatMap((v) => v.sources), 'R3', 'R4', 'R5', 'R6'] };
}

function equivalenceOf(
  { original, equivalence, proposals }: AssessedOriginal,
  skuId: string | undefined,
): Equivalence | undefined {
  if (original.target?.skuId === skuId && equivalence !== null) return equivalence;
  return proposals.find((p) => p.skuId === skuId)?.equivalence;
}

function decided({ original, equivalence, seats }: AssessedOriginal): boolean {
  const { target } = original;
  if (target === null || equivalence === null || seats.some((v) => v.severity === 'stop')) return false;
  return !equivalence.needsConfirmation || (equivalence.confirmable && target.lossAccepted !== null);
}
