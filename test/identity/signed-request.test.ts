import assert from 'node:assert/strict';
import { AppError } from '../../services/errors.ts';
import { type SignedRequest, signedRequests, type Transport } from '../../services/identity/signed-request.ts';

const SECRET = 'secret-token';

/** Sends one request through a transport that answers from a list; an answer may be an error. */
async function send(
  answers: (Response | Error)[],
  request: Partial<SignedRequest> = {},
  transport: Partial<Transport> = {},
) {
  const sent: Request[] = [];
  const slept: number[] = [];
  const ask = signedRequests({
    baseUrl: 'https://service.example',
    audience: 'https://service.example',
    service: 'Service',
    tokens: { token: async () => SECRET },
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

  it('when the reply is no JSON, then that is an error of its own', async () => {
    const { error } = await send([new Response('<html>gateway</html>')]);
    assert.equal(error?.code, 'microsoft.unexpected-reply');
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
