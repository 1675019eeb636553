import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { AppError } from '../../services/errors.ts';
import { GraphClient } from '../../services/graph/client.ts';
import { PartnerCenterClient } from '../../services/partner-center/client.ts';
import { type RunningSandbox, runSandbox } from '../sandbox/start.ts';
import { CUSTOMERS, OPERATIONS } from './operations.ts';
import { RECORDINGS, type Recording, WholeReply } from './recorded.ts';

describe('the contract with Microsoft, against the sandbox', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await runSandbox({ provisioningMinutes: 0, extraCustomers: CUSTOMERS });
    const registration = { WebhookUrl: 'http://127.0.0.1:1/', WebhookEvents: ['test-created'] };
    await running.partnerCenter.webhook().register(registration);
  });
  after(() => running.close());

  for (const [n, operation] of OPERATIONS.entries()) {
    it(`when ${operation.name} is asked for over HTTP, then it is done`, async () => {
      const call = await operation.prepare(running, n);
      const before = call.done?.() ?? 0;
      call.check(await call.run(running));
      if (call.done) assert.equal(call.done() - before, 1);
    });
  }
});

describe('the contract with Microsoft, against recorded replies', () => {
  let recorded: Recorded;
  before(async () => {
    recorded = await serve();
  });
  after(() => recorded.close());

  for (const recording of RECORDINGS) {
    describe(`${recording.operation} of ${Object.keys(recording.replies)[0]}`, () => {
      const play = (alter: Alter = (body) => body, headers: Headers = {}) => recorded.play(recording, alter, headers);

      it('when it is answered as documented, then it is read and the change was sent as documented', async () => {
        assert.deepEqual(await play(), recording.expected);
        const sent = recorded.requests.filter(({ body }) => body !== undefined);
        if (recording.sent) {
          assert.deepEqual(
            sent.map(({ body }) => body),
            [recording.sent],
          );
        }
        for (const { headers } of recorded.requests) {
          assert.match(String(headers['ms-requestid']), /^([0-9a-f-]{36}|r-1)$/);
          assert.equal(headers.accept, 'application/json');
          const version = recording.operation.startsWith('partnerCenter.') ? 'v1' : undefined;
          assert.equal(headers['ms-contract-version'], version);
        }
      });

      it('when every object says more than we know, then that changes nothing', async () => {
        assert.deepEqual(await play(withNews), recording.expected);
      });

      it('when a gateway doubles header values and begins with a byte order mark, then that changes nothing', async () => {
        const doubled = {
          'MS-RequestId': 'a,a',
          'MS-CorrelationId': 'b,b',
          'Content-Type': 'application/json; charset=utf-8',
        };
        assert.deepEqual(await play((body) => body, doubled), recording.expected);
      });

      if (recording.operation.startsWith('partnerCenter.')) {
        it('when names come in PascalCase, then they mean the same', async () => {
          assert.deepEqual(await play(pascalCase), recording.expected);
        });
      }

      it('when a word of a status or kind is new, then it is data', async () => {
        const error: unknown = await play(newWords).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        // A subscription whose status is another one than before was changed meanwhile.
        assert.ok(error === null || Object(error).code === 'microsoft.changed-meanwhile', String(error));
      });

      it('when a part is missing or null, then only what we cannot do without is an error', async () => {
        const needed = new Set<string>();
        for (const [key, body] of Object.entries(recording.replies)) {
          for (const path of pathsOf(body instanceof WholeReply ? body.body : body)) {
            for (const value of [undefined, null]) {
              try {
                await recorded.play(recording, (other, of) => (of === key ? replaced(other, path, value) : other), {});
              } catch (error) {
                assert.ok(error instanceof AppError, `${path.join('.')}: ${error}`);
                needed.add(String(path.findLast((part) => Number.isNaN(Number(part)))));
              }
            }
          }
        }
        assert.deepEqual([...needed].sort(), [...recording.needs].sort());
      });
    });
  }

  it('when an operation is known, then its reply is recorded', () => {
    const known = new Set(RECORDINGS.map(({ operation }) => operation));
    const open = OPERATIONS.map(({ name }) => name).filter((name) => !known.has(name));
    // These have recordings of their own beside the code that uses them.
    assert.deepEqual(
      open.filter((name) => !name.startsWith('partnerCenter.webhook') && name !== 'graph.partnerRoles'),
      [],
    );
  });
});

type Headers = Readonly<Record<string, string>>;
type Alter = (body: unknown, key: string) => unknown;

interface Recorded {
  readonly requests: { headers: IncomingHttpHeaders; body: unknown }[];
  play(recording: Recording, alter: Alter, headers: Headers): Promise<unknown>;
  close(): Promise<void>;
}

/** Answers over HTTP with what is recorded, and 404 to everything else. */
async function serve(): Promise<Recorded> {
  const requests: Recorded['requests'] = [];
  let answer: (key: string) => WholeReply | null = () => null;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      requests.push({ headers: request.headers, body: text === '' ? undefined : JSON.parse(text) });
      const reply =
        answer(`${request.method} ${request.url}`) ?? new WholeReply(404, { code: 1, error: { code: 'x' } });
      response.writeHead(reply.status, reply.headers);
      response.end(
        reply.body === undefined
          ? undefined
          : `${reply.headers['MS-CorrelationId'] ? '\uFEFF' : ''}${JSON.stringify(reply.body)}`,
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    requests,
    async play({ replies, run }, alter, headers) {
      requests.length = 0;
      answer = (asked) => {
        const key = Object.keys(replies).find((known) => decodeURIComponent(known) === decodeURIComponent(asked));
        if (key === undefined) return null;
        const known = replies[key];
        const whole = known instanceof WholeReply ? known : new WholeReply(200, known);
        return new WholeReply(whole.status, alter(whole.body, key), { ...whole.headers, ...headers });
      };
      const options = { baseUrl, tokens: { token: async () => 'token' }, transport: { retries: 0 } };
      const result = await run({
        partnerCenter: new PartnerCenterClient(options),
        graph: new GraphClient({ ...options, loginUrl: baseUrl }),
      });
      return comparable(result);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Errors as their codes; the raw resource of a subscription is compared by what is sent back. */
function comparable(value: unknown): unknown {
  if (value instanceof AppError) return value.code;
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== 'resource');
  return Object.fromEntries(entries.map(([name, v]) => [name, comparable(v)]));
}

function mapObjects(value: unknown, change: (entries: [string, unknown][]) => [string, unknown][]): unknown {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(change(Object.entries(value).map(([name, v]) => [name, mapObjects(v, change)])));
}

const withNews: Alter = (body) => mapObjects(body, (entries) => [...entries, ['somethingNew', { of: ['late'] }]]);
const pascalCase: Alter = (body) =>
  mapObjects(body, (entries) => entries.map(([name, v]) => [name.charAt(0).toUpperCase() + name.slice(1), v]));

const WORDS =
  /^(status|relationshipToPartner|vettingStatus|capabilityStatus|qualification|segment|billingType|unitType|transactionType|action|accessContainerType|profileType|@odata\.type)$/;
const newWords: Alter = (body) =>
  mapObjects(body, (entries) => entries.map(([name, v]) => [name, WORDS.test(name) ? 'SomethingNew' : v]));

/** The way to every property, through lists as well. */
function pathsOf(value: unknown, to: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, v]) => {
    const path = [...to, name];
    return [...(Array.isArray(value) ? [] : [path]), ...pathsOf(v, path)];
  });
}

function replaced(body: unknown, [first, ...rest]: readonly string[], by: unknown): unknown {
  if (first === undefined) return by;
  const change = (v: unknown) => replaced(v, rest, by);
  if (Array.isArray(body)) return body.map((item, at) => (String(at) === first ? change(item) : item));
  return { ...Object(body), [first]: change(Object(body)[first]) };
}
