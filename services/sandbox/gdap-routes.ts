import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type DelegationNow, delegation, delegations } from './delegation.ts';
import { type Ask, ok, paged, param, type Reply, type Route, refuseGraph } from './route.ts';
import type { SandboxRelationship } from './state.ts';
import { SANDBOX_PARTNER } from './story.ts';
import type { SandboxWorld } from './world.ts';

const ROOT = '/v1.0/tenantRelationships/delegatedAdminRelationships';

/** Delegated admin relationships (GDAP), as Microsoft Graph documents them. */
export function gdapRoutes(world: SandboxWorld): Omit<Route, 'audience'>[] {
  return [
    {
      method: 'get',
      path: ROOT,
      needs: 'signed-in',
      handle: (ask) =>
        paged(
          ask,
          found(world, ask).map((known) => body(world, known)),
        ),
    },
    { method: 'post', path: ROOT, needs: 'signed-in', handle: (ask) => create(world, ask) },
    {
      method: 'get',
      path: `${ROOT}/:relationship`,
      needs: 'signed-in',
      handle: (ask) => ok(body(world, named(world, ask))),
    },
    {
      method: 'post',
      path: `${ROOT}/:relationship/requests`,
      needs: 'signed-in',
      handle: (ask) => request(world, ask),
    },
    {
      method: 'get',
      path: `${ROOT}/:relationship/accessAssignments`,
      needs: 'signed-in',
      handle: (ask) => paged(ask, named(world, ask).assignments.map(assignmentBody)),
    },
    {
      method: 'post',
      path: `${ROOT}/:relationship/accessAssignments`,
      needs: 'signed-in',
      handle: (ask) => assign(world, ask),
    },
  ];
}

function found(world: SandboxWorld, ask: Ask): DelegationNow[] {
  const filter = ask.query.get('$filter') ?? '';
  const tenantId = filter.match(/customer\/tenantId eq '([^']+)'/)?.[1];
  const status = filter.match(/status eq '([^']+)'/)?.[1];
  const tenant = tenantId === undefined ? null : world.tenant(tenantId);
  if (tenantId !== undefined && tenant === null) return [];
  return delegations(world, tenant).filter((known) => status === undefined || known.status === status);
}

function named(world: SandboxWorld, ask: Ask): DelegationNow {
  const known = delegation(world, param(ask, 'relationship'));
  if (known === null) throw refuseGraph(404, 'itemNotFound', 'The relationship was not found.');
  return known;
}

const Roles = z.object({ unifiedRoles: z.array(z.object({ roleDefinitionId: z.guid() })).min(1) });
const NewRelationship = z.looseObject({
  displayName: z.string().min(1).max(50),
  duration: z.string().refine((text) => isBetween(text, 'P1D', 'P2Y')),
  customer: z.looseObject({ tenantId: z.guid() }).optional(),
  accessDetails: Roles,
});

function create(world: SandboxWorld, ask: Ask): Reply {
  const wanted = NewRelationship.safeParse(ask.body);
  if (!wanted.success) throw refuseGraph(400, 'badRequest', 'A property is missing or out of its bounds.');
  const { displayName, duration, customer, accessDetails } = wanted.data;
  if (delegations(world, null).some(({ name }) => name === displayName)) {
    throw refuseGraph(409, 'nameAlreadyExists', 'A relationship of this name exists.');
  }
  const made: SandboxRelationship = {
    id: `${crypto.randomUUID()}-${crypto.randomUUID()}`,
    tenantId: customer?.tenantId.toLowerCase() ?? null,
    name: displayName,
    duration,
    roles: accessDetails.unifiedRoles.map(({ roleDefinitionId }) => roleDefinitionId),
    createdAt: world.clock.now().toString(),
    lockedAt: null,
    approvedAt: null,
    endedAs: null,
    assignments: [],
  };
  world.state.change((state) => {
    state.relationships.push(made);
  });
  return ok(body(world, named(world, { ...ask, params: { relationship: made.id } })), 201);
}

function request(world: SandboxWorld, ask: Ask): Reply {
  const { id, status } = named(world, ask);
  const wanted = z.looseObject({ action: z.literal('lockForApproval') }).safeParse(ask.body);
  if (!wanted.success) throw refuseGraph(400, 'badRequest', 'The action is not supported.');
  if (status !== 'created') throw refuseGraph(409, 'invalidState', 'The relationship is locked already.');
  const now = world.clock.now().toString();
  change(world, id, (made) => {
    made.lockedAt = now;
  });
  return ok(
    {
      id: crypto.randomUUID(),
      action: 'lockForApproval',
      status: 'succeeded',
      createdDateTime: now,
      lastModifiedDateTime: now,
    },
    201,
  );
}

const NewAssignment = z.looseObject({
  accessContainer: z.object({ accessContainerId: z.guid(), accessContainerType: z.literal('securityGroup') }),
  accessDetails: Roles,
});

function assign(world: SandboxWorld, ask: Ask): Reply {
  const known = named(world, ask);
  const wanted = NewAssignment.safeParse(ask.body);
  if (!wanted.success) throw refuseGraph(400, 'badRequest', 'A property is missing or wrong.');
  const roles = wanted.data.accessDetails.unifiedRoles.map(({ roleDefinitionId }) => roleDefinitionId);
  const groupId = wanted.data.accessContainer.accessContainerId;
  if (known.status !== 'active') throw refuseGraph(409, 'invalidState', 'The relationship is not active.');
  if (!roles.every((role) => known.roles.includes(role))) {
    throw refuseGraph(400, 'badRequest', 'The relationship does not hold this role.');
  }
  if (known.assignments.some((other) => other.groupId === groupId)) {
    throw refuseGraph(409, 'alreadyExists', 'The group has an assignment in this relationship.');
  }
  const made = { id: crypto.randomUUID(), groupId, roles, createdAt: world.clock.now().toString() };
  change(world, known.id, (relationship) => {
    relationship.assignments.push(made);
  });
  return ok(assignmentBody({ ...made, status: 'pending' }), 201);
}

function change(world: SandboxWorld, id: string, edit: (made: SandboxRelationship) => void): void {
  world.state.change((state) => {
    for (const made of state.relationships) if (made.id === id) edit(made);
  });
}

function body(world: SandboxWorld, known: DelegationNow) {
  const customer = known.tenantId === null ? null : world.tenant(known.tenantId);
  return {
    '@odata.type': '#microsoft.graph.delegatedAdminRelationship',
    '@odata.etag': `W/"${Buffer.from(`${known.id} ${known.status} ${known.assignments.length}`).toString('base64url')}"`,
    id: known.id,
    displayName: known.name,
    partner: { tenantId: SANDBOX_PARTNER.tenantId },
    duration: known.duration,
    customer: customer && { tenantId: customer.tenantId, displayName: customer.story.name },
    accessDetails: { unifiedRoles: known.roles.map((roleDefinitionId) => ({ roleDefinitionId })) },
    status: known.status,
    autoExtendDuration: 'PT0S',
    createdDateTime: known.createdAt,
    lastModifiedDateTime: known.activatedAt ?? known.createdAt,
    activatedDateTime: known.activatedAt ?? '',
    endDateTime: known.endsAt ?? '',
  };
}

function assignmentBody({ id, groupId, roles, status }: DelegationNow['assignments'][number]) {
  return {
    id,
    status,
    accessContainer: { accessContainerId: groupId, accessContainerType: 'securityGroup' },
    accessDetails: { unifiedRoles: roles.map((roleDefinitionId) => ({ roleDefinitionId })) },
  };
}

function isBetween(duration: string, least: string, most: string): boolean {
  const relativeTo = Temporal.PlainDate.from('2023-01-01');
  try {
    return (
      Temporal.Duration.compare(duration, least, { relativeTo }) >= 0 &&
      Temporal.Duration.compare(duration, most, { relativeTo }) <= 0
    );
  } catch {
    return false;
  }
}
