import { execute } from './actions.ts';
import { drawFrame } from './frame.ts';
import { summaryBlocks } from './summary.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Move, Reader, Sentence } from './view.ts';

export interface ClosedView {
  readonly move: Move;
  readonly notice?: Sentence | null;
}

/** A move that is finished or was given up: what became of it, and how to begin anew. */
export function drawClosed({ move, notice }: ClosedView, reader: Reader): DrawnCard {
  const { closed } = move.facts;
  const done = closed?.value === 'done';
  return drawFrame(reader, (say) => {
    const reason = { who: closed?.by.name ?? null, when: closed?.at ?? null };
    const key = done ? 'closed.done' : 'closed.stopped';
    return {
      heading: move.customer.name,
      subheading: move.customer.domain,
      notice: notice ?? null,
      banner: {
        severity: done ? 'ok' : 'note',
        word: say.plain(`${key}.word`),
        reason: say.md(key, reason),
        plainReason: say.plain(key, reason),
      },
      blocks: summaryBlocks(move, say),
      actions: [
        execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} }),
        execute({ title: say.plain('button.start-move'), verb: VERBS.startMove, data: {} }),
      ],
    };
  });
}
