import type { OrderLine } from '../services/moves/move.ts';
import { seatsOf, termPrice } from '../services/moves/order-lines.ts';
import { type Block, table } from './blocks.ts';
import { formatList, formatMoney } from './formats.ts';
import { moreLine } from './more-line.ts';
import { cut } from './room.ts';
import type { Speaker } from './speaker.ts';

/** The lines of an order as a table: offer and term, seats, price. */
export function orderTable(say: Speaker, lines: readonly OrderLine[]): readonly Block[] {
  const { shown, more } = cut(lines, say.room);
  return [
    table(
      [
        { title: say.plain('column.offer'), width: 5 },
        { title: say.plain('column.seats'), width: 3, align: 'Right' },
        { title: say.plain('column.price'), width: 4, align: 'Right' },
      ],
      shown.map((line) => [
        [say.name(line.name), say.word('term', line.term)],
        say.number(line.seats),
        line.unitPrice === null || line.linePrice === null
          ? say.plain('order.no-price')
          : [
              say.md(cycleKey('order.price', line), { price: money(say, line, line.linePrice) }),
              say.md(cycleKey('order.per-seat', line), { price: money(say, line, line.unitPrice) }),
            ],
      ]),
    ),
    ...moreLine(say, more),
  ];
}

/** One line in one plain sentence, with its price per billing cycle. */
export const orderLineText = (say: Speaker, line: OrderLine): string =>
  say.plain('order.line', {
    count: line.seats,
    term: say.word('term', line.term),
    price:
      line.linePrice === null
        ? say.plain('order.no-price')
        : say.plain(cycleKey('order.price', line), { price: money(say, line, line.linePrice) }),
  });

/** Seats, terms and money of a whole order: what the sentence of a confirmation is filled with. */
export function orderSum(say: Speaker, lines: readonly OrderLine[]) {
  const currencies = new Set(lines.map((line) => line.currency));
  const [currency = null] = currencies;
  const sum = (amounts: readonly (number | null)[]) => {
    const total = amounts.reduce<number | null>((a, b) => (a === null || b === null ? null : a + b), 0);
    // Amounts of two currencies are no sum.
    return total === null || currencies.size > 1 ? null : formatMoney(say.locale, total, currency);
  };
  const allMonthly = lines.every((line) => line.billingCycle === 'monthly');
  return {
    count: seatsOf(lines),
    terms: formatList(say.locale, [...new Set(lines.map((line) => say.word('term', line.term)))]),
    total: sum(lines.map(termPrice)) ?? say.plain('order.no-price'),
    monthly: allMonthly ? sum(lines.map((line) => line.linePrice)) : null,
  };
}

const money = (say: Speaker, { currency }: OrderLine, amount: number): string =>
  formatMoney(say.locale, amount, currency);

/** A price without the time it is for would be read as the price of the term. */
const cycleKey = (key: string, { billingCycle }: OrderLine): string =>
  billingCycle === 'monthly' || billingCycle === 'annual' ? `${key}-${billingCycle}` : key;
