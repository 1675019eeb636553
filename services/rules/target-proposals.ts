import type { Temporal } from 'temporal-polyfill';
import { isoOf } from './calendar-date.ts';
import { closingEntry, discontinuationOf, isForSale, replacementsFor } from './discontinuation.ts';
import type { CatalogOffer, Equivalence, ProposedTarget } from './judgement.ts';
import { characterOf, missingMainServices, type Trait } from './main-functions.ts';
import { judgeEquivalence } from './offer-equivalence.ts';
import { countedPlans } from './plan-loss.ts';
import { mayReplace, narrowsToFrontline } from './sku-audience.ts';
import type { Sku, SkuFacts } from './sku-facts.ts';
import { skuIdIn } from './sku-id.ts';
import { profileOf } from './sku-profile.ts';
import { specialUseOf } from './special-use.ts';

/** More than a person wants to compare on one card. */
const MOST = 6;

/** What is known beside the offers. */
export interface ProposalSurroundings {
  /** UTC calendar date; without it every date of the facts counts as past. */
  readonly today?: Temporal.PlainDate;
  /** Segments the customer buys in (`education`), best first; commercial offers follow. */
  readonly segments?: readonly string[];
}

/** More originals than a tenant holds kinds of offers: beyond them the remembered answers are forgotten. */
const MOST_REMEMBERED = 2_000;

const proposed = new WeakMap<SkuFacts, WeakMap<readonly CatalogOffer[], Map<string, readonly ProposedTarget[]>>>();

/**
 * Offers that could take the place of an original, best first, at most six (rules R3, R6, C10):
 *
 * 1. the same SKU;
 * 2. documented replacements of a discontinued offer;
 * 3. equivalent offers, those open to new customers first;
 * 4. equivalent offers that are mainly something else (Planner in place of SharePoint) or for frontline workers;
 * 5. different offers that bring the main services but lose data;
 * 6. only where there is nothing of 1 to 4: offers for a special use (robots, developers, devices, trials) the original is not for;
 * 7. only where there is nothing of 1 to 4: offers that lack a main service, if they bring at least one.
 *
 * Inside a group the offers open to new customers come first, then the least loss, then the offer closest to the original. Never a trial; an
 * add-on only in place of something that is no suite itself. Of an offer that stands several times in the catalogue the one of the customer's
 * segment is taken, then the commercial one. Without a catalogue the same SKU and the documented replacements are proposed from the facts, with
 * `catalogSku` null. Empty when the original is not known or is no SKU id.
 *
 * The answer is remembered by facts, catalogue, SKU id and surroundings; a catalogue is taken to be unchanged as long as it is the same list.
 */
export function proposeTargets(
  facts: SkuFacts,
  sourceSkuId: string | null,
  catalogue: readonly CatalogOffer[],
  around: ProposalSurroundings = {},
): readonly ProposedTarget[] {
  const id = sourceSkuId === null ? null : skuIdIn(sourceSkuId);
  if (id === null) return [];
  const byCatalogue =
    proposed.get(facts) ?? new WeakMap<readonly CatalogOffer[], Map<string, readonly ProposedTarget[]>>();
  proposed.set(facts, byCatalogue);
  const byOriginal = byCatalogue.get(catalogue) ?? new Map<string, readonly ProposedTarget[]>();
  byCatalogue.set(catalogue, byOriginal);
  const day = around.today === undefined ? '' : isoOf(around.today);
  const key = `${id} ${day} ${around.segments?.join(' ') ?? ''}`;
  let targets = byOriginal.get(key);
  if (targets === undefined) {
    targets = Object.freeze(findTargets(facts, id, catalogue, around));
    if (byOriginal.size >= MOST_REMEMBERED) byOriginal.clear();
    byOriginal.set(key, targets);
  }
  return targets;
}

function findTargets(
  facts: SkuFacts,
  id: string,
  catalogue: readonly CatalogOffer[],
  { today, segments = [] }: ProposalSurroundings,
): readonly ProposedTarget[] {
  const original = facts.find(id);
  const replacements = new Set(replacementsFor(facts, id).filter((r) => r !== id));
  const offers = catalogue.length > 0 ? foldedOf(catalogue) : fromFacts(facts, id, replacements);
  const suits = candidatesFor(facts, id, original, replacements, today);
  const ranked = bestOffers(offers.filter(suits), [...segments, COMMERCIAL]).map((o) =>
    rank(facts, id, original, o, replacements.has(o.skuId), today),
  );
  const hasBetter = ranked.some((r) => r.group <= Group.elsewhere);
  return ranked
    .filter((r) => r.group < Group.special || !hasBetter)
    .sort((a, b) => compare(a.rank, b.rank))
    .slice(0, MOST)
    .map((r) => r.proposal);
}

const folded = new WeakMap<readonly CatalogOffer[], readonly Candidate[]>();

/** The offers of a catalogue with their SKU ids as the facts write them, made once for a list. */
function foldedOf(catalogue: readonly CatalogOffer[]): readonly Candidate[] {
  const known = folded.get(catalogue) ?? catalogue.map((o) => ({ ...o, skuId: o.skuId.trim().toLowerCase() }));
  folded.set(catalogue, known);
  return known;
}

interface Candidate {
  readonly skuId: string;
  readonly title: string;
  readonly catalogSku: string | null;
  readonly minimumSeats: number | null;
  readonly segment: string | null;
  readonly isTrial: boolean;
  readonly isAddon: boolean;
}

function fromFacts(facts: SkuFacts, id: string, replacements: ReadonlySet<string>): readonly Candidate[] {
  return [id, ...replacements].map((skuId) => ({
    skuId,
    title: facts.find(skuId)?.name ?? skuId,
    catalogSku: null,
    minimumSeats: null,
    segment: null,
    isTrial: false,
    isAddon: false,
  }));
}

function candidatesFor(
  facts: SkuFacts,
  id: string,
  original: Sku | null,
  replacements: ReadonlySet<string>,
  today: Temporal.PlainDate | undefined,
) {
  const suite = original !== null && isSuite(original);
  const shares = original === null ? () => false : sharingWith(original);
  return (offer: Candidate): boolean => {
    if (offer.isTrial) return false;
    if (offer.skuId === id) return true;
    const target = facts.find(offer.skuId);
    if (original === null || target === null) return false;
    if (offer.isAddon && suite) return false;
    if (original.cloud !== target.cloud || !mayReplace(original, target)) return false;
    const selling = discontinuationOf(facts, offer.skuId, today);
    // Documented long ago, a replacement may be gone itself.
    if (replacements.has(offer.skuId)) return isForSale(selling) || selling.kind === 'ambiguous';
    return isForSale(selling) && shares(target);
  };
}

const COMMERCIAL = 'commercial';

/** One offer per SKU id: the one of the first of these segments, and there the one with the smallest minimum. */
function bestOffers(offers: readonly Candidate[], segments: readonly string[]): readonly Candidate[] {
  const rankOf = ({ segment }: Candidate): number => {
    // An offer of no segment is for everybody.
    const place = segments.indexOf(segment?.toLowerCase() ?? COMMERCIAL);
    return place === -1 ? segments.length : place;
  };
  const best = new Map<string, Candidate>();
  for (const offer of offers) {
    const before = best.get(offer.skuId);
    if (before === undefined || compare(order(offer), order(before)) < 0) best.set(offer.skuId, offer);
  }
  return [...best.values()];

  function order(offer: Candidate): readonly number[] {
    return [rankOf(offer), offer.minimumSeats ?? 0];
  }
}

const Group = { same: 0, documented: 1, equivalent: 2, elsewhere: 3, different: 4, special: 5, lacking: 6 } as const;
type Group = (typeof Group)[keyof typeof Group];

interface Ranked {
  readonly proposal: ProposedTarget;
  readonly group: Group;
  readonly rank: readonly number[];
}

function rank(
  facts: SkuFacts,
  id: string,
  original: Sku | null,
  offer: Candidate,
  documented: boolean,
  today: Temporal.PlainDate | undefined,
): Ranked {
  const equivalence = judgeEquivalence(facts, id, offer.skuId, today);
  const target = facts.find(offer.skuId);
  const proposal = { skuId: offer.skuId, name: offer.title, catalogSku: offer.catalogSku, equivalence, documented };
  const group = groupOf(facts, original, target, proposal);
  const isClosed = closingEntry(discontinuationOf(facts, offer.skuId, today)) !== null ? 1 : 0;
  const [high, medium, low] = loss(equivalence);
  const distance = distanceBetween(original, target);
  // Microsoft documents smaller and larger replacements side by side: the one that loses nothing comes first.
  return { proposal, group, rank: [group, isClosed, high, medium, documented ? low : 0, distance + LOW_LOSS * low] };
}

function groupOf(
  facts: SkuFacts,
  original: Sku | null,
  target: Sku | null,
  { equivalence, documented }: ProposedTarget,
): Group {
  if (equivalence.kind === 'same') return Group.same;
  if (documented) return Group.documented;
  if (original === null || target === null) return Group.different;
  if (equivalence.needsConfirmation && missingMainServices(facts, original, target).length > 0) return Group.lacking;
  const use = specialUseOf(target);
  if (use !== null && use !== specialUseOf(original)) return Group.special;
  if (equivalence.kind !== 'equivalent' && equivalence.verdict.severity === 'stop') return Group.different;
  if (narrowsToFrontline(original, target) || isMainlyElse(facts, original, target)) return Group.elsewhere;
  return Group.equivalent;
}

/** A lost note counts like this many plans too many: E3 before E5 when both cover the data. */
const LOW_LOSS = 3;

/** Losses of high, medium and low weight; a service that only gets smaller counts half. */
function loss({ lost }: Equivalence): readonly [high: number, medium: number, low: number] {
  const counts = { high: 0, medium: 0, low: 0 };
  for (const { weight, reduced } of lost) counts[weight] += reduced ? 1 : 2;
  return [counts.high, counts.medium, counts.low];
}

/** Plans that only one of the two has: of two offers that lose the same, the one closer to the original is proposed first. */
function distanceBetween(original: Sku | null, target: Sku | null): number {
  if (original === null || target === null) return 0;
  const { planIds } = profileOf(original);
  const shared = target.plans.reduce((n, p) => n + (planIds.has(p.id) ? 1 : 0), 0);
  return original.plans.length + target.plans.length - 2 * shared;
}

const SUITE_CLASSES: ReadonlySet<string> = new Set(['exchange-mailbox', 'onedrive', 'sharepoint-sites', 'teams']);

/** A suite brings at least two of mailbox, files and Teams. */
function isSuite(sku: Sku): boolean {
  const classes = new Set(profileOf(sku).given.map(({ capability }) => capability.dataClass));
  return [...classes].filter((c) => SUITE_CLASSES.has(c)).length >= 2;
}

/** Mainly something else: its most telling function makes up this share of it, and tells so many times more than anything in the original. */
const ELSE = { share: 1 / 8, times: 2 };

/**
 * Whether an offer that covers the original is bought for something the original has nothing of: Planner covers SharePoint, but nobody looks
 * for Planner then. A suite is never mainly one thing.
 */
function isMainlyElse(facts: SkuFacts, original: Sku, target: Sku): boolean {
  const { traits, weight } = characterOf(facts, target);
  const most = traits
    .filter((t) => t.counts)
    .reduce<Trait | null>((a, b) => (a !== null && a.bits >= b.bits ? a : b), null);
  if (most === null || profileOf(original).levels.has(most.given.kind)) return false;
  const own = Math.max(0, ...characterOf(facts, original).traits.map((t) => (t.counts ? t.bits : 0)));
  return most.bits > weight * ELSE.share && most.bits > own * ELSE.times;
}

/** Whether a target has anything of weight that the original has; where that has none, any of its plans. */
function sharingWith(original: Sku): (target: Sku) => boolean {
  const { given, planIds } = profileOf(original);
  const needed = new Set(given.filter(({ capability }) => capability.weight !== 'low').map(({ kind }) => kind));
  if (needed.size > 0) {
    return (target) => profileOf(target).given.some(({ kind }) => needed.has(kind));
  }
  return (target) => countedPlans(target).some((p) => planIds.has(p.id));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) {
    const difference = value - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
