import { z } from 'zod';
import type { GraphCalls } from '../../services/graph/calls.ts';
import { directoryRoles, type RoleGroups } from '../../services/graph/partner-roles.ts';
import type { signedRequests } from '../../services/identity/signed-request.ts';
import { GRAPH_AUDIENCE, PARTNER_CENTER_AUDIENCE, type TokenSource } from '../../services/identity/token-source.ts';
import { attempt, bad, type Finding, ok, skipped, warn } from './finding.ts';

/** A token for each service the bot talks to, in the partner's own tenant. */
export async function tokensFor(tokens: TokenSource): Promise<readonly Finding[]> {
  const audiences = [
    ['Partner Center', PARTNER_CENTER_AUDIENCE],
    ['Microsoft Graph', GRAPH_AUDIENCE],
  ] as const;
  const found = audiences.map(([service, audience]) =>
    attempt(
      async () => {
        await tokens.token(audience);
        return ok('token.given', { service });
      },
      (hint) => bad('token.refused', { service, hint }),
    ),
  );
  return (await Promise.all(found)).flat();
}

/**
 * Whether Partner Center takes our token for a signed-in person with MFA: the profile is told to nobody else, and `ValidateMfa`
 * has it say whether the token proves MFA.
 */
export async function signedInWithMfa(
  send: ReturnType<typeof signedRequests>,
  signInAs: 'application' | 'service-user',
): Promise<readonly Finding[]> {
  return attempt(
    async () => {
      const reply = await send({
        method: 'GET',
        path: '/v1/profiles/organization',
        headers: { ValidateMfa: 'true' },
        repeat: 'always',
      });
      const profile = Profile.safeParse(reply.body);
      const name = profile.success ? (profile.data.companyName ?? '?') : '?';
      const compliant = reply.headers.get('ismfacompliant')?.split(',')[0]?.trim().toLowerCase() ?? null;
      const mfa =
        compliant === 'true' ? ok('mfa.proved') : compliant === null ? warn('mfa.not-told') : bad('mfa.missing');
      return [ok('partner.known', { name }), mfa];
    },
    (hint, error) =>
      signInAs === 'application' && isRefusal(error, 'microsoft.needs-user')
        ? warn('partner.application-only')
        : bad('partner.refused', { hint }),
  );
}

/** The pinned groups: whether they exist and are called what Partner Center calls them. */
export async function pinnedGroups(graph: GraphCalls, groups: RoleGroups): Promise<readonly Finding[]> {
  const wanted = [
    ['ADMIN_AGENTS_GROUP', 'AdminAgents', groups.adminAgents],
    ['SALES_AGENTS_GROUP', 'SalesAgents', groups.salesAgents],
    ['HELPDESK_AGENTS_GROUP', 'HelpdeskAgents', groups.helpdeskAgents],
  ] as const;
  const none = wanted.every(([, , id]) => id === null);
  const found = wanted.map(([setting, name, id]) =>
    attempt(
      async () => {
        if (id === null) return await unpinned(graph, setting, name, none);
        const group = await graph.get(`/v1.0/groups/${encodeURIComponent(id)}?$select=id,displayName`, Group);
        return group.displayName === name
          ? ok('group.known', { setting, name })
          : warn('group.other-name', { setting, name, found: group.displayName ?? '?' });
      },
      (hint, error) =>
        isRefusal(error, 'microsoft.not-found')
          ? bad('group.not-found', { setting })
          : none
            ? bad('group.unpinned', { setting, name })
            : warn('group.unread', { setting, hint }),
    ),
  );
  return (await Promise.all(found)).flat();
}

/** Who pins none of the groups is told the ids that are probably meant; a person has to look whether they are the right ones. */
async function unpinned(graph: GraphCalls, setting: string, name: string, none: boolean): Promise<Finding> {
  const filter = encodeURIComponent(`displayName eq '${name}'`);
  const { value } = await graph.get(`/v1.0/groups?$filter=${filter}&$select=id,displayName`, Groups);
  const [only] = value;
  const params = { setting, name, id: value.length === 1 && only !== undefined ? only.id : null };
  const known = params.id === null ? 'group.unpinned' : 'group.unpinned-known';
  return none ? bad(known, params) : skipped(known, params);
}

/**
 * Whether directory roles can be read, by which Billing and Global administrators are recognised: the roles as such, and by the
 * very question that is asked about a person. Nobody has the id of that one, so "not known" is a good answer.
 */
export async function directoryRolesReadable(graph: GraphCalls): Promise<readonly Finding[]> {
  return attempt(
    async () => {
      await graph.get('/v1.0/directoryRoles?$select=roleTemplateId', Groupless);
      await directoryRoles(graph, NOBODY).catch((error: unknown) => {
        if (!isRefusal(error, 'microsoft.not-found')) throw error;
      });
      return ok('directory-roles.readable');
    },
    (hint) => warn('directory-roles.unread', { hint }),
  );
}

/** Where Partner Center sends its events. */
export async function webhook(
  publicUrl: string | null,
  registeredUrl: () => Promise<string | null>,
  path: string,
): Promise<readonly Finding[]> {
  if (publicUrl === null) return [skipped('webhook.off')];
  return attempt(
    async () => {
      const url = await registeredUrl();
      if (url === null) return warn('webhook.none');
      if (URL.canParse(url) && new URL(url).href === new URL(`${publicUrl}${path}`).href) return ok('webhook.ours');
      return warn('webhook.of-another', { host: URL.canParse(url) ? new URL(url).host : '?' });
    },
    (hint) => warn('webhook.unread', { hint }),
  );
}

function isRefusal(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

const NOBODY = '00000000-0000-4000-8000-000000000000';

const Profile = z.looseObject({ companyName: z.string().nullish() });
const Group = z.looseObject({ id: z.string(), displayName: z.string().nullish() });
const Groups = z.looseObject({ value: z.array(Group) });
const Groupless = z.looseObject({ value: z.array(z.unknown()) });
