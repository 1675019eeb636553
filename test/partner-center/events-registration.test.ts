import assert from 'node:assert/strict';
import { pino } from 'pino';
import { allowedUrl, CERTIFICATE_ORIGINS, ISSUER_ORIGINS } from '../../services/partner-center/events/allowed-hosts.ts';
import { publicAddresses } from '../../services/partner-center/events/download.ts';
import { EVENT_NAMES } from '../../services/partner-center/events/event-names.ts';
import { MICROSOFT_TRUST } from '../../services/partner-center/events/kept-signers.ts';
import { keepRegistered } from '../../services/partner-center/events/registration.ts';
import { KNOWN_EVENTS } from '../../services/sandbox/webhook-routes.ts';
import { fixedClock, type RunningSandbox, runSandbox } from '../sandbox/start.ts';

const OURS = 'http://127.0.0.1:9/api/partner-center/events';
const THEIRS = 'http://localhost:9/other?code=secret';

describe('the registration for events of Partner Center', () => {
  let running: RunningSandbox;
  let raised: { key: string; params: unknown }[];
  let logged: string[];
  beforeEach(async () => {
    running = await runSandbox({ events: { every: () => () => {} } });
    raised = [];
    logged = [];
  });
  afterEach(() => running.close());

  const calls = () => running.partnerCenter.webhook();
  const keep = (url = OURS) =>
    keepRegistered(url, {
      calls: calls(),
      alerts: { raise: async (alert) => raised.push(alert), clear: async () => {} },
      clock: fixedClock,
      log: pino({ level: 'error' }, { write: (line: string) => void logged.push(line) }),
    });
  const registered = () => running.sandbox.events.registration;

  it('when there is none, then the bot registers for its events', async () => {
    assert.equal(await keep(), 'registered');
    assert.deepEqual([registered()?.WebhookUrl, registered()?.WebhookEvents], [OURS, [...EVENT_NAMES]]);
  });

  it('when it is complete, then nothing is changed', async () => {
    await keep();
    const before = registered();
    assert.equal(await keep(`${OURS}/`), 'kept');
    assert.equal(registered(), before);
  });

  it('when an event is missing, then ours are added and everything else stays', async () => {
    const wider = ['invoice-ready', 'Subscription-Updated', 'test-created'];
    await calls().register({ WebhookUrl: OURS, WebhookEvents: wider, SignatureTokenToMsSignatureHeader: true });
    assert.equal(await keep(), 'extended');
    const events = registered()?.WebhookEvents ?? [];
    assert.deepEqual(events.slice(0, 3), wider);
    assert.deepEqual(new Set(events.map((e) => e.toLowerCase())), new Set(['invoice-ready', ...EVENT_NAMES]));
    assert.equal(events.length, EVENT_NAMES.length + 1, 'none twice');
    assert.equal(registered()?.SignatureTokenToMsSignatureHeader, true);
  });

  it('when another application is registered, then it stays, and the operators hear of it without its secrets', async () => {
    await calls().register({ WebhookUrl: THEIRS, WebhookEvents: ['test-created'] });
    const before = registered();
    assert.equal(await keep(), 'of-another');
    assert.equal(registered(), before);
    assert.deepEqual(raised, [
      { key: 'webhook-of-another', code: 'webhook-of-another', params: { host: 'localhost:9' } },
    ]);
    assert.equal(logged.length, 1);
    assert.ok(!logged.join().includes('secret'));
  });

  it('when Partner Center cannot say what is registered, then nothing is changed', async () => {
    for (const fault of [
      { kind: 'unavailable', path: '/registration', times: 99 },
      { kind: 'malformed', path: '/registration', times: 99 },
      { kind: 'refuse', path: '/registration', status: 403, code: 900326, times: 99 },
    ] as const) {
      running.sandbox.faults.clear();
      running.sandbox.faults.add(fault);
      await assert.rejects(keep(), fault.kind);
      assert.equal(registered(), null);
    }
  });

  it('when the sandbox is told an address off this machine or an event nobody knows, then it refuses', async () => {
    for (const wrong of [
      { WebhookUrl: 'https://example.com/x', WebhookEvents: ['test-created'] },
      { WebhookUrl: 'http://127.0.0.1.example.com/x', WebhookEvents: ['test-created'] },
      { WebhookUrl: 'http://127.0.0.1@example.com/x', WebhookEvents: ['test-created'] },
      { WebhookUrl: OURS, WebhookEvents: ['no-such-event'] },
      { WebhookUrl: OURS, WebhookEvents: [] },
    ]) {
      await assert.rejects(calls().register(wrong), JSON.stringify(wrong));
    }
    await assert.rejects(calls().replace({ WebhookUrl: OURS, WebhookEvents: ['test-created'] }), 'nothing to replace');
  });

  it('when the sandbox lists its events, then ours are among them', async () => {
    assert.deepEqual(await calls().eventNames(), KNOWN_EVENTS);
    assert.deepEqual(
      EVENT_NAMES.filter((name) => !KNOWN_EVENTS.includes(name)),
      [],
    );
  });
});

describe('the addresses at which certificates may lie', () => {
  const microsoft = 'https://3psostorageacct.blob.core.windows.net/cert/pcnotifications-dispatch.microsoft.com.cer';

  it("when it is Microsoft's, then it is read", () => {
    assert.equal(allowedUrl(microsoft, CERTIFICATE_ORIGINS)?.href, microsoft);
    const issuer =
      'http://www.microsoft.com/pkiops/certs/Microsoft%20Azure%20RSA%20TLS%20Issuing%20CA%2003%20-%20xsign.crt';
    assert.equal(allowedUrl(issuer, ISSUER_ORIGINS)?.href, issuer);
  });

  it('when it is anything else, then it is not', () => {
    const host = '3psostorageacct.blob.core.windows.net';
    for (const address of [
      microsoft.replace('https', 'http'),
      `https://${host}:443/cert/a.cer`,
      `https://${host}:8443/cert/a.cer`,
      `https://x@${host}/cert/a.cer`,
      `https://${host}@evil.example/cert/a.cer`,
      `https://${host}.evil.example/a.cer`,
      `https://evil.${host}/a.cer`,
      `https://${host}./a.cer`,
      `https://${host.toUpperCase()}/a.cer`,
      `https://${host}/a.cer?sig=x`,
      `https://${host}/a.cer#x`,
      `https://${host}/../a.cer`,
      `https://${host}/%2e%2e/a.cer`,
      `https://${host}\\a.cer`,
      `https://3psostorageacct2.blob.core.windows.net/a.cer`,
      ` ${microsoft}`,
      `${microsoft}\n`,
      'https://',
      '',
    ]) {
      assert.equal(allowedUrl(address, CERTIFICATE_ORIGINS), null, JSON.stringify(address));
    }
  });

  it('when a name leads into a private network, then it is not followed', async () => {
    for (const all of [true, false]) {
      await new Promise<void>((resolve) =>
        publicAddresses('localhost', { all }, (error) => {
          assert.match(String(error), /private network/);
          resolve();
        }),
      );
    }
  });

  const lookUp = (address: string): Promise<string> =>
    new Promise((resolve) =>
      publicAddresses(address, { all: false }, (error) => resolve(error === null ? 'public' : 'refused')),
    );
  for (const [verdict, addresses] of [
    ['public', ['8.8.8.8', '20.60.1.1', '2620:1ec::1']],
    ['refused', ['10.1.2.3', '127.0.0.1', '169.254.169.254', '172.31.0.1', '192.168.1.1', '100.64.0.1', '0.0.0.0']],
    [
      'refused',
      ['::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', 'fd00::1', 'fe80::1'],
    ],
  ] as const) {
    it(`when a name leads to ${addresses.join(', ')}, then it is ${verdict}`, async () => {
      for (const address of addresses) assert.equal(await lookUp(address), verdict, address);
    });
  }

  it('when the roots of this Node are read, then they are some, and kept', async () => {
    const anchors = await MICROSOFT_TRUST.anchors();
    assert.ok(anchors.length > 50);
    assert.equal(await MICROSOFT_TRUST.anchors(), anchors);
  });
});
