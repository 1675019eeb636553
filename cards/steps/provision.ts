import type { Original } from '../../services/moves/move.ts';
import { isBeingPlaced, mayHaveOrdered } from '../../services/moves/provisioning.ts';
import type { Action } from '../actions.ts';
import { type Block, heading, points, small, table } from '../blocks.ts';
import { moreLine } from '../more-line.ts';
import { requestBlocks, requestButtons } from '../order-request.ts';
import { orderTimingLines } from '../order-timing.ts';
import { cut } from '../room.ts';
import type { Speaker } from '../speaker.ts';
import { stepBanner } from '../step-banner.ts';
import { VERBS } from '../verbs.ts';
import { verdictLines } from '../verdict-lines.ts';
import type { MoveView, Sentence } from '../view.ts';
import { mayAskTransfer, transferBlocks, transferButtons, transferWaiting } from './provision-transfers.ts';
import { provisionedVerdicts } from './provisioned.ts';
import { button, checkAgain, isOpen, type StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/** Step 8: what to buy, transfer or renew, and whether it has arrived in the tenant. */
export const provisionStep: StepDrawing = (view, say, reader) => {
  const { originals } = view.move.facts;
  const moving = originals.filter((o) => o.path !== null && o.path !== 'leave');
  const bought = moving.filter((o) => o.path === 'buy-and-let-end');
  const transferred = moving.filter((o) => o.path === 'transfer');
  const renewed = moving.filter((o) => o.path === 'channel-renewal');
  const open = isOpen(view);
  const waiting = view.step.status === 'waiting';
  const approval = pendingApproval(view);
  return {
    banner: stepBanner(view, say, provisionReason(view)),
    explanation: open && !waiting ? [{ key: 'step.provision.what' }] : [],
    blocks: [
      ...(approval === null ? purchases(say, bought) : requestBlocks(say, approval)),
      ...(open && !waiting && bought.length > 0 ? orderTimingLines(say, view, reader.today) : []),
      ...carried(say, 'step.provision.transfers', transferred, transferHow(view)),
      ...transferBlocks(view, say),
      ...carried(say, 'step.provision.renewals', renewed, 'how'),
      ...verdictLines(say, view.assessment.provisioning),
    ],
    details: why(view, say, {
      verdicts: [...view.assessment.provisioning, ...provisionedVerdicts(view, reader)],
      sources: ['R2', 'R3', 'A7', 'N1', ...(transferred.length > 0 ? (['T2', 'T6', 'T10'] as const) : [])],
      more: points([say.md('step.provision.before-end'), say.md('step.provision.window')]),
    }),
    actions: open ? actionsOf(view, say, { orders: view.ordering && mayOrder(view, bought.length) }) : [],
  };
};

function actionsOf(view: MoveView, say: Speaker, { orders }: { readonly orders: boolean }): readonly Action[] {
  const approval = pendingApproval(view);
  if (approval !== null) {
    const data = { request: approval.id };
    return [
      ...requestButtons(say, view.move, approval),
      button(view, say, 'withdraw-request', VERBS.orderWithdrawn, { data }),
    ];
  }
  const transfers = transferButtons(view, say);
  if (view.step.status === 'waiting') return [checkAgain(view, say, true), ...transfers];
  const { order } = view.move.facts.provisioning;
  return [
    ...(orders ? [button(view, say, 'order', VERBS.orderPreview, { primary: true })] : []),
    ...transfers,
    ...(isBeingPlaced(order)
      ? [checkAgain(view, say, transfers.length === 0)]
      : [
          button(view, say, order?.failure ? 'did-it-after-all' : 'did-it', VERBS.provisionReported, {
            primary: !orders && transfers.length === 0,
          }),
        ]),
  ];
}

const pendingApproval = ({ move }: MoveView) => {
  const { approval } = move.facts.provisioning;
  return approval === null || approval.outcome !== null ? null : approval;
};

/** There is something to buy, nothing of it is under way, and what comes another way can be followed from here as well. */
function mayOrder({ move }: MoveView, bought: number): boolean {
  const { order, state } = move.facts.provisioning;
  const renewals = move.facts.originals.some((o) => o.path === 'channel-renewal');
  return bought > 0 && !renewals && !mayHaveOrdered(order) && (state === 'none' || order?.failure != null);
}

/** What the step waits for or wants, where that is more than its status tells; for the card of its step and for a status. */
export function provisionReason(view: MoveView): Sentence | undefined {
  const { step, move } = view;
  const { order, state } = move.facts.provisioning;
  if (step.status === 'current' && order?.failure)
    return { key: 'step.provision.order-failed', params: { reason: order.failure } };
  const { approval } = move.facts.provisioning;
  if (step.status === 'waiting' && approval?.outcome === null)
    return { key: 'step.provision.approval', params: { who: approval.requested.by.name } };
  if (step.status === 'current' && approval?.outcome != null && approval.outcome.value !== 'approved')
    return {
      key: `step.provision.approval-${approval.outcome.value}`,
      params: { who: approval.outcome.by.name, when: approval.outcome.at },
    };
  if (step.status === 'current' && isBeingPlaced(order)) return { key: 'step.provision.ordered' };
  if (step.status === 'waiting' && state === 'ordered') return { key: 'step.provision.ordered' };
  return step.status === 'waiting' ? transferWaiting(view) : undefined;
}

function purchases(say: Speaker, bought: readonly Original[]): readonly Block[] {
  const lines = bought.flatMap(({ target }) => (target === null ? [] : [target]));
  if (lines.length === 0) return [];
  const { shown, more } = cut(lines, say.room);
  return [
    table(
      [
        // A catalog item is one long word, which a column of its own would break on a phone.
        { title: [say.plain('column.buy'), say.plain('column.catalogue')].join(' · '), width: 5 },
        { title: say.plain('column.seats'), width: 3, align: 'Right' },
      ],
      shown.map((target) => [
        [
          say.name(target.name),
          target.catalogSku === null ? say.md('line.not-in-catalogue') : say.name(target.catalogSku),
        ],
        say.number(target.seats),
      ]),
    ),
    ...moreLine(say, more),
  ];
}

/** The last part of the sentence's key that says how they come. */
type CarriedHow = 'how' | 'from-here' | 'asked';

function transferHow(view: MoveView): CarriedHow {
  if (!mayAskTransfer(view)) return 'asked';
  return view.ordering ? 'from-here' : 'how';
}

function carried(say: Speaker, key: string, originals: readonly Original[], how: CarriedHow): readonly Block[] {
  if (originals.length === 0) return [];
  const { shown, more } = cut(originals, say.room);
  return [
    heading(say.md(key, { count: originals.length })),
    small(say.md(`${key}-${how}`)),
    ...points(shown.map(({ name, seats }) => say.md('line.target', { name, count: seats }))),
    ...moreLine(say, more),
  ];
}
