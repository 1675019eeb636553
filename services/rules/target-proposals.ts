import { discontinuationOf, isForSale, replacementsFor } from './discontinuation.ts';
import type { CatalogOffer, Equivalence, ProposedTarget } from './judgement.ts';
import { judgeEquivalence } from './offer-equivalence.ts';
import { capabilitiesOf } from './plan-loss.ts';
import { mayReplace } from './sku-audience.ts';
import type { Sku, SkuFacts } from './sku-facts.ts';

/** More than a person wants to compare on one card. */
const MOST = 6;

/**
 * Offers that could take the place of an original, best first, at most six (rules R3, R6):
 * same SKU, documented replacement of a discontinued offer, equivalent, then different with the least loss.
 * Never a trial; an add-on only in place of something that is no suite itself. Without a catalogue the same SKU and the documented replacements are
 * proposed from the facts, with `catalogSku` null. Empty when the original is not known.
 */
export function proposeTargets(
  facts: SkuFacts,
  sourceSkuId: string | null,
  catalogue: readonly CatalogOffer[],
): readonly ProposedTarget[] {
  if (sourceSkuId === null) return [];
  const id = sourceSkuId.trim().toLowerCase();
  const original = facts.find(id);
  const offers = catalogue.length > 0 ? catalogue : fromFacts(facts, id);
  return bestOffers(offers.filter((o) => isCandidate(facts, id, original, o)))
    .map((offer) => rank(facts, id, original, offer))
    .sort((a, b) => compare(a.rank, b.rank))
    .slice(0, MOST)
    .map((r) => r.proposal);
}

interface Candidate {
  readonly skuId: string;
  readonly title: string;
  readonly catalogSku: string | null;
  readonly minimumSeats: number | null;
  readonly isTrial: boolean;
  readonly isAddon: boolean;
}

function fromFacts(facts: SkuFacts, id: string): readonly Candidate[] {
  return [...new Set([id, ...replacementsFor(facts, id)])].map((skuId) => ({
    skuId,
    title: facts.find(skuId)?.name ?? skuId,
    catalogSku: null,
    minimumSeats: null,
    isTrial: false,
    isAddon: false,
  }));
}

function isCandidate(facts: SkuFacts, id: string, original: Sku | null, offer: Candidate): boolean {
  if (offer.isTrial) return false;
  if (offer.skuId === id) return true;
  const target = facts.find(offer.skuId);
  if (original === null || target === null) return false;
  if (offer.isAddon && isSuite(original)) return false;
  if (original.cloud !== target.cloud || !mayReplace(original, target)) return false;
  if (isDocumented(facts, id, target.skuId)) return true;
  return isForSale(discontinuationOf(facts, target.skuId)) && sharesSomething(original, target);
}

/** One offer per SKU id: the one with the smallest minimum. */
function bestOffers(offers: readonly Candidate[]): readonly Candidate[] {
  const best = new Map<string, Candidate>();
  for (const offer of offers) {
    const before = best.get(offer.skuId);
    if (before === undefined || (offer.minimumSeats ?? 0) < (before.minimumSeats ?? 0)) best.set(offer.skuId, offer);
  }
  return [...best.values()];
}

function rank(facts: SkuFacts, id: string, original: Sku | null, offer: Candidate) {
  const equivalence = judgeEquivalence(facts, id, offer.skuId);
  const documented = offer.skuId !== id && isDocumented(facts, id, offer.skuId);
  const proposal: ProposedTarget = {
    skuId: offer.skuId,
    name: offer.title,
    catalogSku: offer.catalogSku,
    equivalence,
    documented,
  };
  const group = equivalence.kind === 'same' ? 0 : documented ? 1 : equivalence.kind === 'equivalent' ? 2 : 3;
  const [high, medium, low] = loss(equivalence);
  const distance = distanceBetween(original, facts.find(offer.skuId));
  // Microsoft documents smaller and larger replacements side by side: the one that loses nothing comes first.
  return { proposal, rank: [group, high, medium, documented ? low : 0, distance + LOW_LOSS * low] };
}

/** A lost note counts like this many plans too many: E3 before E5 when both cover the data. */
const LOW_LOSS = 3;

/** Losses of high, medium and low weight; a service that only gets smaller counts half. */
function loss({ lost }: Equivalence): readonly [high: number, medium: number, low: number] {
  const count = (weight: string) =>
    lost.filter((p) => p.weight === weight).reduce((n, p) => n + (p.reduced ? 1 : 2), 0);
  return [count('high'), count('medium'), count('low')];
}

/** Plans that only one of the two has: of two offers that lose the same, the one closer to the original is proposed first. */
function distanceBetween(original: Sku | null, target: Sku | null): number {
  if (original === null || target === null) return 0;
  const own = new Set(original.plans.map((p) => p.id));
  const shared = target.plans.filter((p) => own.has(p.id)).length;
  return original.plans.length + target.plans.length - 2 * shared;
}

function isDocumented(facts: SkuFacts, originalSkuId: string, targetSkuId: string): boolean {
  return replacementsFor(facts, originalSkuId).includes(targetSkuId);
}

const SUITE_CLASSES = new Set(['exchange-mailbox', 'onedrive', 'sharepoint-sites', 'teams']);

/** A suite brings at least two of mailbox, files and Teams. */
function isSuite(sku: Sku): boolean {
  const classes = new Set(capabilitiesOf(sku).map((c) => c.dataClass));
  return [...classes].filter((c) => SUITE_CLASSES.has(c)).length >= 2;
}

function sharesSomething(original: Sku, target: Sku): boolean {
  const needed = capabilitiesOf(original).filter((c) => c.weight !== 'low');
  if (needed.length === 0) {
    const own = new Set(original.plans.filter((p) => !p.name.startsWith('EXCHANGE_S_FOUNDATION')).map((p) => p.id));
    return target.plans.some((p) => own.has(p.id));
  }
  const offered = new Set(capabilitiesOf(target).map((c) => c.name));
  return needed.some((c) => offered.has(c.name));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) {
    const difference = value - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
