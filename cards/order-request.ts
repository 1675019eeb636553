import type { OrderApproval } from '../services/moves/move.ts';
import { type Action, execute } from './actions.ts';
import type { Block } from './blocks.ts';
import { small, text } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { orderSum, orderTable } from './order-table.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Move, Reader } from './view.ts';

export interface OrderRequestView {
  readonly move: Pick<Move, 'id' | 'version' | 'customer'>;
  readonly approval: OrderApproval;
}

/** Tells the team that a large order waits for a second person, with all that this person has to judge. */
export function drawOrderRequest({ move, approval }: OrderRequestView, reader: Reader): DrawnCard {
  const { by } = approval.requested;
  return drawFrame(reader, (say) => {
    const sum = orderSum(say, approval.lines);
    const params = { ...sum, who: by.name, customer: move.customer.name };
    return {
      heading: move.customer.name,
      subheading: move.customer.domain,
      banner: {
        severity: 'ask',
        word: say.plain('news.order-requested.word'),
        reason: say.md('order.request-reason', params),
        plainReason: say.plain('order.request-reason', params),
      },
      explanation: [{ key: 'order.request-what' }, { key: 'order.what' }],
      blocks: requestLines(say, approval),
      actions: [...requestButtons(say, move, approval), openMove(say, move)],
    };
  });
}

/** The same inside a move, whose banner tells something else: the sum and what cannot be taken back stand above the button. */
export function requestBlocks(say: Speaker, approval: OrderApproval): readonly Block[] {
  const params = { ...orderSum(say, approval.lines), who: approval.requested.by.name };
  return [
    text(say.md('order.request-reason', params)),
    ...requestLines(say, approval),
    text(say.md('order.request-what')),
    text(say.md('order.what')),
  ];
}

/** What is to be ordered and how it is billed, who asked and until when it may be answered. */
function requestLines(say: Speaker, approval: OrderApproval): readonly Block[] {
  const { requested, expiresAt } = approval;
  return [
    ...orderTable(say, approval.lines),
    ...billingPlan(say, approval),
    small(say.md('order.request-by', { who: requested.by.name, when: requested.at, until: expiresAt })),
  ];
}

/** How often Partner Center bills. */
function billingPlan(say: Speaker, { lines }: OrderApproval): readonly Block[] {
  const plans = [...new Set(lines.map(({ billingCycle }) => say.word('billing', billingCycle)))];
  return [small(say.md('order.billed', { plans: plans.join('\n') }))];
}

/** Yes and no. Everybody sees both: who may press them is decided when they are pressed. */
export function requestButtons(
  say: Speaker,
  move: Pick<Move, 'id' | 'version'>,
  { id, lines }: OrderApproval,
): readonly Action[] {
  const data = { moveId: move.id, version: move.version, request: id };
  const { count } = orderSum(say, lines);
  return [
    execute({ title: say.plain('button.approve-order', { count }), verb: VERBS.orderApproved, data, primary: true }),
    execute({ title: say.plain('button.decline-order'), verb: VERBS.orderDeclined, data, destructive: true }),
  ];
}

const openMove = (say: Speaker, move: Pick<Move, 'id' | 'version'>): Action =>
  execute({
    title: say.plain('button.open-move'),
    verb: VERBS.openMove,
    data: { moveId: move.id, version: move.version },
  });
