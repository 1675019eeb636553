import { type Action, execute } from './actions.ts';
import { type Block, footnote } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { progressOf } from './progress.ts';
import type { Speaker } from './speaker.ts';
import { stepList } from './step-list.ts';
import { agreementStep } from './steps/agreement.ts';
import { creditStep } from './steps/credit.ts';
import { customerStep } from './steps/customer.ts';
import { doneStep } from './steps/done.ts';
import { endOriginalsStep } from './steps/end-originals.ts';
import { equivalenceStep } from './steps/equivalence.ts';
import { licencesStep } from './steps/licences.ts';
import { originalsStep } from './steps/originals.ts';
import { pathStep } from './steps/path.ts';
import { provisionStep } from './steps/provision.ts';
import { regionStep } from './steps/region.ts';
import { relationshipStep } from './steps/relationship.ts';
import { isOpen, mayChange, type StepDrawing } from './steps/step-parts.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, MoveView, Reader, StepId } from './view.ts';

const STEPS: Record<StepId, StepDrawing> = {
  customer: customerStep,
  region: regionStep,
  relationship: relationshipStep,
  agreement: agreementStep,
  originals: originalsStep,
  path: pathStep,
  equivalence: equivalenceStep,
  provision: provisionStep,
  licences: licencesStep,
  'end-originals': endOriginalsStep,
  credit: creditStep,
  done: doneStep,
};

/**
 * The card of one step of a move: the step to work on, or another one to look at. Inputs and buttons stand only where
 * something may be given or changed now; a look at another step leads back to the current one.
 */
export function drawStep(view: MoveView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => {
    const content = STEPS[view.step.id](view, say, reader);
    return {
      ...content,
      heading: view.move.customer.name,
      subheading: view.move.customer.domain,
      progress: progressOf(view, say),
      notice: view.notice,
      blocks: [...(content.blocks ?? []), ...lastChange(view, say)],
      steps: stepList(view, say),
      actions: [...(content.actions ?? []), ...back(view, say, content.actions ?? []), ...giveUp(view, say)],
    };
  });
}

/** Where a move cannot go on, giving it up is the likely next thing to do. */
function giveUp({ step, move }: MoveView, say: Speaker): readonly Action[] {
  if (step.status !== 'stopped' || move.facts.closed !== null) return [];
  const data = { moveId: move.id, version: move.version };
  return [execute({ title: say.plain('button.stop-move'), verb: VERBS.stopMove, data })];
}

/** Who looks at another step than the current one gets a way back. */
function back(view: MoveView, say: Speaker, actions: readonly Action[]): readonly Action[] {
  if (isOpen(view) || view.move.facts.closed !== null) return [];
  return [
    execute({
      title: say.plain('button.current-step'),
      verb: VERBS.openMove,
      data: { moveId: view.move.id, version: view.move.version },
      primary: !mayChange(view) && actions.length === 0,
    }),
  ];
}

/** Who did what last, so that a team that shares a move can follow it. */
function lastChange({ lastChange: last }: MoveView, say: Speaker): readonly Block[] {
  if (last === null) return [];
  const did = say.word('did', last.command);
  return [footnote(say.md('status.last', { who: last.by.name, did, when: last.at }))];
}
