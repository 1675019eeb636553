import type { Original } from '../../services/moves/move.ts';
import { type Block, heading, points, small, table } from '../blocks.ts';
import { moreLine } from '../more-line.ts';
import { cut } from '../room.ts';
import type { Speaker } from '../speaker.ts';
import { stepBanner } from '../step-banner.ts';
import { VERBS } from '../verbs.ts';
import { verdictLines } from '../verdict-lines.ts';
import type { MoveView, Sentence } from '../view.ts';
import { button, checkAgain, isOpen, type StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/** Step 8: what to buy, transfer or renew, and whether it has arrived in the tenant. */
export const provisionStep: StepDrawing = (view, say) => {
  const { originals, provisioning } = view.move.facts;
  const moving = originals.filter((o) => o.path !== null && o.path !== 'leave');
  const bought = moving.filter((o) => o.path === 'buy-and-let-end');
  const transferred = moving.filter((o) => o.path === 'transfer');
  const renewed = moving.filter((o) => o.path === 'channel-renewal');
  const open = isOpen(view);
  const waiting = view.step.status === 'waiting';
  const orders = view.ordering && bought.length > 0 && bought.length === moving.length;
  return {
    banner: stepBanner(view, say, bannerReason(view)),
    explanation: open && !waiting ? [{ key: 'step.provision.what' }] : [],
    blocks: [
      ...purchases(say, bought),
      ...carried(say, 'step.provision.transfers', transferred),
      ...carried(say, 'step.provision.renewals', renewed),
      ...verdictLines(say, view.assessment.provisioning),
    ],
    details: why(view, say, {
      verdicts: view.assessment.provisioning,
      sources: ['R2', 'R3', 'A7', 'N1', ...(transferred.length > 0 ? (['T2', 'T6', 'T10'] as const) : [])],
      more: points([say.md('step.provision.before-end'), say.md('step.provision.window')]),
    }),
    actions: open
      ? waiting
        ? [checkAgain(view, say, true)]
        : [
            ...(orders ? [button(view, say, 'order', VERBS.orderPreview, { primary: true })] : []),
            button(view, say, provisioning.order?.failure ? 'did-it-after-all' : 'did-it', VERBS.provisionReported, {
              primary: !orders,
            }),
          ]
      : [],
  };
};

function bannerReason({ step, move }: MoveView): Sentence | undefined {
  const { order, state } = move.facts.provisioning;
  if (step.status === 'current' && order?.failure)
    return { key: 'step.provision.order-failed', params: { reason: order.failure } };
  if (step.status === 'waiting' && state === 'ordered') return { key: 'step.provision.ordered' };
  return undefined;
}

function purchases(say: Speaker, bought: readonly Original[]): readonly Block[] {
  const lines = bought.flatMap(({ target }) => (target === null ? [] : [target]));
  if (lines.length === 0) return [];
  const { shown, more } = cut(lines, say.room);
  return [
    table(
      [
        { title: say.plain('column.buy'), width: 5 },
        { title: say.plain('column.seats'), width: 2 },
        { title: say.plain('column.catalogue'), width: 3 },
      ],
      shown.map((target) => [
        say.name(target.name),
        say.number(target.seats),
        target.catalogSku === null ? say.md('line.not-in-catalogue') : say.name(target.catalogSku),
      ]),
    ),
    ...moreLine(say, more),
  ];
}

function carried(say: Speaker, key: string, originals: readonly Original[]): readonly Block[] {
  if (originals.length === 0) return [];
  const { shown, more } = cut(originals, say.room);
  return [
    heading(say.md(key, { count: originals.length })),
    small(say.md(`${key}-how`)),
    ...points(shown.map(({ name, seats }) => say.md('line.target', { name, count: seats }))),
    ...moreLine(say, more),
  ];
}
