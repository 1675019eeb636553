import type { Clock } from '../clock.ts';
import type { AppCredentials } from './app-credentials.ts';
import { keptTokens } from './kept-tokens.ts';
import { asked, confidential, issued, perTenant } from './msal-applications.ts';
import { refusedSignIn, signInError } from './sign-in-error.ts';
import type { TokenSource } from './token-source.ts';

/**
 * Tokens on behalf of a person, by a token that the person's client got for this application (Teams single sign-on). What is done
 * with them runs as that person. They are kept in this process only, and only as long as this source.
 *
 * No page of Microsoft says whether Partner Center takes such tokens; the person's own token has to carry MFA.
 *
 * @param assertion the person's access token
 * @throws as `TokenSource.token`; `microsoft.sign-in-needed` carries the claims that the person's new sign-in has to prove
 */
export function onBehalfOfTokenSource(
  credentials: AppCredentials,
  assertion: string,
  options: { readonly clock: Clock },
): Required<TokenSource> {
  const application = perTenant((tenantId) => confidential(credentials, tenantId), 20);
  return keptTokens(credentials.tenantId, options.clock, async (request) => {
    try {
      const result = await application(request.tenantId).acquireTokenOnBehalfOf({
        ...asked(request),
        oboAssertion: assertion,
        skipCache: request.demand !== null,
      });
      if (result === null) throw refusedSignIn(null, 'person');
      return issued(result);
    } catch (error) {
      throw signInError(error, 'person', request.demand?.claims);
    }
  });
}
