import { ManagedIdentityApplication } from '@azure/msal-node';
import { AppError } from '../errors.ts';
import type { TokenSource } from './token-source.ts';

/**
 * App-only tokens of a user-assigned managed identity: no secret to keep or to expire. It signs in to its own tenant only;
 * a customer's tenant needs `signedInTokenSource`.
 */
export function managedIdentityTokenSource(clientId: string): TokenSource {
  const application = new ManagedIdentityApplication({ managedIdentityIdParams: { userAssignedClientId: clientId } });
  return {
    async token(audience, tenantId) {
      if (tenantId !== undefined) {
        throw new AppError('microsoft.consent-missing', {
          hint: 'A managed identity cannot sign in to a customer tenant. Use the secure application model for that.',
        });
      }
      try {
        return (await application.acquireToken({ resource: audience })).accessToken;
      } catch (cause) {
        throw new AppError('microsoft.sign-in-failed', {
          hint: 'The managed identity got no token. Is MicrosoftAppId the client id of an identity assigned to this host?',
          cause,
        });
      }
    },
  };
}
