import { DIRECTORY_ROLES } from '../graph/partner-roles.ts';
import { SANDBOX_GROUPS } from './people-routes.ts';
import { type Ask, ok, param, type Reply, type Route, refuseGraph } from './route.ts';
import { fixedGuid } from './story.ts';
import type { SandboxWorld } from './world.ts';

const GROUPS: readonly (readonly [id: string, displayName: string])[] = [
  [SANDBOX_GROUPS.adminAgents, 'AdminAgents'],
  [SANDBOX_GROUPS.salesAgents, 'SalesAgents'],
  [SANDBOX_GROUPS.helpdeskAgents, 'HelpdeskAgents'],
];

/** What an operator looks up in the directory of the simulated partner: its groups, directory roles and applications. */
export function directoryRoutes(world: SandboxWorld): Omit<Route, 'audience'>[] {
  return [
    { method: 'get', path: '/v1.0/groups', needs: 'signed-in', handle: groups },
    { method: 'get', path: '/v1.0/groups/:group', needs: 'signed-in', handle: group },
    {
      method: 'get',
      path: '/v1.0/directoryRoles',
      needs: 'signed-in',
      handle: () => ok({ value: Object.keys(DIRECTORY_ROLES).map((roleTemplateId) => ({ roleTemplateId })) }),
    },
    { method: 'get', path: '/v1.0/:resource', needs: 'signed-in', handle: (ask) => application(world, ask) },
  ];
}

function groups(ask: Ask): Reply {
  const name = (ask.query.get('$filter') ?? '').match(/^displayName eq '([^']+)'$/)?.[1];
  const found = GROUPS.filter(([, displayName]) => name === undefined || displayName === name);
  return ok({ value: found.map(([id, displayName]) => ({ id, displayName })) });
}

function group(ask: Ask): Reply {
  const id = param(ask, 'group').toLowerCase();
  const found = GROUPS.find(([known]) => known === id);
  if (found === undefined) throw refuseGraph(404, 'Request_ResourceNotFound', 'The group was not found.');
  return ok({ id: found[0], displayName: found[1] });
}

/** Every application of the sandbox has one secret, which lasts for half a year from the first start. */
function application(world: SandboxWorld, ask: Ask): Reply {
  const appId = param(ask, 'resource').match(/^applications\(appId='([^']+)'\)$/)?.[1];
  if (appId === undefined) throw refuseGraph(400, 'Request_BadRequest', 'Unknown resource.');
  const endDateTime = new Date(Date.parse(world.state.current.startedAt) + 180 * 86_400_000).toISOString();
  return ok({ id: fixedGuid(`application ${appId}`), appId, passwordCredentials: [{ hint: 'san', endDateTime }] });
}
