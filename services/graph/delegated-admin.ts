import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { GraphCalls, GraphTrace } from './calls.ts';

/** A granular delegated admin relationship (GDAP): roles in the customer's tenant, for a time, approved by the customer. */
export interface DelegatedAdminRelationship {
  readonly id: string;
  readonly name: string;
  /**
   * `created`, `approvalPending`, `approved`, `activating`, `active`, `expiring`, `expired`, `terminationRequested`, `terminating`,
   * `terminated`, or a newer word, as given.
   */
  readonly status: string;
  /** Lower case; null while an open invitation names no customer. */
  readonly customerTenantId: string | null;
  readonly customerName: string | null;
  /** Template ids of Entra roles, lower case. */
  readonly roles: readonly string[];
  /** ISO 8601 duration. */
  readonly duration: string | null;
  /** Instants. */
  readonly createdAt: string | null;
  readonly activatedAt: string | null;
  readonly endsAt: string | null;
  /** It is extended again and again when its end comes, so that the end on record is none. */
  readonly extendsItself: boolean;
  readonly etag: string | null;
}

export interface NewRelationship {
  /** 1 to 50 characters, unique among the partner's relationships: it is also how a lost reply is sorted out. */
  readonly name: string;
  /** The customer it is meant for: nobody else can approve it then. */
  readonly customerTenantId?: string;
  /** `P1D` to `P2Y`. */
  readonly duration: string;
  readonly roles: readonly [string, ...string[]];
}

/** Roles of a relationship given to a security group of the partner: before that nobody has them. */
export interface AccessAssignment {
  readonly id: string;
  /** `pending`, `active`, `deleting`, `deleted`, `error`, or a newer word, as given. */
  readonly status: string;
  /** Object id of the security group, lower case. */
  readonly groupId: string | null;
  readonly roles: readonly string[];
}

/** The partner's relationships, all or those with one customer or in one status. */
export async function delegatedAdminRelationships(
  calls: GraphCalls,
  only: { readonly customerTenantId?: string; readonly status?: string } = {},
  trace: GraphTrace = {},
): Promise<DelegatedAdminRelationship[]> {
  const filters = [
    ...(only.status === undefined ? [] : [`status eq ${quoted(only.status)}`]),
    ...(only.customerTenantId === undefined ? [] : [`customer/tenantId eq ${quoted(only.customerTenantId)}`]),
  ];
  const filter = filters.length === 0 ? '' : `$filter=${encodeURIComponent(filters.join(' and '))}&`;
  return (await calls.list(`${RELATIONSHIPS}?${filter}$top=300`, Relationship, trace)).map(relationship);
}

/** One relationship as it stands now; null when Graph does not know it (any more). */
export async function delegatedAdminRelationship(
  calls: GraphCalls,
  id: string,
): Promise<DelegatedAdminRelationship | null> {
  try {
    return relationship(await calls.get(pathOf(id), Relationship));
  } catch (error) {
    if (error instanceof AppError && error.code === 'microsoft.not-found') return null;
    throw error;
  }
}

/**
 * Creates a relationship; the customer cannot see it before it is locked (`lockForApproval`). Asking again under the same name
 * gives the one that is there. Needs DelegatedAdminRelationship.ReadWrite.All and membership in AdminAgents.
 *
 * @throws AppError `microsoft.invalid-request` when name, duration or roles are out of bounds
 */
export async function createDelegatedAdminRelationship(
  calls: GraphCalls,
  wanted: NewRelationship,
  trace: GraphTrace = {},
): Promise<DelegatedAdminRelationship> {
  check(wanted);
  const { name, customerTenantId, duration, roles } = wanted;
  const body = {
    displayName: name,
    duration,
    ...(customerTenantId === undefined ? {} : { customer: { tenantId: customerTenantId } }),
    accessDetails: unifiedRoles(roles),
    autoExtendDuration: 'PT0S',
  };
  return once(
    async () => relationship(await calls.send('POST', RELATIONSHIPS, body, Relationship, trace)),
    async () => {
      const found = await delegatedAdminRelationships(
        calls,
        customerTenantId === undefined ? {} : { customerTenantId },
      );
      return found.find((known) => known.name === name && sameRoles(known.roles, roles)) ?? null;
    },
    // A name that is taken may be the one made by a request whose reply was lost.
    NAME_TAKEN,
  );
}

/**
 * Closes the relationship for changes, so that the customer can approve it under `approvalLink`. Does nothing when that was done before.
 *
 * @throws AppError `microsoft.not-found` when there is no such relationship
 */
export async function lockForApproval(
  calls: GraphCalls,
  id: string,
  trace: GraphTrace = {},
): Promise<DelegatedAdminRelationship> {
  const read = async () => relationship(await calls.get(pathOf(id), Relationship));
  const path = `${pathOf(id)}/requests`;
  await once<unknown>(
    () => calls.send('POST', path, { action: 'lockForApproval' }, z.unknown(), trace),
    async () => ((await read()).status === 'created' ? null : true),
    NAME_TAKEN,
  );
  return read();
}

/** The UTC calendar date on which a relationship ends by itself; null where it extends itself, has no end yet, or that is not known. */
export function endsOn({ endsAt, extendsItself }: DelegatedAdminRelationship): string | null {
  if (endsAt === null || extendsItself) return null;
  try {
    return Temporal.Instant.from(endsAt).toZonedDateTimeISO('UTC').toPlainDate().toString();
  } catch {
    return null;
  }
}

/** Where a Global administrator of the customer approves a locked relationship. Graph does not return this address. */
export function approvalLink(relationshipId: string): string {
  const page = 'https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/granularAdminRelationships/';
  return page + encodeURIComponent(relationshipId);
}

/** Gives roles of an active relationship to a security group of the partner. Asking again gives the assignment that is there. */
export async function assignAccess(
  calls: GraphCalls,
  id: string,
  { groupId, roles }: { readonly groupId: string; readonly roles: readonly [string, ...string[]] },
  trace: GraphTrace = {},
): Promise<AccessAssignment> {
  const body = {
    accessContainer: { accessContainerId: groupId, accessContainerType: 'securityGroup' },
    accessDetails: unifiedRoles(roles),
  };
  return once(
    async () => assignment(await calls.send('POST', assignmentsPath(id), body, Assignment, trace)),
    async () =>
      (await accessAssignments(calls, id)).find(
        (known) =>
          known.groupId === groupId.toLowerCase() && sameRoles(known.roles, roles) && !GONE.includes(known.status),
      ) ?? null,
    NAME_TAKEN,
  );
}

export async function accessAssignments(
  calls: GraphCalls,
  id: string,
  trace: GraphTrace = {},
): Promise<AccessAssignment[]> {
  return (await calls.list(assignmentsPath(id), Assignment, trace)).map(assignment);
}

/**
 * Graph does not recognise a repeated change, so what became of a lost one is read before anything is sent a second (and last)
 * time.
 */
async function once<T>(send: () => Promise<T>, find: () => Promise<T | null>, alsoWhen: readonly string[]): Promise<T> {
  const look = [...LOST, ...alsoWhen];
  for (let again = true; ; again = false) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof AppError) || !look.includes(error.code)) throw error;
      const found = await find().catch((cause: unknown) => {
        throw new AppError(error.code, { params: error.params, hint: error.hint, cause });
      });
      if (found !== null) return found;
      if (!again || !LOST.includes(error.code)) throw error;
    }
  }
}

const LOST = ['microsoft.unreachable', 'microsoft.failed', 'microsoft.unexpected-reply'];
const NAME_TAKEN = ['microsoft.conflict', 'microsoft.refused'];
const GONE = ['deleting', 'deleted', 'error'];
const RELATIONSHIPS = '/v1.0/tenantRelationships/delegatedAdminRelationships';

const AccessDetails = z
  .looseObject({ unifiedRoles: z.array(z.looseObject({ roleDefinitionId: z.string() })).nullish() })
  .nullish();
const Relationship = z.looseObject({
  '@odata.etag': z.string().nullish(),
  id: z.string().min(1),
  displayName: z.string().nullish(),
  status: z.string(),
  duration: z.string().nullish(),
  customer: z.looseObject({ tenantId: z.string().nullish(), displayName: z.string().nullish() }).nullish(),
  accessDetails: AccessDetails,
  autoExtendDuration: z.string().nullish(),
  createdDateTime: z.string().nullish(),
  activatedDateTime: z.string().nullish(),
  endDateTime: z.string().nullish(),
});
const Assignment = z.looseObject({
  id: z.string().min(1),
  status: z.string(),
  accessContainer: z.looseObject({ accessContainerId: z.string().nullish() }).nullish(),
  accessDetails: AccessDetails,
});

function relationship(body: z.output<typeof Relationship>): DelegatedAdminRelationship {
  return {
    id: body.id,
    name: body.displayName ?? '',
    status: body.status,
    customerTenantId: body.customer?.tenantId?.toLowerCase() || null,
    customerName: body.customer?.displayName || null,
    roles: rolesOf(body.accessDetails),
    duration: body.duration || null,
    createdAt: body.createdDateTime || null,
    activatedAt: body.activatedDateTime || null,
    endsAt: body.endDateTime || null,
    extendsItself: isSomeTime(body.autoExtendDuration),
    etag: body['@odata.etag'] || null,
  };
}

/** `PT0S` and `P0D` mean that it is not extended, and so does a word nobody can read: rather a reminder too many. */
function isSomeTime(duration: string | null | undefined): boolean {
  if (!duration) return false;
  try {
    return !Temporal.Duration.from(duration).blank;
  } catch {
    return false;
  }
}

function assignment(body: z.output<typeof Assignment>): AccessAssignment {
  return {
    id: body.id,
    status: body.status,
    groupId: body.accessContainer?.accessContainerId?.toLowerCase() || null,
    roles: rolesOf(body.accessDetails),
  };
}

function rolesOf(details: z.output<typeof AccessDetails>): string[] {
  return (details?.unifiedRoles ?? []).map(({ roleDefinitionId }) => roleDefinitionId.toLowerCase());
}

function unifiedRoles(roles: readonly string[]) {
  return { unifiedRoles: roles.map((roleDefinitionId) => ({ roleDefinitionId })) };
}

function sameRoles(a: readonly string[], b: readonly string[]): boolean {
  const wanted = new Set(b.map((role) => role.toLowerCase()));
  return new Set(a).size === wanted.size && a.every((role) => wanted.has(role));
}

/** The bounds of Graph's delegatedAdminRelationship. */
function check({ name, duration, roles }: NewRelationship): void {
  const problems = [
    ...(name.length >= 1 && name.length <= 50 ? [] : ['the name has 1 to 50 characters']),
    ...(isBetween(duration, 'P1D', 'P2Y') ? [] : ['the duration is P1D to P2Y']),
    ...(roles.length > 0 ? [] : ['at least one role']),
  ];
  if (problems.length > 0) {
    throw new AppError('microsoft.invalid-request', { hint: `Delegated admin relationship: ${problems.join(', ')}.` });
  }
}

function isBetween(duration: string, least: string, most: string): boolean {
  const relativeTo = Temporal.PlainDate.from('2023-01-01');
  const compare = (a: string, b: string) => Temporal.Duration.compare(a, b, { relativeTo });
  try {
    return compare(duration, least) >= 0 && compare(duration, most) <= 0;
  } catch {
    return false;
  }
}

function pathOf(id: string): string {
  return `${RELATIONSHIPS}/${encodeURIComponent(id).replace(/^\.+$/, '')}`;
}

function assignmentsPath(id: string): string {
  return `${pathOf(id)}/accessAssignments`;
}

/** A text in an OData filter. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
