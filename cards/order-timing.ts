import { orderTiming } from '../services/moves/order-timing.ts';
import type { Block } from './blocks.ts';
import type { Speaker } from './speaker.ts';
import { signed } from './verdict-lines.ts';
import type { MoveView } from './view.ts';

/** How long both are paid and the latest sensible day to order, in plain words. */
export function orderTimingLines(
  say: Speaker,
  { assessment }: Pick<MoveView, 'assessment'>,
  today: string,
): readonly Block[] {
  const { first, paidTwiceUntil, orderBy, now, daysLeft } = orderTiming(assessment.originals, today);
  const paid =
    paidTwiceUntil === null
      ? say.md('order.paid-twice-unknown')
      : paidTwiceUntil < today
        ? say.md('order.paid-once')
        : say.md('order.paid-twice', { until: paidTwiceUntil });
  if (first === null || orderBy === null) return [signed('note', paid)];
  const { name, end, over } = first;
  const key = over ? (orderBy < today ? 'over' : 'over-until') : now ? 'now' : 'by';
  return [
    signed('note', paid),
    signed(now ? 'warn' : 'note', say.md(`order.timing-${key}`, { name, end, by: orderBy, count: daysLeft })),
  ];
}
