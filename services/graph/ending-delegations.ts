import type { Temporal } from 'temporal-polyfill';
import type { GraphCalls, GraphTrace } from './calls.ts';
import { type DelegatedAdminRelationship, delegatedAdminRelationships, endsOn } from './delegated-admin.ts';

/** An active delegated admin relationship (GDAP) that ends soon by itself. */
export interface EndingDelegation {
  readonly relationshipId: string;
  /** As the partner called it. */
  readonly name: string;
  /** Lower case. */
  readonly customerTenantId: string | null;
  readonly customerName: string | null;
  /** UTC calendar date. */
  readonly endsOn: string;
  /**
   * Template ids of the Entra roles that no other active relationship with the customer holds for longer than the days looked at: empty =
   * it is replaced already. Whether a role of the other one is assigned to a security group is not looked at.
   */
  readonly rolesLost: readonly string[];
}

/**
 * The partner's active delegated admin relationships with any customer that end from `today` (UTC calendar date) on within so many days
 * and do not extend themselves, earliest first.
 */
export async function endingDelegations(
  calls: GraphCalls,
  days: number,
  today: Temporal.PlainDate,
  trace: GraphTrace = {},
): Promise<readonly EndingDelegation[]> {
  const active = (await delegatedAdminRelationships(calls, { status: 'active' }, trace)).filter(
    ({ status }) => status === 'active',
  );
  const last = today.add({ days }).toString();
  const isLasting = (known: DelegatedAdminRelationship) => known.extendsItself || (endsOn(known) ?? '') > last;
  const lasting = Map.groupBy(active.filter(isLasting), ({ customerTenantId }) => customerTenantId);
  return active
    .flatMap((known): EndingDelegation[] => {
      const ends = endsOn(known);
      if (ends === null || ends < today.toString() || ends > last) return [];
      const { id, name, customerTenantId, customerName } = known;
      const kept = new Set(lasting.get(customerTenantId)?.flatMap(({ roles }) => roles));
      const rolesLost = known.roles.filter((role) => !kept.has(role));
      return [{ relationshipId: id, name, customerTenantId, customerName, endsOn: ends, rolesLost }];
    })
    .sort((a, b) => a.endsOn.localeCompare(b.endsOn) || a.name.localeCompare(b.name));
}
