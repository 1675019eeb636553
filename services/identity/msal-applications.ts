import {
  type AuthenticationResult,
  ConfidentialClientApplication,
  type ICachePlugin,
  PublicClientApplication,
} from '@azure/msal-node';
import { LRUCache } from 'lru-cache';
import { type AppCredentials, authOptions } from './app-credentials.ts';
import type { Issued, TokenRequest } from './kept-tokens.ts';
import { keepingBack, msalNetwork } from './msal-network.ts';

/** MSAL's configuration for an application in one tenant. */
function msalConfiguration(credentials: AppCredentials, tenantId: string, cachePlugin?: ICachePlugin) {
  return {
    auth: authOptions(credentials, `${credentials.loginUrl}/${tenantId}`),
    system: { networkClient: keepingBack(credentials.network ?? msalNetwork()) },
    ...(cachePlugin === undefined ? {} : { cache: { cachePlugin } }),
  };
}

/** The application that shows its proof, and the one that must not. */
export function confidential(credentials: AppCredentials, tenantId: string, cachePlugin?: ICachePlugin) {
  return new ConfidentialClientApplication(msalConfiguration(credentials, tenantId, cachePlugin));
}

export function publicClient(credentials: AppCredentials, tenantId: string, cachePlugin?: ICachePlugin) {
  const { auth, ...rest } = msalConfiguration(credentials, tenantId, cachePlugin);
  return new PublicClientApplication({
    ...rest,
    auth: { clientId: credentials.clientId, ...(auth.authority === undefined ? {} : { authority: auth.authority }) },
  });
}

/** MSAL's applications are bound to one tenant. Partners have thousands of customers, so only the latest used are kept. */
export function perTenant<A extends object>(create: (key: string) => A, most = 200): (key: string) => A {
  const kept = new LRUCache<string, A>({ max: most });
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const created = create(key);
    kept.set(key, created);
    return created;
  };
}

/** What is asked of MSAL for a token. */
export const asked = ({ audience, demand }: TokenRequest) => ({
  scopes: [`${audience}/.default`],
  ...(demand?.claims === undefined ? {} : { claims: demand.claims }),
});

export const issued = ({ accessToken, expiresOn }: AuthenticationResult): Issued => ({
  token: accessToken,
  expiresAt: expiresOn?.getTime() ?? 0,
});
