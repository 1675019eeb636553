import { type INetworkModule, ManagedIdentityApplication } from '@azure/msal-node';
import { AppError } from '../errors.ts';
import { msalNetwork } from './msal-network.ts';
import type { TokenSource } from './token-source.ts';

/**
 * App-only tokens of a user-assigned managed identity: no secret to keep or to expire. It signs in to its own tenant only;
 * a customer's tenant needs an application (`appTokenSource`, `signedInTokenSource`).
 */
export function managedIdentityTokenSource(
  clientId: string,
  network: INetworkModule = msalNetwork({ retries: 2, timeoutMs: 10_000 }),
): TokenSource {
  const application = new ManagedIdentityApplication({
    managedIdentityIdParams: { userAssignedClientId: clientId },
    system: { networkClient: network },
  });
  const refused = new Set<string>();
  return {
    async token(audience, tenantId) {
      if (tenantId !== undefined) {
        throw new AppError('microsoft.consent-missing', {
          hint: 'A managed identity cannot sign in to a customer tenant. Set PARTNER_APP_ID to an application that it vouches for.',
        });
      }
      try {
        const forceRefresh = refused.delete(audience);
        return (await application.acquireToken({ resource: audience, forceRefresh })).accessToken;
      } catch {
        // Without the cause: MSAL hangs the request on its errors.
        throw new AppError('microsoft.sign-in-failed', {
          params: { reason: 'sign-in.managed-identity', code: null },
          hint: 'The managed identity got no token. Is MicrosoftAppId the client id of an identity assigned to this host?',
        });
      }
    },
    forget: (audience) => {
      refused.add(audience);
    },
  };
}
