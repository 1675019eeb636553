import { execute } from './actions.ts';
import { drawFrame } from './frame.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Move, Reader } from './view.ts';

/** Giving a move up is asked for once more: what it does, and what it does not undo. */
export function drawAskStop({ move }: { readonly move: Move }, reader: Reader): DrawnCard {
  const data = { moveId: move.id, version: move.version };
  const ordered = move.facts.provisioning.state !== 'none';
  return drawFrame(reader, (say) => {
    const key = ordered ? 'ask-stop.ordered' : 'ask-stop.nothing-ordered';
    return {
      heading: move.customer.name,
      subheading: move.customer.domain,
      banner: { severity: 'warn', word: say.plain('ask-stop.word'), reason: say.md(key), plainReason: say.plain(key) },
      explanation: [{ key: 'ask-stop.what' }],
      actions: [
        execute({ title: say.plain('button.keep-going'), verb: VERBS.openMove, data, primary: true }),
        execute({
          title: say.plain('button.give-up'),
          verb: VERBS.closeMove,
          data: { ...data, outcome: 'stopped' },
          destructive: true,
        }),
      ],
    };
  });
}
