import type { Verdict } from '../rules/verdict.ts';
import type { MoveFacts, OrderIntent, OrderLine } from './move.ts';
import { isAsConfirmed } from './order-lines.ts';

/** What has to be active in the tenant, offer by offer, beside what is there. */
export interface ExpectedOffer {
  readonly skuId: string | null;
  readonly name: string;
  readonly expectedSeats: number;
  readonly activeSeats: number;
}

/**
 * Which offers and seats the move has to bring, and how many of them our own subscriptions carry so far.
 * A transfer or channel renewal keeps the original's offer and seats; a purchase has the chosen target's.
 */
function expectedOffers({ originals, provisioning }: MoveFacts): readonly ExpectedOffer[] {
  const wanted = new Map<string, { skuId: string | null; name: string; seats: number }>();
  for (const o of originals) {
    if (o.path === null || o.path === 'leave') continue;
    const { skuId, name, seats } = o.path === 'buy-and-let-end' && o.target !== null ? o.target : o;
    const key = skuId ?? `name:${name}`;
    wanted.set(key, { skuId, name, seats: (wanted.get(key)?.seats ?? 0) + seats });
  }
  return [...wanted.values()].map(({ skuId, name, seats }) => ({
    skuId,
    name,
    expectedSeats: seats,
    activeSeats: provisioning.subscriptions
      .filter((p) => (skuId === null ? p.name === name : p.skuId === skuId))
      .reduce((sum, p) => sum + p.seats, 0),
  }));
}

/** Every offer is active with at least the seats the move needs. */
export function provisioningComplete(facts: MoveFacts): boolean {
  const offers = expectedOffers(facts);
  return offers.length > 0 && offers.every((o) => o.activeSeats >= o.expectedSeats);
}

/** What has to be bought anew, as one text: two plans that buy the same are the same. */
export function planOf({ originals }: MoveFacts): string {
  const bought = originals.flatMap(({ path, target }) =>
    path === 'buy-and-let-end' && target !== null ? [`${target.catalogSku ?? target.skuId} ${target.seats}`] : [],
  );
  return bought.sort().join('\n');
}

/**
 * An order that is being placed, or that failed and may still have bought something: another one placed by ourselves could buy it
 * twice.
 */
export function mayHaveOrdered(order: OrderIntent | null): boolean {
  if (order === null) return false;
  return isBeingPlaced(order) || order.orderIds.length > 0 || order.failure === 'microsoft.order-outcome-unknown';
}

/** The order was sent, or is about to be, and nobody knows yet what became of it. */
export function isBeingPlaced(order: OrderIntent | null): boolean {
  return order !== null && order.failure === null && order.orderIds.length === 0;
}

/** What Partner Center does not show yet, as verdicts for the card of the step. */
export function judgeProvisioning(facts: MoveFacts): readonly Verdict[] {
  if (facts.provisioning.state === 'none') return [];
  const { state, order } = facts.provisioning;
  const failure = state === 'ordered' ? order?.failure : null;
  if (failure) return judgeFailure(failure, order);
  return expectedOffers(facts).map(({ name, expectedSeats, activeSeats }) =>
    activeSeats >= expectedSeats
      ? { code: 'provision.active', severity: 'ok', params: { name, seats: activeSeats }, sources: ['R3'] }
      : {
          code: 'provision.missing',
          severity: 'note',
          params: { name, expected: expectedSeats, active: activeSeats },
          sources: ['R3'],
        },
  );
}

/** Why an order failed, line by line where Partner Center says so. */
function judgeFailure(reason: string, order: OrderIntent | null): readonly Verdict[] {
  const refused = (order?.refusedLines ?? []).map(
    ({ name, code }): Verdict =>
      name === null
        ? { code: 'provision.line-refused-unnamed', severity: 'warn', params: { reason: code }, sources: [] }
        : { code: 'provision.line-refused', severity: 'warn', params: { name, reason: code }, sources: [] },
  );
  const changed = (order?.lines ?? []).flatMap((line): readonly Verdict[] => {
    const now = order?.offered?.find(({ catalogSku }) => catalogSku === line.catalogSku);
    if (now === undefined || isSameOffer(line, now)) return [];
    return [{ code: 'provision.price-changed', severity: 'warn', params: { name: line.name }, sources: [] }];
  });
  const lines = [...refused, ...changed];
  return lines.length > 0
    ? lines
    : [{ code: 'provision.order-failed', severity: 'warn', params: { reason }, sources: [] }];
}

const isSameOffer = (a: OrderLine, b: OrderLine): boolean => isAsConfirmed([a], [b]);
