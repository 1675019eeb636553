import { AsyncLocalStorage } from 'node:async_hooks';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import pRetry from 'p-retry';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { FailedAttempt, judge } from './judged-reply.ts';
import { SignInFailure } from './sign-in-error.ts';
import { machineTransport, type Transport } from './signed-request.ts';

/** What of the machine a sign-in needs. */
export type SignInTransport = Pick<
  Transport,
  'fetch' | 'sleep' | 'random' | 'timeoutMs' | 'retries' | 'longestWaitSeconds'
>;

/**
 * How MSAL reaches the sign-in service: waits out throttling (the full Retry-After, as long as it is bearable), tries again when
 * there was no answer, never follows a redirect, gives up after a time. What it gives up comes out of `signInError` as
 * `microsoft.throttled`, `microsoft.failed` or `microsoft.unreachable`.
 */
export function msalNetwork(transport: Partial<SignInTransport> = {}): INetworkModule {
  const machine: SignInTransport = { ...machineTransport, ...transport };
  // MSAL lets its caller say what the body is; here it is whatever the service sent as JSON.
  const send = async <T>(method: string, url: string, options: NetworkRequestOptions = {}) =>
    (await exchange(machine, method, url, options)) as NetworkResponse<T>;
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}

async function exchange(
  transport: SignInTransport,
  method: string,
  url: string,
  options: NetworkRequestOptions,
): Promise<NetworkResponse<unknown>> {
  const trace = `Sign-in ${method} ${new URL(url).pathname}`;
  const bearable = (error: unknown): error is FailedAttempt =>
    error instanceof FailedAttempt && (error.retryAfterSeconds ?? 0) <= transport.longestWaitSeconds;
  try {
    return await pRetry(() => attempt(transport, method, url, options, trace), {
      retries: transport.retries,
      minTimeout: 0,
      maxTimeout: 0,
      shouldRetry: ({ error }) => bearable(error),
      onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
        if (retriesLeft === 0 || !bearable(error)) return;
        const backoff = Math.min(20_000, 500 * 2 ** (attemptNumber - 1)) * (0.5 + transport.random() / 2);
        await transport.sleep(Math.round((error.retryAfterSeconds ?? 0) * 1000 + backoff));
      },
    });
  } catch (error) {
    if (error instanceof FailedAttempt) throw new SignInFailure(error.reason);
    throw new SignInFailure(new AppError('microsoft.unreachable', { hint: `${trace}: could not be sent.` }));
  }
}

async function attempt(
  transport: SignInTransport,
  method: string,
  url: string,
  { headers = {}, body }: NetworkRequestOptions,
  trace: string,
): Promise<NetworkResponse<unknown>> {
  let reply: { status: number; headers: Headers; text: string };
  try {
    const answered = await transport.fetch(url, {
      method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(transport.timeoutMs),
      ...(body === undefined ? {} : { body }),
    });
    reply = { status: answered.status, headers: answered.headers, text: await answered.text() };
  } catch {
    // What fetch hangs on its errors may hold the request, which holds secrets.
    const reason = new AppError('microsoft.unreachable', { hint: `${trace}: no answer, or it was cut off.` });
    throw new FailedAttempt(reason, 'lost', null);
  }
  // What Entra refuses is for MSAL to read.
  const refused = reply.status >= 400 && reply.status < 500 && reply.status !== 429;
  const judged = refused
    ? { body: parsed(reply.text) }
    : judge(reply, () => new AppError('microsoft.unexpected-reply', { hint: trace }), trace);
  return { status: reply.status, headers: Object.fromEntries(reply.headers), body: judged.body ?? {} };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { error: 'unexpected_reply' };
  }
}

const captured = new AsyncLocalStorage<{ refreshToken: string | null }>();

/**
 * Signs in and gives the refresh token beside MSAL's result, which hides it. MSAL itself gets to see none (`keepingBack`): there
 * is one place for it, the vault.
 */
export async function withRefreshToken<T>(
  signIn: () => Promise<T>,
): Promise<{ readonly result: T; readonly refreshToken: string | null }> {
  const store = { refreshToken: null };
  const result = await captured.run(store, signIn);
  return { result, refreshToken: store.refreshToken };
}

/** The network for an application of MSAL: keeps refresh tokens back, so that its caches never hold one. */
export function keepingBack(network: INetworkModule): INetworkModule {
  return {
    sendGetRequestAsync: (url, options, timeout) => network.sendGetRequestAsync(url, options, timeout),
    async sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions) {
      const reply = await network.sendPostRequestAsync<unknown>(url, options);
      const granted = Granted.safeParse(reply.body);
      if (!granted.success) return reply as NetworkResponse<T>;
      const { refresh_token, ...rest } = granted.data;
      const store = captured.getStore();
      if (store !== undefined) store.refreshToken = refresh_token;
      // The same body as MSAL expects it, but for the one field that it may leave out.
      return { ...reply, body: rest } as NetworkResponse<T>;
    },
  };
}

const Granted = z.looseObject({ refresh_token: z.string().min(1) });
