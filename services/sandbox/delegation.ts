import { Temporal } from 'temporal-polyfill';
import { DIRECTORY_READERS, SERVICE_SUPPORT_ADMINISTRATOR } from '../graph/directory-roles.ts';
import type { SandboxRelationship } from './state.ts';
import { fixedGuid, LASTING_DAYS, SANDBOX_PARTNER, type Story } from './story.ts';
import type { SandboxTenant, SandboxWorld } from './world.ts';

/** A delegated admin relationship (GDAP) as Graph shows it now. */
export interface DelegationNow {
  readonly id: string;
  readonly tenantId: string | null;
  readonly name: string;
  readonly duration: string;
  readonly roles: readonly string[];
  readonly status: 'created' | 'approvalPending' | 'active' | 'expired' | 'terminated';
  readonly createdAt: string;
  readonly activatedAt: string | null;
  readonly endsAt: string | null;
  readonly assignments: readonly { id: string; groupId: string; roles: readonly string[]; status: string }[];
}

/** The relationships with one customer, or those of all stories. */
export function delegations(world: SandboxWorld, of: SandboxTenant | null): DelegationNow[] {
  const tenants = of === null ? world.changeableTenants() : [of];
  return [
    ...tenants.flatMap((tenant) => toldDelegation(world, tenant) ?? []),
    ...world.state.current.relationships
      .filter(({ tenantId }) => of === null || tenantId === of.tenantId)
      .map((made) => madeDelegation(world, made)),
  ];
}

export function delegation(world: SandboxWorld, id: string): DelegationNow | null {
  const made = world.state.current.relationships.find((known) => known.id === id);
  if (made) return madeDelegation(world, made);
  const tenant = world.tenant(id.slice(0, 36));
  return tenant && id === toldId(tenant.tenantId) ? toldDelegation(world, tenant) : null;
}

/** What the partner may do in the customer's tenant now. */
export function delegatedAccess(world: SandboxWorld, tenant: SandboxTenant): Story['delegatedAccess'] {
  const roles = delegations(world, tenant)
    .filter(({ status }) => status === 'active')
    .flatMap(({ assignments }) => assignments.filter(({ status }) => status === 'active').flatMap((a) => a.roles));
  if (roles.length === 0) return 'none';
  return roles.includes(SERVICE_SUPPORT_ADMINISTRATOR) ? 'read-and-support' : 'read';
}

/** The one that was there when the story began. */
function toldDelegation(world: SandboxWorld, { tenantId, story }: SandboxTenant): DelegationNow | null {
  const changed = world.state.current.delegations[tenantId];
  const ended = changed === 'none';
  if (story.delegatedAccess === 'none' && !ended) return null;
  const roles = [
    DIRECTORY_READERS,
    ...(story.delegatedAccess === 'read-and-support' ? [SERVICE_SUPPORT_ADMINISTRATOR] : []),
  ];
  const begun = Temporal.Instant.from(world.state.current.startedAt);
  // What somebody approved since is a new one, which lasts.
  const endsInDays = changed === undefined ? story.delegationEndsInDays : LASTING_DAYS;
  const ends = begun.add({ hours: 24 * endsInDays });
  const isOver = Temporal.Instant.compare(ends, world.clock.now()) <= 0;
  return {
    id: toldId(tenantId),
    tenantId,
    name: `${SANDBOX_PARTNER.name} ${story.id}`.slice(0, 50),
    duration: `P${DAYS_OF_RELATIONSHIP}D`,
    roles,
    status: ended ? 'terminated' : isOver ? 'expired' : 'active',
    createdAt: ends.subtract({ hours: 24 * (DAYS_OF_RELATIONSHIP + 1) }).toString(),
    activatedAt: ends.subtract({ hours: 24 * DAYS_OF_RELATIONSHIP }).toString(),
    endsAt: ends.toString(),
    assignments: [
      { id: fixedGuid(`assignment ${tenantId}`), groupId: fixedGuid('group support'), roles, status: 'active' },
    ],
  };
}

/** The longest there is. */
const DAYS_OF_RELATIONSHIP = 730;

function madeDelegation(world: SandboxWorld, made: SandboxRelationship): DelegationNow {
  const now = world.clock.now();
  const isPast = (instant: Temporal.Instant | null) => instant !== null && Temporal.Instant.compare(instant, now) <= 0;
  const approved = approvedAt(world, made);
  const activated = isPast(approved) ? approved : null;
  const ends = activated?.toZonedDateTimeISO('UTC').add(Temporal.Duration.from(made.duration)).toInstant() ?? null;
  const lapses =
    made.lockedAt === null ? null : Temporal.Instant.from(made.lockedAt).add({ hours: 24 * DAYS_TO_APPROVE });
  const status = (): DelegationNow['status'] => {
    if (made.endedAs !== null) return made.endedAs;
    if (activated !== null) return isPast(ends) ? 'expired' : 'active';
    if (lapses === null) return 'created';
    return isPast(lapses) ? 'expired' : 'approvalPending';
  };
  return {
    id: made.id,
    tenantId: made.tenantId,
    name: made.name,
    duration: made.duration,
    roles: made.roles,
    status: status(),
    createdAt: made.createdAt,
    activatedAt: activated?.toString() ?? null,
    endsAt: ends?.toString() ?? null,
    assignments: made.assignments.map(({ id, groupId, roles, createdAt }) => ({
      id,
      groupId,
      roles,
      status: isPast(Temporal.Instant.from(createdAt).add({ minutes: 1 })) ? 'active' : 'pending',
    })),
  };
}

/** An invitation nobody approves lapses. */
const DAYS_TO_APPROVE = 90;

/** When the simulated customer approves it: as it answers the partner's invitation, an old customer within the hour. */
function approvedAt(world: SandboxWorld, made: SandboxRelationship): Temporal.Instant | null {
  if (made.approvedAt !== null) return Temporal.Instant.from(made.approvedAt);
  const invitation = made.tenantId === null ? null : world.tenant(made.tenantId)?.story.invitation;
  if (made.lockedAt === null || !invitation) return null;
  const locked = Temporal.Instant.from(made.lockedAt);
  if (invitation.kind === 'already-customer') return locked.add({ minutes: 60 });
  return invitation.kind === 'accepts' ? locked.add({ minutes: invitation.afterMinutes }) : null;
}

function toldId(tenantId: string): string {
  return `${tenantId}-${fixedGuid(`gdap ${tenantId}`)}`;
}
