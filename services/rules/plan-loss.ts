import type { LostPlan } from './judgement.ts';
import type { Capability, DataClass, ServicePlan, Sku } from './sku-facts.ts';
import { coverage, profileOf } from './sku-profile.ts';

/**
 * What of the original the target does not cover, heaviest first; one entry per plan and data class.
 *
 * Plans are compared by capability, not by class alone (rules E1, E2): a capability is covered when the target has the same one
 * at no lower level. So a deskless mailbox does not stand in for Exchange Plan 1, OneDrive alone not for SharePoint sites, the phone system
 * not for audio conferencing, and Exchange Plan 2 covers the archive add-on. A plan only adds capabilities: with one plan less the target
 * never covers more. What Microsoft ended for everybody is told by {@link endedPlans}: the target is not to blame for it.
 */
export function lostPlans(
  original: Sku,
  target: Sku,
  dataClass: (id: string) => DataClass | null,
): readonly LostPlan[] {
  const offered = profileOf(target);
  const lost: LostPlan[] = [];
  for (const given of profileOf(original).given) {
    if (endedOn(given.capability, dataClass) !== null) continue;
    const covered = coverage(offered, given);
    if (covered !== 'full') addOnce(lost, toLostPlan(given.plan, given.capability, covered === 'reduced', dataClass));
  }
  return heaviestFirst(lost);
}

/** Data of the original whose service Microsoft ended for everybody: no offer keeps it, not even the same one. */
export function endedPlans(original: Sku, dataClass: (id: string) => DataClass | null): readonly LostPlan[] {
  const ended: LostPlan[] = [];
  for (const { plan, capability } of profileOf(original).given) {
    // Mere access to it (low weight) is part of many offers that nobody holds for it.
    if (capability.weight !== 'low' && endedOn(capability, dataClass) !== null)
      addOnce(ended, toLostPlan(plan, capability, false, dataClass));
  }
  return heaviestFirst(ended);
}

/** Plans that count in a comparison: neither retired nor mere carriers of directory attributes. */
export function countedPlans(sku: Sku): readonly ServicePlan[] {
  return sku.plans.filter((p) => !p.retired && !p.isCarrier);
}

/** Day on which the service ended for everybody (ISO); null while it runs. */
function endedOn({ dataClass }: Capability, find: (id: string) => DataClass | null): string | null {
  return find(dataClass)?.endedOn ?? null;
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

/** A plan that gives two capabilities of one class is told once for it, as gone rather than as smaller. */
function addOnce(lost: LostPlan[], plan: LostPlan): void {
  const at = lost.findLastIndex((p) => p.servicePlanId === plan.servicePlanId && p.dataClass === plan.dataClass);
  const before = lost[at];
  if (before === undefined) lost.push(plan);
  else if (before.reduced === true && plan.reduced !== true) lost[at] = plan;
}

function heaviestFirst(lost: LostPlan[]): readonly LostPlan[] {
  return lost.sort((a, b) => rankOf(a) - rankOf(b) || (a.planName < b.planName ? -1 : 1));
}

function rankOf({ weight, holdsData, reduced }: LostPlan): number {
  return WEIGHT_RANK[weight] + (holdsData === false ? 2 : 0) + (reduced === true ? 1 : 0);
}

const WEIGHT_RANK = { high: 0, medium: 4, low: 8 } as const;
