import { z } from 'zod';
import { VERBS } from '../../cards/verbs.ts';
import { showMove } from '../../dialogs/show-move.ts';
import { STEP_IDS } from '../../services/moves/move.ts';
import { SYSTEM } from '../../services/moves/move-service.ts';
import { type Action, MoveRef, parse, stateOf } from './action.ts';

/** Looking works at any age of the button: no version is asked for. */
const Look = MoveRef.pick({ moveId: true });

/** The card of the current step. */
export const openMove: Action = {
  verb: VERBS.openMove,
  async run(services, turn, data) {
    const { moveId } = parse(Look, data);
    return showMove(services, turn, await stateOf(services, moveId));
  },
};

/** The card of another step, to look at or to change while that is still possible. */
export const showStep: Action = {
  verb: VERBS.showStep,
  async run(services, turn, data) {
    const { moveId, step } = parse(Look.extend({ step: z.enum(STEP_IDS) }), data);
    return showMove(services, turn, await stateOf(services, moveId), { step });
  },
};

/** Asks Microsoft again and shows what came of it. */
export const refreshMove: Action = {
  verb: VERBS.refresh,
  async run(services, turn, data) {
    const { moveId } = parse(Look, data);
    const { move } = await stateOf(services, moveId);
    const snapshot = await services.directory.snapshot(move.customer.tenantId, move.id);
    const outcome = await services.moves.run(moveId, null, { kind: 'refresh', snapshot }, SYSTEM, { tell: false });
    const notice = outcome.kind === 'done' ? { key: 'notice.refreshed-changed' } : { key: 'notice.refreshed-same' };
    return showMove(services, turn, outcome.state, { notice });
  },
};
