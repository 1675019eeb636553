import type { Temporal } from 'temporal-polyfill';
import { isoOf } from './calendar-date.ts';
import type { DiscontinuedOffer } from './fact-files.ts';
import type { SkuFacts } from './sku-facts.ts';
import type { RowSource } from './sources.ts';

/**
 * Whether an offer can still be bought.
 * `closed` = only customers who have it already; `gone` = nobody; `retired` = Microsoft switched the service itself off on that
 * day (ISO); `ambiguous` = one SKU id in several programs, so that the id alone cannot decide.
 */
export type Discontinuation =
  | { readonly kind: 'none' }
  | { readonly kind: 'closed' | 'gone'; readonly entry: DiscontinuedOffer }
  | { readonly kind: 'retired'; readonly entry: DiscontinuedOffer; readonly on: string }
  | { readonly kind: 'ambiguous'; readonly entries: readonly DiscontinuedOffer[] };

/**
 * What the list of discontinued offers says about a SKU on a day, a UTC calendar date (rules R6, C10, E3). Without a day every date of the list
 * counts as past. The list is not complete.
 */
export function discontinuationOf(facts: SkuFacts, skuId: string, today?: Temporal.PlainDate): Discontinuation {
  // A rename keeps the SKU id: the offer is still there under its new name.
  const entries = facts.discontinued(skuId).filter((e) => e.status !== 'renamed' && hasBegun(e, today));
  const [entry, ...others] = entries;
  if (entry === undefined) return { kind: 'none' };
  if (others.length > 0) return { kind: 'ambiguous', entries };
  return stateOf(entry, today);
}

/** Can be bought, at least by customers who have it. Whether a change of channel counts as a new purchase is not settled. */
export function isForSale(discontinuation: Discontinuation): boolean {
  return discontinuation.kind === 'none' || discontinuation.kind === 'closed';
}

/** The entry that closes an offer to new customers, also where it is one of several programs. */
export function closingEntry(discontinuation: Discontinuation): DiscontinuedOffer | null {
  switch (discontinuation.kind) {
    case 'closed':
      return discontinuation.entry;
    case 'ambiguous':
      return discontinuation.entries.find((e) => e.status === CLOSED) ?? null;
    default:
      return null;
  }
}

/**
 * The documented replacement of a discontinued offer whose main SKU is the target. A replacement may be a pair (suite without Teams and
 * Teams beside it): the first SKU is the one that takes the place.
 */
export function replacementWith(entry: DiscontinuedOffer, originalSkuId: string, targetSkuId: string) {
  return entry.replacements.find((r) => isFor(r, originalSkuId) && r.skus[0] === targetSkuId);
}

/** Main SKU ids of all documented replacements for an original. */
export function replacementsFor(facts: SkuFacts, originalSkuId: string): readonly string[] {
  return facts
    .discontinued(originalSkuId)
    .flatMap((e) => e.replacements.filter((r) => isFor(r, originalSkuId)).flatMap((r) => r.skus.slice(0, 1)));
}

/** The entries a discontinuation rests on, as sources of a verdict: each has a page and a date of its own, and many are not confirmed. */
export function entrySources(discontinuation: Discontinuation): readonly RowSource[] {
  switch (discontinuation.kind) {
    case 'none':
      return [];
    case 'ambiguous':
      return discontinuation.entries.map(entrySource);
    default:
      return [entrySource(discontinuation.entry)];
  }
}

/** The same for one entry. */
export function entrySource({ offer, docUrl, lastVerified, confirmed }: DiscontinuedOffer): RowSource {
  return { rule: 'E3', title: offer, docUrl, lastVerified, confirmed };
}

const CLOSED = 'end-of-sale-new-customers';

function stateOf(entry: DiscontinuedOffer, today: Temporal.PlainDate | undefined): Discontinuation {
  const { retired } = entry.effective;
  if (entry.status === 'service-retired' && retired !== undefined) {
    return isPast(retired, today) ? { kind: 'retired', entry, on: retired } : { kind: 'closed', entry };
  }
  return { kind: entry.status === CLOSED ? 'closed' : 'gone', entry };
}

/** Some entries carry no date at all: they are about something long past. */
function hasBegun({ effective }: DiscontinuedOffer, today: Temporal.PlainDate | undefined): boolean {
  const dates = Object.values(effective);
  return dates.length === 0 || dates.some((date) => isPast(date, today));
}

/** A month begins on its first day. */
function isPast(date: string, today: Temporal.PlainDate | undefined): boolean {
  return today === undefined || date <= isoOf(today);
}

/** Entries about several SKUs pair each with its own replacement (students are not offered the faculty offer). */
function isFor(replacement: DiscontinuedOffer['replacements'][number], originalSkuId: string): boolean {
  return replacement.for === undefined || replacement.for === originalSkuId;
}
