import type { CardContent } from './frame.ts';
import type { Speaker } from './speaker.ts';
import type { MoveView, Step } from './view.ts';

/** "Step 4 of 11 · Agreement" and a row of dots. Steps that do not apply are not counted. */
export function progressOf(view: Pick<MoveView, 'steps' | 'step'>, say: Speaker): NonNullable<CardContent['progress']> {
  const shown = applicable(view.steps);
  const at = shown.findIndex((step) => step.id === view.step.id);
  const words = say.plain(at < 0 ? 'frame.step-extra' : 'frame.step', {
    step: at + 1,
    of: shown.length,
    title: say.plain(`step.${view.step.id}.title`),
  });
  return { words, dots: shown.map((step, i) => (i === at ? '◉' : step.status === 'done' ? '●' : '○')).join('') };
}

export const applicable = (steps: readonly Step[]): readonly Step[] => steps.filter((s) => s.status !== 'not-needed');
