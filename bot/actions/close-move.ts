import { z } from 'zod';
import { drawAskStop } from '../../cards/ask-stop.ts';
import { VERBS } from '../../cards/verbs.ts';
import { showMove } from '../../dialogs/show-move.ts';
import { cardReply } from '../../dialogs/turn.ts';
import { type Action, MoveRef, parse, runCommand, stateOf } from './action.ts';

/** Giving up is asked for once more before it is done. */
export const stopMove: Action = {
  verb: VERBS.stopMove,
  async run(services, turn, data) {
    const ref = parse(MoveRef, data);
    const state = await stateOf(services, ref.moveId);
    if (state.move.facts.closed !== null) return showMove(services, turn, state);
    return cardReply(drawAskStop({ move: state.move }, turn.reader));
  },
};

/** Closes a finished move, or one that was given up. */
export const closeMove: Action = {
  verb: VERBS.closeMove,
  async run(services, turn, data) {
    const ref = parse(MoveRef.extend({ outcome: z.enum(['done', 'stopped']).optional() }), data);
    const state = await stateOf(services, ref.moveId);
    const outcome = ref.outcome ?? (state.current.id === 'done' ? 'done' : 'stopped');
    // Finished before the end is no finish: giving up is another button, with a question before it.
    if (outcome === 'done' && state.current.id !== 'done') return showMove(services, turn, state);
    return runCommand(services, turn, ref, { kind: 'close', outcome });
  },
};
