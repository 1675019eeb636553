import { z } from 'zod';
import { drawAskStop } from '../../cards/ask-stop.ts';
import { VERBS } from '../../cards/verbs.ts';
import { cardReply } from '../../dialogs/turn.ts';
import { type Action, MoveRef, parse, runCommand, stateOf } from './action.ts';

/** Giving up is asked for once more before it is done. */
export const stopMove: Action = {
  verb: VERBS.stopMove,
  async run(services, turn, data) {
    const ref = parse(MoveRef, data);
    const { move } = await stateOf(services, ref.moveId);
    return cardReply(drawAskStop({ move }, turn.reader));
  },
};

/** Closes a finished move, or one that was given up. */
export const closeMove: Action = {
  verb: VERBS.closeMove,
  async run(services, turn, data) {
    const ref = parse(MoveRef.extend({ outcome: z.enum(['done', 'stopped']).optional() }), data);
    const { current } = await stateOf(services, ref.moveId);
    const outcome = current.id === 'done' && ref.outcome !== 'stopped' ? 'done' : 'stopped';
    return runCommand(services, turn, ref, { kind: 'close', outcome });
  },
};
