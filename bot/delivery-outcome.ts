import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { ReminderRef } from '../services/store/reminder-rows.ts';
import { TeamsRequestError } from './send-once.ts';

/** Why something could not be delivered. Each has a sentence of its own in the string catalogue, and with `.do` what to do. */
export const DELIVERY_REASONS = [
  'delivery.throttled',
  'delivery.conflict',
  'delivery.unavailable',
  'delivery.unreachable',
  'delivery.interrupted',
  'delivery.failed',
  'delivery.blocked-by-user',
  'delivery.not-installed',
  'delivery.disabled-by-admin',
  'delivery.writes-blocked',
  'delivery.other-cloud',
  'delivery.forbidden',
  'delivery.conversation-gone',
  'delivery.message-gone',
  'delivery.too-big',
  'delivery.refused',
  'delivery.not-registered',
  'delivery.sign-in',
] as const;
export type DeliveryReason = (typeof DELIVERY_REASONS)[number];

/** What became of an attempt to deliver a message. */
export type DeliveryOutcome =
  /** `told`: the reminders it spoke of. */
  | { readonly kind: 'sent'; readonly activityId: string | null; readonly told?: readonly ReminderRef[] }
  /** Another try may bring it, in so many milliseconds. */
  | {
      readonly kind: 'again';
      readonly inMs: number;
      readonly reason: DeliveryReason;
      /** Teams asked for it: nothing else goes to this conversation before. */
      readonly pauseConversation: boolean;
    }
  /**
   * The bot itself is not let in: no message to anybody arrives until an operator does something. `inMs`: nothing is sent before;
   * `itselfInMs`: this message goes after others, which may be let in.
   */
  | { readonly kind: 'alarm'; readonly inMs: number; readonly itselfInMs: number; readonly reason: DeliveryReason }
  | Undeliverable;

/** No try will bring it. `gone`: nothing to this conversation; `refused`: not this message; `given-up`: it was tried for a week. */
export interface Undeliverable {
  readonly kind: 'gone' | 'refused' | 'given-up';
  readonly reason: DeliveryReason;
}

export interface Attempt {
  /** 1 for the first. */
  readonly attempt: number;
  readonly now: Temporal.Instant;
  /** Between 0 and 1. */
  readonly random: () => number;
}

/**
 * What is to be done after an attempt that threw. The codes are those of Microsoft's "status codes from bot conversational APIs".
 *
 * | Teams answered | | then |
 * | --- | --- | --- |
 * | 401 | BotNotRegistered; or no token was given to the bot | alarm: others again in 5 minutes, this one after 10, 20, ... up to 60 |
 * | 403 | ConversationBlockedByUser, BotNotInConversationRoster, BotDisabledByAdmin, MessageWritesBlocked, InvalidBotApiHost, any other | gone |
 * | 404 | ActivityNotFoundInConversation | refused: the card that was to be drawn anew is not there |
 * | 404 | ConversationNotFound, any other | gone |
 * | 412 | PreconditionFailed: two requests met in one conversation | again |
 * | 413 | MessageSizeTooBig | refused |
 * | 429 | | again, and nothing to this conversation before |
 * | 408, 5xx | | again |
 * | any other 4xx | BadArgument, ... | refused |
 * | nothing, or nothing that can be read | | again |
 * | was not asked: something of our own failed | | again |
 *
 * Again: after 2 seconds, then always twice as long, up to an hour; each time up to a fifth more or less, so that what failed together
 * does not come back together. `Retry-After` (seconds or a date, an hour at most) counts instead, plus up to a fifth; from the fourth
 * attempt on the longer of the two. After a week of them, 178 attempts, it is given up.
 */
export function outcomeOfFailure(thrown: unknown, attempt: Attempt): DeliveryOutcome {
  const answer = readAnswer(thrown);
  if (answer === null)
    return isSignIn(thrown) ? alarm('delivery.sign-in', attempt) : again(ownReason(thrown), null, attempt);
  const { status } = answer;
  if (status === 401) return alarm('delivery.not-registered', attempt);
  if (status === 403) return { kind: 'gone', reason: codeIn(answer, FORBIDDEN) ?? 'delivery.forbidden' };
  if (status === 404) return notFound(answer);
  if (status === 412) return again('delivery.conflict', answer, attempt);
  if (status === 413) return { kind: 'refused', reason: 'delivery.too-big' };
  if (status === 429) return again('delivery.throttled', answer, attempt);
  if (status >= 400 && status < 500 && status !== 408) return { kind: 'refused', reason: 'delivery.refused' };
  return again('delivery.unavailable', answer, attempt);
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const FIRST_PAUSE = 2 * SECOND;
const LONGEST_PAUSE = HOUR;
const SHORTEST_PAUSE = SECOND;
const SPREAD = 0.2;
/** As many attempts believe `Retry-After`: it is known to be too short at times. */
const TRUSTING_ATTEMPTS = 3;
/** A week of tries: 12 in the first hours, then one an hour. A time in which nothing was tried does not count. */
const MOST_ATTEMPTS = 178;
const ALARM_PAUSE = 300 * SECOND;

const FORBIDDEN: Readonly<Record<string, DeliveryReason>> = {
  ConversationBlockedByUser: 'delivery.blocked-by-user',
  BotNotInConversationRoster: 'delivery.not-installed',
  BotDisabledByAdmin: 'delivery.disabled-by-admin',
  MessageWritesBlocked: 'delivery.writes-blocked',
  InvalidBotApiHost: 'delivery.other-cloud',
};

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly header: (name: string) => string | null;
}

const Headers = z.custom<{ get(name: string): string | null | undefined }>(
  (value) => typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function',
);

/** As the SDK throws it. */
const SdkError = z.object({
  statusCode: z.number(),
  code: z.unknown().optional(),
  response: z.object({ headers: Headers, bodyAsText: z.string().nullish() }).optional().catch(undefined),
});

/** What Teams answered; null: nothing, or it was not asked. */
function readAnswer(thrown: unknown): Answer | null {
  if (thrown instanceof TeamsRequestError) {
    const { answer } = thrown;
    return answer && { status: answer.status, text: answer.text, header: (name) => answer.headers.get(name) };
  }
  const parsed = SdkError.safeParse(thrown);
  if (!parsed.success) return null;
  const { statusCode, code, response } = parsed.data;
  const text = `${typeof code === 'string' ? code : ''} ${response?.bodyAsText ?? ''}`;
  return { status: statusCode, text, header: (name) => response?.headers.get(name) ?? null };
}

/** Teams says it as `code`, as `subCode` inside a message, or in a text of its own: it is looked for as a word. */
function codeIn({ text }: Answer, codes: Readonly<Record<string, DeliveryReason>>): DeliveryReason | null {
  const words = new Set(text.match(/\w+/gu));
  const found = Object.entries(codes).find(([code]) => words.has(code));
  return found?.[1] ?? null;
}

function notFound(answer: Answer): Undeliverable {
  const reason = codeIn(answer, { ActivityNotFoundInConversation: 'delivery.message-gone' });
  return reason === null ? { kind: 'gone', reason: 'delivery.conversation-gone' } : { kind: 'refused', reason };
}

function alarm(reason: DeliveryReason, { attempt }: Attempt): DeliveryOutcome {
  const itselfInMs = Math.min(ALARM_PAUSE * 2 ** Math.min(attempt, 10), LONGEST_PAUSE);
  return { kind: 'alarm', inMs: ALARM_PAUSE, itselfInMs, reason };
}

function again(reason: DeliveryReason, answer: Answer | null, attempt: Attempt): DeliveryOutcome {
  const inMs = Math.round(pause(answer, attempt));
  if (attempt.attempt >= MOST_ATTEMPTS) return { kind: 'given-up', reason };
  return { kind: 'again', inMs, reason, pauseConversation: reason === 'delivery.throttled' };
}

function pause(answer: Answer | null, { attempt, now, random }: Attempt): number {
  const growing = Math.min(FIRST_PAUSE * 2 ** Math.min(attempt - 1, 30), LONGEST_PAUSE);
  const own = growing * (1 - SPREAD + 2 * SPREAD * random());
  const wished = answer === null ? null : retryAfter(answer, now);
  if (wished === null) return own;
  const theirs = Math.max(wished, SHORTEST_PAUSE) * (1 + SPREAD * random());
  return attempt > TRUSTING_ATTEMPTS ? Math.max(own, theirs) : theirs;
}

/** Milliseconds, an hour at most; null: none was given, or none that can be read. */
function retryAfter({ header }: Answer, now: Temporal.Instant): number | null {
  const text = header('retry-after')?.trim() ?? '';
  // A date is compared with the date of the answer: their clock may not be ours.
  const sent = httpDate(header('date') ?? '');
  const from = Number.isNaN(sent) ? now.epochMilliseconds : sent;
  const ms = /^\d+$/u.test(text) ? Number(text) * SECOND : httpDate(text) - from;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), LONGEST_PAUSE);
}

/** It begins with the day of the week; `Date.parse` alone makes a date of nearly everything. */
function httpDate(text: string): number {
  return /^[A-Z][a-z]+,? /u.test(text) ? Date.parse(text) : Number.NaN;
}

/** Microsoft's sign-in refuses the bot: its secret is wrong or over, or its application is gone. */
function isSignIn(thrown: unknown): boolean {
  const parsed = SignInError.safeParse(thrown);
  return (
    parsed.success && (SIGN_IN_NAMES.has(parsed.data.name ?? '') || SIGN_IN_CODES.has(parsed.data.errorCode ?? ''))
  );
}

/** As the libraries throw it with which the SDK gets the bot's token. */
const SignInError = z.object({
  name: z.string().optional().catch(undefined),
  errorCode: z.string().optional().catch(undefined),
});
const SIGN_IN_CODES: ReadonlySet<string> = new Set(['invalid_client', 'unauthorized_client', 'invalid_grant']);
const SIGN_IN_NAMES: ReadonlySet<string> = new Set(['AuthenticationError', 'CredentialUnavailableError']);

function ownReason(thrown: unknown): DeliveryReason {
  return thrown instanceof TeamsRequestError ? 'delivery.unreachable' : 'delivery.failed';
}
