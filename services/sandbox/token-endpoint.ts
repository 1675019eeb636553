import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { judgeProof } from './client-proof.ts';
import { type Ask, ok, param, type Reply } from './route.ts';
import { encoded, granted, readToken } from './sandbox-token.ts';
import type { RefreshToken, Refusal, SignInDesk } from './sign-in-desk.ts';
import { fixedGuid, SANDBOX_PARTNER } from './story.ts';
import type { SandboxWorld } from './world.ts';

const OBO = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Entra takes the short name as well, and MSAL uses it. */
const DEVICE = 'device_code';
const DEVICE_URN = 'urn:ietf:params:oauth:grant-type:device_code';

const TokenRequest = z.looseObject({
  grant_type: z.preprocess(
    (name) => (name === DEVICE_URN ? DEVICE : name),
    z.enum(['client_credentials', 'refresh_token', OBO, DEVICE]),
  ),
  client_id: z.string(),
  client_secret: z.string().optional(),
  client_assertion: z.string().optional(),
  scope: z.string(),
  claims: z.string().optional(),
  refresh_token: z.string().optional(),
  assertion: z.string().optional(),
  device_code: z.string().optional(),
});
type TokenRequest = z.output<typeof TokenRequest>;

/** The token endpoint: client credentials, refresh tokens, on behalf of, device codes. */
export function token(world: SandboxWorld, desk: SignInDesk, ask: Ask): Reply {
  const wait = desk.throttle();
  if (wait !== null) {
    const busy = refused('temporarily_unavailable', 90055, 'Too many requests.', 429);
    return { ...busy, headers: { 'Retry-After': String(wait) } };
  }
  const parsed = TokenRequest.safeParse(ask.body);
  const audience = parsed.success ? audienceOf(parsed.data.scope) : null;
  if (!parsed.success || audience === null) {
    return refused('invalid_request', 900144, 'The request body is not complete.');
  }
  const request = parsed.data;
  const tenantId = param(ask, 'tenant').toLowerCase();
  const stranger = unknownTenant(world, tenantId);
  if (stranger !== null) return stranger;
  const proof = judgeProof(
    desk,
    request,
    `${ask.origin}${ask.path}`,
    (text) => readToken(`Bearer ${text}`)?.audience ?? null,
  );
  if (typeof proof === 'number') return refused('invalid_client', proof, 'The application is not who it says.', 401);
  const refusal = desk.refusal(request.grant_type, request.claims);
  if (refusal !== null) return onDemand(refusal);
  return GRANTS[request.grant_type]({ desk, request, tenantId, audience, proven: proof === 'right' });
}

/** A request whose sender is known and whose tenant is ours. */
interface Proven {
  readonly desk: SignInDesk;
  readonly request: TokenRequest;
  readonly tenantId: string;
  readonly audience: string;
  /** The application has shown a proof, and it was right. */
  readonly proven: boolean;
}

const NO_PROOF = () =>
  refused('invalid_client', 7000218, 'The request body must contain client_assertion or client_secret.', 401);

const GRANTS: Readonly<Record<TokenRequest['grant_type'], (proven: Proven) => Reply>> = {
  client_credentials: ({ tenantId, audience, proven }) =>
    proven ? ok(granted({ tenantId, audience, as: 'application' })) : NO_PROOF(),

  refresh_token({ desk, request, tenantId, audience, proven }) {
    // The token the sandbox's own token source shows: it is always good and never replaced.
    if (request.refresh_token === 'sandbox')
      return ok(granted({ tenantId, audience, as: 'user', amr: ['pwd', 'mfa'] }));
    const shown = desk.readRefreshToken(request.refresh_token ?? '');
    if (shown === null || shown === 'replaced')
      return refused('invalid_grant', 70000, 'The refresh token is not valid.');
    if (shown === 'unused') return refused('invalid_grant', 700082, 'The refresh token has expired due to inactivity.');
    const bare = shown.device && desk.deviceTokens === 'without-proof';
    if (bare && proven) return refused('invalid_client', 700025, 'Client is public.', 401);
    if (!bare && !proven) return NO_PROOF();
    const reply = signedIn({ desk, request, tenantId, audience }, shown.person, shown.device);
    desk.replace(shown);
    return reply;
  },

  [OBO]({ desk, request, tenantId, audience, proven }) {
    if (!proven) return NO_PROOF();
    const person = readToken(`Bearer ${request.assertion}`);
    if (person?.as !== 'user') return refused('invalid_grant', 50013, 'The assertion is not valid.');
    return signedIn(
      { desk, request, tenantId, audience },
      { guest: false, mfa: person.amr?.includes('mfa') ?? false },
      false,
      person.person,
    );
  },

  [DEVICE]({ desk, request, tenantId, audience }) {
    switch (desk.device(request.device_code ?? '', request.client_id)) {
      case 'pending':
        return refused('authorization_pending', 70016, 'The person has not signed in yet.');
      case 'declines':
        return refused('authorization_declined', 70017, 'The person declined.');
      case 'lets-it-expire':
        return refused('expired_token', 70020, 'The code has expired.');
      case 'unknown':
        return refused('bad_verification_code', 70018, 'The code is not known.');
      case 'signs-in':
        return signedIn({ desk, request, tenantId, audience }, desk.person, true);
    }
  },
};

/** The tokens of a person: access token, refresh token, and the ID token that MSAL makes an account of. */
function signedIn(
  { desk, request, tenantId, audience }: Omit<Proven, 'proven'>,
  { guest, mfa }: RefreshToken['person'],
  device: boolean,
  person?: string,
): Reply {
  const amr = mfa ? ['pwd', 'mfa'] : ['pwd'];
  const objectId = fixedGuid('service user');
  const homeTenant = guest ? fixedGuid('tenant of a guest') : SANDBOX_PARTNER.tenantId;
  const claims = {
    aud: request.client_id,
    iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    tid: tenantId,
    oid: objectId,
    sub: objectId,
    preferred_username: `csp-service@${SANDBOX_PARTNER.domain}`,
    name: 'CSP service user',
    ver: '2.0',
    amr,
  };
  return ok({
    ...granted({ tenantId, audience, as: 'user', amr, ...(person !== undefined && { person }) }),
    scope: `${audience}/user_impersonation ${audience}/.default`,
    refresh_token: desk.issueRefreshToken({ person: { guest, mfa }, device }),
    id_token: `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.`,
    client_info: encoded({ uid: objectId, utid: homeTenant }),
  });
}

/** Begins a sign-in with a device code. */
export function deviceCode(desk: SignInDesk, ask: Ask): Reply {
  const request = z.looseObject({ client_id: z.string(), claims: z.string().optional() }).safeParse(ask.body);
  if (!request.success) return refused('invalid_request', 900144, 'The request body is not complete.');
  const refusal = desk.refusal('devicecode', request.data.claims);
  if (refusal !== null) return onDemand(refusal);
  return ok({
    user_code: 'SANDBOX99',
    device_code: desk.newDeviceCode(request.data.client_id),
    verification_uri: 'https://microsoft.com/devicelogin',
    expires_in: 900,
    interval: 1,
    message: 'Open https://microsoft.com/devicelogin and enter the code SANDBOX99.',
  });
}

function unknownTenant(world: SandboxWorld, tenantId: string): Reply | null {
  if (tenantId === SANDBOX_PARTNER.tenantId) return null;
  const tenant = world.tenant(tenantId);
  if (tenant === null) return refused('invalid_request', 90002, 'The tenant was not found.');
  if (world.delegatedAccess(tenant) !== 'none') return null;
  // Without a delegated relationship the partner's people are strangers there, before anybody asks for consent.
  return refused('invalid_grant', 50020, 'The user account does not exist in the tenant.');
}

/** `<audience>/.default` or one permission of it, among the scopes of OpenID Connect. */
function audienceOf(scope: string): string | null {
  return (
    scope
      .split(' ')
      .find((one) => /^[a-z]+:\/\//.test(one))
      ?.replace(/\/[^/]+$/, '') ?? null
  );
}

function onDemand({ error, code, suberror, claims }: Refusal): Reply {
  const reply = refused(error, code, 'Refused on demand for csp-service@fabrikam-partner.example.');
  return { ...reply, body: { ...Object(reply.body), ...(suberror && { suberror }), ...(claims && { claims }) } };
}

/** A refusal in Entra's words. */
export function refused(error: string, code: number, description: string, status = 400): Reply {
  const body = {
    error,
    error_description: `AADSTS${code}: ${description}`,
    error_codes: [code],
    trace_id: randomUUID(),
    correlation_id: randomUUID(),
  };
  return ok(body, status);
}
