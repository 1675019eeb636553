import { SERVICE_SUPPORT_ADMINISTRATOR } from '../graph/delegated-support.ts';
import { type Ask, ok, param, type Reply, type Route, refuseGraph } from './route.ts';
import { fixedGuid, SANDBOX_PARTNER } from './story.ts';
import type { SandboxTenant, SandboxWorld } from './world.ts';

/** The part of Microsoft Graph that the move reads. */
export function graphRoutes(world: SandboxWorld): Omit<Route, 'audience'>[] {
  return [
    {
      method: 'get',
      path: '/v1.0/tenantRelationships/delegatedAdminRelationships',
      needs: 'signed-in',
      handle: (ask) => relationships(world, ask),
    },
    {
      method: 'get',
      path: '/v1.0/tenantRelationships/delegatedAdminRelationships/:relationship/accessAssignments',
      needs: 'signed-in',
      handle: (ask) => assignments(world, ask),
    },
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
  if (tenant === null || tenant.story.delegatedAccess === 'none') {
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

const PAGE = 20;

/** Graph pages by an absolute next link that holds an opaque token. */
function paged(ask: Ask, all: readonly unknown[]): Reply {
  const from = Number(ask.query.get('$skiptoken') ?? 0);
  const next =
    from + PAGE < all.length ? { '@odata.nextLink': `${ask.origin}${ask.path}?$skiptoken=${from + PAGE}` } : {};
  return ok({ value: all.slice(from, from + PAGE), ...next });
}

const DIRECTORY_READERS = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';

/** One active GDAP relationship per customer that gave us access. */
function relationships(world: SandboxWorld, ask: Ask): Reply {
  const filter = ask.query.get('$filter') ?? '';
  const tenantId = filter.match(/customer\/tenantId eq '([^']+)'/)?.[1];
  const tenant = tenantId === undefined ? null : world.tenant(tenantId);
  if (tenant === null || tenant.story.delegatedAccess === 'none') return ok({ value: [] });
  return ok({
    value: [
      {
        '@odata.type': '#microsoft.graph.delegatedAdminRelationship',
        id: relationshipId(tenant.tenantId),
        displayName: `${SANDBOX_PARTNER.name} ${tenant.story.id}`.slice(0, 50),
        duration: 'P730D',
        customer: { tenantId: tenant.tenantId, displayName: tenant.story.name },
        accessDetails: rolesOf(tenant),
        status: 'active',
        autoExtendDuration: 'PT0S',
      },
    ],
  });
}

function assignments(world: SandboxWorld, ask: Ask): Reply {
  const id = param(ask, 'relationship');
  const tenant = world.tenant(id.slice(0, 36));
  if (tenant === null || tenant.story.delegatedAccess === 'none' || id !== relationshipId(tenant.tenantId)) {
    throw refuseGraph(404, 'itemNotFound', 'The relationship was not found.');
  }
  return ok({
    value: [
      {
        id: fixedGuid(`assignment ${tenant.tenantId}`),
        status: 'active',
        accessContainer: { accessContainerId: fixedGuid('group support'), accessContainerType: 'securityGroup' },
        accessDetails: rolesOf(tenant),
      },
    ],
  });
}

function relationshipId(tenantId: string): string {
  return `${tenantId}-${fixedGuid(`gdap ${tenantId}`)}`;
}

function rolesOf({ story }: SandboxTenant) {
  const roles =
    story.delegatedAccess === 'read-and-support'
      ? [DIRECTORY_READERS, SERVICE_SUPPORT_ADMINISTRATOR]
      : [DIRECTORY_READERS];
  return { unifiedRoles: roles.map((roleDefinitionId) => ({ roleDefinitionId })) };
}
