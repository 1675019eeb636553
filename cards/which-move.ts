import { execute } from './actions.ts';
import { drawFrame } from './frame.ts';
import { moreLine } from './more-line.ts';
import { type MoveRow, moveLine } from './moves-list.ts';
import { cut } from './room.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader } from './view.ts';

export interface WhichMoveView {
  /** What was typed for the customer. */
  readonly typed: string;
  /** The likeliest first. */
  readonly rows: readonly (MoveRow & { readonly domain: string })[];
  /** With those that are not in `rows`. */
  readonly total: number;
}

/** Asks which of several moves is meant, each with the domain that tells it from one of the same name. */
export function drawWhichMove({ typed, rows, total }: WhichMoveView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => {
    const { shown } = cut(rows, say.room);
    const more = total - shown.length;
    return {
      heading: say.plain('which-move.title'),
      explanation: [{ key: more > 0 ? 'which-move.first' : 'which-move.all', params: { typed, count: total } }],
      blocks: [...shown.map((row) => moveLine(say, row)), ...moreLine(say, more)],
      actions: [execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} })],
    };
  });
}
