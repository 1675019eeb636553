import { type Ask, ok, param, type Reply, type Route } from './route.ts';
import { granted } from './sandbox-token.ts';
import type { SignInDesk } from './sign-in-desk.ts';
import { SANDBOX_PARTNER } from './story.ts';
import { deviceCode, refused, token } from './token-endpoint.ts';
import type { SandboxWorld } from './world.ts';

/** The simulated Microsoft Entra: token endpoint, device codes, public metadata, and the managed identity of the host. */
export function loginRoutes(world: SandboxWorld, desk: SignInDesk): Route[] {
  const anyone = (method: 'get' | 'post', path: string, handle: (ask: Ask) => Reply): Route => ({
    method,
    path,
    needs: 'anyone',
    handle,
  });
  return [
    anyone('post', '/:tenant/oauth2/v2.0/token', (ask) => token(world, desk, ask)),
    anyone('post', '/:tenant/oauth2/v2.0/devicecode', (ask) => deviceCode(desk, ask)),
    anyone('get', '/:tenant/.well-known/openid-configuration', (ask) => metadata(world, ask)),
    anyone('get', '/:tenant/v2.0/.well-known/openid-configuration', (ask) => metadata(world, ask)),
    anyone('get', '/common/discovery/instance', instances),
    anyone('get', '/metadata/identity/oauth2/token', managedIdentity),
  ];
}

/** What an identity of this host gets from its host. */
function managedIdentity(ask: Ask): Reply {
  const resource = ask.query.get('resource');
  if (ask.header('metadata') !== 'true' || resource === null) return ok({ error: 'invalid_request' }, 400);
  const { access_token } = granted({ tenantId: SANDBOX_PARTNER.tenantId, audience: resource, as: 'application' });
  return ok({
    access_token,
    resource,
    token_type: 'Bearer',
    expires_in: '86399',
    expires_on: String(Math.floor(Date.parse('2100-01-01') / 1000)),
    client_id: ask.query.get('client_id'),
  });
}

function metadata(world: SandboxWorld, ask: Ask): Reply {
  const named = param(ask, 'tenant').toLowerCase();
  const isPartner = named === SANDBOX_PARTNER.domain || named === SANDBOX_PARTNER.tenantId;
  const tenantId = isPartner
    ? SANDBOX_PARTNER.tenantId
    : (world.tenantOfDomain(named) ?? world.tenant(named))?.tenantId;
  if (tenantId === undefined) return refused('invalid_tenant', 90002, 'The tenant was not found.');
  const at = `${ask.origin}/${tenantId}`;
  return ok({
    issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    token_endpoint: `${at}/oauth2/v2.0/token`,
    authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${at}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${at}/oauth2/v2.0/logout`,
    jwks_uri: `${at}/discovery/v2.0/keys`,
    tenant_region_scope: 'EU',
    cloud_instance_name: 'microsoftonline.com',
  });
}

/** Which clouds there are: MSAL asks for it when it does not know the host. */
function instances(ask: Ask): Reply {
  const asked = ask.query.get('authorization_endpoint') ?? '';
  if (!URL.canParse(asked)) return refused('invalid_instance', 50049, 'Unknown or invalid instance.');
  const { host, pathname } = new URL(asked);
  return ok({
    tenant_discovery_endpoint: `https://${host}/${pathname.split('/')[1]}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
}

export { readToken, type SandboxToken } from './sandbox-token.ts';
