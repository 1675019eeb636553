import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../services/clock.ts';
import { AppError } from '../../services/errors.ts';
import { GraphClient } from '../../services/graph/client.ts';
import type { Transport } from '../../services/identity/signed-request.ts';
import { limitedTransport, within, withoutLimit } from '../../services/identity/time-limit.ts';
import { checkMove } from '../../services/moves/check-move.ts';
import { CustomerDirectory } from '../../services/moves/customer-directory.ts';
import { PartnerCenterClient } from '../../services/partner-center/client.ts';
import { keepCatalogue } from '../../services/partner-center/kept-catalogue.ts';
import { loadSkuFacts } from '../../services/rules/sku-facts.ts';
import { runSandbox, tenantOf } from '../sandbox/start.ts';
import { aMove } from '../store/builders.ts';

const TENANT = '11111111-0000-4000-8000-000000000001';
const MOVE = '33333333-0000-4000-8000-000000000003';
const PARTS = [
  '/profiles/organization',
  '/agreements',
  '/qualifications',
  '/subscriptions',
  '/directory/subscriptions',
  '/subscribedSkus',
  '/delegatedAdminRelationships',
  '/openid-configuration',
];
const PARTNER = '22222222-0000-4000-8000-000000000002';

describe('what Microsoft knows about a customer', () => {
  it('when everything answers, then nothing is unread', async () => {
    const { directory } = connected();
    const { unread, ...snapshot } = await directory.snapshot(TENANT, 'c');
    assert.deepEqual(unread, []);
    assert.equal(snapshot.relationship, 'none');
    assert.equal(snapshot.partnerCountry, 'IT');
  });

  it('when a customer is read, then every request carries the id of the move', async () => {
    const running = await runSandbox();
    const sent: { readonly path: string; readonly move: string | null; readonly id: string | null }[] = [];
    const { partnerCenter, graph } = running.clients({
      transport: {
        fetch: async (input, init) => {
          const headers = new Headers(init?.headers);
          const path = new URL(String(input)).pathname;
          sent.push({ path, move: headers.get('MS-CorrelationId'), id: headers.get('client-request-id') });
          return fetch(input, init);
        },
      },
    });
    try {
      const directory = directoryOver(partnerCenter, graph, new AbortController());
      const read = await directory.snapshot(tenantOf('alpine-ski-house'), MOVE);
      assert.deepEqual([read.unread, read.relationship], [[], 'reseller']);
      assert.deepEqual([read.delegatedSupport, read.delegatedUntil], ['yes', '2026-12-30']);
    } finally {
      await running.close();
    }
    for (const part of PARTS)
      assert.ok(
        sent.some(({ path }) => path.includes(part)),
        `${part} was read`,
      );
    assert.deepEqual(
      sent.filter(({ move }) => move !== MOVE),
      [],
    );
    assert.equal(new Set(sent.map(({ id }) => id)).size, sent.length, 'each request has its own id');
  });

  for (const [what, status, code] of [
    ['is down', 503, 'microsoft.failed'],
    ['throttles', 429, 'microsoft.throttled'],
    ['cannot be reached', 0, 'microsoft.unreachable'],
  ] as const) {
    it(`when all of Microsoft ${what}, then the snapshot fails with it and a job is tried again`, async () => {
      const { directory } = connected({ status: () => status });
      await assert.rejects(directory.snapshot(TENANT, 'c'), { code });
      const move = aMove();
      const ran: unknown[] = [];
      const services = { directory, moveStore: { load: async () => move }, moves: { run: async () => ran.push(1) } };
      // The cast: only what a look at a move uses.
      await assert.rejects(checkMove(services as unknown as Parameters<typeof checkMove>[0], move.id), { code });
      assert.deepEqual(ran, [], 'nothing was taken for news');
    });
  }

  it('when the partner is known already, then an outage of everything else is still an outage', async () => {
    let down = false;
    const { directory } = connected({ status: () => (down ? 503 : 200) });
    await directory.snapshot(TENANT, 'c');
    down = true;
    await assert.rejects(directory.snapshot(TENANT, 'c'), { code: 'microsoft.failed' });
  });

  it('when a part fails, then the others are read and it is named', async () => {
    const { directory } = connected({ status: (url) => (url.includes('directory/subscriptions') ? 503 : 200) });
    const snapshot = await directory.snapshot(TENANT, 'c');
    assert.deepEqual(snapshot.unread, ['tenant-subscriptions']);
    assert.equal(snapshot.delegatedSupport, 'no');
  });

  it('when Partner Center refuses the partner and the rest is down, then that is told part by part', async () => {
    const { directory } = connected({ status: (url) => (url.includes('/profiles/') ? 403 : 503) });
    const snapshot = await directory.snapshot(TENANT, 'c');
    assert.deepEqual([...snapshot.unread].sort(), ['customer', 'delegated-support', 'partner', 'tenant-subscriptions']);
  });

  for (const [what, ask] of [
    ['a snapshot', (d: CustomerDirectory) => d.snapshot(TENANT, 'c')],
    ['a search', (d: CustomerDirectory) => d.find('contoso.com', 5)],
    ['a customer', (d: CustomerDirectory) => d.customer(TENANT)],
    ['the originals', (d: CustomerDirectory) => d.originals(TENANT)],
    ['the invitation link', (d: CustomerDirectory) => d.invitationUrl()],
    ['the partner', (d: CustomerDirectory) => d.isPartnerTenant(TENANT)],
  ] as const) {
    it(`when nobody answers in time, then ${what} ends with "slow" instead of waiting for retries`, async () => {
      const patience = new AbortController();
      const { directory, asked } = connected({ status: () => 'hangs', patience });
      const answer = ask(directory);
      patience.abort();
      await assert.rejects(answer, { code: 'microsoft.slow' });
      assert.equal(new Set(asked()).size, asked().length, 'nothing was asked again');
    });
  }

  it('when only one part hangs, then a person gets the others', async () => {
    const patience = new AbortController();
    const { directory } = connected({
      status: (url) => {
        if (!url.includes('/v1/customers/')) return 200;
        // The last part is under way: nothing else will come.
        setImmediate(() => setImmediate(() => patience.abort()));
        return 'hangs';
      },
      patience,
    });
    const snapshot = await directory.snapshot(TENANT, 'c');
    assert.ok(snapshot.unread.includes('customer'));
    assert.equal(snapshot.relationship, undefined);
  });

  it('when a job looks, then no limit cuts it off', async () => {
    const patience = new AbortController();
    patience.abort();
    const { directory } = connected({ patience });
    await assert.rejects(directory.snapshot(TENANT, 'c'), { code: 'microsoft.slow' });
    assert.deepEqual((await directory.snapshot(TENANT, 'c', { patience: 'job' })).unread, []);
  });
});

describe('a limit', () => {
  it('when limits are nested, then the shorter one counts', async () => {
    const outer = new AbortController();
    const never = () => new Promise<never>(() => {});
    const work = within(outer.signal, () => within(new AbortController().signal, never));
    outer.abort();
    await assert.rejects(work, { code: 'microsoft.slow' });
  });

  it('when the limit is over, then the request that hangs is cut off and the pause before the next one ends', async () => {
    const server = createServer(() => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // The cast: bound to a TCP port, it is an AddressInfo.
    const { port } = server.address() as AddressInfo;
    const limit = new AbortController();
    const ends: string[] = [];
    const ended = (what: string) => () => void ends.push(what);
    const answer = within(limit.signal, () => {
      const request = limitedTransport.fetch(`http://127.0.0.1:${port}/`).catch(ended('request'));
      return Promise.all([request, limitedTransport.sleep(3_600_000).catch(ended('pause'))]);
    });
    const [, response] = await once(server, 'request');
    limit.abort();
    await assert.rejects(answer, { code: 'microsoft.slow' });
    await once(response, 'close');
    server.close();
    assert.deepEqual(ends.sort(), ['pause', 'request']);
  });

  it('when the work fails by itself, then its own error is told', async () => {
    const failed = within(new AbortController().signal, () => Promise.reject(new AppError('move.gone')));
    await assert.rejects(failed, { code: 'move.gone' });
  });

  it('when work is started for all, then the limit of the one who started it does not end it', async () => {
    const limit = new AbortController();
    let inner: Promise<string> | undefined;
    const waited = within(limit.signal, async () => {
      inner = withoutLimit(() => within(new AbortController().signal, async () => 'done'));
      limit.abort();
      await new Promise(() => {});
    });
    await assert.rejects(waited, { code: 'microsoft.slow' });
    assert.equal(await inner, 'done');
  });
});

describe('the kept catalogue', () => {
  it('when it was read, then no answer asks Microsoft again, and an old one is renewed behind the answer', async () => {
    const kept = keptCatalogue();
    assert.deepEqual(await kept.catalogue(), kept.offers);
    for (let i = 0; i < 5; i++) await kept.catalogue();
    assert.equal(kept.reads(), 1);
    kept.pass({ hours: 13 });
    kept.answer(() => new Promise(() => {}));
    assert.deepEqual(await kept.catalogue(), kept.offers, 'the old one at once');
    assert.equal(kept.reads(), 2);
  });

  it('when Microsoft hangs at start-up, then nobody waits beyond the first limit', async () => {
    const kept = keptCatalogue(() => new Promise(() => {}));
    const first = kept.catalogue();
    kept.firstLimit.abort();
    await assert.rejects(first, { code: 'microsoft.slow' });
    await assert.rejects(kept.catalogue(), { code: 'microsoft.slow' });
    assert.equal(kept.reads(), 1);
  });

  it('when the reading failed, then its error is told at once, and a minute later it is tried again', async () => {
    const kept = keptCatalogue(() => Promise.reject(new AppError('microsoft.unreachable')));
    await assert.rejects(kept.catalogue(), { code: 'microsoft.unreachable' });
    await assert.rejects(kept.catalogue(), { code: 'microsoft.unreachable' });
    assert.equal(kept.reads(), 1);
    kept.pass({ seconds: 61 });
    let found = () => {};
    kept.answer(() => new Promise((resolve) => (found = () => resolve(kept.offers))));
    await assert.rejects(kept.catalogue(), { code: 'microsoft.unreachable' }, 'not waited for');
    found();
    await new Promise(setImmediate);
    assert.deepEqual(await kept.catalogue(), kept.offers);
    assert.equal(kept.reads(), 2);
  });

  it('when the product stops, then the reading stops and is not begun again', async () => {
    const kept = keptCatalogue(() => new Promise(() => {}));
    const waiting = kept.catalogue();
    kept.ended.abort();
    await assert.rejects(waiting, { code: 'microsoft.slow' });
    kept.pass({ hours: 1 });
    await assert.rejects(kept.catalogue(), { code: 'microsoft.slow' });
    assert.equal(kept.reads(), 1);
  });
});

type Status = number | 'hangs';

/** The directory over the real clients, with Microsoft's border replaced: it counts what is asked. */
function connected({
  status = () => 200,
  patience = new AbortController(),
}: {
  status?: (url: string) => Status;
  patience?: AbortController;
} = {}) {
  const asked: string[] = [];
  const transport: Partial<Transport> = {
    fetch: async (input) => {
      const url = String(input);
      asked.push(url);
      const answer = status(url);
      if (answer === 'hangs') return new Promise(() => {});
      if (answer === 0) throw new TypeError('fetch failed');
      return reply(url, answer);
    },
    sleep: async () => {},
    random: () => 0,
  };
  const tokens = { token: async () => 'token' };
  const partnerCenter = new PartnerCenterClient({ baseUrl: 'http://127.0.0.1:9', tokens, transport });
  const graph = new GraphClient({
    baseUrl: 'http://127.0.0.1:9/graph',
    loginUrl: 'http://127.0.0.1:9',
    tokens,
    transport,
  });
  return { directory: directoryOver(partnerCenter, graph, patience), asked: () => asked };
}

function directoryOver(partnerCenter: PartnerCenterClient, graph: GraphClient, patience: AbortController) {
  return new CustomerDirectory({
    partnerCenter,
    graph,
    skus: loadSkuFacts(),
    catalogue: async () => [],
    log: pino({ level: 'silent' }),
    patience: () => patience.signal,
  });
}

/** A tenant without relationship and subscriptions. */
function reply(url: string, status: number): Response {
  const json = (body: unknown, as = status) => new Response(JSON.stringify(body), { status: as });
  if (status !== 200) return json({ code: 3000, description: 'no' });
  if (url.includes('/graph/')) return json({ value: [] });
  if (url.includes('/profiles/organization'))
    return json({ id: PARTNER, companyName: 'Us', tenantId: PARTNER, defaultAddress: { country: 'IT' } });
  if (url.includes('/v1/customers/')) return json({ code: 20002, description: 'no relationship' }, 403);
  return json({ items: [], totalCount: 0 });
}

function keptCatalogue(first?: () => Promise<readonly unknown[]>) {
  const offers = [{ catalogSku: 'CFQ7TTC0LCHC:0001' }];
  let answer: () => Promise<readonly unknown[]> = first ?? (async () => offers);
  let now = Temporal.Instant.from('2026-11-20T10:00:00Z');
  let reads = 0;
  const clock: Clock = { now: () => now };
  const partnerCenter = {
    partnerProfile: async () => ({ tenantId: PARTNER, name: 'Us', country: 'IT' }),
    catalogue: async () => {
      reads += 1;
      return answer();
    },
  };
  const [firstLimit, ended] = [new AbortController(), new AbortController()];
  return {
    offers,
    firstLimit,
    ended,
    reads: () => reads,
    answer: (next: typeof answer) => {
      answer = next;
    },
    pass: (time: Temporal.DurationLike) => {
      now = now.add(time);
    },
    // The cast: an offer of these tests is only looked at as a whole.
    catalogue: keepCatalogue(partnerCenter as unknown as Parameters<typeof keepCatalogue>[0], clock, {
      ended: ended.signal,
      firstLimit: firstLimit.signal,
    }),
  };
}
