import type { LostPlan } from './judgement.ts';
import type { Capability, DataClass, ServicePlan, Sku } from './sku-facts.ts';

const WEIGHTS = ['high', 'medium', 'low'] as const;

/**
 * What of the original the target does not cover, heaviest first; one entry per plan and data class.
 *
 * Plans are compared by capability, not by class alone (rules E1, E2): a capability is covered when the target has the same one
 * at no lower level. So a deskless mailbox does not stand in for Exchange Plan 1, OneDrive alone not for SharePoint sites, the phone system
 * not for audio conferencing, and Exchange Plan 2 covers the archive add-on. A plan only adds capabilities: with one plan less the target
 * never covers more.
 */
export function lostPlans(
  original: Sku,
  target: Sku,
  dataClass: (id: string) => DataClass | null,
): readonly LostPlan[] {
  const offered = capabilitiesOf(target);
  const lost = original.plans.flatMap((plan) =>
    plan.capabilities.flatMap((needed): readonly LostPlan[] => {
      const same = offered.filter((c) => c.name === needed.name && c.dataClass === needed.dataClass);
      const ended = isGone(needed, dataClass);
      if (!ended && same.some((c) => reaches(c.levels, needed.levels))) return [];
      return [toLostPlan(plan, needed, same.length > 0 && !ended, dataClass)];
    }),
  );
  return heaviestFirst(onePerClass(lost));
}

/** Plans of the original that count and are not in the target, retired ones and directory carriers left out. */
export function missingPlans(original: Sku, target: Sku): readonly ServicePlan[] {
  const offered = new Set(target.plans.map((p) => p.id));
  return countedPlans(original).filter((p) => !offered.has(p.id));
}

/** Plans that count in a comparison: neither retired nor mere carriers of directory attributes. */
export function countedPlans(sku: Sku): readonly ServicePlan[] {
  return sku.plans.filter((p) => !p.retired && !isFoundation(p));
}

/** Capabilities of all plans of a SKU. */
export function capabilitiesOf(sku: Sku): readonly Capability[] {
  return sku.plans.flatMap((p) => p.capabilities);
}

/** The data of a service that ended for everybody is kept by no offer; mere access to it (low weight) is compared as usual. */
function isGone({ dataClass, weight }: Capability, find: (id: string) => DataClass | null): boolean {
  return weight !== 'low' && (find(dataClass)?.endedOn ?? null) !== null;
}

function reaches(offered: readonly number[], needed: readonly number[]): boolean {
  return needed.every((level, i) => (offered[i] ?? 0) >= level);
}

function toLostPlan(
  { id, title }: ServicePlan,
  { dataClass, weight }: Capability,
  reduced: boolean,
  find: (id: string) => DataClass | null,
): LostPlan {
  const facts = find(dataClass);
  return {
    servicePlanId: id,
    planName: title,
    dataClass,
    weight,
    // A service that is only smaller keeps its data; how long depends on the size, for which there is no source.
    retentionDays: reduced ? null : (facts?.retentionDays ?? null),
    ...(reduced ? { reduced } : {}),
    ...(facts?.holdsData === false ? { holdsData: false } : {}),
  };
}

/** Several plans of one class lost by one offer are told once for each plan, never twice for the same plan and class. */
function onePerClass(lost: readonly LostPlan[]): readonly LostPlan[] {
  const seen = new Map<string, LostPlan>();
  for (const plan of lost) {
    const key = `${plan.servicePlanId} ${plan.dataClass}`;
    const before = seen.get(key);
    if (before === undefined || (before.reduced === true && plan.reduced !== true)) seen.set(key, plan);
  }
  return [...seen.values()];
}

function heaviestFirst(lost: readonly LostPlan[]): readonly LostPlan[] {
  const rank = (p: LostPlan) => WEIGHTS.indexOf(p.weight) * 4 + (p.holdsData === false ? 2 : 0) + (p.reduced ? 1 : 0);
  return [...lost].sort((a, b) => rank(a) - rank(b) || a.planName.localeCompare(b.planName, 'en'));
}

/** Carrier of directory attributes in nearly every offer: no mailbox, nothing to miss. */
function isFoundation({ name }: ServicePlan): boolean {
  return name.startsWith('EXCHANGE_S_FOUNDATION');
}
