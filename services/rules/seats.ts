import { figures } from './figures.ts';
import type { CatalogOffer, SeatInput } from './judgement.ts';
import type { SourceId } from './sources.ts';
import type { Severity, Verdict } from './verdict.ts';

/** Seat verdicts by original, and those that concern the customer as a whole. */
export interface SeatJudgement {
  readonly byOriginal: ReadonlyMap<string, readonly Verdict[]>;
  readonly overall: readonly Verdict[];
}

/** What is known beside the originals. */
export interface SeatSurroundings {
  /** The partner's catalogue: minimum and maximum seats of an offer. */
  readonly catalogue?: readonly CatalogOffer[];
  /** License subscriptions in the tenant when that is known and more than the originals. */
  readonly tenantSubscriptions?: number | null;
}

/**
 * Whether the seats of the new subscriptions fit (rules R3, R4, R9, L1, L2, L4, L11).
 * Per original: fewer than assigned, fewer or more than before, limits of the offer, contradictions. Overall: 300 seats
 * across the Business family while old and new run side by side, and 300 subscriptions in a tenant.
 */
export function judgeSeats(originals: readonly SeatInput[], around: SeatSurroundings = {}): SeatJudgement {
  return {
    byOriginal: new Map(originals.map((o) => [o.id, judgeOriginal(o, around.catalogue ?? [])])),
    overall: [...judgeFamily(originals), ...judgeSubscriptions(originals, around.tenantSubscriptions ?? null)],
  };
}

function judgeOriginal(original: SeatInput, catalogue: readonly CatalogOffer[]): readonly Verdict[] {
  const { name, seats, assignedSeats, target } = original;
  const verdicts: Verdict[] = [];
  if (!isCount(seats)) verdicts.push(verdict('seats.not-a-count', 'ask', ['R3'], { name, given: String(seats) }));
  if (assignedSeats === null) verdicts.push(verdict('seats.ask-assigned', 'ask', ['R3'], { name }));
  else if (!isCount(assignedSeats))
    verdicts.push(verdict('seats.not-a-count', 'ask', ['R3'], { name, given: String(assignedSeats) }));
  else if (assignedSeats > seats)
    verdicts.push(verdict('seats.assigned-above-total', 'ask', ['R3', 'E4'], { name, assigned: assignedSeats, seats }));
  if (target !== null) verdicts.push(...judgeTarget(original, target, catalogue));
  return verdicts;
}

function judgeTarget(
  { seats, assignedSeats }: SeatInput,
  target: NonNullable<SeatInput['target']>,
  catalogue: readonly CatalogOffer[],
): readonly Verdict[] {
  const params = { name: target.name, seats: target.seats, before: seats };
  if (!isCount(target.seats) || target.seats === 0) {
    return [verdict('seats.not-a-count', 'ask', ['R3'], { name: target.name, given: String(target.seats) })];
  }
  const verdicts: Verdict[] = [];
  if (assignedSeats !== null && target.seats < assignedSeats) {
    const count = assignedSeats - target.seats;
    verdicts.push(
      verdict('seats.fewer-than-assigned', 'stop', ['R3', 'E4'], { ...params, assigned: assignedSeats, count }),
    );
  } else if (target.seats < seats) {
    verdicts.push(verdict('seats.fewer-than-before', 'warn', ['R3', 'R4'], { ...params, count: seats - target.seats }));
  } else if (target.seats > seats) {
    verdicts.push(verdict('seats.more-than-before', 'note', ['R3', 'N3'], { ...params, count: target.seats - seats }));
  } else verdicts.push(verdict('seats.unchanged', 'ok', ['R4'], params));

  const offer = target.catalogSku === null ? undefined : offersOf(catalogue).get(target.catalogSku);
  if (offer?.minimumSeats != null && target.seats < offer.minimumSeats) {
    verdicts.push(verdict('seats.below-minimum', 'stop', ['L11'], { ...params, limit: offer.minimumSeats }));
  }
  if (offer?.maximumSeats != null && target.seats > offer.maximumSeats) {
    verdicts.push(verdict('seats.above-maximum', 'stop', ['L1', 'L2'], { ...params, limit: offer.maximumSeats }));
  }
  return verdicts;
}

const offersByCatalogue = new WeakMap<readonly CatalogOffer[], ReadonlyMap<string, CatalogOffer>>();

/** A catalogue by its SKU, made once for a list: it is taken to be unchanged as long as it is the same list. */
function offersOf(catalogue: readonly CatalogOffer[]): ReadonlyMap<string, CatalogOffer> {
  const offers = offersByCatalogue.get(catalogue) ?? new Map(catalogue.map((o) => [o.catalogSku, o]));
  offersByCatalogue.set(catalogue, offers);
  return offers;
}

/** Old and new count together while both run: the overlap is what hits the cap unexpectedly. */
function judgeFamily(originals: readonly SeatInput[]): readonly Verdict[] {
  const running = originals.filter((o) => (o.ended ?? null) === null);
  const carried = running.filter(isBoughtAnew);
  const oldSeats = sum(running.filter((o) => inFamily(o.skuId)).map((o) => o.seats));
  const newSeats = sum(carried.filter((o) => inFamily(o.target?.skuId ?? null)).map((o) => o.target?.seats ?? 0));
  const staying = sum(running.filter((o) => !isBoughtAnew(o) && inFamily(o.skuId)).map((o) => o.seats));
  const limit = figures().limit('family-seats');
  if (newSeats + staying > limit) {
    return [verdict('seats.family-cap', 'stop', ['L1', 'C14'], { seats: newSeats + staying, limit })];
  }
  if (newSeats > 0 && oldSeats + newSeats > limit) {
    return [
      verdict('seats.family-cap-overlap', 'warn', ['L1', 'L2'], {
        oldSeats,
        newSeats,
        seats: oldSeats + newSeats,
        limit,
      }),
    ];
  }
  return [];
}

function judgeSubscriptions(originals: readonly SeatInput[], inTenant: number | null): readonly Verdict[] {
  const running = originals.filter((o) => (o.ended ?? null) === null);
  const doubled = running.filter(isBoughtAnew).length;
  const active = Math.max(running.length, inTenant ?? 0);
  const limit = figures().limit('tenant-subscriptions');
  if (active > limit) return [verdict('seats.tenant-limit', 'stop', ['L4', 'R9'], { count: active, limit })];
  if (active + doubled > limit) {
    return [
      verdict('seats.tenant-limit-doubling', 'warn', ['R9', 'L4'], { count: active, total: active + doubled, limit }),
    ];
  }
  return [];
}

/** Beside the old one a new subscription runs for a time; as long as no path is chosen, that is what may happen. */
function isBoughtAnew({ path }: SeatInput): boolean {
  return path === undefined || path === null || path === 'buy-and-let-end';
}

function inFamily(skuId: string | null): boolean {
  return skuId !== null && figures().isInBusinessFamily(skuId);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function verdict(code: string, severity: Severity, sources: readonly SourceId[], params: Verdict['params']): Verdict {
  return { code, severity, params, sources };
}
