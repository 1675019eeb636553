import { delegations } from './delegation.ts';
import type { SandboxTenant, SandboxWorld } from './world.ts';

/** What of one customer Partner Center sends events about. */
export interface TenantSight {
  readonly tenantId: string;
  readonly isCustomer: boolean;
  /** Id of a delegated admin relationship -> its status and roles, and what of them is assigned. */
  readonly delegations: ReadonlyMap<string, { readonly status: string; readonly assigned: string }>;
  /** Subscription id -> everything an event is sent for. */
  readonly subscriptions: ReadonlyMap<string, string>;
}

export type Sight = ReadonlyMap<string, TenantSight>;

/** Something that changed, in the words of an event; `resource` is the path of its resource. */
export interface WorldChange {
  readonly eventName: string;
  readonly resourceName: string;
  readonly resource: string;
}

/** The simulated customers that can change at all, as they are now. */
export function sightOf(world: SandboxWorld): Sight {
  return new Map(world.changeableTenants().map((tenant) => [tenant.tenantId, sightOfTenant(world, tenant)]));
}

function sightOfTenant(world: SandboxWorld, tenant: SandboxTenant): TenantSight {
  const isCustomer = world.relationshipSince(tenant) !== null;
  const own = isCustomer ? world.subscriptions(tenant) : [];
  return {
    tenantId: tenant.tenantId,
    isCustomer,
    delegations: new Map(
      delegations(world, tenant).map(({ id, status, roles, assignments }) => {
        const active = assignments.filter((assignment) => assignment.status === 'active');
        const assigned = active.map((assignment) => [assignment.id, assignment.roles]);
        return [id, { status: `${status} ${roles.join()}`, assigned: JSON.stringify(assigned) }];
      }),
    ),
    subscriptions: new Map(
      own.map((s) => [s.id, JSON.stringify([s.status, s.quantity, s.autoRenew, s.endsOn.toString()])]),
    ),
  };
}

/** What Partner Center tells about the difference. A customer that refuses makes no event: nothing changed. */
export function changesBetween(before: Sight, after: Sight): readonly WorldChange[] {
  return [...after.values()].flatMap((now) => {
    const then = before.get(now.tenantId);
    const accepted: WorldChange[] =
      now.isCustomer && !then?.isCustomer
        ? [
            {
              eventName: 'reseller-relationship-accepted-by-customer',
              resourceName: 'Customer',
              resource: `/v1/customers/${now.tenantId}`,
            },
          ]
        : [];
    return [...accepted, ...delegationChanges(then, now), ...subscriptionChanges(then, now)];
  });
}

function delegationChanges(then: TenantSight | undefined, now: TenantSight): WorldChange[] {
  return [...now.delegations].flatMap(([id, is]) => {
    const was = then?.delegations.get(id);
    const what = was?.status === is.status ? undefined : DELEGATION_EVENTS[is.status.split(' ')[0] ?? ''];
    const resource = `/granularAdminRelationships/${id}`;
    const changes: WorldChange[] = [];
    if (what !== undefined)
      changes.push({
        eventName: `granular-admin-relationship-${what}`,
        resourceName: 'GranularAdminRelationship',
        resource,
      });
    if (was !== undefined && was.assigned !== is.assigned)
      changes.push({
        eventName: 'granular-admin-access-assignment-updated',
        resourceName: 'GranularAdminAccessAssignment',
        resource: `${resource}/accessAssignments/changed`,
      });
    return changes;
  });
}

const DELEGATION_EVENTS: Readonly<Record<string, string>> = {
  active: 'approved',
  expired: 'expired',
  terminated: 'terminated',
};

function subscriptionChanges(then: TenantSight | undefined, now: TenantSight): WorldChange[] {
  const ids = new Set([...(then?.subscriptions.keys() ?? []), ...now.subscriptions.keys()]);
  return [...ids]
    .filter((id) => then?.subscriptions.get(id) !== now.subscriptions.get(id))
    .map((id) => ({
      eventName: 'subscription-updated',
      resourceName: 'subscription',
      resource: `/webhooks/v1/customers/${now.tenantId}/subscriptions/${id}`,
    }));
}
