import assert from 'node:assert/strict';
import { AppError } from '../../services/errors.ts';
import { ClaimsChallenge } from '../../services/identity/judged-reply.ts';
import { type SignedRequest, signedRequests, type Transport } from '../../services/identity/signed-request.ts';
import type { TokenSource } from '../../services/identity/token-source.ts';

const SECRET = 'secret-token';

/** Sends one request through a transport that answers from a list; an answer may be an error. */
async function send(
  answers: (Response | Error)[],
  request: Partial<SignedRequest> = {},
  transport: Partial<Transport> = {},
  tokens: TokenSource | null = { token: async () => SECRET },
) {
  const sent: Request[] = [];
  const slept: number[] = [];
  const ask = signedRequests({
    baseUrl: 'https://service.example',
    audience: 'https://service.example',
    service: 'Service',
    tokens,
    refusal: (status) => new AppError('microsoft.refused', { params: { status } }),
    transport: {
      fetch: async (input, init) => {
        sent.push(new Request(input, init));
        const answer = answers[sent.length - 1] ?? new Error('no more answers');
        if (answer instanceof Error) throw answer;
        return answer;
      },
      sleep: async (milliseconds) => void slept.push(milliseconds),
      random: () => 0,
      retries: 3,
      ...transport,
    },
  });
  const result = await ask({ method: 'GET', path: '/v1/things', repeat: 'always', ...request }).then(
    (reply) => ({ reply, error: null }),
    (error: unknown) => {
      assert.ok(error instanceof AppError, String(error));
      return { reply: null, error };
    },
  );
  return { ...result, sent, slept };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const throttled = (headers: Record<string, string> = {}) =>
  json({ statusCode: 429, message: 'Rate limit is exceeded. Try again in 57 seconds.' }, 429, headers);
const lost = () => new TypeError('fetch failed');

describe('a signed request', () => {
  it('when it is throttled, then it waits the whole Retry-After and more, and repeats under the same request id', async () => {
    const { reply, sent, slept } = await send([
      throttled({ 'Retry-After': '7' }),
      throttled({ 'Retry-After': '2' }),
      json({ a: 1 }),
    ]);
    assert.deepEqual(reply?.body, { a: 1 });
    assert.deepEqual(slept, [7250, 2500]);
    const ids = sent.map((request) => request.headers.get('MS-RequestId'));
    assert.equal(new Set(ids).size, 1);
    assert.match(ids[0] ?? '', /^[0-9a-f-]{36}$/);
  });

  it('when the gateway leaves Retry-After out, then the seconds of its sentence count', async () => {
    const { slept } = await send([throttled(), json({})]);
    assert.deepEqual(slept, [57_250]);
  });

  it('when Retry-After is a date, then it counts from the date of the reply', async () => {
    const headers = { 'Retry-After': 'Fri, 20 Nov 2026 10:00:30 GMT', Date: 'Fri, 20 Nov 2026 10:00:00 GMT' };
    const { slept } = await send([throttled(headers), json({})]);
    assert.deepEqual(slept, [30_250]);
  });

  it('when the wait would be too long, then it does not wait and says when to come back', async () => {
    const { error, sent, slept } = await send([throttled({ 'Retry-After': '300' })]);
    assert.equal(error?.code, 'microsoft.throttled');
    assert.deepEqual(error?.params, { retryAfterSeconds: 300 });
    assert.deepEqual([sent.length, slept.length], [1, 0]);
  });

  it('when throttling does not end, then it gives up', async () => {
    const { error, sent } = await send(Array.from({ length: 9 }, () => throttled({ 'Retry-After': '1' })));
    assert.equal(error?.code, 'microsoft.throttled');
    assert.equal(sent.length, 4);
  });

  it('when there is no answer, then reading is repeated and waits longer each time', async () => {
    const { reply, slept } = await send([lost(), lost(), json({ a: 1 })]);
    assert.deepEqual(reply?.body, { a: 1 });
    assert.deepEqual(slept, [250, 500]);
  });

  it('when the reply of a change that must not be repeated is lost, then it is sent once', async () => {
    for (const answer of [lost(), json({}, 503), json({}, 500)]) {
      const { error, sent } = await send([answer, json({})], { method: 'POST', repeat: 'not-lost' });
      assert.equal(sent.length, 1);
      assert.ok(error?.code === 'microsoft.unreachable' || error?.code === 'microsoft.failed', error?.code);
    }
  });

  it('when a change that must not be repeated is throttled, then it waits all the same: nothing was done', async () => {
    const { reply, sent } = await send([throttled({ 'Retry-After': '1' }), json({})], {
      method: 'POST',
      repeat: 'not-lost',
    });
    assert.deepEqual([reply?.status, sent.length], [200, 2]);
  });

  it('when the caller gives its ids, then they travel on every attempt', async () => {
    const { sent } = await send([lost(), json({})], { requestId: 'r-1', correlationId: 'c-1' });
    assert.deepEqual(
      sent.map(({ headers }) => [headers.get('MS-RequestId'), headers.get('MS-CorrelationId')]),
      [
        ['r-1', 'c-1'],
        ['r-1', 'c-1'],
      ],
    );
  });

  it('when the service refuses, then nothing is repeated', async () => {
    const { error, sent } = await send([json({}, 403), json({})]);
    assert.deepEqual([error?.code, sent.length], ['microsoft.refused', 1]);
  });

  it('when the reply is no JSON, then it counts as lost: asked again where that does no harm, an error of its own else', async () => {
    const page = () => new Response('<html>gateway</html>');
    const { reply } = await send([page(), new Response('{"a":'), json({ a: 1 })]);
    assert.deepEqual(reply?.body, { a: 1 });
    const once = await send([page(), json({})], { method: 'POST', repeat: 'not-lost' });
    assert.deepEqual([once.error?.code, once.sent.length], ['microsoft.unexpected-reply', 1]);
    const always = await send([page(), page(), page(), page()]);
    assert.equal(always.error?.code, 'microsoft.unexpected-reply');
  });

  describe('whose token is refused', () => {
    const CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}';
    const challenge = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(CLAIMS).toString('base64')}"`;
    const unauthorized = (headers = {}) => json({ message: 'Unauthorized.' }, 401, headers);

    it('when the next token is good, then the request is repeated once with it, changes too', async () => {
      for (const repeat of ['always', 'not-lost'] as const) {
        const forgotten: unknown[] = [];
        const tokens = {
          token: async () => `token-${forgotten.length}`,
          forget: (...what: unknown[]) => void forgotten.push(what),
        };
        const { reply, sent } = await send([unauthorized(), json({ a: 1 })], { method: 'POST', repeat }, {}, tokens);
        assert.deepEqual(reply?.body, { a: 1 });
        assert.deepEqual(forgotten, [['https://service.example', undefined, undefined]]);
        assert.deepEqual(
          sent.map(({ headers }) => headers.get('Authorization')),
          ['Bearer token-0', 'Bearer token-1'],
        );
        assert.equal(sent[0]?.headers.get('MS-RequestId'), sent[1]?.headers.get('MS-RequestId'));
      }
    });

    it('when the next one is refused as well, then it ends after two', async () => {
      const { error, sent } = await send([unauthorized(), unauthorized(), json({})]);
      assert.deepEqual([error?.code, sent.length], ['microsoft.refused', 2]);
    });

    it('when other failures come between, then a token is still replaced only once', async () => {
      const { error, sent } = await send([unauthorized(), json({}, 503), unauthorized(), json({})]);
      assert.deepEqual([error?.code, sent.length], ['microsoft.refused', 3]);
    });

    it('when it comes with a claims challenge, then the next token has to prove the claims', async () => {
      const forgotten: unknown[] = [];
      const tokens = { token: async () => SECRET, forget: (...what: unknown[]) => void forgotten.push(what[2]) };
      const answers = [unauthorized({ 'WWW-Authenticate': challenge }), json({ a: 1 })];
      const { reply } = await send(answers, {}, {}, tokens);
      assert.deepEqual([reply?.body, forgotten], [{ a: 1 }, [CLAIMS]]);
    });

    it('when nobody can prove them, then the error carries the claims, and its texts do not', async () => {
      const { error, sent } = await send([unauthorized({ 'WWW-Authenticate': challenge }), json({})]);
      assert.ok(error instanceof ClaimsChallenge);
      assert.deepEqual([error.code, error.claims, sent.length], ['microsoft.sign-in-needed', CLAIMS, 1]);
      assert.doesNotMatch(JSON.stringify([error.params, error.hint, error.message]), /nbf|1700000000/);
    });

    it('when the challenge cannot be read, then it is a refusal like any other', async () => {
      for (const claims of ['claims="%%%"', 'claims="bm90IGpzb24="', 'error="invalid_token"']) {
        const { error } = await send(
          Array.from({ length: 2 }, () => unauthorized({ 'WWW-Authenticate': `Bearer ${claims}` })),
        );
        assert.ok(error instanceof AppError && !(error instanceof ClaimsChallenge), claims);
      }
    });
  });

  it('when a gateway doubles a header value, then one of them counts', async () => {
    const { slept } = await send([throttled({ 'Retry-After': '7,7' }), json({})]);
    assert.deepEqual(slept, [7250]);
    const { error } = await send([json({}, 403, { 'MS-CV': 'abc.1,abc.1' })]);
    assert.equal(error?.code, 'microsoft.refused');
  });

  it('when the address is public, then no token goes there', async () => {
    const { reply, sent } = await send([json({ a: 1 })], {}, {}, null);
    assert.deepEqual([reply?.body, sent[0]?.headers.get('Authorization')], [{ a: 1 }, null]);
  });

  it('when there is no turn for it, then nothing is sent', async () => {
    const turn = async () => {
      throw new AppError('microsoft.slow');
    };
    const { error, sent } = await send([json({})], {}, { turn });
    assert.deepEqual([error?.code, sent.length], ['microsoft.slow', 0]);
  });

  it('when it is repeated, then every attempt waits for its turn', async () => {
    let turns = 0;
    await send([lost(), throttled({ 'Retry-After': '1' }), json({})], {}, { turn: async () => turns++ });
    assert.equal(turns, 3);
  });

  it('when the JSON begins with a byte order mark, then it is read all the same', async () => {
    const { reply } = await send([new Response('\uFEFF{"a":1}')]);
    assert.deepEqual(reply?.body, { a: 1 });
  });

  it('when a next page is on another host, then the token is not sent there', async () => {
    for (const path of [
      'https://elsewhere.example/v1/things',
      'http://service.example/v1/things',
      'https://service.example@elsewhere.example/',
    ]) {
      const { error, sent } = await send([json({})], { path });
      assert.deepEqual([error?.code, sent.length], ['microsoft.unexpected-reply', 0], path);
    }
  });

  it('when it fails, then neither the error nor its causes tell the token, the query or the body', async () => {
    const request = {
      method: 'POST' as const,
      path: '/v1/things?filter=Jane%20Doe',
      body: { email: 'jane@contoso.example' },
    };
    for (const answers of [
      [json({ description: 'Jane Doe' }, 400)],
      [lost(), lost(), lost(), lost()],
      [json({}, 500)],
      [throttled({ 'Retry-After': '999' })],
    ]) {
      const { error } = await send(answers, request);
      const told = JSON.stringify([error?.message, error?.code, error?.params, error?.hint, String(error?.cause)]);
      assert.doesNotMatch(told, /secret|jane/i);
      assert.match(error?.code ?? '', /^microsoft\./);
    }
  });

  it('when nothing comes back in time, then it ends as unreachable', async () => {
    const hang: typeof fetch = (_, init) =>
      new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
    const { error } = await send([], {}, { fetch: hang, timeoutMs: 5, retries: 1 });
    assert.equal(error?.code, 'microsoft.unreachable');
  });
});
