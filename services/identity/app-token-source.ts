import type { Clock } from '../clock.ts';
import type { AppCredentials } from './app-credentials.ts';
import { keptTokens } from './kept-tokens.ts';
import { asked, confidential, issued, perTenant } from './msal-applications.ts';
import { type SharedCacheParts, sharedTokenCache } from './shared-token-cache.ts';
import { refusedSignIn, signInError } from './sign-in-error.ts';
import type { SignInOutcome } from './sign-in-watch.ts';
import type { TokenSource } from './token-source.ts';

/**
 * App-only tokens by client credentials. Partner Center answers several calls (invitation link, agreements, provisioning
 * status) with 900329 for such a token: those need `signedInTokenSource`.
 *
 * @param options.shared keeps MSAL's cache for all instances; each has its own when left out
 * @param options.outcome told how signing in to the partner's own tenant went
 * @param options.clock the machine's: tokens end by it
 */
export function appTokenSource(
  credentials: AppCredentials,
  options: { readonly clock: Clock; readonly shared?: SharedCacheParts; readonly outcome?: SignInOutcome },
): Required<TokenSource> {
  const { clock, shared, outcome } = options;
  const application = perTenant((tenantId) => {
    const name = `token-cache/app/${credentials.clientId}/${tenantId}`;
    return confidential(credentials, tenantId, shared && sharedTokenCache(name, shared));
  });
  return keptTokens(credentials.tenantId, clock, async (request) => {
    const own = request.tenantId === credentials.tenantId;
    try {
      const result = await application(request.tenantId).acquireTokenByClientCredential({
        ...asked(request),
        skipCache: request.demand !== null,
      });
      if (result === null) throw refusedSignIn(null, 'application');
      if (own && !result.fromCache) await outcome?.worked();
      return issued(result);
    } catch (error) {
      const failure = signInError(error, 'application');
      if (own) await outcome?.failed(failure);
      throw failure;
    }
  });
}
