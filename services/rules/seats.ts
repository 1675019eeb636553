import { figures } from './figures.ts';
import type { CatalogOffer, SeatInput } from './judgement.ts';
import type { SourceId } from './sources.ts';
import type { Severity, Verdict } from './verdict.ts';

/** Seat verdicts of each original, and those that concern the customer as a whole. */
export interface SeatJudgement {
  /** In the order of the originals: two that were entered with the same id are both judged. */
  readonly each: readonly (readonly Verdict[])[];
  /** The same by id; those of originals with the same id together. */
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
 * across the Business family while old and new run side by side, and 300 subscriptions in a tenant. What another tenant holds counts in neither.
 * A number that is none is asked for, and nothing is concluded from it.
 */
export function judgeSeats(originals: readonly SeatInput[], around: SeatSurroundings = {}): SeatJudgement {
  const each = originals.map((o) => judgeOriginal(o, around.catalogue ?? []));
  const byOriginal = new Map<string, readonly Verdict[]>();
  for (const [i, { id }] of originals.entries())
    byOriginal.set(id, [...(byOriginal.get(id) ?? []), ...(each[i] ?? [])]);
  return {
    each,
    byOriginal,
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
  else if (isCount(seats) && assignedSeats > seats)
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
  // With a number that was just called impossible nothing is compared.
  if (assignedSeats !== null && isCount(assignedSeats) && target.seats < assignedSeats) {
    const count = assignedSeats - target.seats;
    verdicts.push(
      verdict('seats.fewer-than-assigned', 'stop', ['R3', 'E4'], { ...params, assigned: assignedSeats, count }),
    );
  } else if (!isCount(seats)) {
    // What there was before is asked for.
  } else if (target.seats < seats) {
    verdicts.push(verdict('seats.fewer-than-before', 'warn', ['R3', 'R4'], { ...params, count: seats - target.seats }));
  } else if (target.seats > seats) {
    verdicts.push(
      verdict('seats.more-than-before', 'note', ['R3', 'N3'], {
        ...params,
        count: target.seats - seats,
        days: figures().days('cancellation-window'),
      }),
    );
  } else verdicts.push(verdict('seats.unchanged', 'ok', ['R4'], params));

  const offer = target.catalogSku === null ? undefined : offersOf(catalogue).get(target.catalogSku);
  return [...verdicts, ...(offer === undefined ? [] : judgeLimits(offer, params))];
}

function judgeLimits(
  { minimumSeats: minimum, maximumSeats: maximum }: CatalogOffer,
  params: { readonly name: string; readonly seats: number },
): readonly Verdict[] {
  if (minimum !== null && maximum !== null && minimum > maximum) {
    return [verdict('seats.limits-contradict', 'ask', ['L11'], { ...params, minimum, maximum })];
  }
  if (minimum !== null && params.seats < minimum) {
    return [verdict('seats.below-minimum', 'stop', ['L11'], { ...params, limit: minimum })];
  }
  if (maximum !== null && params.seats > maximum) {
    return [verdict('seats.above-maximum', 'stop', ['L1', 'L2'], { ...params, limit: maximum })];
  }
  return [];
}

const offersByCatalogue = new WeakMap<readonly CatalogOffer[], ReadonlyMap<string, CatalogOffer>>();

/** A catalogue by its SKU, made once for a list: it is taken to be unchanged as long as it is the same list. */
function offersOf(catalogue: readonly CatalogOffer[]): ReadonlyMap<string, CatalogOffer> {
  const offers = offersByCatalogue.get(catalogue) ?? new Map(catalogue.map((o) => [o.catalogSku, o]));
  offersByCatalogue.set(catalogue, offers);
  return offers;
}

/** Old and new count together while both run: the overlap is what hits the cap unexpectedly. What has ended leaves its new seats behind. */
function judgeFamily(originals: readonly SeatInput[]): readonly Verdict[] {
  const inFamily = (skuId: string | null | undefined) => skuId != null && figures().isInBusinessFamily(skuId);
  const old = originals.filter((o) => isRunningHere(o) && inFamily(o.skuId));
  const oldSeats = sum(old.map((o) => o.seats));
  const staying = sum(old.filter((o) => !isBoughtAnew(o)).map((o) => o.seats));
  // A transfer brings the same seats along; whatever it is called at its old place, here it stays.
  const transferred = sum(
    originals.filter((o) => !isRunning(o) && isCarriedOver(o) && inFamily(o.skuId)).map((o) => o.seats),
  );
  const bought = originals.filter((o) => isBoughtAnew(o) && inFamily(o.target?.skuId));
  const newSeats = sum(bought.map((o) => o.target?.seats ?? 0));
  const limit = figures().limit('family-seats');
  const after = newSeats + staying + transferred;
  if (after > limit) return [verdict('seats.family-cap', 'stop', ['L1', 'C14'], { seats: after, limit })];
  const together = oldSeats + transferred + newSeats;
  if (newSeats > 0 && together > limit) {
    const params = { oldSeats: oldSeats + transferred, newSeats, seats: together, limit };
    return [verdict('seats.family-cap-overlap', 'warn', ['L1', 'L2'], params)];
  }
  return [];
}

function judgeSubscriptions(originals: readonly SeatInput[], inTenant: number | null): readonly Verdict[] {
  const running = originals.filter(isRunningHere);
  const doubled = running.filter(isBoughtAnew).length;
  const active = Math.max(running.length, inTenant !== null && isCount(inTenant) ? inTenant : 0);
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

/** Carried over as it is, by a transfer or a channel renewal. */
function isCarriedOver({ path }: SeatInput): boolean {
  return path === 'transfer' || path === 'channel-renewal';
}

function isRunning({ ended }: SeatInput): boolean {
  return (ended ?? null) === null;
}

/** What another tenant holds takes no seat and no place in this one. */
function isRunningHere(original: SeatInput): boolean {
  return isRunning(original) && original.source !== 'other-tenant';
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Numbers that are none are asked for elsewhere: they neither hide a cap nor reach it. */
function sum(values: readonly number[]): number {
  return values.filter(isCount).reduce((a, b) => a + b, 0);
}

function verdict(code: string, severity: Severity, sources: readonly SourceId[], params: Verdict['params']): Verdict {
  return { code, severity, params, sources };
}
