import assert from 'node:assert/strict';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { ActivityHandler } from 'botbuilder';
import { pino } from 'pino';
import { createAdapter } from '../../bot/adapter.ts';
import { type RunningServer, startServer } from '../../bot/server.ts';
import { AppError } from '../../services/errors.ts';

const ACTIVITY = {
  type: 'message',
  id: '1',
  text: 'hello',
  channelId: 'msteams',
  serviceUrl: 'http://127.0.0.1:9/',
  from: { id: '29:sam' },
  recipient: { id: '28:bot' },
  conversation: { id: 'a:sam' },
};

describe('the HTTP server', () => {
  let server: RunningServer;
  let ready = true;
  let heard: string[] = [];
  const log = pino({ level: 'silent' });

  before(async () => {
    const bot = new ActivityHandler();
    bot.onMessage(async ({ activity }) => {
      heard.push(activity.text);
    });
    const health = { ready: async () => ready, metrics: async () => 'csp_moves{state="open"} 0\n' };
    const adapter = createAdapter(null, log, async () => {});
    server = await startServer({ host: '127.0.0.1', port: 0 }, { adapter, bot, health, log, sandbox: true });
  });
  after(() => server.close());
  beforeEach(() => {
    ready = true;
    heard = [];
  });

  const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;
  const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(at('/api/messages'), { method: 'POST', headers, body });

  it('when an activity is posted, then the bot hears it', async () => {
    assert.equal((await post(JSON.stringify(ACTIVITY))).status, 200);
    assert.deepEqual(heard, ['hello']);
  });

  it('when the process lives, then healthz says so, whatever the database does', async () => {
    ready = false;
    assert.equal((await fetch(at('/healthz'))).status, 200);
    assert.equal((await fetch(at('/readyz'))).status, 503);
  });

  it('when database and jobs answer, then readyz is 200', async () => {
    assert.equal((await fetch(at('/readyz'))).status, 200);
  });

  it('when metrics are asked for, then they come as text', async () => {
    const response = await fetch(at('/metrics'));
    assert.match(response.headers.get('content-type') ?? '', /text\/plain/);
    assert.match(await response.text(), /csp_moves/);
  });

  const refused: readonly (readonly [what: string, body: string, status: number])[] = [
    ['no JSON', '{"type": ', 400],
    ['an empty body', '', 400],
    ['an array', '[]', 400],
    ['an activity without a conversation', JSON.stringify({ ...ACTIVITY, conversation: undefined }), 400],
    ['an activity whose sender is nobody', JSON.stringify({ ...ACTIVITY, from: null }), 400],
    ['a null character in an id', JSON.stringify({ ...ACTIVITY, conversation: { id: 'a\0b' } }), 400],
    ['a text that is a number', JSON.stringify({ ...ACTIVITY, text: 5 }), 400],
    ['an answer to be sent off this machine', JSON.stringify({ ...ACTIVITY, serviceUrl: 'https://example.com/' }), 400],
    ['a megabyte', JSON.stringify({ ...ACTIVITY, text: 'x'.repeat(1_000_000) }), 413],
  ];
  for (const [what, body, status] of refused) {
    it(`when ${what} is posted, then it is refused with ${status} and the server goes on`, async () => {
      const response = await post(body);
      assert.equal(response.status, status, await response.text());
      assert.deepEqual(heard, []);
      assert.equal((await post(JSON.stringify(ACTIVITY))).status, 200);
    });
  }

  for (const [what, body, headers] of [
    ['a form of a web page', 'type=message&text=moves', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['an upload', '--x\r\n\r\n--x--', { 'content-type': 'multipart/form-data; boundary=x' }],
    [
      'a packed body',
      gzipSync(JSON.stringify(ACTIVITY)),
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    ],
    ['plain text', JSON.stringify(ACTIVITY), { 'content-type': 'text/plain' }],
  ] as const) {
    it(`when ${what} is posted, then it is refused unread`, async () => {
      const response = await fetch(at('/api/messages'), { method: 'POST', headers, body });
      assert.equal(response.status, 415);
      assert.deepEqual(heard, []);
    });
  }

  it('when a web page or a foreign host name reaches the sandbox, then it is refused', async () => {
    const json = { 'content-type': 'application/json' };
    assert.equal((await post(JSON.stringify(ACTIVITY), { ...json, origin: 'https://evil.example' })).status, 403);
    const rebound = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request(
        at('/api/messages'),
        { method: 'POST', headers: { ...json, host: 'evil.example' } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      asked.on('error', reject);
      asked.end(JSON.stringify(ACTIVITY));
    });
    assert.equal(rebound, 403);
    assert.deepEqual(heard, []);
  });

  it('when the port is taken, then the start fails and says so', async () => {
    const bot = new ActivityHandler();
    const health = { ready: async () => true, metrics: async () => '' };
    const adapter = createAdapter(null, log, async () => {});
    await assert.rejects(
      startServer({ host: '127.0.0.1', port: server.port }, { adapter, bot, health, log }),
      (error: unknown) => error instanceof AppError && error.code === 'server.port-in-use',
    );
  });
});
