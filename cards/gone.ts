import { execute } from './actions.ts';
import { drawFrame } from './frame.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

export interface GoneView {
  /** Why the button could not be answered; a general sentence when nothing more is known. */
  readonly reason?: Sentence | null;
}

/** For a button whose move is not there any more. */
export function drawGone({ reason }: GoneView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => ({
    heading: say.plain('gone.title'),
    explanation: [reason ?? { key: 'error.move.gone' }],
    actions: [
      execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {}, primary: true }),
      execute({ title: say.plain('button.start-move'), verb: VERBS.startMove, data: {} }),
    ],
  }));
}
