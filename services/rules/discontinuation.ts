import type { DiscontinuedOffer } from './fact-files.ts';
import type { SkuFacts } from './sku-facts.ts';

/**
 * Whether an offer can still be bought.
 * `closed` = only customers who have it already; `gone` = nobody; `ambiguous` = one SKU id in several programs, so that
 * the id alone cannot decide.
 */
export type Discontinuation =
  | { readonly kind: 'none' }
  | { readonly kind: 'closed' | 'gone'; readonly entry: DiscontinuedOffer }
  | { readonly kind: 'ambiguous'; readonly entries: readonly DiscontinuedOffer[] };

/** What the list of discontinued offers says about a SKU (rules R6, C10, E3). The list is not complete. */
export function discontinuationOf(facts: SkuFacts, skuId: string): Discontinuation {
  // A rename keeps the SKU id: the offer is still there under its new name.
  const entries = facts.discontinued(skuId).filter((e) => e.status !== 'renamed');
  const [entry, ...others] = entries;
  if (entry === undefined) return { kind: 'none' };
  if (others.length > 0) return { kind: 'ambiguous', entries };
  return { kind: entry.status === 'end-of-sale-new-customers' ? 'closed' : 'gone', entry };
}

/** Can be bought, at least by customers who have it. Whether a change of channel counts as a new purchase is not settled. */
export function isForSale(discontinuation: Discontinuation): boolean {
  return discontinuation.kind === 'none' || discontinuation.kind === 'closed';
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

/** Entries about several SKUs pair each with its own replacement (students are not offered the faculty offer). */
function isFor(replacement: DiscontinuedOffer['replacements'][number], originalSkuId: string): boolean {
  return replacement.for === undefined || replacement.for === originalSkuId;
}
