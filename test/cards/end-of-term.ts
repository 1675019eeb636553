import { plainSentence } from '../../cards/language.ts';
import { sizeOf } from '../../cards/room.ts';
import { drawStep } from '../../cards/step-card.ts';
import { assess } from '../../services/moves/assess.ts';
import type { Assessment } from '../../services/moves/assessment.ts';
import type { Move, Original, StepId } from '../../services/moves/move.ts';
import { deriveSteps } from '../../services/moves/steps.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import { aMove, anOriginal, stated } from '../builders.ts';
import { day, facts as skus } from '../rules/builders.ts';
import { nodesOfType } from './card-schema.ts';
import { factsUpTo, reader } from './every-card.ts';

/** What one original makes a reader see on one day: all of it comes from the same rule and must not contradict itself. */
export interface Told {
  readonly assessment: Assessment;
  readonly status: string;
  /** The card "End the originals" without its letters and without the list of steps. */
  readonly card: string;
  readonly letters: string;
  /** How many of them stand on the card itself. */
  readonly visibleLetters: number;
  readonly how: unknown;
  readonly path: string;
  readonly provision: string;
  readonly credit: string;
  readonly bytes: number;
  /** Sentence and action of what is planned, by days from the end date. */
  readonly reminders: readonly {
    readonly code: string;
    readonly dueOn: string;
    readonly stage: number;
    readonly text: string;
  }[];
}

export function told(
  original: Partial<Original>,
  { today, provisioned }: { today: string; provisioned: boolean },
): Told {
  const one = anOriginal({ path: 'buy-and-let-end', termStart: '2024-06-01', autoRenew: false, ...original });
  const given = factsUpTo(provisioned ? 'end-originals' : 'provision', [one]);
  const requested = stated(true as const, { at: `${today}T08:00:00Z` });
  const move: Move = aMove({
    facts: {
      ...given,
      ...(provisioned &&
        given.provisioning && { provisioning: { ...given.provisioning, requested, verifiedAt: `${today}T08:00:00Z` } }),
    },
  });
  const assessment = assess(move, day(today), { skus, catalogue: [] });
  const steps = deriveSteps(move, assessment);
  const draw = (id: StepId) => {
    const step = steps.find((s) => s.id === id);
    if (step === undefined) throw new Error(id);
    const view = {
      move,
      steps,
      step,
      assessment,
      notice: null,
      problems: {},
      typed: {},
      ordering: false,
      lastChange: null,
    };
    return drawStep(view, reader({ today, locale: 'en' })).card;
  };
  const end = draw('end-originals');
  const hidden = nodesOfType(end, 'Container').filter((n) => n.isVisible === false && n.id === 'why');
  const copies = nodesOfType(end, 'Input.').filter((n) => String(n.id).startsWith('copy_'));
  return {
    assessment,
    status: steps.find((s) => s.id === 'end-originals')?.status ?? '',
    card: textOf(end),
    letters: copies.map((n) => String(n.value)).join('\n'),
    visibleLetters:
      copies.length -
      new Set(nodesOfType(hidden, 'Input.').flatMap(({ id }) => (String(id).startsWith('copy_') ? [id] : []))).size,
    how: nodesOfType(end, 'Input.ChoiceSet').find((n) => n.id === 'how')?.value,
    get path() {
      return textOf(draw('path'));
    },
    get provision() {
      return textOf(draw('provision'));
    },
    get credit() {
      const card = draw('credit');
      return [textOf(card), ...nodesOfType(card, 'Input.Text').map((n) => String(n.value))].join('\n');
    },
    bytes: sizeOf(end),
    reminders: planReminders(move, day(today)).map(({ code, params, dueOn, stage }) => ({
      code,
      dueOn,
      stage,
      text: [`reminder.${code}`, `reminder.${code}.title`, `reminder.${code}.action`]
        .map((key) => plainSentence('en', key, params))
        .join(' '),
    })),
  };
}

/** What is written on a card: without the list of steps, what is in inputs, and what is read aloud instead. */
function textOf(node: unknown): string {
  if (Array.isArray(node)) return node.map(textOf).join('');
  if (typeof node !== 'object' || node === null) return '';
  const { id, type, text, ...rest } = Object.fromEntries(Object.entries(node));
  if (id === 'steps' || String(type).startsWith('Input.')) return '';
  const own = typeof text === 'string' ? `${text}\n` : '';
  return own + Object.values(rest).map(textOf).join('');
}
