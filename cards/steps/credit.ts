import { type Block, choiceInput, copyable, facts, heading, textInput } from '../blocks.ts';
import { plainSentence } from '../language.ts';
import type { Speaker } from '../speaker.ts';
import { stepBanner } from '../step-banner.ts';
import { VERBS } from '../verbs.ts';
import { verdictLines } from '../verdict-lines.ts';
import type { MoveView } from '../view.ts';
import { asked, button, isOpen, recordsAhead, type StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/** Step 11: a credit for what was bought directly from Microsoft. Support decides; no amount is ever named. */
export const creditStep: StepDrawing = (view, say) => {
  const { credit } = view.move.facts;
  const open = isOpen(view) || recordsAhead(view);
  const requested = credit?.status === 'requested';
  return {
    banner: stepBanner(
      view,
      say,
      credit === null || requested
        ? undefined
        : { key: `credit.${credit.status}`, params: { who: credit.by.name, when: credit.at } },
    ),
    explanation: open ? [{ key: requested ? 'step.credit.what-next' : 'step.credit.what' }] : [],
    blocks: [
      ...verdictLines(say, view.assessment.credit),
      ...(credit === null
        ? []
        : [
            facts([
              [say.md('fact.ticket'), credit.ticket === null ? say.plain('word.unknown') : say.name(credit.ticket)],
            ]),
          ]),
      ...(open && !requested ? [readyText(view, say)] : []),
      ...(open
        ? asked(
            view,
            say,
            'ticket',
            textInput({
              id: 'ticket',
              label: say.plain('input.ticket'),
              value: view.typed.ticket ?? credit?.ticket ?? undefined,
              maxLength: 100,
            }),
          )
        : []),
      ...(open && !requested ? [heading(say.md('step.credit.or'))] : []),
      ...(open
        ? asked(
            view,
            say,
            'outcome',
            choiceInput({
              id: 'outcome',
              label: say.plain('input.outcome'),
              choices: (requested ? (['granted', 'refused'] as const) : OUTCOMES).map((outcome) => ({
                title: say.plain(`outcome.${outcome}`),
                value: outcome,
              })),
              placeholder: say.plain('input.outcome-hint'),
              // Nothing is chosen beforehand: one press too many would record what nobody said.
              value: view.typed.outcome,
            }),
          )
        : []),
    ],
    details: why(view, say, { verdicts: view.assessment.credit, sources: ['C4', 'C8', 'G6'] }),
    actions: open
      ? [
          ...(requested
            ? []
            : [button(view, say, 'credit-requested', VERBS.creditRequested, { primary: true, inputs: true })]),
          button(view, say, 'credit-outcome', VERBS.creditOutcome, { primary: requested, inputs: true }),
        ]
      : [],
  };
};

const OUTCOMES = ['not-claimed', 'granted', 'refused'] as const;

function readyText({ move }: MoveView, say: Speaker): Block {
  const language = move.customer.language ?? 'en';
  const lines = move.facts.originals
    .filter((o) => o.source?.startsWith('direct-'))
    .slice(0, say.room.lines)
    .map((o) =>
      plainSentence(language, 'mail.end.line', { name: say.plainName(o.name), seats: o.seats, end: o.endDate }),
    )
    .join('\n');
  const params = {
    customer: say.plainName(move.customer.name),
    domain: move.customer.domain,
    tenant: move.customer.tenantId,
    lines,
  };
  return copyable('credit', say.plain('copy.credit'), plainSentence(language, 'mail.credit', params));
}
