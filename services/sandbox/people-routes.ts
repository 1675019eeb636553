import { z } from 'zod';
import { DIRECTORY_ROLES, type RoleGroups } from '../graph/partner-roles.ts';
import { PARTNER_ROLES, type PartnerRole } from '../rules/permissions.ts';
import { type Ask, ok, param, type Reply, type Route, refuseGraph } from './route.ts';
import { fixedGuid } from './story.ts';
import type { SandboxWorld } from './world.ts';

/** The groups of the simulated partner's tenant, which the sandbox pins by itself. */
export const SANDBOX_GROUPS: Readonly<Record<keyof RoleGroups, string>> = {
  adminAgents: fixedGuid('group AdminAgents'),
  salesAgents: fixedGuid('group SalesAgents'),
  helpdeskAgents: fixedGuid('group HelpdeskAgents'),
};

/** What the lever `people` takes: the roles of one person from now on. Null: nobody the directory knows. */
export const PersonWish = z.object({
  id: z.string().min(1).max(200),
  roles: z.array(z.enum(PARTNER_ROLES)).nullable(),
});

/** The directory of the simulated partner: who is in which group and holds which directory role. */
export function peopleRoutes(world: SandboxWorld): Omit<Route, 'audience'>[] {
  return [
    {
      method: 'post',
      path: '/v1.0/users/:user/checkMemberGroups',
      needs: 'signed-in',
      handle: (ask) => memberGroups(ask, rolesOf(world, ask)),
    },
    {
      method: 'get',
      path: '/v1.0/users/:user/transitiveMemberOf/microsoft.graph.directoryRole',
      needs: 'signed-in',
      handle: (ask) => directoryRoles(ask, rolesOf(world, ask)),
    },
  ];
}

/** Everybody is an admin agent until somebody says otherwise: who tries the sandbox works alone. */
function rolesOf(world: SandboxWorld, ask: Ask): readonly string[] {
  const { people } = world.state.current;
  const user = param(ask, 'user');
  const given = Object.hasOwn(people, user) ? people[user] : undefined;
  if (given === null) throw refuseGraph(404, 'Request_ResourceNotFound', 'The user was not found.');
  return given ?? ['admin-agent'];
}

function memberGroups(ask: Ask, roles: readonly string[]): Reply {
  const question = Question.safeParse(ask.body);
  if (!question.success) throw refuseGraph(400, 'Request_BadRequest', 'groupIds are missing.');
  const mine = GROUP_ROLES.filter(([, role]) => roles.includes(role)).map(([id]) => id);
  return ok({ value: question.data.groupIds.filter((id) => mine.includes(id.toLowerCase())) });
}

/** Graph casts a collection of directory objects to one type only in an advanced query. */
function directoryRoles(ask: Ask, roles: readonly string[]): Reply {
  const advanced = ask.header('ConsistencyLevel')?.toLowerCase() === 'eventual' && ask.query.get('$count') === 'true';
  if (!advanced) throw refuseGraph(400, 'Request_UnsupportedQuery', 'The query needs ConsistencyLevel and $count.');
  const held = Object.entries(DIRECTORY_ROLES).filter(([, role]) => roles.includes(role));
  return ok({
    '@odata.count': held.length,
    value: held.map(([roleTemplateId]) => ({ id: fixedGuid(`role ${roleTemplateId}`), roleTemplateId })),
  });
}

/** Graph takes at most 20 groups in a question. */
const Question = z.looseObject({ groupIds: z.array(z.guid()).min(1).max(20) });

const GROUP_ROLES: readonly (readonly [id: string, role: PartnerRole])[] = [
  [SANDBOX_GROUPS.adminAgents, 'admin-agent'],
  [SANDBOX_GROUPS.salesAgents, 'sales-agent'],
  [SANDBOX_GROUPS.helpdeskAgents, 'helpdesk-agent'],
];
