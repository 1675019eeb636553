import { z } from 'zod';
import { type Ask, ok, param, type Reply, type Route } from './route.ts';
import { SANDBOX_PARTNER } from './story.ts';
import type { SandboxWorld } from './world.ts';

/** What a sandbox token says. It is not signed: it opens nothing but this sandbox. */
export type SandboxToken = z.output<typeof SandboxToken>;

/** The token endpoint and the public sign-in metadata. */
export function loginRoutes(world: SandboxWorld): Route[] {
  return [
    { method: 'post', path: '/:tenant/oauth2/v2.0/token', needs: 'anyone', handle: (ask) => token(world, ask) },
    {
      method: 'get',
      path: '/:tenant/.well-known/openid-configuration',
      needs: 'anyone',
      handle: (ask) => metadata(world, ask),
    },
    {
      method: 'get',
      path: '/:tenant/v2.0/.well-known/openid-configuration',
      needs: 'anyone',
      handle: (ask) => metadata(world, ask),
    },
  ];
}

/** Reads a bearer token of this sandbox; null for any other. */
export function readToken(authorization: string | undefined): SandboxToken | null {
  const payload = authorization?.match(/^Bearer sandbox\.([\w-]+)$/i)?.[1];
  if (payload === undefined) return null;
  try {
    return SandboxToken.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  } catch {
    return null;
  }
}

const SandboxToken = z.object({ tenantId: z.string(), audience: z.string(), as: z.enum(['user', 'application']) });

const TokenRequest = z.looseObject({
  grant_type: z.enum(['client_credentials', 'refresh_token']),
  scope: z.string().regex(/\/\.default$/),
});

function token(world: SandboxWorld, ask: Ask): Reply {
  const request = TokenRequest.safeParse(ask.body);
  if (!request.success) return refused('invalid_request', 'AADSTS900144: The request body is not complete.');
  const tenantId = param(ask, 'tenant').toLowerCase();
  if (tenantId !== SANDBOX_PARTNER.tenantId) {
    const tenant = world.tenant(tenantId);
    if (tenant === null) return refused('invalid_request', 'AADSTS90002: The tenant was not found.');
    if (tenant.story.delegatedAccess === 'none') {
      return refused(
        'invalid_grant',
        'AADSTS65001: The user or administrator has not consented to use the application.',
      );
    }
  }
  const claims: SandboxToken = {
    tenantId,
    audience: request.data.scope.replace(/\/\.default$/, ''),
    as: request.data.grant_type === 'client_credentials' ? 'application' : 'user',
  };
  return ok({
    token_type: 'Bearer',
    expires_in: 3599,
    access_token: `sandbox.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`,
  });
}

function metadata(world: SandboxWorld, ask: Ask): Reply {
  const domain = param(ask, 'tenant');
  const partner = domain.toLowerCase() === SANDBOX_PARTNER.domain ? SANDBOX_PARTNER.tenantId : null;
  const tenantId = partner ?? world.tenantOfDomain(domain)?.tenantId;
  if (tenantId === undefined) return refused('invalid_tenant', 'AADSTS90002: The tenant was not found.');
  return ok({
    issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    token_endpoint: `${ask.origin}/${tenantId}/oauth2/v2.0/token`,
    tenant_region_scope: 'EU',
    cloud_instance_name: 'microsoftonline.com',
  });
}

function refused(error: string, description: string): Reply {
  return ok({ error, error_description: description }, 400);
}
