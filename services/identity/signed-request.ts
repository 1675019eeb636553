import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pRetry from 'p-retry';
import { AppError } from '../errors.ts';
import { ClaimsChallenge, FailedAttempt, judge, type RawReply, type SignedReply } from './judged-reply.ts';
import type { TokenSource } from './token-source.ts';

/** One question to a Microsoft service. */
export interface SignedRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** Path and query, or an absolute address of the same service (a next link). */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Tenant whose data is read, when it is not the partner's own. */
  readonly tenantId?: string;
  /** `MS-RequestId`: the idempotency key, kept over all retries. Made here when absent. */
  readonly requestId?: string;
  /** `MS-CorrelationId`: groups the calls of one piece of work. */
  readonly correlationId?: string;
  /**
   * What may be sent again. `always`: reading, or a change the service recognises by its request id.
   * `not-lost`: a change whose loss the caller sorts out (checkout): only throttling is waited for.
   */
  readonly repeat: 'always' | 'not-lost';
}

/** Everything a request needs from the machine; tests replace it. */
export interface Transport {
  readonly fetch: typeof fetch;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Waits until one more request may be sent; rejects when it must not be sent at all. */
  readonly turn: () => Promise<unknown>;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  readonly newId: () => string;
  /** Per attempt. */
  readonly timeoutMs: number;
  readonly retries: number;
  /** A longer Retry-After is not waited for: the error tells the caller when to come back. */
  readonly longestWaitSeconds: number;
}

export const machineTransport: Transport = {
  fetch: (input, init) => fetch(input, init),
  sleep: (milliseconds) => wait(milliseconds),
  turn: async () => undefined,
  random: Math.random,
  newId: randomUUID,
  timeoutMs: 30_000,
  retries: 4,
  longestWaitSeconds: 60,
};

export interface SignedRequestOptions {
  readonly baseUrl: string;
  readonly audience: string;
  /** Null: a public address, which gets no token. */
  readonly tokens: TokenSource | null;
  readonly transport?: Partial<Transport>;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Names the service in operator hints. */
  readonly service: string;
  /** Turns a refusal (4xx other than 429) into the error of its service. */
  readonly refusal: (status: number, body: unknown, trace: string) => AppError;
}

/**
 * Sends signed requests to one Microsoft service: waits out throttling (the full Retry-After, then backoff with jitter),
 * repeats what may be repeated under the same request id, replaces a refused token once, gives up after a time.
 *
 * Fails with `microsoft.throttled`, `microsoft.unreachable` (no answer, or cut off), `microsoft.failed` (5xx),
 * `microsoft.unexpected-reply` (not JSON), `microsoft.slow` (no turn in time), the refusal of the service, or a
 * `ClaimsChallenge`. Error texts carry the path and the request ids, never a token, a query or a body. A token is only ever
 * sent to the origin of `baseUrl`.
 */
export function signedRequests(options: SignedRequestOptions): (request: SignedRequest) => Promise<SignedReply> {
  const transport: Transport = { ...machineTransport, ...options.transport };
  return async (request) => {
    const requestId = request.requestId ?? transport.newId();
    const url = sameOrigin(options, request.path);
    const trace = `${options.service} ${request.method} ${url.pathname} (MS-RequestId ${requestId}${
      request.correlationId ? `, MS-CorrelationId ${request.correlationId}` : ''
    })`;
    const call: Call = { requestId, url, trace, renewed: false };
    try {
      return await pRetry(() => attempt(options, transport, request, call), {
        retries: transport.retries,
        minTimeout: 0,
        maxTimeout: 0,
        shouldRetry: ({ error }) => mayRepeat(error, request, transport),
        onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
          if (retriesLeft === 0 || !mayRepeat(error, request, transport)) return;
          await transport.sleep(delay(error, attemptNumber, transport.random));
        },
      });
    } catch (error) {
      throw error instanceof FailedAttempt ? error.reason : error;
    }
  };
}

interface Call {
  readonly requestId: string;
  readonly url: URL;
  readonly trace: string;
  /** A refused token is replaced once per request. */
  renewed: boolean;
}

async function attempt(
  options: SignedRequestOptions,
  transport: Transport,
  request: SignedRequest,
  call: Call,
): Promise<SignedReply> {
  const reply = await exchange(options, transport, request, call);
  try {
    return judge(reply, options.refusal, call.trace);
  } catch (error) {
    if (reply.status !== 401 || call.renewed || options.tokens === null) throw error;
    // Nothing was done without a token, so this holds for changes too.
    call.renewed = true;
    const claims = error instanceof ClaimsChallenge ? error.claims : undefined;
    // Without a way to prove what is asked for, the next token would be refused for the same reason.
    if (claims !== undefined && options.tokens.forget === undefined) throw error;
    await options.tokens.forget?.(options.audience, request.tenantId, claims);
    return judge(await exchange(options, transport, request, call), options.refusal, call.trace);
  }
}

async function exchange(
  options: SignedRequestOptions,
  transport: Transport,
  request: SignedRequest,
  { requestId, url, trace }: Call,
): Promise<RawReply> {
  const token = await options.tokens?.token(options.audience, request.tenantId);
  const headers: Record<string, string> = {
    ...options.headers,
    ...request.headers,
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    Accept: 'application/json',
    'MS-RequestId': requestId,
    'client-request-id': requestId,
  };
  if (request.correlationId) headers['MS-CorrelationId'] = request.correlationId;
  if (request.body !== undefined) headers['Content-Type'] = 'application/json';
  await transport.turn();
  try {
    const reply = await transport.fetch(url, {
      method: request.method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(transport.timeoutMs),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    return { status: reply.status, headers: reply.headers, text: await reply.text() };
  } catch (thrown) {
    // Without its cause: what fetch says may hold the whole address.
    const why = failureKind(thrown);
    const reason = new AppError('microsoft.unreachable', { hint: `${trace}: no answer, or it was cut off (${why}).` });
    throw new FailedAttempt(reason, 'lost', null);
  }
}

/** What kind of failure it was, in the words of the machine (`ECONNRESET`, `TimeoutError`). */
function failureKind(thrown: unknown): string {
  const inner = thrown instanceof Error ? (thrown.cause ?? thrown) : null;
  if (!(inner instanceof Error)) return 'unknown';
  return 'code' in inner && typeof inner.code === 'string' ? inner.code : inner.name;
}

function mayRepeat(error: unknown, request: SignedRequest, transport: Transport): boolean {
  if (!(error instanceof FailedAttempt)) return false;
  if ((error.retryAfterSeconds ?? 0) > transport.longestWaitSeconds) return false;
  return error.kind === 'throttled' || request.repeat === 'always';
}

/** Retries made while throttled count as well, so the whole Retry-After is waited for, and a little more. */
function delay(error: Error, attemptNumber: number, random: () => number): number {
  const backoff = Math.min(20_000, 500 * 2 ** (attemptNumber - 1)) * (0.5 + random() / 2);
  const asked = error instanceof FailedAttempt ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
  return Math.round(asked + backoff);
}

function sameOrigin(options: SignedRequestOptions, path: string): URL {
  const base = options.baseUrl.replace(/\/+$/, '');
  const url = /^https?:/i.test(path) ? new URL(path) : new URL(`${base}${path.startsWith('/') ? '' : '/'}${path}`);
  if (url.origin !== new URL(base).origin) {
    throw new AppError('microsoft.unexpected-reply', {
      hint: `${options.service} named a next page on another host; the token was not sent there.`,
    });
  }
  return url;
}
