import type { AuthenticationResult, INetworkModule, NetworkRequestOptions } from '@azure/msal-node';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { AppCredentials } from './app-credentials.ts';
import { asked, confidential, publicClient } from './msal-applications.ts';
import { msalNetwork, withRefreshToken } from './msal-network.ts';
import type { SignIn } from './refresh-token-vault.ts';
import { refusedSignIn, SignInFailure, signInError } from './sign-in-error.ts';
import { PARTNER_CENTER_AUDIENCE } from './token-source.ts';

/** What the person at the terminal has to do. */
export interface DeviceCode {
  readonly url: string;
  readonly code: string;
  readonly minutes: number;
}

/** A person who has signed in, as far as Entra tells. */
export interface SignedIn {
  readonly signIn: Omit<SignIn, 'id'>;
  /** User name, for the person at the terminal. */
  readonly userName: string;
  /** Whether a second factor was used; null when the tokens do not say. */
  readonly mfa: boolean | null;
}

/**
 * Signs a person in with a device code, and proves that the refresh token works the way the assistant will use it: redeemed by the
 * application with its proof, or without where Entra wants it so.
 *
 * @param options.claims what the sign-in has to prove (of a claims challenge)
 * @throws AppError `connect.declined`, `connect.expired`, `connect.other-tenant`, `connect.no-mfa`, `connect.no-refresh-token`,
 * `microsoft.*`
 */
export async function deviceSignIn(
  credentials: AppCredentials,
  options: { readonly show: (code: DeviceCode) => void; readonly claims: string | null },
): Promise<SignedIn> {
  const request = {
    audience: PARTNER_CENTER_AUDIENCE,
    tenantId: credentials.tenantId,
    demand: { claims: options.claims ?? undefined },
  };
  const device = { ...credentials, network: answering(credentials.network ?? msalNetwork()) };
  const { result, refreshToken } = await withRefreshToken(() =>
    publicClient(device, credentials.tenantId).acquireTokenByDeviceCode({
      ...asked(request),
      deviceCodeCallback: ({ verificationUri, userCode, expiresIn }) =>
        options.show({ url: verificationUri, code: userCode, minutes: Math.floor(expiresIn / 60) }),
    }),
  ).catch((error: unknown) => {
    throw isCodeExpired(error) ? new AppError('connect.expired') : signInError(error, 'person');
  });
  if (result === null) throw refusedSignIn(null, 'person');
  const homeAccountId = result.account?.homeAccountId ?? null;
  // A guest of the tenant has its home elsewhere.
  if (homeAccountId === null || homeAccountId.split('.').at(-1)?.toLowerCase() !== credentials.tenantId.toLowerCase()) {
    throw new AppError('connect.other-tenant', { params: { tenant: credentials.tenantId } });
  }
  const mfa = usedMfa(result);
  if (mfa === false) throw new AppError('connect.no-mfa');
  if (refreshToken === null) throw new AppError('connect.no-refresh-token');
  const redeemed = await redeemable(credentials, refreshToken, request);
  return { signIn: { ...redeemed, homeAccountId }, userName: result.account?.username ?? '', mfa };
}

/** The refresh token after its first use, and how it has to be shown. */
async function redeemable(
  credentials: AppCredentials,
  refreshToken: string,
  request: Parameters<typeof asked>[0],
): Promise<Pick<SignIn, 'refreshToken' | 'client'>> {
  const redeem = async (client: SignIn['client']) => {
    const application = (client === 'public' ? publicClient : confidential)(credentials, credentials.tenantId);
    const { refreshToken: renewed } = await withRefreshToken(() =>
      application.acquireTokenByRefreshToken({ ...asked({ ...request, demand: null }), refreshToken }),
    );
    return { refreshToken: renewed ?? refreshToken, client };
  };
  try {
    return await redeem('confidential');
  } catch (error) {
    const failure = signInError(error, 'person');
    if (failure.params.reason !== 'sign-in.public-client') throw failure;
  }
  try {
    return await redeem('public');
  } catch (error) {
    throw signInError(error, 'person');
  }
}

const isCodeExpired = (error: unknown): boolean =>
  z.looseObject({ errorCode: z.literal('device_code_expired') }).safeParse(error).success;

/** MSAL does not look at a refused device code, and of a refused poll it keeps one word. Here Entra's answer is read in time. */
function answering(network: INetworkModule): INetworkModule {
  return {
    sendGetRequestAsync: (url, options, timeout) => network.sendGetRequestAsync(url, options, timeout),
    async sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions) {
      const reply = await network.sendPostRequestAsync<T>(url, options);
      const refused = Refused.safeParse(reply.body);
      if (!refused.success || refused.data.error === 'authorization_pending') return reply;
      const { error, error_description } = refused.data;
      // The body MSAL waits on for the next poll.
      if (error === 'slow_down') return { ...reply, body: { ...reply.body, error: 'authorization_pending' } };
      throw new SignInFailure(refusal(error, error_description ?? null));
    },
  };
}

function refusal(error: string, description: string | null): AppError {
  if (error === 'authorization_declined' || error === 'access_denied') return new AppError('connect.declined');
  if (error === 'expired_token' || error === 'code_expired') return new AppError('connect.expired');
  return refusedSignIn(description, 'person', { interaction: true });
}

const Refused = z.looseObject({ error: z.string(), error_description: z.string().optional() });

/**
 * Entra names the ways in which somebody proved who they are in the claim `amr`. The token for Partner Center carries it (Partner
 * Center security requirements), an ID token only sometimes.
 */
function usedMfa({ accessToken, idTokenClaims }: AuthenticationResult): boolean | null {
  const ways = [idTokenClaims, payloadOf(accessToken)].flatMap((claims) => {
    const told = z.looseObject({ amr: z.array(z.string()) }).safeParse(claims);
    return told.success ? [told.data.amr] : [];
  });
  return ways.length === 0 ? null : ways.flat().includes('mfa');
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return null;
  }
}
