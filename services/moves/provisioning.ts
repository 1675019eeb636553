import type { Verdict } from '../rules/verdict.ts';
import type { MoveFacts } from './move.ts';

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
export function expectedOffers({ originals, provisioning }: MoveFacts): readonly ExpectedOffer[] {
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

/** What Partner Center does not show yet, as verdicts for the card of the step. */
export function judgeProvisioning(facts: MoveFacts): readonly Verdict[] {
  if (facts.provisioning.state === 'none') return [];
  const { state, order } = facts.provisioning;
  const failure = state === 'ordered' ? order?.failure : null;
  if (failure) return [{ code: 'provision.order-failed', severity: 'warn', params: { reason: failure }, sources: [] }];
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
