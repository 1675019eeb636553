import { z } from 'zod';
import { plainSentence } from '../../cards/language.ts';
import { VERBS } from '../../cards/verbs.ts';
import type { Sentence } from '../../cards/view.ts';
import { showMove } from '../../dialogs/show-move.ts';
import { firstLine } from '../../dialogs/shown.ts';
import type { Turn } from '../../dialogs/turn.ts';
import type { ReadSnapshot } from '../../services/moves/customer-directory.ts';
import { STEP_IDS } from '../../services/moves/move.ts';
import { type Outcome, SYSTEM } from '../../services/moves/move-service.ts';
import { type Action, MoveRef, moveOf, parse, stateOf } from './action.ts';

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
    const { moveId, step, from } = parse(Look.extend({ step: z.enum(STEP_IDS), from: firstLine.optional() }), data);
    return showMove(services, turn, await stateOf(services, moveId), { step, ...(from !== undefined && { from }) });
  },
};

/**
 * Asks Microsoft again and shows what came of it, or what could not be read. What is news is also told in the move's own
 * conversation, unless the button stands there.
 */
export const refreshMove: Action = {
  verb: VERBS.refresh,
  async run(services, turn, data) {
    const { moveId } = parse(Look, data);
    const { customer, conversationId } = await moveOf(services, moveId);
    const snapshot = await services.directory.snapshot(customer.tenantId, moveId);
    const tell = turn.conversationId !== conversationId;
    const outcome = await services.moves.run(moveId, null, { kind: 'refresh', snapshot }, SYSTEM, { tell });
    return showMove(services, turn, outcome.state, { notice: noticeOf(outcome, snapshot, turn) });
  },
};

function noticeOf({ kind }: Outcome, { unread }: ReadSnapshot, { reader }: Turn): Sentence {
  if (unread.length > 0) {
    const what = unread.map((part) => plainSentence(reader.locale, `notice.unread.${part}`)).join('\n');
    return { key: 'notice.refreshed-partly', params: { what } };
  }
  return { key: kind === 'done' ? 'notice.refreshed-changed' : 'notice.refreshed-same' };
}
