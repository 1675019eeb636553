import type { Block } from './blocks.ts';
import type { Speaker } from './speaker.ts';
import { type Run, stroke } from './stroke.ts';
import type { MoveView } from './view.ts';

export interface Progress {
  /** For who hears the card; the same stands above the row. */
  readonly words: string;
  readonly row: Block;
}

/**
 * "Step 4 of 12 · Agreement" and a line as long as the way. A move always has twelve steps, and a step keeps its number: which of them do
 * not apply shows only on the way, and a total that fell with each of them would make the end look nearer than it is.
 */
export function progressOf({ steps, step }: Pick<MoveView, 'steps' | 'step'>, say: Speaker): Progress {
  const at = steps.findIndex(({ id }) => id === step.id);
  const title = say.plain(`step.${step.id}.title`);
  return {
    words: say.plain('frame.step', { step: at + 1, of: steps.length, title }),
    row: stroke(
      steps.map(({ id, status }): Run => {
        if (id === step.id) return { length: STEP, color: 'Accent', bold: true, dashed: true };
        return status === 'done' || status === 'not-needed'
          ? { length: STEP, color: 'Accent' }
          : { length: STEP, dashed: true };
      }),
    ),
  };
}

/** Twelve of them fit on the smallest phone. */
const STEP = 3;
