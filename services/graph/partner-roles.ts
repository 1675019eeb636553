import { z } from 'zod';
import { AppError } from '../errors.ts';
import { within } from '../identity/time-limit.ts';
import type { HeldRoles, PartnerRole, Unread } from '../rules/permissions.ts';
import { ADVANCED_QUERY, type GraphCalls } from './calls.ts';

/**
 * Security groups of the partner's tenant that give a Partner Center role, by object id: anybody may call another group
 * "AdminAgents". Null: not pinned, so nobody holds the role by a group. (An indirect reseller has no SalesAgents at all.)
 */
export interface RoleGroups {
  readonly adminAgents: string | null;
  readonly salesAgents: string | null;
  readonly helpdeskAgents: string | null;
}

/**
 * Directory roles of Microsoft Entra that count, by the id of their template, which is the same in every tenant.
 * Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
 */
export const DIRECTORY_ROLES: Readonly<Record<string, PartnerRole>> = {
  '62e90394-69f5-4237-9190-012177145e10': 'partner-global-admin',
  'b0f54661-2d74-4c50-afa3-1ec803f12efe': 'billing-admin',
};

/**
 * The roles of a person of the partner's tenant, by object id. Two questions at a time: which of the pinned groups the
 * person belongs to (`checkMemberGroups`, nested groups count), and which directory roles (`transitiveMemberOf`).
 * Somebody the directory does not know holds none. What Graph does not tell before the signal ends the wait is `unread`,
 * never "none"; roles that were read are held all the same.
 *
 * Needs GroupMember.Read.All, RoleManagement.Read.Directory and, for the person, User.ReadBasic.All where somebody is signed in
 * (delegated) or User.Read.All where the application asks for itself. Directory.Read.All holds all of it.
 */
export async function partnerRoles(
  calls: GraphCalls,
  personId: string,
  groups: RoleGroups,
  limit: AbortSignal,
): Promise<HeldRoles> {
  const pinned = pinnedRoles(groups);
  if (pinned.size === 0) return { held: new Set(), unread: 'not-pinned' };
  const read = await Promise.all([
    told(() => within(limit, () => groupRoles(calls, personId, pinned))),
    told(() => within(limit, () => directoryRoles(calls, personId))),
  ]);
  return {
    held: new Set(read.flatMap((part) => part.roles)),
    unread: read.map((part) => part.unread).find((why) => why !== null) ?? null,
  };
}

/** Whether any group is pinned at all: without one nobody's role can be told. */
export function anyPinned(groups: RoleGroups): boolean {
  return pinnedRoles(groups).size > 0;
}

function pinnedRoles({ adminAgents, salesAgents, helpdeskAgents }: RoleGroups): ReadonlyMap<string, PartnerRole> {
  const pins: readonly (readonly [string | null, PartnerRole])[] = [
    [adminAgents, 'admin-agent'],
    [salesAgents, 'sales-agent'],
    [helpdeskAgents, 'helpdesk-agent'],
  ];
  return new Map(pins.flatMap(([id, role]) => (id === null ? [] : [[id.toLowerCase(), role]])));
}

interface Told {
  readonly roles: readonly PartnerRole[];
  readonly unread: Unread | null;
}

async function groupRoles(
  calls: GraphCalls,
  personId: string,
  pinned: ReadonlyMap<string, PartnerRole>,
): Promise<readonly PartnerRole[]> {
  const question = { groupIds: [...pinned.keys()] };
  // Only a question, although it is a POST.
  const { value } = await calls.send('POST', `${personPath(personId)}/checkMemberGroups`, question, MemberGroups, {
    repeat: 'always',
  });
  return value.flatMap((id) => pinned.get(id.toLowerCase()) ?? []);
}

/**
 * The directory roles of a person that count, nested groups included.
 *
 * @throws AppError `microsoft.not-found` when the directory does not know the person, `microsoft.graph-access-denied` when the
 * permissions are not enough
 */
export async function directoryRoles(calls: GraphCalls, personId: string): Promise<readonly PartnerRole[]> {
  const cast = `${personPath(personId)}/transitiveMemberOf/microsoft.graph.directoryRole`;
  const roles = await calls.list(`${cast}?$count=true&$select=roleTemplateId`, DirectoryRole, {
    headers: ADVANCED_QUERY,
  });
  // Without the permission to read roles Graph answers, but leaves out what they are.
  if (roles.some(({ roleTemplateId }) => roleTemplateId == null)) {
    throw new AppError('microsoft.graph-access-denied', {
      hint: 'Graph names no role template: consent RoleManagement.Read.Directory to the application.',
    });
  }
  return roles.flatMap(({ roleTemplateId }) => DIRECTORY_ROLES[roleTemplateId?.toLowerCase() ?? ''] ?? []);
}

function personPath(personId: string): string {
  return `/v1.0/users/${encodeURIComponent(personId)}`;
}

const MemberGroups = z.looseObject({ value: z.array(z.string()) });
const DirectoryRole = z.looseObject({ roleTemplateId: z.string().nullish() });

async function told(ask: () => Promise<readonly PartnerRole[]>): Promise<Told> {
  try {
    return { roles: await ask(), unread: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'microsoft.not-found') return { roles: [], unread: null };
    return { roles: [], unread: UNREAD[error.code] ?? 'unavailable' };
  }
}

const UNREAD: Readonly<Record<string, Unread>> = {
  'microsoft.slow': 'slow',
  'microsoft.graph-access-denied': 'refused',
  'microsoft.consent-missing': 'refused',
  'microsoft.signed-out': 'refused',
  'microsoft.sign-in-failed': 'refused',
  'microsoft.sign-in-needed': 'refused',
};
