import type { StepStatus } from '../services/moves/move.ts';
import { execute } from './actions.ts';
import { type Block, text } from './blocks.ts';
import type { Speaker } from './speaker.ts';
import { mayChange, recordsAhead } from './steps/step-parts.ts';
import { VERBS } from './verbs.ts';
import type { MoveView, Step } from './view.ts';

const SIGN: Record<StepStatus, string> = {
  done: '✓',
  current: '→',
  stopped: '✕',
  waiting: '…',
  ahead: '·',
  'not-needed': '–',
};

/**
 * Every step of this move with where it stands. A line that was reached shows its step; what lies ahead has nothing to
 * show yet. Giving the move up is offered below. Where room is short, only steps that may still be changed are shown on a press.
 */
export function stepList(view: MoveView, say: Speaker): readonly Block[] {
  const { move, step: shown } = view;
  const data = { moveId: move.id, version: move.version };
  const lines = view.steps.map((step, i): Block => {
    const title = say.plain(`step.${step.id}.title`);
    const words = `${SIGN[step.status]} ${i + 1}\\. ${title} – ${say.plain(`status.${step.status}`)}`;
    const here = step.id === shown.id;
    const opens = say.room.plainSteps ? mayChange({ ...view, step }) : reached(step);
    if (here || !(opens || recordsAhead({ step, move }))) {
      return text(words, { spacing: 'Small', ...(here ? { weight: 'Bolder' } : { isSubtle: true }) });
    }
    return {
      type: 'Container',
      spacing: 'Small',
      selectAction: execute({
        title: say.plain('button.show-step', { title }),
        verb: VERBS.showStep,
        data: { ...data, step: step.id },
      }),
      items: [text(words, { color: 'Accent' })],
    };
  });
  const stop: Block[] =
    move.facts.closed === null
      ? [
          {
            type: 'Container',
            spacing: 'Medium',
            selectAction: execute({ title: say.plain('button.stop-move'), verb: VERBS.stopMove, data }),
            items: [text(say.md('button.stop-move'), { color: 'Attention' })],
          },
        ]
      : [];
  return [...lines, ...stop];
}

const reached = ({ status }: Step): boolean => status !== 'ahead' && status !== 'not-needed';
