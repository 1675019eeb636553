import { type Ask, ok, paged, param, type Reply, type Route, refuseGraph } from './route.ts';
import { fixedGuid, OTHER_PARTNER, SANDBOX_PARTNER } from './story.ts';
import type { SandboxTenant, SandboxWorld } from './world.ts';

/** The part of Microsoft Graph that the move reads; delegated admin relationships are in gdap-routes.ts. */
export function graphRoutes(world: SandboxWorld): Omit<Route, 'audience'>[] {
  return [
    {
      method: 'get',
      path: '/v1.0/tenantRelationships/:find',
      needs: 'signed-in',
      handle: (ask) => findTenant(world, ask),
    },
    {
      method: 'get',
      path: '/v1.0/directory/subscriptions',
      needs: 'signed-in',
      handle: (ask) => paged(ask, directorySubscriptions(world, delegatedTenant(world, ask))),
    },
    {
      method: 'get',
      path: '/v1.0/subscribedSkus',
      needs: 'signed-in',
      handle: (ask) => ok({ value: subscribedSkus(world, delegatedTenant(world, ask)) }),
    },
  ];
}

function findTenant(world: SandboxWorld, ask: Ask): Reply {
  const domain = param(ask, 'find').match(/^findTenantInformationByDomainName\(domainName='([^']+)'\)$/)?.[1];
  if (domain === undefined) throw refuseGraph(400, 'Request_BadRequest', 'Unknown function.');
  if (domain.toLowerCase() === SANDBOX_PARTNER.domain) {
    return tenantInformation(SANDBOX_PARTNER.tenantId, SANDBOX_PARTNER.name, SANDBOX_PARTNER.domain);
  }
  if (domain.toLowerCase() === OTHER_PARTNER.domain) {
    return tenantInformation(OTHER_PARTNER.tenantId, OTHER_PARTNER.name, OTHER_PARTNER.domain);
  }
  const tenant = world.tenantOfDomain(domain);
  if (tenant === null) throw refuseGraph(404, 'Request_ResourceNotFound', 'The tenant was not found.');
  return tenantInformation(tenant.tenantId, tenant.story.name, tenant.story.domain);
}

function tenantInformation(tenantId: string, displayName: string, defaultDomainName: string): Reply {
  return ok({ tenantId, displayName, defaultDomainName, federationBrandName: null });
}

/** The tenant whose token this is; without directory access in it Graph refuses. */
function delegatedTenant(world: SandboxWorld, ask: Ask): SandboxTenant {
  const tenant = world.tenant(ask.tenantId);
  if (tenant === null || world.delegatedAccess(tenant) === 'none') {
    throw refuseGraph(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  }
  return tenant;
}

function directorySubscriptions(world: SandboxWorld, tenant: SandboxTenant): unknown[] {
  return world.originals(tenant).map((original) => ({
    id: original.id,
    commerceSubscriptionId: original.commerceId,
    skuId: original.skuId,
    skuPartNumber: original.partNumber,
    totalLicenses: original.seats,
    status: original.status,
    isTrial: false,
    createdDateTime: `${original.createdOn}T00:00:00Z`,
    nextLifecycleDateTime: `${original.nextOn}T00:00:00Z`,
    ownerTenantId: original.ownerTenantId,
    ownerId: fixedGuid(`owner ${original.id}`),
    ownerType: 'User',
    serviceStatus: [],
  }));
}

function subscribedSkus(world: SandboxWorld, tenant: SandboxTenant): unknown[] {
  const assigned = world.assignedLicences(tenant);
  const bySku = Map.groupBy(world.originals(tenant), ({ partNumber }) => partNumber);
  return [...bySku].map(([partNumber, originals]) => {
    const seats = (status: string) => originals.filter((o) => o.status === status).reduce((sum, o) => sum + o.seats, 0);
    const skuId = originals[0]?.skuId;
    return {
      id: `${tenant.tenantId}_${skuId}`,
      skuId,
      skuPartNumber: partNumber,
      appliesTo: 'User',
      capabilityStatus: seats('Enabled') > 0 ? 'Enabled' : seats('Warning') > 0 ? 'Warning' : 'Suspended',
      consumedUnits: assigned.get(partNumber) ?? 0,
      prepaidUnits: {
        enabled: seats('Enabled'),
        warning: seats('Warning'),
        suspended: seats('Suspended'),
        lockedOut: 0,
      },
      servicePlans: [],
      subscriptionIds: originals.map(({ id }) => id),
    };
  });
}
