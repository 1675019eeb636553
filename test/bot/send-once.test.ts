import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { pino } from 'pino';
import { createAdapter } from '../../bot/adapter.ts';
import { sendOnce, TeamsRequestError } from '../../bot/send-once.ts';

const BODY = JSON.stringify({ error: { code: 'Throttled', message: 'Too many requests' } });

describe("the bot's requests to Teams", () => {
  let server: Server;
  let serviceUrl: string;
  let requests: { method: string; path: string; body: string }[];
  /** The status of the answer, or that none is given. */
  let answer: number | 'cut off' | 'silence' = 200;

  before(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        requests.push({ method: request.method ?? '', path: request.url ?? '', body });
        if (answer === 'cut off') return void request.socket.destroy();
        if (answer === 'silence') return;
        response.writeHead(answer, { 'content-type': 'application/json', 'retry-after': '0' });
        response.end(answer < 300 ? '{"id":"activity-1"}' : BODY);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // It listens on a port.
    serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  beforeEach(() => {
    requests = [];
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const ours = () =>
    createAdapter(null, pino({ level: 'silent' }), () => assert.fail('nobody is there to apologise to'), {
      once: true,
    });
  const sdk = (options = {}) =>
    new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}, undefined, undefined, undefined, options));

  async function say(adapter: CloudAdapter, text = 'hi'): Promise<string | undefined> {
    let id: string | undefined;
    const reference = {
      channelId: 'msteams',
      serviceUrl,
      conversation: { id: 'a:1', name: '', isGroup: false, conversationType: 'personal' },
    };
    await adapter.continueConversationAsync('', reference, async (context) => {
      const sent = await context.sendActivity({ type: 'message', text });
      id = sent?.id;
    });
    return id;
  }

  const thrown = (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => null,
      (error: unknown) => error,
    );

  it('when Teams takes a message, then its id is told', async () => {
    answer = 200;
    assert.equal(await say(ours(), 'Grüße 🎉'), 'activity-1');
    assert.equal(requests[0]?.method, 'POST');
    assert.match(requests[0]?.path ?? '', /^\/v3\/conversations\/a%3A1\/activities/u);
    assert.equal(JSON.parse(requests[0]?.body ?? '').text, 'Grüße 🎉');
  });

  it('when the SDK is left to itself, then it sends a refused request four times', async () => {
    answer = 503;
    await thrown(say(sdk()));
    assert.equal(requests.length, 4);
  });

  it('when it is told to do without, then it does so all the same', async () => {
    answer = 503;
    await thrown(say(sdk({ noRetryPolicy: true })));
    assert.equal(requests.length, 4);
  });

  for (const status of [400, 401, 403, 404, 408, 412, 413, 429, 500, 502, 503, 504]) {
    it(`when Teams answers ${status}, then the request was sent once and who began the turn is told`, async () => {
      answer = status;
      const error = await thrown(say(ours()));
      assert.equal(requests.length, 1);
      assert.ok(error instanceof Error);
      const found =
        error instanceof TeamsRequestError ? error.answer?.status : 'statusCode' in error && error.statusCode;
      assert.equal(found, status);
    });
  }

  it('when Teams asks for patience, then what it said is in the error', async () => {
    answer = 429;
    const error = await thrown(say(ours()));
    assert.ok(error instanceof TeamsRequestError);
    assert.equal(error.answer?.headers.get('retry-after'), '0');
    assert.equal(error.answer?.text, BODY);
  });

  it('when Teams cuts the connection off, then the request was sent once', async () => {
    answer = 'cut off';
    const error = await thrown(say(ours()));
    assert.equal(requests.length, 1);
    assert.ok(error instanceof TeamsRequestError);
    assert.equal(error.answer, null);
  });

  it('when Teams does not answer, then it is not waited for longer than the limit', async () => {
    answer = 'silence';
    const error = await thrown(say(sdk({ httpClient: sendOnce(50) })));
    assert.equal(requests.length, 1);
    assert.ok(error instanceof TeamsRequestError);
    assert.equal(error.answer, null);
  });

  it('when a message is brought up to date, then it is put in place of the old one', async () => {
    answer = 200;
    const reference = {
      channelId: 'msteams',
      serviceUrl,
      conversation: { id: 'a:1', name: '', isGroup: false, conversationType: 'personal' },
    };
    await ours().continueConversationAsync('', reference, async (context) => {
      await context.updateActivity({ type: 'message', id: 'activity-7', text: 'new' });
    });
    assert.deepEqual(
      [requests[0]?.method, requests[0]?.path],
      ['PUT', '/v3/conversations/a%3A1/activities/activity-7'],
    );
  });
});
