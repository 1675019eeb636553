import { drawStep } from '../../cards/step-card.ts';
import type { MoveView } from '../../cards/view.ts';
import type { Move, MoveFacts, Original, StepId, StepStatus } from '../../services/moves/move.ts';
import { STEP_IDS } from '../../services/moves/move.ts';
import { aMove } from '../builders.ts';
import { otherCards } from './other-cards.ts';
import { situations } from './step-situations.ts';
import { type Example, factsUpTo, viewOfStep } from './step-views.ts';

export { type Example, factsUpTo, reader, viewOf, viewOfStep } from './step-views.ts';

/** Every card, in every step and status and in the situations that draw something of their own. */
export function everyExample(change: (move: Move) => Move = (move) => move): readonly Example[] {
  const at = (step: StepId, facts: Partial<MoveFacts> = {}, originals?: readonly Original[]): Move =>
    change(aMove({ facts: { ...factsUpTo(step, originals), ...facts } }));
  const step = (name: string, view: MoveView): Example => ({ name, draw: (r) => drawStep(view, r) });
  const statuses: readonly StepStatus[] = ['current', 'waiting', 'stopped', 'done', 'ahead', 'not-needed'];
  return [
    ...STEP_IDS.flatMap((id) => statuses.map((status) => step(`${id} ${status}`, viewOfStep(id, status, at(id))))),
    ...situations(at).map(([name, view]) => step(name, view)),
    ...otherCards(at),
  ];
}
