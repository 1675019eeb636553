import { countedPlans } from './plan-loss.ts';
import type { ServicePlan, Sku, SkuFacts } from './sku-facts.ts';
import { coverage, type Given, hasPlan, profileOf, rarityOf, type SkuProfile } from './sku-profile.ts';

/** Losing this share of what tells an offer from others makes the target another offer. */
const TELLING_SHARE = 1 / 4;

/** A plan that no more offers than this have is the product itself: who loses it has another offer, however much else there is. */
const RARE = 3;

/** What more offers than one in this many have says nothing about any of them. */
const COMMON_SHARE = 8;

/** A small data service says what the offer is where it tells so many times more than all else in it. */
const MORE_TELLING = 2;

/** A capability this rare (one offer in 32) says by itself what the offer is. */
const TELLING_BITS = 5;

/**
 * The main services of the original that the target does not bring, most telling first; empty when the target is of the same kind (rules R3,
 * R6, E1). What makes an offer what it is:
 *
 * - Functions of the classes marked `main` (desktop apps, Windows, the Project app), and what only very few offers have: without them it is
 *   another offer, however much else there is.
 * - Otherwise rarity decides. Every capability weighs `log2(all SKUs / SKUs that have it)`: OneDrive, which half of all offers have, weighs
 *   little, the Visio app much. Small data services (To Do, Forms, Sway) do not count unless they are by far the rarest thing there is. A target that
 *   lacks a quarter of that weight is another offer; a smaller level of a capability counts by the difference in rarity.
 * - A service plan without a capability of its own, and one whose capability is only what a product stores its data in (Dataverse), is told
 *   by its id and weighs by how few offers have it; a common one weighs nothing.
 * - Where an offer holds no data at all, its functions are the product: losing any of them makes it another one.
 * - Where no plan is classified at all, each of them counts.
 *
 * With a plan less in the target the list never gets empty again. Services that ended for everybody do not count.
 */
export function missingMainServices(facts: SkuFacts, original: Sku, target: Sku): readonly ServicePlan[] {
  const own = characterOf(facts, original);
  const offered = profileOf(target);
  const lostPlans = own.plans.filter(({ plan }) => !hasPlan(offered, plan));
  if (own.traits.length === 0) return mostTelling(lostPlans);

  const lost = own.traits
    .map((trait) => ({ plan: trait.given.plan, trait, bits: lostBits(facts, offered, trait) }))
    .filter(({ bits }) => bits > 0);
  const main = [
    ...lost.filter(({ trait }) => !own.holdsData || isProduct(trait, coverage(offered, trait.given))),
    ...lostPlans.filter(({ isRare }) => isRare),
  ];
  if (main.length > 0) return mostTelling(main);
  const missing = [...lost.filter(({ trait }) => trait.counts), ...lostPlans.filter(({ bits }) => bits > 0)];
  const weight = missing.reduce((sum, { bits }) => sum + bits, 0);
  return missing.length > 0 && weight >= (own.weight + own.planWeight) * TELLING_SHARE ? mostTelling(missing) : [];
}

/** One kind of capability of an offer at its rarest level. */
export interface Trait {
  readonly given: Given;
  /** Rarity, see `rarityOf`. */
  readonly bits: number;
  /** A function without which it is another offer. */
  readonly isMain: boolean;
  /** Only very few offers have it. */
  readonly isRare: boolean;
  /** False for small data services beside something larger. */
  readonly counts: boolean;
}

/** A service plan that tells by its id which offer it is. */
interface PlanTrait {
  readonly plan: ServicePlan;
  /** Rarity above what is common. */
  readonly bits: number;
  readonly isRare: boolean;
}

/** What tells an offer from others. */
export interface Character {
  readonly traits: readonly Trait[];
  readonly plans: readonly PlanTrait[];
  /** Rarity of all capabilities that count. */
  readonly weight: number;
  readonly planWeight: number;
  readonly holdsData: boolean;
}

const characters = new WeakMap<SkuFacts, WeakMap<Sku, Character>>();

/** What tells an offer from others: its capabilities and plans by rarity, made once per SKU. */
export function characterOf(facts: SkuFacts, sku: Sku): Character {
  const known = characters.get(facts) ?? new WeakMap<Sku, Character>();
  characters.set(facts, known);
  const character = known.get(sku) ?? makeCharacter(facts, sku);
  known.set(sku, character);
  return character;
}

function makeCharacter(facts: SkuFacts, sku: Sku): Character {
  const rarest = new Map<string, Trait>();
  let holdsData = false;
  for (const given of profileOf(sku).given) {
    const dataClass = facts.dataClass(given.capability.dataClass);
    holdsData ||= dataClass?.holdsData === true;
    if ((dataClass?.endedOn ?? null) !== null) continue;
    const bits = rarityOf(facts.skus, given);
    if (bits < (rarest.get(given.kind)?.bits ?? 0)) continue;
    const counts = given.capability.weight !== 'low' || dataClass?.holdsData !== true;
    const isRare = bits >= Math.log2(facts.skus.length / RARE);
    rarest.set(given.kind, { given, bits, isMain: dataClass?.isMain === true, isRare, counts });
  }
  const all = [...rarest.values()];
  const plans = plansOf(facts, sku, all);
  const rest = Math.max(0, ...all.filter((t) => t.counts).map((t) => t.bits), ...plans.map((p) => p.bits));
  const traits = all.map((t) => ({ ...t, counts: t.counts || t.bits >= rest * MORE_TELLING }));
  return {
    traits,
    plans,
    holdsData,
    weight: traits.reduce((sum, t) => sum + (t.counts ? t.bits : 0), 0),
    planWeight: plans.reduce((sum, { bits }) => sum + bits, 0),
  };
}

/** Plans told by their id. Where nothing is classified all that count, where nothing else tells what the offer is its underlay too. */
function plansOf(facts: SkuFacts, sku: Sku, traits: readonly Trait[]): readonly PlanTrait[] {
  const counted = countedPlans(sku);
  const telling = counted.filter((p) => !p.isExtra);
  const hasUnderlay = traits.every((t) => !t.counts || t.bits < TELLING_BITS);
  return (traits.length === 0 && telling.length === 0 ? counted : telling)
    .filter((p) => p.capabilities.every((c) => hasUnderlay && facts.dataClass(c.dataClass)?.isUnderlay === true))
    .map((plan) => toPlanTrait(facts, plan))
    .filter(({ plan, isRare }) => isRare || plan.capabilities.length === 0);
}

function toPlanTrait({ skus }: SkuFacts, plan: ServicePlan): PlanTrait {
  const having = holdersOf(skus, plan);
  const isRare = having <= RARE;
  const bits = Math.log2(skus.length / having);
  return { plan, bits: isRare ? bits : Math.max(0, bits - Math.log2(COMMON_SHARE)), isRare };
}

const holders = new WeakMap<SkuFacts['skus'], Map<string, number>>();

/** How many SKUs have a plan, or the same service under another id. */
function holdersOf(skus: SkuFacts['skus'], plan: ServicePlan): number {
  const known = holders.get(skus) ?? new Map<string, number>();
  holders.set(skus, known);
  const count = known.get(plan.id) ?? skus.reduce((n, sku) => n + (hasPlan(profileOf(sku), plan) ? 1 : 0), 0);
  known.set(plan.id, count);
  return Math.max(count, 1);
}

/** A main function that is gone, or something very few offers have that is gone or smaller. */
function isProduct({ isMain, isRare }: Trait, covered: 'full' | 'reduced' | 'none'): boolean {
  return covered === 'none' && (isMain || isRare);
}

function lostBits({ skus }: SkuFacts, offered: SkuProfile, { given, bits }: Trait): number {
  const covered = coverage(offered, given);
  if (covered === 'full') return 0;
  if (covered === 'none') return bits;
  const levels = offered.levels.get(given.kind) ?? [];
  const best = Math.max(
    ...levels.map((l) => rarityOf(skus, { ...given, capability: { ...given.capability, levels: l } })),
  );
  return Math.max(bits - best, 0);
}

function mostTelling(lost: readonly { readonly plan: ServicePlan; readonly bits: number }[]): readonly ServicePlan[] {
  return [...new Set([...lost].sort((a, b) => b.bits - a.bits).map(({ plan }) => plan))];
}
