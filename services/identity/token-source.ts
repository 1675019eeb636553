import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';

/** Resources a token may be asked for. They name the service, not the address it is reached at (the sandbox has another). */
export const PARTNER_CENTER_AUDIENCE = 'https://api.partnercenter.microsoft.com';
export const GRAPH_AUDIENCE = 'https://graph.microsoft.com';

/** Where the clients get their bearer tokens. */
export interface TokenSource {
  /**
   * A token for `audience`, issued by the partner's own tenant or by `tenantId` (a customer's).
   * Fails with `microsoft.consent-missing` where that tenant gave us no access, with `microsoft.sign-in-failed` when the
   * application itself is refused and `microsoft.unreachable` when there is no answer.
   */
  token(audience: string, tenantId?: string): Promise<string>;
}

/** What an application registered in Microsoft Entra signs in with. */
export interface AppCredentials {
  readonly loginUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How MSAL reaches the sign-in service, when not by itself. */
  readonly network?: INetworkModule;
}

/**
 * App-only tokens by client credentials. Partner Center answers several calls (invitation link, agreements, provisioning
 * status) with 900329 for such a token: those need `signedInTokenSource`.
 * MSAL keeps the tokens until shortly before they expire, one cache per tenant.
 */
export function appTokenSource(credentials: AppCredentials): TokenSource {
  const application = confidentialApplications(credentials);
  return {
    async token(audience, tenantId = credentials.tenantId) {
      const result = await signIn(() =>
        application(tenantId).acquireTokenByClientCredential({ scopes: [`${audience}/.default`] }),
      );
      return result.accessToken;
    },
  };
}

/** Where the refresh token of the service user lives. It is replaced at every use (rolling 90 days). */
export interface RefreshTokenVault {
  read(): Promise<string>;
  write(refreshToken: string): Promise<void>;
}

/**
 * Tokens of a service user who signed in once with MFA (Microsoft's secure application model): the app+user identity that
 * Partner Center asks for. Calls run as that user.
 */
export function signedInTokenSource(credentials: AppCredentials, vault: RefreshTokenVault, clock: Clock): TokenSource {
  const application = confidentialApplications(credentials);
  const cached = new Map<string, { token: string; expiresOn: number }>();
  return {
    async token(audience, tenantId = credentials.tenantId) {
      const key = `${tenantId} ${audience}`;
      const known = cached.get(key);
      if (known && known.expiresOn - clock.now().epochMilliseconds > RENEW_BEFORE_MS) return known.token;
      const refreshToken = await vault.read();
      const client = application(tenantId);
      const result = await signIn(() =>
        client.acquireTokenByRefreshToken({ scopes: [`${audience}/.default`], refreshToken }),
      );
      const renewed = newestRefreshToken(client.getTokenCache().serialize());
      if (tenantId === credentials.tenantId && renewed && renewed !== refreshToken) await vault.write(renewed);
      cached.set(key, { token: result.accessToken, expiresOn: result.expiresOn?.getTime() ?? 0 });
      return result.accessToken;
    },
  };
}

const RENEW_BEFORE_MS = 5 * 60_000;

/** MSAL's applications are bound to one tenant; a customer's tenant needs one of its own. */
function confidentialApplications(credentials: AppCredentials): (tenantId: string) => ConfidentialClientApplication {
  const byTenant = new Map<string, ConfidentialClientApplication>();
  return (tenantId) => {
    const known = byTenant.get(tenantId);
    if (known) return known;
    const created = new ConfidentialClientApplication({
      auth: {
        clientId: credentials.clientId,
        clientSecret: credentials.clientSecret,
        authority: `${credentials.loginUrl}/${tenantId}`,
      },
      ...(credentials.network === undefined ? {} : { system: { networkClient: credentials.network } }),
    });
    byTenant.set(tenantId, created);
    return created;
  };
}

async function signIn<T>(acquire: () => Promise<T | null>): Promise<T> {
  let result: T | null;
  try {
    result = await acquire();
  } catch (error) {
    throw signInError(error);
  }
  if (result === null) throw signInError(undefined);
  return result;
}

const MsalFailure = z.looseObject({ errorCode: z.string(), errorMessage: z.string().optional() });

function signInError(error: unknown): AppError {
  const failure = MsalFailure.safeParse(error);
  if (!failure.success) return refusedSignIn(null);
  if (/network|timeout|endpoints_resolution/i.test(failure.data.errorCode)) {
    return new AppError('microsoft.unreachable', {
      hint: `Sign-in service did not answer (${failure.data.errorCode}). Check LOGIN_URL and the way out of this host.`,
    });
  }
  return refusedSignIn(failure.data.errorMessage ?? failure.data.errorCode);
}

/** Entra's codes for "this tenant does not know or did not consent to the application" (Entra error reference). */
const NO_CONSENT = /AADSTS(65001|700016|7000229|90094|500011|650052)\b/;

/** The error for a refused sign-in. Only Entra's code number leaves this function: its sentence may name people. */
export function refusedSignIn(description: string | null): AppError {
  const code = description?.match(/AADSTS\d+/)?.[0] ?? null;
  if (description && NO_CONSENT.test(description)) {
    return new AppError('microsoft.consent-missing', {
      params: { code },
      hint: `${code}: the tenant has not consented to this application. Grant it by GDAP and application consent.`,
    });
  }
  return new AppError('microsoft.sign-in-failed', {
    params: { code },
    hint: `Microsoft Entra refused the sign-in (${code ?? 'no code'}). Check MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId, the MFA of the service user and Conditional Access.`,
  });
}

const MsalCache = z.looseObject({
  RefreshToken: z.record(z.string(), z.looseObject({ secret: z.string() })).optional(),
});

/** MSAL hides refresh tokens from its results; its serialised cache is the documented way to keep them. */
function newestRefreshToken(serializedCache: string): string | null {
  const cache = MsalCache.safeParse(JSON.parse(serializedCache));
  const tokens = cache.success ? Object.values(cache.data.RefreshToken ?? {}) : [];
  return tokens.at(-1)?.secret ?? null;
}
