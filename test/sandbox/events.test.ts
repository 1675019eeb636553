import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { EVENT_NAMES } from '../../services/partner-center/events/event-names.ts';
import { keptSigners } from '../../services/partner-center/events/kept-signers.ts';
import { eventReceiver } from '../../services/partner-center/events/receive.ts';
import { MovedClock } from '../partner-center/signed-events.ts';
import { type RunningSandbox, runSandbox, tenantOf } from './start.ts';

interface Got {
  readonly EventName: string;
  readonly ResourceUri: string;
}

/** The sandbox sends, a listener takes in with the product's own checks. */
describe('events of the sandbox', () => {
  let running: RunningSandbox;
  let listener: Server;
  let url: string;
  /** What was posted, whether it was believed, and what to answer. */
  let posted: {
    readonly event: Got;
    readonly raw: string;
    readonly headers: NodeJS.Dict<string | string[]>;
    readonly status: number;
  }[];
  let answers: number[];
  let slept: number[];
  let look: () => void;
  let clock: MovedClock;

  beforeEach(async () => {
    [posted, answers, slept] = [[], [], []];
    clock = new MovedClock();
    running = await runSandbox({
      clock,
      events: {
        every: (given) => {
          look = given;
          return () => {};
        },
        sleep: async (milliseconds) => slept.push(milliseconds),
      },
    });
    const { sandbox } = running;
    const receive = eventReceiver({
      signers: keptSigners(
        {
          anchors: async () => [new X509Certificate(await sandbox.events.root())],
          certificateOrigins: [sandbox.url],
          issuerOrigins: [sandbox.url],
        },
        sandbox.clock,
      ),
      events: { take: async () => 'taken' },
      clock: sandbox.clock,
      log: pino({ level: 'silent' }),
      partnerCenterUrl: sandbox.url,
    });
    listener = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const body = Buffer.concat(parts);
      const header = (name: string) => request.headers[name]?.toString();
      const status = answers.shift() ?? (await receive({ body, header }));
      posted.push({ event: JSON.parse(body.toString()), raw: body.toString(), headers: request.headers, status });
      response.statusCode = status;
      response.end();
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    // A TCP server that listens has such an address.
    url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/events`;
  });
  afterEach(async () => {
    await running.close();
    await new Promise((resolve) => {
      listener.close(resolve);
      listener.closeAllConnections();
    });
  });

  const register = (extra: object = {}) =>
    running.partnerCenter.webhook().register({ WebhookUrl: url, WebhookEvents: [...EVENT_NAMES], ...extra });
  const invite = (story: string) => running.sandbox.sendInvitation(tenantOf(story));
  const came = async () => {
    await running.sandbox.events.sent();
    return posted.splice(0);
  };
  const names = async () => (await came()).map(({ event }) => event.EventName);
  const lever = async (body: unknown) => {
    const headers = { 'Content-Type': 'application/json' };
    const reply = await fetch(`${running.sandbox.url}/sandbox/events`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    assert.equal(reply.status, 200);
  };

  it('when a customer accepts, then a signed event says so once, and names the customer', async () => {
    await register();
    invite('northwind');
    running.sandbox.clock.advance(1);
    running.sandbox.clock.advance(1);
    const events = await came();
    assert.deepEqual(
      events.map(({ event, status }) => [event.EventName, event.ResourceUri, status]),
      [
        [
          'reseller-relationship-accepted-by-customer',
          `${running.sandbox.url}/v1/customers/${tenantOf('northwind')}`,
          200,
        ],
      ],
    );
    assert.match(String(events[0]?.headers.authorization), /^Signature /);
  });

  it('when it is wanted in a header of its own, then the signature is there', async () => {
    await register({ SignatureTokenToMsSignatureHeader: true });
    invite('northwind');
    running.sandbox.clock.advance(1);
    const [event] = await came();
    assert.deepEqual([event?.headers.authorization, event?.status], [undefined, 200]);
  });

  it('when a customer refuses or does not answer, then nothing is sent', async () => {
    await register();
    for (const story of ['proseware', 'coho']) invite(story);
    running.sandbox.clock.advance(60);
    const about = await came();
    assert.deepEqual(
      about.filter(({ event }) =>
        [tenantOf('proseware'), tenantOf('coho')].some((id) => event.ResourceUri.includes(id)),
      ),
      [],
    );
  });

  it('when nobody registered for an event, then it is not sent', async () => {
    await register({ WebhookEvents: ['subscription-updated'] });
    invite('northwind');
    running.sandbox.clock.advance(1);
    assert.deepEqual(await names(), []);
  });

  it('when time alone brings something about, then it is noticed at the next look', async () => {
    await register();
    invite('northwind');
    clock.at = clock.at.add({ hours: 3 });
    assert.deepEqual(await names(), []);
    look();
    assert.deepEqual(await names(), ['reseller-relationship-accepted-by-customer']);
  });

  it('when our subscription changes, then an event names it', async () => {
    await register();
    const tenantId = tenantOf('alpine-ski-house');
    const [own] = await running.partnerCenter.subscriptions(tenantId);
    assert.ok(own);
    await running.partnerCenter.changeSubscription(tenantId, own, { quantity: own.quantity + 1 });
    const [event] = await came();
    assert.equal(event?.event.EventName, 'subscription-updated');
    assert.ok(event?.event.ResourceUri.endsWith(`/customers/${tenantId}/subscriptions/${own.id}`));
  });

  it('when delegated access ends or is given, then an event names the relationship, which Graph knows', async () => {
    await register();
    const tenantId = tenantOf('contoso');
    running.sandbox.changeDelegation(tenantId, 'none');
    const [ended] = await came();
    assert.equal(ended?.event.EventName, 'granular-admin-relationship-terminated');
    const id = ended?.event.ResourceUri.split('/').at(-1) ?? '';
    assert.equal((await running.graph.delegatedAdminRelationship(id))?.customerTenantId, tenantId);
    assert.equal((await running.graph.delegatedSupport(tenantId)).status, 'no');
    running.sandbox.changeDelegation(tenantId, 'read-and-support');
    assert.equal((await names())[0], 'granular-admin-relationship-approved');
    assert.equal((await running.graph.delegatedSupport(tenantId)).status, 'yes');
  });

  it('when the bot does not answer, then it is tried a few times, a little later each time', async () => {
    await register();
    answers = [503, 503, 200];
    invite('northwind');
    running.sandbox.clock.advance(1);
    assert.deepEqual(
      (await came()).map(({ status }) => status),
      [503, 503, 200],
    );
    assert.deepEqual(slept, [500, 1000]);
    answers = Array(9).fill(500);
    invite('contoso');
    running.sandbox.clock.advance(1);
    const events = await came();
    assert.equal(new Set(events.map(({ raw }) => raw)).size * 4, events.length, 'four times each, then given up');
  });

  it('when it is told to, then events come twice, late, changed, or once more', async () => {
    await register();
    await lever({ copies: 2, delaySeconds: 3 });
    invite('northwind');
    running.sandbox.clock.advance(1);
    const [first, second, ...more] = await came();
    assert.deepEqual([first?.raw === second?.raw, first?.status, more.length, slept], [true, 200, 0, [3000]]);
    await lever({ replay: true });
    assert.deepEqual(
      (await came()).map(({ raw }) => raw),
      [first?.raw],
    );
    for (const tamper of ['body', 'signature', 'certificate-url']) {
      await lever({ tamper });
      running.sandbox.changeDelegation(tenantOf('contoso'), tamper === 'signature' ? 'read-and-support' : 'none');
      const statuses = (await came()).map(({ status }) => status);
      assert.ok(statuses.length > 0 && statuses.every((status) => status === 400 || status === 401), tamper);
    }
  });

  it('when a test event is asked for, then it arrives, and what became of it can be read', async () => {
    await register();
    const { sandbox, clients } = running;
    const { partnerCenter } = clients({ as: 'application' });
    assert.ok(await partnerCenter.webhook().registration(), 'an application may read it too');
    const token = await sandboxToken(sandbox.urls.login);
    const call = async (method: string, path: string) => {
      const reply = await fetch(`${sandbox.url}/webhooks/v1/registration/validationEvents${path}`, {
        method,
        headers: { Authorization: `Bearer ${token}` },
      });
      return (await reply.json()) as Record<string, unknown>;
    };
    const { correlationId } = await call('POST', '');
    assert.deepEqual(await names(), ['test-created']);
    const { status, results, callbackUrl } = await call('GET', `/${correlationId}`);
    assert.deepEqual([status, callbackUrl, (results as unknown[]).length], ['completed', url, 1]);
  });

  it('when the sandbox ends while an event is on its way, then it ends', async () => {
    await register();
    await lever({ delaySeconds: 60 });
    invite('northwind');
    running.sandbox.clock.advance(1);
    await running.sandbox.close();
    assert.deepEqual(posted, []);
  });
});

async function sandboxToken(login: string): Promise<string> {
  const { sandboxTokenSource } = await import('../../services/identity/sandbox-token-source.ts');
  const { PARTNER_CENTER_AUDIENCE } = await import('../../services/identity/token-source.ts');
  const { SANDBOX_PARTNER } = await import('../../services/sandbox/story.ts');
  const source = sandboxTokenSource({ loginUrl: login, tenantId: SANDBOX_PARTNER.tenantId });
  return source.token(PARTNER_CENTER_AUDIENCE);
}
