import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { DELIVERY_REASONS, type DeliveryOutcome, outcomeOfFailure } from '../../bot/delivery-outcome.ts';
import { TeamsRequestError } from '../../bot/send-once.ts';
import { hasSentence } from '../../cards/language.ts';
import { AppError } from '../../services/errors.ts';

const NOW = Temporal.Instant.from('2027-03-10T08:00:00Z');
const MINUTE = 60_000;

interface Given {
  readonly status: number;
  readonly code?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

/** What Teams answered, as the bot's own client throws it. */
function ours({ status, code = 'ServiceError', body, headers = {} }: Given): unknown {
  const text = body ?? JSON.stringify({ error: { code, message: 'no' } });
  return new TeamsRequestError({ status, headers: new Headers(headers), text });
}

/** What Teams answered, as the SDK throws it. */
function theirs({ status, code, body, headers = {} }: Given): unknown {
  const bodyAsText = body ?? (code === undefined ? '' : JSON.stringify({ error: { code, message: 'no' } }));
  return Object.assign(new Error('no'), {
    name: 'RestError',
    statusCode: status,
    code,
    response: { status, headers: new Headers(headers), bodyAsText },
  });
}

function outcome(thrown: unknown, attempt: { attempt?: number; age?: number; random?: number } = {}): DeliveryOutcome {
  const { random = 0.5 } = attempt;
  return outcomeOfFailure(thrown, { attempt: 1, now: NOW, ...attempt, random: () => random });
}

const FINAL = [
  [403, 'ConversationBlockedByUser', 'gone', 'delivery.blocked-by-user'],
  [403, 'BotNotInConversationRoster', 'gone', 'delivery.not-installed'],
  [403, 'BotDisabledByAdmin', 'gone', 'delivery.disabled-by-admin'],
  [403, 'MessageWritesBlocked', 'gone', 'delivery.writes-blocked'],
  [403, 'InvalidBotApiHost', 'gone', 'delivery.other-cloud'],
  [403, 'ForbiddenOperationException', 'gone', 'delivery.forbidden'],
  [403, undefined, 'gone', 'delivery.forbidden'],
  [404, 'ConversationNotFound', 'gone', 'delivery.conversation-gone'],
  [404, undefined, 'gone', 'delivery.conversation-gone'],
  [404, 'ActivityNotFoundInConversation', 'refused', 'delivery.message-gone'],
  [413, 'MessageSizeTooBig', 'refused', 'delivery.too-big'],
  [400, 'BadArgument', 'refused', 'delivery.refused'],
  [405, undefined, 'refused', 'delivery.refused'],
  [409, undefined, 'refused', 'delivery.refused'],
] as const;

const PASSING = [
  [412, 'PreconditionFailed', 'delivery.conflict', false],
  [429, 'Throttled', 'delivery.throttled', true],
  [408, undefined, 'delivery.unavailable', false],
  [500, 'ServiceError', 'delivery.unavailable', false],
  [502, 'ServiceError', 'delivery.unavailable', false],
  [503, undefined, 'delivery.unavailable', false],
  [504, undefined, 'delivery.unavailable', false],
  [307, undefined, 'delivery.unavailable', false],
] as const;

describe('what becomes of a message that Teams did not take', () => {
  for (const [status, code, kind, reason] of FINAL) {
    it(`when Teams answers ${status} ${code ?? 'and no code'}, then ${kind}: ${reason}`, () => {
      assert.deepEqual(outcome(theirs({ status, ...(code && { code }) })), { kind, reason });
      assert.deepEqual(outcome(ours({ status, ...(code && { code }) })), { kind, reason });
    });
  }

  for (const [status, code, reason, pauseConversation] of PASSING) {
    it(`when Teams answers ${status} ${code ?? 'and no code'}, then it is tried again: ${reason}`, () => {
      const again = { kind: 'again', inMs: 2000, reason, pauseConversation };
      assert.deepEqual(outcome(theirs({ status, ...(code && { code }) })), again);
      assert.deepEqual(outcome(ours({ status, ...(code && { code }) })), again);
    });
  }

  it('when the code stands inside a message, as Teams writes it for a chat that was blocked, then it is found', () => {
    const message = JSON.stringify({ subCode: 'MessageWritesBlocked', details: 'Thread is not available' });
    const body = JSON.stringify({ errorCode: 209, message });
    assert.deepEqual(outcome(theirs({ status: 403, body })), { kind: 'gone', reason: 'delivery.writes-blocked' });
    const longer = JSON.stringify({ error: { code: 'NoMessageWritesBlockedHere' } });
    assert.deepEqual(outcome(theirs({ status: 403, body: longer })), { kind: 'gone', reason: 'delivery.forbidden' });
  });

  it('when the answer is no JSON at all, then its status counts', () => {
    assert.deepEqual(outcome(theirs({ status: 403, body: '<html>' })), { kind: 'gone', reason: 'delivery.forbidden' });
    assert.deepEqual(outcome({ statusCode: 404, response: 'gone' }), {
      kind: 'gone',
      reason: 'delivery.conversation-gone',
    });
  });

  it('when Teams does not know the bot, then operators are told and it is tried again in five minutes', () => {
    const alarm = { kind: 'alarm', inMs: 5 * MINUTE, itselfInMs: 10 * MINUTE, reason: 'delivery.not-registered' };
    assert.deepEqual(outcome(theirs({ status: 401, code: 'BotNotRegistered' })), alarm);
    assert.deepEqual(outcome(theirs({ status: 401 })), alarm);
  });

  it('when one conversation goes on being refused so, then it stands back ever longer for the others, an hour at most', () => {
    const waits = [1, 2, 3, 4, 9].map((attempt) => {
      const judged = outcome(theirs({ status: 401 }), { attempt });
      return judged.kind === 'alarm' ? judged.itselfInMs / MINUTE : judged.kind;
    });
    assert.deepEqual(waits, [10, 20, 40, 60, 60]);
  });

  it('when the bot gets no token, then operators are told; when its sign-in only does not answer, then not', () => {
    const alarm = { kind: 'alarm', inMs: 5 * MINUTE, itselfInMs: 10 * MINUTE, reason: 'delivery.sign-in' };
    for (const errorCode of ['invalid_client', 'unauthorized_client', 'invalid_grant'])
      assert.deepEqual(outcome(Object.assign(new Error('AADSTS7000215'), { name: 'ServerError', errorCode })), alarm);
    assert.deepEqual(outcome(Object.assign(new Error('no'), { name: 'CredentialUnavailableError' })), alarm);
    const offline = Object.assign(new Error('no'), { name: 'ClientAuthError', errorCode: 'network_error' });
    assert.equal(outcome(offline).kind, 'again');
  });

  it('when no answer came, then it is tried again', () => {
    const expected = { kind: 'again', inMs: 2000, reason: 'delivery.unreachable', pauseConversation: false };
    assert.deepEqual(outcome(new TeamsRequestError(null)), expected);
  });

  it('when something of our own failed, then it is tried again, and said so', () => {
    const expected = { kind: 'again', inMs: 2000, reason: 'delivery.failed', pauseConversation: false };
    for (const thrown of [new TypeError('no'), new AppError('store.unreachable'), null, undefined, 'no', 7])
      assert.deepEqual(outcome(thrown), expected);
  });

  it('when it fails again and again, then each pause is twice as long, up to an hour, and a fifth more or less', () => {
    const pauses = (random: number) =>
      [1, 2, 3, 4, 11, 12, 13, 177].map((attempt) => {
        const found = outcome(ours({ status: 502 }), { attempt, random });
        return found.kind === 'again' ? found.inMs / 1000 : null;
      });
    assert.deepEqual(pauses(0.5), [2, 4, 8, 16, 2048, 3600, 3600, 3600]);
    assert.deepEqual(pauses(0), [1.6, 3.2, 6.4, 12.8, 1638.4, 2880, 2880, 2880]);
    assert.deepEqual(pauses(1), [2.4, 4.8, 9.6, 19.2, 2457.6, 4320, 4320, 4320]);
  });

  it('when it was tried for a week, then it is given up; a time in which nothing was tried does not count', () => {
    assert.equal(outcome(ours({ status: 502 }), { attempt: 177 }).kind, 'again');
    assert.deepEqual(outcome(ours({ status: 502 }), { attempt: 178 }), {
      kind: 'given-up',
      reason: 'delivery.unavailable',
    });
    assert.equal(outcome(new TypeError('no'), { attempt: 178 }).kind, 'given-up');
  });

  describe('when Teams says after how long to come back', () => {
    const pauseAfter = (headers: Record<string, string>, attempt: { attempt?: number; random?: number } = {}) => {
      const found = [ours, theirs].map((as) => outcome(as({ status: 429, headers }), { random: 0, ...attempt }));
      assert.deepEqual(found[0], found[1]);
      return found[0]?.kind === 'again' ? found[0].inMs / 1000 : null;
    };

    it('in seconds, then that counts, and up to a fifth more', () => {
      assert.equal(pauseAfter({ 'retry-after': '30' }), 30);
      assert.equal(pauseAfter({ 'Retry-After': ' 30 ' }, { random: 1 }), 36);
    });

    it('as a date, then it counts from the date of the answer, or from now', () => {
      const date = 'Wed, 10 Mar 2027 08:00:20 GMT';
      assert.equal(pauseAfter({ 'retry-after': date }), 20);
      assert.equal(pauseAfter({ 'retry-after': date, date: 'Wed, 10 Mar 2027 08:00:05 GMT' }), 15);
    });

    it('too short, too long or long past, then between a second and an hour', () => {
      assert.equal(pauseAfter({ 'retry-after': '0' }), 1);
      assert.equal(pauseAfter({ 'retry-after': '86400' }), 3600);
      assert.equal(pauseAfter({ 'retry-after': 'Wed, 10 Mar 2027 07:00:00 GMT' }), 1);
    });

    it('in a way nobody can read, then it counts as if nothing was said', () => {
      for (const text of ['soon', '-5', '1.5e3x', '']) assert.equal(pauseAfter({ 'retry-after': text }), 1.6);
    });

    it('and it does so for the fourth time, then the longer of both pauses counts', () => {
      assert.equal(pauseAfter({ 'retry-after': '1' }, { attempt: 3 }), 1);
      assert.equal(pauseAfter({ 'retry-after': '1' }, { attempt: 4 }), 12.8);
      assert.equal(pauseAfter({ 'retry-after': '60' }, { attempt: 4 }), 60);
    });
  });

  it('when there is a reason, then the catalogue says what happened and what to do', () => {
    const missing = DELIVERY_REASONS.flatMap((reason) => [reason, `${reason}.do`]).filter((key) => !hasSentence(key));
    assert.deepEqual(missing, []);
  });
});
