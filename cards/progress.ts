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
 * "Step 9 of 12 · Licenses · not needed: 2" and a line as long as the way. A move always has twelve steps, and a step keeps its number: which of
 * them do not apply shows only on the way, and a total that fell with each of them would make the end look nearer than it is. What is passed
 * over is a hole in the line, neither done nor still to do.
 */
export function progressOf({ steps, step }: Pick<MoveView, 'steps' | 'step'>, say: Speaker): Progress {
  const at = steps.findIndex(({ id }) => id === step.id);
  const title = say.plain(`step.${step.id}.title`);
  const skipped = steps.filter(({ id, status }) => id !== step.id && status === 'not-needed').length;
  const place = { step: at + 1, of: steps.length, title };
  return {
    words: skipped === 0 ? say.plain('frame.step', place) : say.plain('frame.step-skipping', { ...place, skipped }),
    row: stroke(
      steps.map(({ id, status }): Run => {
        if (id === step.id) return { length: STEP, color: 'Accent', bold: true, dashed: true };
        if (status === 'not-needed') return { length: STEP, blank: true };
        return status === 'done' ? { length: STEP, color: 'Accent' } : { length: STEP, dashed: true };
      }),
    ),
  };
}

/** Twelve of them fit on the smallest phone. */
const STEP = 3;
