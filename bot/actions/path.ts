import { VERBS } from '../../cards/verbs.ts';
import type { MovePath } from '../../services/moves/move.ts';
import { type Action, MoveRef, parse, runCommand, stateOf } from './action.ts';
import { Typed } from './inputs.ts';

/** The way each original is carried over. Only ways that fit its source are taken. */
export const choosePathsAction: Action = {
  verb: VERBS.choosePaths,
  async run(services, turn, data) {
    const ref = parse(MoveRef, data);
    const typed = parse(Typed, data);
    const { assessment } = await stateOf(services, ref.moveId);
    const paths: Record<string, MovePath> = {};
    for (const { original, paths: options } of assessment.originals) {
      const asked = typed[`path_${original.id}`];
      // A long list does not fit on one card, which says that the rest takes the recommended way.
      const rest = asked === undefined && typed.rest === 'recommended' && original.path === null;
      const chosen = options.find((o) => (rest ? o.recommended : o.path === asked));
      if (chosen !== undefined) paths[original.id] = chosen.path;
    }
    return runCommand(services, turn, ref, { kind: 'choose-paths', paths }, { refused: { step: 'path', typed } });
  },
};
