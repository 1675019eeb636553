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
  /** Total in the lines' currency; null when a price is not known. */
  readonly total: number | null;
}

export interface OrderPreviewLine {
  readonly name: string;
  readonly seats: number;
  /** `P1M`, `P1Y` or `P3Y`. */
  readonly term: string;
  /** Price of one seat for the term; null = the price list does not say. */
  readonly unitPrice: number | null;
  /** ISO 4217. */
  readonly currency: string | null;
  readonly total: number | null;
}

/** Names seats, term and money, and what cannot be taken back, before anything is ordered. */
export function drawOrderConfirmation({ view, lines, total }: OrderConfirmationView, reader: Reader): DrawnCard {
  const { move } = view;
  const data = { moveId: move.id, version: move.version };
  return drawFrame(reader, (say) => {
    const { shown, more } = cut(lines, say.room);
    const currency = lines.find((line) => line.currency !== null)?.currency ?? null;
    const money = (amount: number | null) =>
      amount === null ? say.plain('order.no-price') : formatMoney(reader.locale, amount, currency);
    const seats = lines.reduce((sum, line) => sum + line.seats, 0);
    const reason = { lines: lines.length, count: seats, total: money(total) };
    return {
      heading: move.customer.name,
      subheading: move.customer.domain,
      notice: view.notice,
      banner: {
        severity: 'warn',
        word: say.plain('order.word'),
        reason: say.md('order.reason', reason),
        plainReason: say.plain('order.reason', reason),
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
            line.unitPrice === null || line.total === null
              ? say.plain('order.no-price')
              : [money(line.total), say.md('order.per-seat', { price: money(line.unitPrice) })],
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
