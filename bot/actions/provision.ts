import { randomUUID } from 'node:crypto';
import { drawOrderConfirmation } from '../../cards/order-confirmation.ts';
import { VERBS } from '../../cards/verbs.ts';
import { goneOnNotice, showMove, viewOf } from '../../dialogs/show-move.ts';
import { cardReply } from '../../dialogs/turn.ts';
import { type Action, MoveRef, parse, runCommand, stateOf } from './action.ts';

/** A person has placed the order in Partner Center: from now on the bot watches for the subscriptions. */
export const provisionReported: Action = {
  verb: VERBS.provisionReported,
  async run(services, turn, data) {
    const ref = parse(MoveRef, data);
    const { move, current } = await stateOf(services, ref.moveId);
    const firstTime = move.version === ref.version && current.id === 'provision' && current.status === 'current';
    if (firstTime) await services.sandbox?.provisionedByHand(move);
    const done = { key: 'notice.provision-reported' };
    return runCommand(services, turn, ref, { kind: 'provision-reported' }, { done });
  },
};

/** Names seats, term and money before anything is ordered. */
export const orderPreview: Action = {
  verb: VERBS.orderPreview,
  async run(services, turn, data) {
    const ref = parse(MoveRef, data);
    const state = await stateOf(services, ref.moveId);
    if (state.move.version !== ref.version) return showMove(services, turn, state, { notice: goneOnNotice(state) });
    if (services.ordering === null) return showMove(services, turn, state, { notice: { key: 'error.ordering.off' } });
    if (state.current.id !== 'provision' || state.current.status !== 'current') return showMove(services, turn, state);
    const lines = await services.ordering.preview(state.move);
    return cardReply(drawOrderConfirmation({ view: viewOf(services, state), lines }, turn.reader));
  },
};

/** Places the order: the intention is stored first, the job places it and never twice. */
export const orderConfirmed: Action = {
  verb: VERBS.orderConfirmed,
  async run(services, turn, data) {
    const ref = parse(MoveRef, data);
    const state = await stateOf(services, ref.moveId);
    if (services.ordering === null) return showMove(services, turn, state, { notice: { key: 'error.ordering.off' } });
    const lines = services.ordering.linesOf(state.move, await services.catalogue());
    return runCommand(
      services,
      turn,
      ref,
      { kind: 'order', requestId: randomUUID(), lines },
      { done: { key: 'notice.ordered' } },
    );
  },
};
