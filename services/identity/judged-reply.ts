import { AppError } from '../errors.ts';

export interface SignedReply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown;
}

/** What came over the wire. */
export interface RawReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * The reply as data, or the error it stands for.
 *
 * | reply | outcome |
 * | --- | --- |
 * | 2xx, 3xx with JSON or nothing | the reply |
 * | 2xx that is no JSON, 5xx | `FailedAttempt` `lost`: nobody knows what was done |
 * | 429 | `FailedAttempt` `throttled`: nothing was done |
 * | 4xx whose WWW-Authenticate carries claims | `ClaimsChallenge` |
 * | other 4xx | the refusal of the service |
 *
 * @param refusal turns status and body of a 4xx into the error of its service
 */
export function judge(
  reply: RawReply,
  refusal: (status: number, body: unknown, trace: string) => AppError,
  trace: string,
): SignedReply {
  const parsed = parseJson(reply.text);
  const told = trace + vectorOf(reply.headers);
  if (reply.status === 429) {
    const seconds = retryAfter(reply.headers, reply.text);
    const reason = new AppError('microsoft.throttled', {
      params: { retryAfterSeconds: seconds },
      hint: `${told}: throttled, Retry-After ${seconds ?? 'not given'}.`,
    });
    throw new FailedAttempt(reason, 'throttled', seconds);
  }
  if (reply.status >= 500) {
    const reason = new AppError('microsoft.failed', {
      params: { status: reply.status },
      hint: `${told}: answered ${reply.status}. See the Microsoft 365 service health page if it lasts.`,
    });
    throw new FailedAttempt(reason, 'lost', retryAfter(reply.headers, ''));
  }
  if (reply.status >= 400) {
    const refused = refusal(reply.status, parsed.ok ? parsed.value : undefined, told);
    const claims = claimsOf(reply.headers);
    throw claims === null ? refused : new ClaimsChallenge(refused, claims);
  }
  if (!parsed.ok) {
    const reason = new AppError('microsoft.unexpected-reply', {
      hint: `${told}: answered ${reply.status} with a body that is not JSON.`,
    });
    throw new FailedAttempt(reason, 'lost', null);
  }
  return { status: reply.status, headers: reply.headers, body: parsed.value };
}

/** A failure that time may heal. */
export class FailedAttempt extends Error {
  readonly reason: AppError;
  /** `throttled`: nothing was done. `lost`: it may have been done. */
  readonly kind: 'throttled' | 'lost';
  readonly retryAfterSeconds: number | null;
  constructor(reason: AppError, kind: 'throttled' | 'lost', retryAfterSeconds: number | null) {
    super(reason.code);
    this.reason = reason;
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Entra wants more than this token proves (MFA, another policy): `microsoft.sign-in-needed` with the params of the refusal. The
 * next token may be asked to prove it (`TokenSource.forget`); where it cannot, somebody has to sign in with these claims.
 */
export class ClaimsChallenge extends AppError {
  /** JSON, as MSAL takes it. Not for the chat and not for the log. */
  readonly claims: string;
  constructor(refused: AppError, claims: string) {
    super('microsoft.sign-in-needed', {
      params: { ...refused.params, reason: 'sign-in.more-proof' },
      hint: `${refused.hint} Entra asks for another sign-in (claims challenge).`,
    });
    this.claims = claims;
  }
}

/** `WWW-Authenticate: Bearer …, error="insufficient_claims", claims="<base64 of JSON>"`; some services leave out the base64. */
function claimsOf(headers: Headers): string | null {
  const header = headers.get('www-authenticate') ?? '';
  const encoded = header.match(/\bclaims="?([\w+/=-]+)"?/i)?.[1];
  for (const claims of [
    encoded && Buffer.from(encoded, 'base64').toString(),
    header.match(/\bclaims="(\{.*\})"/i)?.[1],
  ]) {
    const parsed = parseJson(claims ?? '');
    if (claims && parsed.ok && typeof parsed.value === 'object') return claims;
  }
  return null;
}

/** Seconds to wait, from the header (seconds or an HTTP date) or, where a gateway leaves it out, from its sentence. */
function retryAfter(headers: Headers, text: string): number | null {
  const header = single(headers, 'retry-after');
  if (/^\d+$/.test(header)) return Number(header);
  const untilDate = Math.ceil(
    (Date.parse(headers.get('retry-after') ?? '') - Date.parse(headers.get('date') ?? '')) / 1000,
  );
  if (!Number.isNaN(untilDate)) return Math.max(0, untilDate);
  const sentence = text.match(/in (\d+) seconds?/i)?.[1];
  return sentence ? Number(sentence) : null;
}

/** Microsoft's support asks for it. */
function vectorOf(headers: Headers): string {
  const vector = single(headers, 'ms-cv');
  return /^[\w+/.=-]{1,200}$/.test(vector) ? ` (MS-CV ${vector})` : '';
}

/** Some gateways double a value: "7, 7". */
function single(headers: Headers, name: string): string {
  return (headers.get(name) ?? '').split(',')[0]?.trim() ?? '';
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
