import { missingPlans } from './plan-loss.ts';
import type { ServicePlan, Sku, SkuFacts } from './sku-facts.ts';
import { coverage, type Given, profileOf, rarityOf, type SkuProfile } from './sku-profile.ts';

/** Losing this share of what tells an offer from others makes the target another offer. */
const TELLING_SHARE = 1 / 4;

/**
 * The main services of the original that the target does not bring, most telling first; empty when the target is of the same kind (rules R3,
 * R6, E1). What makes an offer what it is:
 *
 * - Functions of the classes marked `main` (desktop apps, Windows, the Project app): without them it is another offer, however much else
 *   there is.
 * - Otherwise rarity decides. Every capability weighs `log2(all SKUs / SKUs that have it)`: OneDrive, which half of all offers have, weighs
 *   little, the Visio app much. Small data services (To Do, Forms, Sway) do not count unless there is nothing else. A target that lacks a quarter
 *   of that weight is another offer; a smaller level of a capability counts by the difference in rarity.
 * - Where an offer holds no data at all, its functions are the product: losing any of them makes it another one.
 * - Where the plans are not classified at all, each of them counts.
 *
 * With a plan less in the target the list never gets empty again. Services that ended for everybody do not count.
 */
export function missingMainServices(facts: SkuFacts, original: Sku, target: Sku): readonly ServicePlan[] {
  const own = characterOf(facts, original);
  if (own.traits.length === 0) return missingPlans(original, target);

  const offered = profileOf(target);
  const lost = own.traits
    .map((trait) => ({ trait, bits: lostBits(facts, offered, trait) }))
    .filter(({ bits }) => bits > 0)
    .sort((a, b) => b.bits - a.bits);
  if (!own.holdsData) return plansOf(lost);
  const main = lost.filter(({ trait }) => trait.isMain && coverage(offered, trait.given) === 'none');
  if (main.length > 0) return plansOf(main);
  const missing = lost.filter(({ trait }) => trait.counts);
  const weight = missing.reduce((sum, { bits }) => sum + bits, 0);
  return missing.length > 0 && weight >= own.weight * TELLING_SHARE ? plansOf(missing) : [];
}

/** One kind of capability of an offer at its rarest level. */
export interface Trait {
  readonly given: Given;
  /** Rarity, see `rarityOf`. */
  readonly bits: number;
  /** A function without which it is another offer. */
  readonly isMain: boolean;
  /** False for small data services beside something larger. */
  readonly counts: boolean;
}

/** What tells an offer from others. */
export interface Character {
  readonly traits: readonly Trait[];
  /** Rarity of all that counts. */
  readonly weight: number;
  readonly holdsData: boolean;
}

const characters = new WeakMap<SkuFacts, WeakMap<Sku, Character>>();

/** What tells an offer from others: its capabilities by rarity, made once per SKU. */
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
    rarest.set(given.kind, { given, bits, isMain: dataClass?.isMain === true, counts });
  }
  const all = [...rarest.values()];
  const traits = all.some((t) => t.counts) ? all : all.map((t) => ({ ...t, counts: true }));
  return { traits, holdsData, weight: traits.reduce((sum, t) => sum + (t.counts ? t.bits : 0), 0) };
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

function plansOf(lost: readonly { readonly trait: Trait }[]): readonly ServicePlan[] {
  return [...new Set(lost.map(({ trait }) => trait.given.plan))];
}
