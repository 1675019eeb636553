import type { AuthenticationResult, ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AppCredentials } from './app-credentials.ts';
import { type Issued, keptTokens, type TokenRequest } from './kept-tokens.ts';
import { asked, confidential, issued, perTenant, publicClient } from './msal-applications.ts';
import { withRefreshToken } from './msal-network.ts';
import { type KeptSignIn, type RefreshTokenVault, USER_TOKEN_CACHE } from './refresh-token-vault.ts';
import { type SharedCacheParts, sharedTokenCache } from './shared-token-cache.ts';
import { inCustomerTenant, refusedSignIn, SignInNeeded, signInError } from './sign-in-error.ts';
import type { SignInOutcome } from './sign-in-watch.ts';
import { machineTransport } from './signed-request.ts';
import type { TokenSource } from './token-source.ts';

/**
 * Tokens of a service user who signed in once with MFA (Microsoft's secure application model): the app+user identity that
 * Partner Center asks for. Calls run as that user.
 *
 * The refresh token is replaced at every use in the partner's own tenant; in a customer's tenant it is only shown. Entra lets an
 * earlier one be used again, so that instances do not disturb each other; should it not, the one that came second waits a moment
 * for the newer token and takes that.
 *
 * @param options.shared keeps MSAL's cache for all instances; each has its own when left out
 * @param options.outcome told how signing in to the partner's own tenant went
 * @param options.clock the machine's: tokens end by it
 * @param options.sleep milliseconds; the machine's when left out
 */
export function signedInTokenSource(
  credentials: AppCredentials,
  vault: RefreshTokenVault,
  options: {
    readonly clock: Clock;
    readonly log: Logger;
    readonly shared?: SharedCacheParts;
    readonly outcome?: SignInOutcome;
    readonly sleep?: (milliseconds: number) => Promise<unknown>;
  },
): Required<TokenSource> {
  const { clock, log, shared, outcome, sleep = machineTransport.sleep } = options;
  const application = perTenant<Client>((key) => {
    const [client = '', signInId = '', tenantId = ''] = key.split(' ');
    const name = `${USER_TOKEN_CACHE}${credentials.clientId}/${signInId}/${tenantId}`;
    const create = client === 'public' ? publicClient : confidential;
    return create(credentials, tenantId, shared && sharedTokenCache(name, shared));
  });

  /** In the partner's own tenant: one at a time, since each use replaces the token that the next one shows. */
  let redeeming: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = redeeming.then(work, work);
    redeeming = turn.catch(() => undefined);
    return turn;
  };

  const obtain = async (request: TokenRequest, own: boolean, signIn: KeptSignIn): Promise<Issued> => {
    const client = application(`${signIn.client} ${signIn.id} ${request.tenantId}`);
    const cached = request.demand === null ? await silently(client, signIn, request) : null;
    if (cached !== null) return issued(cached);
    const { result, refreshToken } = await redeem(client, signIn, request);
    if (own && refreshToken !== null && refreshToken !== signIn.refreshToken) {
      // The old one stays good for its 90 days: a token in hand is not given up because the new one could not be kept.
      await vault
        .rotate(signIn, refreshToken)
        .catch((err: unknown) => log.error({ err }, 'The new refresh token could not be kept'));
    }
    if (own) await outcome?.worked();
    return issued(result);
  };

  const wasReplaced = async (signIn: KeptSignIn): Promise<boolean> => {
    for (const milliseconds of REPLACED_WITHIN) {
      await sleep(milliseconds);
      if ((await vault.read()).version !== signIn.version) return true;
    }
    return false;
  };

  const issue = async (request: TokenRequest, own: boolean, tried = 0): Promise<Issued> => {
    let signIn: KeptSignIn | null = null;
    try {
      signIn = await vault.read();
      return await obtain(request, own, signIn);
    } catch (error) {
      const told = signInError(error, 'person', request.demand?.claims);
      const failure = own ? told : inCustomerTenant(told);
      const needed = failure instanceof SignInNeeded ? failure : null;
      if (needed?.tokenRefused && signIn !== null && tried < MOST_TRIES && (await wasReplaced(signIn))) {
        return issue(request, own, tried + 1);
      }
      if (own && needed?.claims) await vault.setChallenge(needed.claims);
      if (own) await outcome?.failed(failure);
      throw failure;
    }
  };
  return keptTokens(credentials.tenantId, clock, (request) => {
    const own = request.tenantId === credentials.tenantId;
    return own ? inTurn(() => issue(request, own)) : issue(request, own);
  });
}

/** How long, in milliseconds, another instance may take to keep the token it got for ours. */
const REPLACED_WITHIN = [0, 100, 300, 600];
const MOST_TRIES = 4;

type Client = ConfidentialClientApplication | PublicClientApplication;

/** A token that this or another instance has got already; null when there is none. It asks nobody. */
async function silently(
  client: Client,
  { homeAccountId }: KeptSignIn,
  request: TokenRequest,
): Promise<AuthenticationResult | null> {
  if (homeAccountId === null) return null;
  try {
    const account = await client.getTokenCache().getAccountByHomeId(homeAccountId);
    return account === null ? null : await client.acquireTokenSilent({ ...asked(request), account });
  } catch {
    // MSAL says by an error that its cache holds nothing (any more).
    return null;
  }
}

/** Shows the refresh token for a new access token. */
async function redeem(client: Client, { refreshToken }: KeptSignIn, request: TokenRequest) {
  const { result, refreshToken: renewed } = await withRefreshToken(() =>
    client.acquireTokenByRefreshToken({ ...asked(request), refreshToken, forceCache: true }),
  );
  if (result === null) throw refusedSignIn(null, 'person');
  return { result, refreshToken: renewed };
}
