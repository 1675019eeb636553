import type { AssessedOriginal } from '../../services/moves/assessment.ts';
import { isUnderWay } from '../../services/moves/transfer-commands.ts';
import { type Action, execute } from '../actions.ts';
import type { Block } from '../blocks.ts';
import type { CardContent } from '../frame.ts';
import { problemOf } from '../problem.ts';
import type { Speaker } from '../speaker.ts';
import { VERBS, type Verb } from '../verbs.ts';
import type { MoveView, Reader, StepId } from '../view.ts';

/** What the card of one step has to say; header, progress and the list of steps are added by step-card.ts. */
export type StepContent = Pick<CardContent, 'banner' | 'explanation' | 'blocks' | 'also' | 'details' | 'actions'>;

export type StepDrawing = (view: MoveView, say: Speaker, reader: Reader) => StepContent;

/** What every button of a move carries. */
export const refOf = ({ move }: Pick<MoveView, 'move'>) => ({ moveId: move.id, version: move.version });

export interface ButtonOptions {
  readonly primary?: boolean;
  readonly inputs?: boolean;
  readonly destructive?: boolean;
  readonly data?: Readonly<Record<string, unknown>>;
}

export function button(view: MoveView, say: Speaker, key: string, verb: Verb, options: ButtonOptions = {}): Action {
  const { data, ...more } = options;
  return execute({ title: say.plain(`button.${key}`), verb, data: { ...refOf(view), ...data }, ...more });
}

/** Asks Microsoft again. */
export const checkAgain = (view: MoveView, say: Speaker, primary = false): Action =>
  button(view, say, 'check-again', VERBS.refresh, { primary });

/** The step is the one to work on, whatever stands in its way. */
export const isOpen = ({ step }: Pick<MoveView, 'step'>): boolean =>
  step.status === 'current' || step.status === 'stopped' || step.status === 'waiting';

/**
 * Facts that may be recorded as soon as the new subscriptions are verified, even while an earlier step still waits: an
 * original may end before the licenses are confirmed, and a credit is asked for long before the old term is over.
 */
export function recordsAhead({ step, move }: Pick<MoveView, 'step' | 'move'>): boolean {
  const { closed, provisioning } = move.facts;
  const recordable = step.id === 'end-originals' || step.id === 'credit';
  return recordable && step.status === 'ahead' && provisioning.state === 'verified' && closed === null;
}

/** Steps whose answers may still be changed after they are done, until something was ordered or reported. */
const CHANGEABLE: ReadonlySet<StepId> = new Set(['region', 'originals', 'path', 'equivalence']);

/** May this step's answers be given or changed now. */
export function mayChange(view: MoveView): boolean {
  const { step, move } = view;
  if (move.facts.closed !== null) return false;
  if (step.status === 'current' || step.status === 'stopped') return true;
  const { state, order } = move.facts.provisioning;
  const ordered = (state !== 'none' && !order?.failure) || move.facts.transfers.some(isUnderWay);
  return step.status === 'done' && CHANGEABLE.has(step.id) && !ordered;
}

/** An input under what is wrong with it. */
export const asked = (view: MoveView, say: Speaker, id: string, input: Block): readonly Block[] => [
  ...problemOf(say, view.problems[id]),
  input,
];

/** Lines somebody has to look at first: those with a problem, then those that are open, then the rest. */
export function openFirst(
  view: MoveView,
  lines: readonly AssessedOriginal[],
  isOpenLine: (line: AssessedOriginal) => boolean,
): readonly AssessedOriginal[] {
  const faulty = new Set(Object.keys(view.problems).map((id) => id.slice(id.indexOf('_') + 1)));
  const weight = (line: AssessedOriginal) => (faulty.has(line.original.id) ? 0 : isOpenLine(line) ? 1 : 2);
  return [...lines].sort((a, b) => weight(a) - weight(b));
}
