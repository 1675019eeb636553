import type { AssessedOriginal } from '../../services/moves/assessment.ts';
import { ARRANGEABLE } from '../../services/rules/end-of-term.ts';
import { type Block, choiceInput, dateInput, heading } from '../blocks.ts';
import { moreLine } from '../more-line.ts';
import { cutVital } from '../room.ts';
import type { Speaker } from '../speaker.ts';
import type { MoveView, Reader } from '../view.ts';
import { asked } from './step-parts.ts';

/** One form for all: which one, how, when. With a single one left there is nothing to choose. */
export function endedForm(
  view: MoveView,
  say: Speaker,
  { today }: Reader,
  open: readonly AssessedOriginal[],
): readonly Block[] {
  const { shown, more } = cutVital(open, say.room);
  const choices = shown.map(({ original }) => ({
    title: say.plain('end.choice', { name: original.name, end: original.endDate }),
    value: original.id,
  }));
  const typed = view.typed.originalId;
  const renewable = open.some((o) => mayHaveRenewed(o));
  const arrangeable = open.some(({ end }) => ARRANGEABLE.has(end.kind) && !end.arranged);
  const outcomes = [
    ...(arrangeable ? ['arranged'] : []),
    ...['expired', 'cancelled', 'transferred'],
    ...(renewable ? ['renewed'] : []),
  ];
  return [
    heading(say.plain(renewable ? 'step.end-originals.form-renewed' : 'step.end-originals.form')),
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
    ...moreLine(say, more),
    ...asked(
      view,
      say,
      'how',
      choiceInput({
        id: 'how',
        label: say.plain('input.how'),
        choices: outcomes.map((how) => ({ title: say.plain(`ended.${how}`), value: how })),
        placeholder: say.plain('input.outcome-hint'),
        value: view.typed.how ?? presumed(open),
        required: say.plain('input.how-missing'),
      }),
    ),
    ...asked(
      view,
      say,
      'on',
      dateInput({
        id: 'on',
        label: say.plain(renewable ? 'end.ended-or-renewed-on' : 'input.ended-on'),
        value: view.typed.on,
        // The last day of a new term is still to come.
        ...(renewable ? {} : { max: today }),
      }),
    ),
  ];
}

const mayHaveRenewed = ({ end }: Pick<AssessedOriginal, 'end'>): boolean =>
  end.kind === 'renewed' || end.kind === 'perhaps-renewed' || end.kind === 'uncertain';

/** Chosen beforehand only where the rules leave one answer: one press too many would close a move over a billed term. */
function presumed(open: readonly AssessedOriginal[]): string | undefined {
  const past = open.filter(({ end }) => end.kind === 'over' || end.kind === 'extended' || mayHaveRenewed({ end }));
  if (past.length > 0) return past.every(({ end }) => end.kind === 'over') ? 'expired' : undefined;
  return open.every(({ end }) => end.kind === 'transfer') ? 'transferred' : undefined;
}
