import type { OrderPreviewLine } from '../services/moves/ordering.ts';
import { execute } from './actions.ts';
import { table } from './blocks.ts';
import { formatMoney } from './formats.ts';
import { drawFrame } from './frame.ts';
import { moreLine } from './more-line.ts';
import { cut } from './room.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, MoveView, Reader } from './view.ts';

export interface OrderConfirmationView {
  readonly view: MoveView;
  readonly lines: readonly OrderPreviewLine[];
}

/** Names seats, term and money, and what cannot be taken back, before anything is ordered. */
export function drawOrderConfirmation({ view, lines }: OrderConfirmationView, reader: Reader): DrawnCard {
  const { move } = view;
  const data = { moveId: move.id, version: move.version };
  return drawFrame(reader, (say) => {
    const { shown, more } = cut(lines, say.room);
    const currency = lines.find((line) => line.currency !== null)?.currency ?? null;
    const money = (amount: number | null) =>
      amount === null ? say.plain('order.no-price') : formatMoney(say.locale, amount, currency);
    const seats = lines.reduce((sum, line) => sum + line.seats, 0);
    const terms = [...new Set(lines.map((line) => say.word('term', line.term)))].join(', ');
    const total = money(sumOf(lines.map((line) => line.termPrice)));
    const allMonthly = lines.every((line) => line.billingCycle === 'monthly');
    const monthly = allMonthly ? money(sumOf(lines.map((line) => line.cyclePrice))) : null;
    const key = monthly === null ? 'order.reason' : 'order.reason-monthly';
    const reason = { count: seats, terms, total, monthly };
    return {
      heading: move.customer.name,
      subheading: move.customer.domain,
      notice: view.notice,
      banner: {
        severity: 'warn',
        word: say.plain('order.word'),
        reason: say.md(key, reason),
        plainReason: say.plain(key, reason),
      },
      explanation: [{ key: 'order.what' }],
      blocks: [
        table(
          [
            { title: say.plain('column.offer'), width: 5 },
            { title: say.plain('column.seats'), width: 2 },
            { title: say.plain('column.price'), width: 3 },
          ],
          shown.map((line) => [
            [say.name(line.name), say.word('term', line.term)],
            say.number(line.seats),
            line.unitPrice === null || line.cyclePrice === null
              ? say.plain('order.no-price')
              : [
                  say.md(cycleKey('order.price', line), { price: money(line.cyclePrice) }),
                  say.md(cycleKey('order.per-seat', line), { price: money(line.unitPrice) }),
                ],
          ]),
        ),
        ...moreLine(say, more),
      ],
      actions: [
        execute({
          title: say.plain('button.order-now', { count: seats }),
          verb: VERBS.orderConfirmed,
          data,
          primary: true,
        }),
        execute({ title: say.plain('button.not-yet'), verb: VERBS.openMove, data }),
      ],
    };
  });
}

const sumOf = (amounts: readonly (number | null)[]): number | null =>
  amounts.reduce<number | null>((sum, amount) => (sum === null || amount === null ? null : sum + amount), 0);

/** A price without the time it is for would be read as the price of the term. */
const cycleKey = (key: string, { billingCycle }: OrderPreviewLine): string =>
  billingCycle === 'monthly' || billingCycle === 'annual' ? `${key}-${billingCycle}` : key;
