import { Temporal } from 'temporal-polyfill';
import type { Applied } from './apply.ts';
import type { OrderCommand } from './command.ts';
import type { MoveFacts, OrderApproval, OrderIntent, OrderQuote, Person, Stated } from './move.ts';
import { isBeingPlaced, mayHaveOrdered, planOf } from './provisioning.ts';

/** How long a request for a second person's yes may be answered. */
const APPROVAL_DAYS = 7;

/**
 * The facts after a command about an order. Pure.
 *
 * | order | becomes |
 * | --- | --- |
 * | quoted | confirmed by a person: ordered, or requested from a second person |
 * | requested | approved by another person: ordered; declined, withdrawn, expired, or void when the plan changes |
 * | ordered | a cart is stored, then checked out; order ids or a failure are recorded |
 */
export function applyOrderCommand(
  facts: MoveFacts,
  command: OrderCommand,
  { by, at }: { readonly by: Person; readonly at: string },
): Applied {
  const { order, approval } = facts.provisioning;
  const stated = <T>(value: T): Stated<T> => ({ value, by, at });
  switch (command.kind) {
    case 'order-quoted':
      return another(order) ?? changed(facts, { quote: command.quote });
    case 'order':
      return (
        another(order) ?? changed(facts, { ...placing(command.requestId, command, null, stated(true)), approval: null })
      );
    case 'order-requested':
      return (
        another(order) ??
        changed(facts, {
          approval: {
            id: command.requestId,
            lines: command.lines,
            knownOrders: command.knownOrders,
            requested: stated(true),
            expiresAt: Temporal.Instant.from(at)
              .add({ hours: APPROVAL_DAYS * 24 })
              .toString(),
            outcome: null,
          },
        })
      );
    case 'order-approved':
    case 'order-declined':
    case 'order-withdrawn': {
      if (approval === null || approval.id !== command.requestId || approval.outcome !== null)
        return refuse('ordering.request-gone');
      const own = approval.requested.by.id === by.id;
      if (command.kind === 'order-withdrawn')
        return changed(facts, { approval: { ...approval, outcome: stated('withdrawn') } });
      if (own) return refuse('ordering.second-person');
      if (isOver(approval, at)) return refuse('ordering.request-expired');
      if (command.kind === 'order-declined')
        return changed(facts, { approval: { ...approval, outcome: stated('declined') } });
      return (
        another(order) ??
        changed(facts, {
          ...placing(approval.id, approval, by, stated(true)),
          approval: { ...approval, outcome: stated('approved') },
        })
      );
    }
    case 'order-progress': {
      if (order === null || order.requestId !== command.requestId) return refuse('move.already');
      if (order.cartId !== null && order.cartId !== command.cartId) return refuse('move.already');
      // A runner that stores its cart late must not take back what another one has recorded.
      if (command.orderIds.length === 0)
        return order.failure !== null ? refuse('move.already') : ordered(facts, { cartId: command.cartId });
      const refusedLines = command.refusedLines ?? [];
      return ordered(facts, {
        cartId: command.cartId,
        orderIds: command.orderIds,
        refusedLines,
        failure: refusedLines[0]?.code ?? null,
      });
    }
    case 'order-failed':
      if (order === null || order.requestId !== command.requestId || order.orderIds.length > 0)
        return refuse('move.already');
      return withoutAgreementWhen(
        command.code,
        ordered(facts, {
          failure: command.code,
          refusedLines: command.refusedLines ?? [],
          offered: command.offered ?? null,
        }),
      );
    case 'agreement-missing':
      return withoutAgreementWhen(AGREEMENT_MISSING, { facts });
  }
}

/** Why no other order can be placed beside this one; null when it can. */
function another(order: OrderIntent | null): Applied | null {
  if (isBeingPlaced(order)) return refuse('move.wait-for-order');
  return mayHaveOrdered(order) ? refuse('move.look-first') : null;
}

/** What follows when time has passed or the plan has changed: a waiting request is over, and a price is no longer one of this plan. */
export function settled(before: MoveFacts, after: MoveFacts, { by, at }: { by: Person; at: string }): MoveFacts {
  const { approval, quote } = after.provisioning;
  const otherPlan = planOf(before) !== planOf(after);
  const waits = approval !== null && approval.outcome === null;
  const outcome = waits && otherPlan ? 'void' : waits && isOver(approval, at) ? 'expired' : null;
  if (outcome === null && !(otherPlan && quote !== null)) return after;
  return {
    ...after,
    provisioning: {
      ...after.provisioning,
      quote: otherPlan ? null : quote,
      approval: approval === null || outcome === null ? approval : { ...approval, outcome: { value: outcome, by, at } },
    },
  };
}

const AGREEMENT_MISSING = 'microsoft.agreement-missing';

/** Partner Center's refusal outweighs what a person, or an earlier answer, said: the move goes back to that step. */
function withoutAgreementWhen(code: string, applied: Applied): Applied {
  if (code !== AGREEMENT_MISSING || 'refused' in applied) return applied;
  const agreement = { status: 'not-accepted', acceptedOn: null, source: 'partner-center' } as const;
  return { facts: { ...applied.facts, agreement } };
}

function isOver({ expiresAt }: OrderApproval, at: string): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(at), Temporal.Instant.from(expiresAt)) >= 0;
}

function placing(
  requestId: string,
  { lines, knownOrders }: OrderQuote,
  approvedBy: Person | null,
  requested: Stated<true>,
): Partial<MoveFacts['provisioning']> {
  return {
    state: 'ordered',
    requested,
    order: {
      requestId,
      lines,
      knownOrders,
      cartId: null,
      orderIds: [],
      failure: null,
      refusedLines: [],
      offered: null,
      approvedBy,
    },
  };
}

/** A failure that comes after somebody said that it was bought by hand is not what that person knew: it is open again. */
function ordered(facts: MoveFacts, change: Partial<OrderIntent>): Applied {
  const { order, state } = facts.provisioning;
  if (order === null) return refuse('move.already');
  const reopened = state === 'reported' && order.failure === null && typeof change.failure === 'string';
  return changed(facts, { order: { ...order, ...change }, state: reopened ? 'ordered' : state });
}

function changed(facts: MoveFacts, change: Partial<MoveFacts['provisioning']>): Applied {
  return { facts: { ...facts, provisioning: { ...facts.provisioning, ...change } } };
}

function refuse(code: string): Applied {
  return { refused: { code } };
}
