import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pRetry from 'p-retry';
import { AppError } from '../errors.ts';
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

export interface SignedReply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown;
}

/** Everything a request needs from the machine; tests replace it. */
export interface Transport {
  readonly fetch: typeof fetch;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
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
  random: Math.random,
  newId: randomUUID,
  timeoutMs: 30_000,
  retries: 4,
  longestWaitSeconds: 60,
};

export interface SignedRequestOptions {
  readonly baseUrl: string;
  readonly audience: string;
  readonly tokens: TokenSource;
  readonly transport?: Partial<Transport>;
  /** Names the service in operator hints. */
  readonly service: string;
  /** Turns a refusal (4xx other than 429) into the error of its service. */
  readonly refusal: (status: number, body: unknown, trace: string) => AppError;
}

/**
 * Sends signed requests to one Microsoft service: waits out throttling (the full Retry-After, then backoff with jitter),
 * repeats what may be repeated under the same request id, gives up after a time.
 *
 * Fails with `microsoft.throttled`, `microsoft.unreachable` (no answer, or cut off), `microsoft.failed` (5xx),
 * `microsoft.unexpected-reply` (not JSON) or the refusal of the service. Error texts carry the path and the request ids,
 * never a token, a query or a body. A token is only ever sent to the origin of `baseUrl`.
 */
export function signedRequests(options: SignedRequestOptions): (request: SignedRequest) => Promise<SignedReply> {
  const transport: Transport = { ...machineTransport, ...options.transport };
  return async (request) => {
    const requestId = request.requestId ?? transport.newId();
    const url = sameOrigin(options, request.path);
    const trace = `${options.service} ${request.method} ${url.pathname} (MS-RequestId ${requestId}${
      request.correlationId ? `, MS-CorrelationId ${request.correlationId}` : ''
    })`;
    try {
      return await pRetry(() => attempt(options, transport, request, { requestId, url, trace }), {
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

/** A failure that time may heal. */
class FailedAttempt extends Error {
  readonly reason: AppError;
  readonly kind: 'throttled' | 'lost';
  readonly retryAfterSeconds: number | null;
  constructor(reason: AppError, kind: 'throttled' | 'lost', retryAfterSeconds: number | null) {
    super(reason.code);
    this.reason = reason;
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

async function attempt(
  options: SignedRequestOptions,
  transport: Transport,
  request: SignedRequest,
  { requestId, url, trace }: { requestId: string; url: URL; trace: string },
): Promise<SignedReply> {
  const token = await options.tokens.token(options.audience, request.tenantId);
  const headers: Record<string, string> = {
    ...request.headers,
    Authorization: `Bearer ${token}`,
    Accept: 'application/json',
    'MS-RequestId': requestId,
    'client-request-id': requestId,
  };
  if (request.correlationId) headers['MS-CorrelationId'] = request.correlationId;
  if (request.body !== undefined) headers['Content-Type'] = 'application/json';
  let reply: Response;
  let text: string;
  try {
    reply = await transport.fetch(url, {
      method: request.method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(transport.timeoutMs),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    text = await reply.text();
  } catch (cause) {
    const reason = new AppError('microsoft.unreachable', { hint: `${trace}: no answer, or it was cut off.`, cause });
    throw new FailedAttempt(reason, 'lost', null);
  }
  return judge(options, { status: reply.status, headers: reply.headers, text }, trace);
}

function judge(
  options: SignedRequestOptions,
  reply: { status: number; headers: Headers; text: string },
  trace: string,
): SignedReply {
  const parsed = parseJson(reply.text);
  if (reply.status === 429) {
    const seconds = retryAfter(reply.headers, reply.text);
    const reason = new AppError('microsoft.throttled', {
      params: { retryAfterSeconds: seconds },
      hint: `${trace}: throttled, Retry-After ${seconds ?? 'not given'}.`,
    });
    throw new FailedAttempt(reason, 'throttled', seconds);
  }
  if (reply.status >= 500) {
    const reason = new AppError('microsoft.failed', {
      params: { status: reply.status },
      hint: `${trace}: answered ${reply.status}. See the Microsoft 365 service health page if it lasts.`,
    });
    throw new FailedAttempt(reason, 'lost', retryAfter(reply.headers, ''));
  }
  if (reply.status >= 400) throw options.refusal(reply.status, parsed.ok ? parsed.value : undefined, trace);
  if (!parsed.ok) {
    throw new AppError('microsoft.unexpected-reply', {
      hint: `${trace}: answered ${reply.status} with a body that is not JSON.`,
    });
  }
  return { status: reply.status, headers: reply.headers, body: parsed.value };
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

/** Seconds to wait, from the header (seconds or an HTTP date) or, where a gateway leaves it out, from its sentence. */
function retryAfter(headers: Headers, text: string): number | null {
  const header = headers.get('retry-after') ?? '';
  // Some gateways double the value: "7, 7".
  const seconds = header.match(/^(\d+)(,|$)/)?.[1];
  if (seconds !== undefined) return Number(seconds);
  const untilDate = Math.ceil((Date.parse(header) - Date.parse(headers.get('date') ?? '')) / 1000);
  if (!Number.isNaN(untilDate)) return Math.max(0, untilDate);
  const sentence = text.match(/in (\d+) seconds?/i)?.[1];
  return sentence ? Number(sentence) : null;
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  if (text.trim() === '') return { ok: true, value: undefined };
  try {
    // Some gateways put a byte order mark before the JSON.
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch {
    return { ok: false };
  }
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
