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

  const offer = catalogue.find((o) => o.catalogSku === target.catalogSku);
  if (offer?.minimumSeats != null && target.seats < offer.minimumSeats) {
    verdicts.push(verdict('seats.below-minimum', 'stop', ['L11'], { ...params, limit: offer.minimumSeats }));
  }
  if (offer?.maximumSeats != null && target.seats > offer.maximumSeats) {
    verdicts.push(verdict('seats.above-maximum', 'stop', ['L1', 'L2'], { ...params, limit: offer.maximumSeats }));
  }
  return verdicts;
}

const FAMILY_CAP = 300;

/** Microsoft 365 Business Basic, Standard, Premium and Apps for business, in all their SKU ids. */
const BUSINESS_FAMILY: ReadonlySet<string> = new Set([
  'b214fe43-f5a3-4703-beeb-fa97188220fc', // SMB_BUSINESS
  'cdd28e44-67e3-425e-be4c-737fab2899d3', // O365_BUSINESS
  '3b555118-da6a-4418-894f-7df1e2096870', // O365_BUSINESS_ESSENTIALS
  'dab7782a-93b1-4074-8bb1-0e61318bea0b', // SMB_BUSINESS_ESSENTIALS
  '21502a13-c8dc-4744-be9c-177fd9d2eafc', // Microsoft_365_Business_Basic_(no Teams)
  'b1f3042b-a390-4b56-ab61-b88e7e767a97', // Microsoft_365_Business_Basic_EEA_(no_Teams)
  'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46', // SPB
  '00e1ec7b-e4a3-40d1-9441-b69b597ab222', // Microsoft_365_ Business_ Premium_(no Teams)
  '24c35284-d768-4e53-84d9-b7ae73dddf69', // Microsoft_365_Business_Premium_Donation_(Non_Profit_Pricing)
  'a3f586b6-8cce-4d9b-99d6-55238397f77a', // Office_365_w/o_Teams_Bundle_Business_Premium
  'f245ecc8-75af-4f8e-b61f-27d8114de5f3', // O365_BUSINESS_PREMIUM
  '5a1c7b8d-0739-4ca8-bf69-ec87e69133ac', // MICROSOFT_365_BUSINESS_STANDARD_NO_TEAMS
  'ac5cef5d-921b-4f97-9ef3-c99076e5470f', // SMB_BUSINESS_PREMIUM
  'c1f79c29-5d7a-4bec-a2c1-1a76774864c0', // Office_365_w/o_Teams_Bundle_Business_Standard
  'ffa3a2a0-3820-462a-aa81-8a4d741f0cba', // Microsoft_365_Business_Standard_EEA_(no_Teams)
]);

/** Old and new count together while both run: the overlap is what hits the cap unexpectedly. */
function judgeFamily(originals: readonly SeatInput[]): readonly Verdict[] {
  const running = originals.filter((o) => (o.ended ?? null) === null);
  const carried = running.filter((o) => o.path === undefined || o.path === null || o.path === 'buy-and-let-end');
  const oldSeats = sum(running.filter((o) => inFamily(o.skuId)).map((o) => o.seats));
  const newSeats = sum(carried.filter((o) => inFamily(o.target?.skuId ?? null)).map((o) => o.target?.seats ?? 0));
  const staying = sum(running.filter((o) => !carried.includes(o) && inFamily(o.skuId)).map((o) => o.seats));
  const limit = FAMILY_CAP;
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

const TENANT_LIMIT = 300;

function judgeSubscriptions(originals: readonly SeatInput[], inTenant: number | null): readonly Verdict[] {
  const running = originals.filter((o) => (o.ended ?? null) === null);
  const doubled = running.filter((o) => o.path === undefined || o.path === null || o.path === 'buy-and-let-end').length;
  const active = Math.max(running.length, inTenant ?? 0);
  const limit = TENANT_LIMIT;
  if (active > limit) return [verdict('seats.tenant-limit', 'stop', ['L4', 'R9'], { count: active, limit })];
  if (active + doubled > limit) {
    return [
      verdict('seats.tenant-limit-doubling', 'warn', ['R9', 'L4'], { count: active, total: active + doubled, limit }),
    ];
  }
  return [];
}

function inFamily(skuId: string | null): boolean {
  return skuId !== null && BUSINESS_FAMILY.has(skuId.trim().toLowerCase());
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
