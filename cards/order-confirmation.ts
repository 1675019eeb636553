import type { OrderLine } from '../services/moves/move.ts';
import type { Quotation } from '../services/moves/ordering.ts';
import { type Action, execute } from './actions.ts';
import { type Block, choiceInput, heading, line, small, toggle } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { orderLineText, orderSum, orderTable } from './order-table.ts';
import { orderTimingLines } from './order-timing.ts';
import { problemOf } from './problem.ts';
import type { Speaker } from './speaker.ts';
import { refOf } from './steps/step-parts.ts';
import { VERBS } from './verbs.ts';
import { signed } from './verdict-lines.ts';
import type { DrawnCard, MoveView, Reader } from './view.ts';

export interface OrderConfirmationView {
  readonly view: MoveView;
  readonly quotation: Quotation;
  /** A second person has to say yes. */
  readonly needsApproval: boolean;
  /** What was confirmed before, when Partner Center asks for something else now. */
  readonly before: readonly OrderLine[] | null;
}

/** Names seats, term and money, and what cannot be taken back, before anything is ordered. */
export function drawOrderConfirmation(confirmation: OrderConfirmationView, reader: Reader): DrawnCard {
  const { view, quotation } = confirmation;
  const { lines } = quotation.quote;
  const refused = quotation.refused.length > 0;
  return drawFrame(reader, (say) => {
    const sum = orderSum(say, lines);
    const key = refused ? 'order.refused' : sum.monthly === null ? 'order.reason' : 'order.reason-monthly';
    return {
      heading: view.move.customer.name,
      subheading: view.move.customer.domain,
      notice: view.notice,
      banner: {
        severity: refused ? 'stop' : 'warn',
        word: say.plain(refused ? 'order.refused-word' : 'order.word'),
        reason: say.md(key, sum),
        plainReason: say.plain(key, sum),
      },
      explanation: refused ? [] : [{ key: 'order.what' }],
      blocks: refused ? refusals(say, quotation) : [...orderTable(say, lines), ...remarks(say, confirmation, reader)],
      actions: refused ? [notYet(view, say)] : buttons(say, confirmation, sum.count),
    };
  });
}

function remarks(say: Speaker, { view, quotation, needsApproval, before }: OrderConfirmationView, reader: Reader) {
  const { quote, alreadyOrdered, terms } = quotation;
  return [
    ...(before === null ? [] : changes(say, before, quote.lines)),
    ...alreadyOrdered
      .slice(0, say.room.lines)
      .map(({ name, seats, on }) => signed('warn', say.md('order.already', { name, count: seats, on }))),
    ...orderTimingLines(say, view, reader.today),
    ...(needsApproval ? [signed('note', say.md('order.needs-approval'))] : []),
    ...termChoice(say, view, quote.lines, terms),
    ...attestation(say, view, quote.lines),
  ];
}

/** Old and new side by side. */
function changes(say: Speaker, before: readonly OrderLine[], now: readonly OrderLine[]): readonly Block[] {
  const texts = before.slice(0, say.room.lines).map((was) => {
    const is = now.find(({ catalogSku }) => catalogSku === was.catalogSku);
    return signed(
      'warn',
      say.md('order.changed', {
        name: was.name,
        was: orderLineText(say, was),
        is: is === undefined ? say.plain('order.no-longer') : orderLineText(say, is),
      }),
    );
  });
  return [heading(say.plain('order.changed-title')), ...texts];
}

function termChoice(
  say: Speaker,
  view: MoveView,
  lines: readonly OrderLine[],
  terms: Quotation['terms'],
): readonly Block[] {
  if (terms.length < 2) return [];
  const chosen = termValue(lines);
  return [
    line([
      choiceInput({
        id: 'term',
        label: say.plain('input.term'),
        choices: terms.map(({ term, billingCycle }) => ({
          title: say.plain('order.term-choice', {
            term: say.word('term', term),
            billing: say.word('billing', billingCycle),
          }),
          value: `${term} ${billingCycle}`,
        })),
        value: view.typed.term ?? chosen,
      }),
      small(say.md('order.term-choice-how', { button: say.plain('button.show-price') })),
    ]),
  ];
}

/** The way to pay that the lines have in common; empty when they have none. */
export function termValue(lines: readonly OrderLine[]): string {
  const all = new Set(lines.map(({ term, billingCycle }) => `${term} ${billingCycle}`));
  const [only = ''] = all;
  return all.size === 1 ? only : '';
}

function attestation(say: Speaker, view: MoveView, lines: readonly OrderLine[]): readonly Block[] {
  const names = lines.filter((l) => l.attestation).map((l) => l.name);
  if (names.length === 0) return [];
  return [
    line([
      ...problemOf(say, view.problems.attested),
      toggle({
        id: 'attested',
        label: say.plain('input.attested'),
        title: say.plain('order.attested', { names: names.join('\n') }),
        value: view.typed.attested === 'true' ? 'true' : 'false',
      }),
    ]),
  ];
}

function refusals(say: Speaker, { refused, quote }: Quotation): readonly Block[] {
  const fine = quote.lines.filter((l) => !refused.some((r) => r.name === l.name));
  return [
    ...refused.slice(0, say.room.lines).map(({ name, code }) => refusedLineText(say, name, code)),
    ...fine.slice(0, say.room.lines).map(({ name }) => signed('ok', say.md('order.line-fine', { name }))),
  ];
}

/** Why one line was refused. */
function refusedLineText(say: Speaker, name: string | null, code: string): Block {
  const key = name === null ? 'order.line-refused-unnamed' : 'order.line-refused';
  return signed('stop', say.told({ key, params: { name, reason: code } }));
}

function buttons(
  say: Speaker,
  { view, quotation, needsApproval }: OrderConfirmationView,
  count: number,
): readonly Action[] {
  const data = refOf(view);
  return [
    execute({
      title: say.plain(needsApproval ? 'button.ask-approval' : 'button.order-now', { count }),
      verb: VERBS.orderConfirmed,
      data,
      primary: true,
      inputs: true,
    }),
    ...(quotation.terms.length < 2
      ? []
      : [execute({ title: say.plain('button.show-price'), verb: VERBS.orderPreview, data, inputs: true })]),
    notYet(view, say),
  ];
}

const notYet = (view: MoveView, say: Speaker): Action =>
  execute({ title: say.plain('button.not-yet'), verb: VERBS.openMove, data: refOf(view) });
