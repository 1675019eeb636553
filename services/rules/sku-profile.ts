import type { Capability, ServicePlan, Sku, SkuFacts } from './sku-facts.ts';

/** One capability a SKU has, and the plan that gives it. */
export interface Given {
  readonly plan: ServicePlan;
  readonly capability: Capability;
  /** Two capabilities are of one kind when class and name are the same. */
  readonly kind: string;
}

/** What a SKU has, looked up fast: made once per SKU. */
export interface SkuProfile {
  readonly given: readonly Given[];
  /** By kind of capability: every level the SKU has it at. */
  readonly levels: ReadonlyMap<string, readonly (readonly number[])[]>;
  readonly planIds: ReadonlySet<string>;
  /** Services that have several ids, by name: the highest level of each. */
  readonly services: ReadonlyMap<string, number>;
}

const profiles = new WeakMap<Sku, SkuProfile>();

/** Capabilities of a SKU, by plan and by kind. */
export function profileOf(sku: Sku): SkuProfile {
  let profile = profiles.get(sku);
  if (profile === undefined) {
    profile = makeProfile(sku);
    profiles.set(sku, profile);
  }
  return profile;
}

/** `full` at the needed level, `reduced` below it, `none`. */
export function coverage({ levels }: SkuProfile, { kind, capability }: Given): 'full' | 'reduced' | 'none' {
  const offered = levels.get(kind);
  if (offered === undefined) return 'none';
  return offered.some((o) => reaches(o, capability.levels)) ? 'full' : 'reduced';
}

/** Whether a SKU has a plan, or the same service under another id. */
export function hasPlan({ planIds, services }: SkuProfile, { id, service }: ServicePlan): boolean {
  return planIds.has(id) || (service !== null && (services.get(service.name) ?? 0) >= service.level);
}

const rarities = new WeakMap<SkuFacts['skus'], Map<string, number>>();

/**
 * How much having a capability at a level tells about an offer, in bits: log2(all SKUs / SKUs that cover it). What nearly every offer has says
 * next to nothing (OneDrive: 2 bits), what few have says what the offer is (Visio desktop app: 7 bits).
 */
export function rarityOf(skus: SkuFacts['skus'], given: Given): number {
  let known = rarities.get(skus);
  if (known === undefined) {
    known = new Map();
    rarities.set(skus, known);
  }
  const key = `${given.kind} ${given.capability.levels.join(' ')}`;
  let bits = known.get(key);
  if (bits === undefined) {
    const having = skus.reduce((n, sku) => n + (coverage(profileOf(sku), given) === 'full' ? 1 : 0), 0);
    bits = Math.log2(skus.length / Math.max(having, 1));
    known.set(key, bits);
  }
  return bits;
}

function makeProfile(sku: Sku): SkuProfile {
  const given = sku.plans.flatMap((plan) =>
    plan.capabilities.map((capability) => ({ plan, capability, kind: `${capability.dataClass} ${capability.name}` })),
  );
  const levels = new Map<string, (readonly number[])[]>();
  for (const { kind, capability } of given) {
    const before = levels.get(kind);
    if (before === undefined) levels.set(kind, [capability.levels]);
    else before.push(capability.levels);
  }
  const services = new Map<string, number>();
  for (const { service } of sku.plans) {
    if (service !== null) services.set(service.name, Math.max(service.level, services.get(service.name) ?? 0));
  }
  return { given, levels, planIds: new Set(sku.plans.map((p) => p.id)), services };
}

function reaches(offered: readonly number[], needed: readonly number[]): boolean {
  return needed.every((level, i) => (offered[i] ?? 0) >= level);
}
