import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { hasSentence } from '../../cards/language.ts';
import { AppError } from '../../services/errors.ts';
import { GraphClient } from '../../services/graph/client.ts';
import { sandboxTokenSource } from '../../services/identity/sandbox-token-source.ts';
import type { Transport } from '../../services/identity/signed-request.ts';
import type { TokenSource } from '../../services/identity/token-source.ts';
import { PartnerCenterClient } from '../../services/partner-center/client.ts';
import type { Fault } from '../../services/sandbox/faults.ts';
import { SANDBOX_PARTNER } from '../../services/sandbox/story.ts';
import { type RunningSandbox, runSandbox } from '../sandbox/start.ts';
import { CUSTOMERS, OPERATIONS, type Operation } from './operations.ts';

/**
 * What can go wrong with one request.
 *
 * - `right`: all the same the operation does what was asked for;
 * - `right-if-read`: so does reading, and a change that is not `lossy`;
 * - `told`: it may end with an error that has a sentence for the person;
 * - `ends`: it has to.
 */
const FAULTS: readonly {
  readonly column: string;
  readonly fault: Partial<Fault> & Pick<Fault, 'kind'>;
  readonly expect: 'right' | 'right-if-read' | 'told' | 'ends';
}[] = [
  { column: '429 after', fault: { kind: 'throttle', retryAfterSeconds: 7 }, expect: 'right' },
  { column: '429', fault: { kind: 'throttle', retryAfterSeconds: null }, expect: 'right' },
  { column: '500', fault: { kind: 'error' }, expect: 'right-if-read' },
  { column: '503', fault: { kind: 'unavailable' }, expect: 'right-if-read' },
  { column: 'timeout', fault: { kind: 'no-answer' }, expect: 'right-if-read' },
  { column: 'cut before', fault: { kind: 'cut-off' }, expect: 'right-if-read' },
  { column: 'cut after', fault: { kind: 'lost-reply' }, expect: 'right-if-read' },
  { column: 'half JSON', fault: { kind: 'truncated' }, expect: 'right-if-read' },
  { column: 'types', fault: { kind: 'wrong-types' }, expect: 'told' },
  { column: '401 once', fault: { kind: 'unauthorized' }, expect: 'right' },
  { column: '401', fault: { kind: 'unauthorized', times: 1000 }, expect: 'ends' },
  { column: '503 on', fault: { kind: 'unavailable', times: 1000 }, expect: 'ends' },
  { column: 'cut on', fault: { kind: 'lost-reply', times: 1000 }, expect: 'ends' },
];

/** An operation of many requests is tried at the first ones. */
const REQUESTS_TRIED = 3;

type Mark = '+' | 'e' | 'X';

describe('what goes wrong at Microsoft', () => {
  const marks = new Map<string, Mark[]>();
  let running: RunningSandbox;
  let customer = 0;
  beforeEach(async () => {
    customer = 0;
    const sandbox = await runSandbox({ provisioningMinutes: 0, extraCustomers: CUSTOMERS });
    running = { ...sandbox, ...clientsOf(sandbox, {}) };
    await running.partnerCenter
      .webhook()
      .register({ WebhookUrl: 'http://127.0.0.1:1/', WebhookEvents: ['test-created'] });
  });
  afterEach(() => running.close());
  after(() => print(marks));

  for (const operation of OPERATIONS) {
    it(`when ${operation.name} meets it, then it is done right and once, or the person is told`, async () => {
      const problems: string[] = [];
      const row: Mark[] = [];
      const requests = Math.min(operation.tried ?? REQUESTS_TRIED, await countRequests(running, operation, customer++));
      for (const { column, fault, expect } of FAULTS) {
        let mark: Mark = '+';
        for (let skip = 0; skip < requests; skip++) {
          const path = operation.publicPath;
          const outcome = await tryOnce(running, operation, customer++, { ...fault, skip, ...(path && { path }) });
          const problem = outcome.problem ?? misses(outcome, expect, operation);
          if (problem !== null) problems.push(`${column}, request ${skip + 1}: ${problem}`);
          if (problem !== null) mark = 'X';
          else if (outcome.came === 'told' && mark === '+') mark = 'e';
        }
        row.push(mark);
      }
      marks.set(operation.name, row);
      assert.deepEqual(problems, []);
    });
  }

  it('when a client can do something, then it is in this matrix', () => {
    const tried = OPERATIONS.map(({ name }) => name.split(' ')[0]);
    const all = [
      ...methodsOf(PartnerCenterClient).map((name) => `partnerCenter.${name}`),
      ...methodsOf(GraphClient).map((name) => `graph.${name}`),
    ];
    assert.deepEqual(
      all.filter((name) => !tried.includes(name)),
      [],
    );
  });
});

interface Outcome {
  /** What must never be, whatever went wrong; null: none of it. */
  readonly problem: string | null;
  /** `told`: an error, or a result that says itself that Microsoft could not be read. */
  readonly came: 'right' | 'told';
  readonly error: AppError | null;
}

async function tryOnce(
  running: RunningSandbox,
  operation: Operation,
  n: number,
  fault: Partial<Fault> & Pick<Fault, 'kind'>,
): Promise<Outcome> {
  const { faults } = running.sandbox;
  const call = await operation.prepare(running, n);
  const doneBefore = call.done?.() ?? 0;
  const slept = running.slept.length;
  const clients = clientsOf(running, { fetch: impatient(running) });
  faults.add(fault);
  let error: AppError | null = null;
  try {
    const result = await call.run(clients);
    if (operation.admits?.(result)) return { problem: null, came: 'told', error: null };
    call.check(result);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) return { problem: String(thrown), came: 'right', error: null };
    error = thrown;
  } finally {
    faults.clear();
  }
  const done = (call.done?.() ?? 0) - doneBefore;
  const came = error === null ? 'right' : 'told';
  if (done > 1) return { problem: `done ${done} times`, came, error };
  if (error === null && call.done !== undefined && done !== 1)
    return { problem: 'not done, but no error', came, error };
  if (error === null && fault.kind === 'throttle' && running.slept.slice(slept).every((ms) => ms < wanted(fault)))
    return { problem: 'did not wait as long as it was told', came, error };
  return { problem: error && tells(error), came, error };
}

const wanted = (fault: Partial<Fault>): number => (fault.retryAfterSeconds ?? 0) * 1000;

/** What an error must not be. */
function tells(error: AppError): string | null {
  if (!error.code.startsWith('microsoft.') || !hasSentence(`error.${error.code}`))
    return `${error.code} has no sentence`;
  if (error.hint === '') return `${error.code} has no hint`;
  const all = inspect([error, error.cause], { depth: 10, showHidden: true });
  return /Bearer|sandbox\.[\w-]{20}/.test(all) ? 'a token is in the error' : null;
}

function misses(
  { came, error }: Outcome,
  expect: (typeof FAULTS)[number]['expect'],
  { lossy, publicPath }: Operation,
): string | null {
  // Without a token there is none to replace.
  if (publicPath !== undefined && error?.code === 'microsoft.signed-out') return null;
  if (expect === 'ends') return came === 'right' ? 'goes on as if nothing was wrong' : null;
  const mayEnd = expect === 'told' || (expect === 'right-if-read' && lossy === true);
  return came === 'right' || mayEnd ? null : `ends with ${error?.code} (${error?.hint})`;
}

async function countRequests(running: RunningSandbox, operation: Operation, n: number): Promise<number> {
  const call = await operation.prepare(running, n);
  let requests = 0;
  const count: typeof fetch = (input, init) => {
    requests++;
    return fetch(input, init);
  };
  call.check(await call.run(clientsOf(running, { fetch: count })));
  return requests;
}

/** Gives up on a request as soon as the sandbox has left it without an answer: nobody waits for a real timeout. */
function impatient({ sandbox }: RunningSandbox): typeof fetch {
  const underWay = new Map<string | null | undefined, AbortController>();
  sandbox.faults.onHit = ({ kind }, requestId) => {
    if (kind === 'no-answer') underWay.get(requestId)?.abort(new DOMException('No answer in time', 'TimeoutError'));
  };
  return async (input, init) => {
    const timeout = new AbortController();
    underWay.set(new Headers(init?.headers).get('MS-RequestId'), timeout);
    const signal = init?.signal == null ? timeout.signal : AbortSignal.any([init.signal, timeout.signal]);
    return fetch(input, { ...init, signal });
  };
}

/** Clients that sleep in no time and keep their tokens until one is refused, as those of the product do. */
function clientsOf({ sandbox, slept }: RunningSandbox, transport: Partial<Transport>) {
  const asked = sandboxTokenSource({ loginUrl: sandbox.urls.login, tenantId: SANDBOX_PARTNER.tenantId });
  const kept = new Map<string, Promise<string>>();
  const tokens: TokenSource = {
    async token(audience, tenantId) {
      const key = `${audience} ${tenantId}`;
      const known = kept.get(key) ?? asked.token(audience, tenantId);
      kept.set(key, known);
      return known;
    },
    forget: (audience, tenantId) => void kept.delete(`${audience} ${tenantId}`),
  };
  const quick = {
    sleep: async (milliseconds: number) => void slept.push(milliseconds),
    random: () => 0,
    ...transport,
  };
  const { partnerCenter, graph, login } = sandbox.urls;
  return {
    partnerCenter: new PartnerCenterClient({ baseUrl: partnerCenter, tokens, transport: quick, clock: sandbox.clock }),
    graph: new GraphClient({ baseUrl: graph, loginUrl: login, tokens, transport: quick }),
  };
}

function methodsOf(client: { readonly prototype: object }): string[] {
  return Object.getOwnPropertyNames(client.prototype).filter((name) => name !== 'constructor');
}

function print(marks: ReadonlyMap<string, readonly Mark[]>): void {
  const columns = FAULTS.map(({ column }) => column);
  const width = Math.max(...[...marks.keys()].map((name) => name.length));
  const line = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(width)}  ${cells.map((cell, at) => cell.padEnd(columns[at]?.length ?? 0)).join('  ')}`.trimEnd();
  const lines = [
    line('+ right   e told the person why not   X wrong', []),
    line('', columns),
    ...[...marks].map(([name, row]) => line(name, row)),
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
}
