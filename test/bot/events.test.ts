import 'reflect-metadata';
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { Extension, KeyUsageFlags } from '@peculiar/x509';
import { ActivityHandler } from 'botbuilder';
import fc from 'fast-check';
import { pino } from 'pino';
import { createAdapter } from '../../bot/adapter.ts';
import { type RunningServer, startServer } from '../../bot/server.ts';
import { keptSigners } from '../../services/partner-center/events/kept-signers.ts';
import { eventReceiver } from '../../services/partner-center/events/receive.ts';
import { type Issued, issue, signed } from '../../services/sandbox/certificate.ts';
import {
  Authority,
  CUSTOMER,
  headersFor,
  MovedClock,
  NOW,
  PARTNER_CENTER,
  payload,
  Taken,
} from '../partner-center/signed-events.ts';

describe('the webhook for events of Partner Center', () => {
  let authority: Authority;
  let leaf: Issued;
  let server: RunningServer;
  let url: string;
  const clock = new MovedClock();
  const store = new Taken();
  const said: { reason?: string; event?: string; msg?: string }[] = [];

  before(async () => {
    authority = await Authority.open();
    leaf = await authority.leaf();
  });
  after(() => authority.close());

  /** A fresh server for each test: it remembers no certificate. */
  beforeEach(async () => {
    clock.at = new MovedClock().at;
    store.taken.length = 0;
    store.fail = null;
    said.length = 0;
    authority.asked.length = 0;
    authority.hold = null;
    const log = pino({ level: 'info' }, { write: (line: string) => void said.push(JSON.parse(line)) });
    const receive = eventReceiver({
      signers: keptSigners(authority.trust, clock),
      events: store,
      clock,
      log,
      partnerCenterUrl: PARTNER_CENTER,
    });
    const silent = pino({ level: 'silent' });
    const health = { ready: async () => true, metrics: async () => '' };
    server = await startServer(
      { host: '127.0.0.1', port: 0 },
      {
        adapter: createAdapter(null, silent, async () => {}),
        bot: new ActivityHandler(),
        health,
        log,
        events: { receive },
      },
    );
    url = `http://127.0.0.1:${server.port}/api/partner-center/events`;
    authority.publish('/leaf.cer', leaf.pem);
  });
  afterEach(() => server.close());

  const certificateUrl = () => `${authority.origin}/leaf.cer`;
  const post = async (body: string | Buffer, headers: Record<string, string>) =>
    (await fetch(url, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers })).status;
  /** Posts a body signed as it should be, but for the headers given. */
  const postSigned = async (body: string | Buffer, overrides: Record<string, string | null> = {}, by = leaf) =>
    post(body, await headersFor(body, by, certificateUrl(), overrides));
  const reasons = () => said.flatMap((line) => line.reason ?? []);

  it('when the signature is right, then the event is taken in, whichever header carries it', async () => {
    assert.equal(await postSigned(payload()), 200);
    const signature = await signed(Buffer.from(payload()), leaf);
    for (const value of [
      signature,
      `Signature ${signature}`,
      `${signature},${signature}`,
      `${signature}, ${signature}`,
    ]) {
      assert.equal(
        await postSigned(payload(), { authorization: 'Bearer something', 'x-ms-signature': value }),
        200,
        value,
      );
    }
    assert.deepEqual(
      store.taken.map(({ tenantId }) => tenantId),
      Array(5).fill(CUSTOMER),
    );
    assert.equal(new Set(store.taken.map(({ key }) => key)).size, 1);
    assert.deepEqual(authority.asked, ['/leaf.cer', '/issuer.cer'], 'the certificate is kept');
  });

  it('when a gateway doubles the headers, then the event is still taken in', async () => {
    const headers = await headersFor(payload(), leaf, certificateUrl());
    const doubled = Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('x-ms') ? [name, value, name, value] : [name, value],
    );
    doubled.push('host', new URL(url).host, 'content-length', String(Buffer.byteLength(payload())));
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request(url, { method: 'POST', headers: doubled }, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      });
      asked.on('error', reject);
      asked.end(payload());
    });
    assert.equal(status, 200);
    const twice = `${headers.authorization},${headers.authorization}`;
    assert.equal(await postSigned(payload(), { authorization: twice, 'x-ms-signature-algorithm': 'RSA-SHA256' }), 200);
  });

  it('when a certificate file holds its issuer, then nothing else is read', async () => {
    authority.publish('/leaf.cer', `${leaf.pem}\n${authority.intermediate.pem}`);
    assert.equal(await postSigned(payload()), 200);
    assert.deepEqual(authority.asked, ['/leaf.cer']);
  });

  it('when the certificate is in DER, then it is read all the same', async () => {
    authority.publish('/leaf.cer', leaf.der);
    assert.equal(await postSigned(payload()), 200);
  });

  it('when names are written in another case, or a byte order mark comes first, then the event is the same', async () => {
    const { EventName, ResourceUri, ResourceChangeUtcDate } = JSON.parse(payload());
    const camel = JSON.stringify({
      eventName: EventName,
      resourceUri: ResourceUri,
      auditUrl: 'https://evil.example',
      resourceChangeUtcDate: ResourceChangeUtcDate,
    });
    for (const body of [payload(), camel, `\uFEFF${payload()}`, payload({ EventName: EventName.toUpperCase() })]) {
      assert.equal(await postSigned(body), 200);
    }
    assert.equal(store.taken.length, 4);
    assert.equal(new Set(store.taken.map(({ key }) => key)).size, 1);
  });

  it('when it is about a delegated admin relationship, then its id is handed on', async () => {
    const id = `${CUSTOMER}-${CUSTOMER}`;
    const about = (ResourceUri: string) => payload({ EventName: 'granular-admin-relationship-approved', ResourceUri });
    await postSigned(about(`https://partner.microsoft.com/granularAdminRelationships/${id}`));
    await postSigned(about(`${PARTNER_CENTER}/granularAdminRelationships/${id}/accessAssignments/x`));
    assert.deepEqual(
      store.taken.map(({ tenantId, relationshipId }) => [tenantId, relationshipId]),
      [
        [null, id],
        [null, id],
      ],
    );
  });

  it('when it names no customer of ours to look at, then it is answered and nothing is done', async () => {
    for (const ResourceUri of [
      null,
      '',
      `https://evil.example/v1/customers/${CUSTOMER}`,
      `${PARTNER_CENTER}.evil.example/v1/customers/${CUSTOMER}`,
      `${PARTNER_CENTER}:8443/v1/customers/${CUSTOMER}`,
      `${PARTNER_CENTER}/v1/customers/usagerecords`,
      `${PARTNER_CENTER}/v1/customers/${CUSTOMER}/../../x`,
      `javascript:/v1/customers/${CUSTOMER}`,
      '//[',
    ]) {
      assert.equal(await postSigned(payload({ ResourceUri })), 200, String(ResourceUri));
    }
    assert.deepEqual(store.taken, []);
  });

  it('when only the path is given, or the service before it, then the customer is found', async () => {
    for (const ResourceUri of [
      `/v1/customers/${CUSTOMER.toUpperCase()}`,
      `http://api.partnercenter.microsoft.com/webhooks/v1/customers/${CUSTOMER}/subscriptions/${CUSTOMER}`,
      `/v1/customers/${CUSTOMER}/subscriptions/${CUSTOMER}`,
    ]) {
      await postSigned(payload({ EventName: 'subscription-updated', ResourceUri }));
      assert.equal(store.taken.pop()?.tenantId, CUSTOMER, ResourceUri);
    }
  });

  it('when the bot has no use for an event, then it is answered, ignored, and logged once', async () => {
    for (let n = 0; n < 3; n++) assert.equal(await postSigned(payload({ EventName: 'invoice-ready' })), 200);
    assert.deepEqual(store.taken, []);
    assert.equal(said.filter((line) => line.event === 'invoice-ready').length, 1);
  });

  describe('when it is not proved to be of Microsoft, then it is refused and nothing is done:', () => {
    const refusals: readonly (readonly [
      what: string,
      make: () => Promise<number>,
      status: number,
      reason: string,
      /** Whether the certificate is read at all. */
      reads?: boolean,
    ])[] = [
      [
        'another body',
        async () => post(payload({ ResourceName: 'x' }), await headersFor(payload(), leaf, certificateUrl())),
        401,
        'signature-wrong',
        true,
      ],
      [
        'one byte more',
        async () => post(`${payload()} `, await headersFor(payload(), leaf, certificateUrl())),
        401,
        'signature-wrong',
        true,
      ],
      ['another key', async () => postSigned(payload(), {}, await authority.leaf()), 401, 'signature-wrong', true],
      ['no signature', () => postSigned(payload(), { authorization: null }), 401, 'signature-missing'],
      [
        'a token instead',
        () => postSigned(payload(), { authorization: `Bearer ${'A'.repeat(400)}` }),
        401,
        'signature-missing',
      ],
      [
        'a short signature',
        () => postSigned(payload(), { authorization: 'Signature AAAA' }),
        401,
        'signature-malformed',
      ],
      [
        'two different signatures',
        () => postSigned(payload(), { 'x-ms-signature': `${'A'.repeat(344)},${'B'.repeat(344)}` }),
        401,
        'signature-missing',
      ],
      [
        'an endless signature',
        () => postSigned(payload(), { authorization: `Signature ${'A'.repeat(5000)}` }),
        401,
        'signature-malformed',
      ],
      [
        'another algorithm',
        () => postSigned(payload(), { 'x-ms-signature-algorithm': 'rsa-sha1' }),
        401,
        'algorithm-unsupported',
      ],
      ['no algorithm', () => postSigned(payload(), { 'x-ms-signature-algorithm': null }), 401, 'algorithm-unsupported'],
      ['no certificate', () => postSigned(payload(), { 'x-ms-certificate-url': null }), 401, 'certificate-url-missing'],
      ['no JSON', () => postSigned('{"EventName":'), 400, 'body-not-json'],
      ['no text', () => postSigned(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])), 400, 'body-not-json'],
      ['nothing', () => postSigned(''), 400, 'body-not-json'],
      ['a list', () => postSigned('[]'), 400, 'body-not-an-event'],
      ['an event without a name', () => postSigned(payload({ EventName: undefined })), 400, 'body-not-an-event'],
      ['an event whose name is a list', () => postSigned(payload({ EventName: ['x'] })), 400, 'body-not-an-event'],
      ['an event without a date', () => postSigned(payload({ ResourceChangeUtcDate: null })), 400, 'body-not-an-event'],
      [
        'a date that is none',
        () => postSigned(payload({ ResourceChangeUtcDate: 'yesterday' })),
        400,
        'date-unreadable',
      ],
      [
        'an event of last week',
        () => postSigned(payload({ ResourceChangeUtcDate: '2026-11-13T09:59:59Z' })),
        400,
        'date-out-of-range',
      ],
      [
        'an event of next week',
        () => postSigned(payload({ ResourceChangeUtcDate: '2026-11-27T10:00:01Z' })),
        400,
        'date-out-of-range',
      ],
    ];
    for (const [what, make, status, reason, reads = false] of refusals) {
      it(what, async () => {
        assert.equal(await make(), status);
        assert.deepEqual(reasons(), [reason]);
        assert.deepEqual(store.taken, []);
        assert.equal(authority.asked.length > 0, reads, 'a certificate is read only for what looks like an event');
        assert.equal(await postSigned(payload()), 200, 'and the server goes on');
      });
    }

    it('addresses of a certificate that only look right', async () => {
      const { host, port } = new URL(authority.origin);
      const addresses = [
        `https://${host}/leaf.cer`,
        `http://evil.example/leaf.cer`,
        `http://${host}@evil.example/leaf.cer`,
        `http://evil@${host}/leaf.cer`,
        `http://:x@${host}/leaf.cer`,
        `http://127.0.0.1/leaf.cer`,
        `http://127.0.0.1.evil.example:${port}/leaf.cer`,
        `http://sub.127.0.0.1:${port}/leaf.cer`,
        `http://localhost:${port}/leaf.cer`,
        `http://127.1:${port}/leaf.cer`,
        `http://${host}\\@evil.example/leaf.cer`,
        `http://${host}/leaf.cer?x`,
        `http://${host}/leaf.cer#x`,
        `http://${host}/x/../leaf.cer`,
        `http://${host}/%6ceaf.cer`,
        `//${host}/leaf.cer`,
        `file:///etc/passwd`,
        `http://${host}/${'x'.repeat(600)}`,
        `http:${host}/leaf.cer`,
      ];
      for (const address of addresses) {
        assert.equal(await postSigned(payload(), { 'x-ms-certificate-url': address }), 401, address);
      }
      assert.deepEqual(new Set(reasons()), new Set(['certificate-host']));
      assert.equal(reasons().length, addresses.length);
      assert.deepEqual([store.taken, authority.asked], [[], []]);
    });

    const DAY = 86_400_000;
    const soon = new Date(Date.parse(NOW) + DAY);
    const past = new Date(Date.parse(NOW) - DAY);
    const certificates: readonly (readonly [what: string, make: () => Promise<Issued>, reason: string])[] = [
      ['another organisation', () => authority.leaf({ name: 'CN=x, O=Microsoft Corporation Ltd' }), 'organisation'],
      ['no organisation', () => authority.leaf({ name: 'CN=Microsoft Corporation' }), 'organisation'],
      ['two organisations', () => authority.leaf({ name: 'CN=x, O=Microsoft Corporation, O=Evil' }), 'organisation'],
      [
        'the organisation in the name',
        () => authority.leaf({ name: 'CN="x, O=Microsoft Corporation", O=Evil' }),
        'organisation',
      ],
      ['an expired certificate', () => authority.leaf({ until: past }), 'certificate-not-valid-now'],
      ['one that is not valid yet', () => authority.leaf({ from: soon }), 'certificate-not-valid-now'],
      ['a self-signed certificate', () => authority.leaf({ isIssuer: false }, null), 'chain-not-trusted'],
      ['a missing issuer', () => authority.leaf({ issuerAt: `${authority.origin}/missing.cer` }), 'chain-incomplete'],
      [
        'an issuer on a foreign host',
        () => authority.leaf({ issuerAt: 'http://evil.example/issuer.cer' }),
        'chain-incomplete',
      ],
      [
        'an issuer that did not issue it',
        async () =>
          authority.leaf({}, await issue({ name: 'CN=Test Issuer', isIssuer: true, from: past, until: soon })),
        'chain-incomplete',
      ],
      [
        'a key that is not for signing',
        () => authority.leaf({ usages: KeyUsageFlags.keyEncipherment }),
        'certificate-usage',
      ],
      [
        'a certification authority',
        () => authority.leaf({ isIssuer: true, usages: KeyUsageFlags.keyCertSign | KeyUsageFlags.digitalSignature }),
        'certificate-usage',
      ],
      [
        'something critical that nobody knows',
        () => authority.leaf({ extensions: [new Extension('1.2.3.4', true, new Uint8Array([5, 0]))] }),
        'certificate-extension',
      ],
    ];
    for (const [what, make, reason] of certificates) {
      it(what, async () => {
        const other = await make();
        authority.publish('/leaf.cer', other.pem);
        assert.equal(await postSigned(payload(), {}, other), 401);
        assert.deepEqual([reasons(), store.taken], [[reason], []]);
      });
    }

    it('a weak key, or a certificate that is signed with a weak digest', async () => {
      const weak = await authority.leaf({ bits: 1024 });
      authority.publish('/leaf.cer', weak.pem);
      // By the strong one: a weak signature would not even be looked at.
      assert.equal(await postSigned(payload()), 401);
      const life = { from: past, until: soon };
      const old = await issue({ name: 'CN=old digest', isIssuer: true, hash: 'SHA-1', ...life }, authority.root);
      const other = await authority.leaf({}, old);
      const address = authority.publish('/old.cer', other.pem + old.pem);
      assert.equal(await postSigned(payload(), { 'x-ms-certificate-url': address }, other), 401);
      assert.deepEqual([reasons(), store.taken], [['certificate-key', 'certificate-algorithm'], []]);
    });

    it('a certificate issued by somebody who may not issue any', async () => {
      const life = { from: past, until: soon };
      const notIssuer = await issue(
        { name: 'CN=no CA', isIssuer: false, usages: KeyUsageFlags.keyCertSign, ...life },
        authority.root,
      );
      const other = await authority.leaf({}, notIssuer);
      authority.publish('/leaf.cer', other.pem + notIssuer.pem);
      assert.equal(await postSigned(payload(), {}, other), 401);
      const expired = await issue({ name: 'CN=old CA', isIssuer: true, from: past, until: past }, authority.root);
      const second = await authority.leaf({}, expired);
      authority.publish('/second.cer', second.pem + expired.pem);
      assert.equal(
        await postSigned(payload(), { 'x-ms-certificate-url': `${authority.origin}/second.cer` }, second),
        401,
      );
      const below = await issue({ name: 'CN=below', isIssuer: true, ...life }, authority.intermediate);
      const third = await authority.leaf({}, below);
      authority.publish('/third.cer', third.pem + below.pem + authority.intermediate.pem);
      assert.equal(
        await postSigned(payload(), { 'x-ms-certificate-url': `${authority.origin}/third.cer` }, third),
        401,
      );
      const narrow = await issue(
        { name: 'CN=narrow', isIssuer: true, ...life, extensions: [ONLY_ONE_NAME] },
        authority.root,
      );
      const fourth = await authority.leaf({}, narrow);
      authority.publish('/fourth.cer', fourth.pem + narrow.pem);
      assert.equal(
        await postSigned(payload(), { 'x-ms-certificate-url': `${authority.origin}/fourth.cer` }, fourth),
        401,
      );
      assert.deepEqual(reasons(), [
        'certificate-usage',
        'certificate-not-valid-now',
        'certificate-usage',
        'certificate-extension',
      ]);
      assert.deepEqual(store.taken, []);
    });

    it('a chain that does not end', async () => {
      const life = { from: past, until: soon };
      let issuer = authority.root;
      let pems = '';
      for (let n = 0; n < 4; n++) {
        issuer = await issue({ name: `CN=Issuer ${n}`, isIssuer: true, ...life }, issuer);
        pems = issuer.pem + pems;
      }
      const other = await authority.leaf({}, issuer);
      authority.publish('/leaf.cer', other.pem + pems);
      assert.equal(await postSigned(payload(), {}, other), 401);
      assert.deepEqual(reasons(), ['chain-too-long']);
    });

    it('a certificate that cannot be read, is too large, or leads elsewhere', async () => {
      authority.publish('/a.cer', 'nothing');
      authority.publish('/b.cer', Buffer.alloc(100_000, 65));
      authority.publish('/c.cer', { status: 302, location: certificateUrl() });
      authority.publish('/d.cer', { status: 500 });
      authority.publish('/e.cer', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----');
      const answers: number[] = [];
      for (const name of 'abcde')
        answers.push(await postSigned(payload(), { 'x-ms-certificate-url': `${authority.origin}/${name}.cer` }));
      assert.deepEqual(answers, [401, 503, 503, 503, 401], 'what could not be read may come again');
      const [unreadable, unreachable] = ['certificate-unreadable', 'certificate-unreachable'];
      assert.deepEqual(reasons(), [unreadable, unreachable, unreachable, unreachable, unreadable]);
      assert.ok(!authority.asked.includes('/leaf.cer'), 'no redirect is followed');
    });
  });

  it('when the body is huge, then it is refused unread', async () => {
    const body = payload({ ResourceName: 'x'.repeat(70_000) });
    const status = await postSigned(body).catch(() => 413);
    assert.equal(status, 413);
    assert.deepEqual([reasons(), store.taken], [['body-too-large'], []]);
    assert.equal(await postSigned(payload()), 200);
  });

  it('when it is no JSON by its type, or packed, then it is refused', async () => {
    assert.equal(await postSigned(payload(), { 'content-type': 'text/plain' }), 415);
    assert.equal(await postSigned(payload(), { 'content-encoding': 'gzip' }), 415);
    assert.deepEqual(store.taken, []);
  });

  it('when it is refused, then the sender is not told why', async () => {
    const headers = await headersFor(payload(), leaf, certificateUrl());
    const reply = await fetch(url, { method: 'POST', body: payload({ ResourceName: 'x' }), headers });
    assert.deepEqual([reply.status, await reply.text()], [401, '']);
  });

  it('when the database fails, then the sender is told to try again', async () => {
    store.fail = new Error('down');
    assert.equal(await postSigned(payload()), 503);
    store.fail = null;
    assert.equal(await postSigned(payload()), 200);
  });

  it('when a certificate was refused, then it is not read again for a minute', async () => {
    authority.publish('/leaf.cer', { status: 404 });
    for (let n = 0; n < 3; n++) assert.equal(await postSigned(payload()), 503);
    assert.equal(authority.asked.length, 1);
    authority.publish('/leaf.cer', leaf.pem);
    clock.at = clock.at.add({ seconds: 61 });
    assert.equal(await postSigned(payload()), 200);
  });

  it('when a day has passed, or the certificate has ended, then it is read anew', async () => {
    await postSigned(payload());
    clock.at = clock.at.add({ hours: 23 });
    await postSigned(payload());
    assert.equal(authority.asked.length, 2);
    clock.at = clock.at.add({ hours: 2 });
    await postSigned(payload());
    assert.equal(authority.asked.length, 4);

    const short = await authority.leaf({ until: new Date(clock.at.epochMilliseconds + 60_000) });
    const shortUrl = authority.publish('/short.cer', short.pem);
    const postShort = () => postSigned(payload(), { 'x-ms-certificate-url': shortUrl }, short);
    assert.equal(await postShort(), 200);
    clock.at = clock.at.add({ seconds: 61 });
    assert.equal(await postShort(), 401);
    assert.deepEqual(reasons(), ['certificate-not-valid-now']);
  });

  it('when many made-up addresses come at once, then few are read at the same time, and a known one goes on working', async () => {
    await postSigned(payload());
    authority.asked.length = 0;
    const held = Promise.withResolvers<void>();
    authority.hold = held.promise;
    const flood = Array.from({ length: 30 }, (_, n) =>
      postSigned(payload(), { 'x-ms-certificate-url': `${authority.origin}/${n % 15}.cer` }),
    );
    while (reasons().length < 22 || authority.asked.length < 4) await new Promise((next) => setImmediate(next));
    assert.equal(authority.asked.length, 4);
    assert.equal(await postSigned(payload()), 200);
    held.resolve();
    assert.deepEqual(new Set(await Promise.all(flood)), new Set([503]), 'whoever is genuine may come again');
  });

  it('when made-up addresses come just as the good one has to be read anew, then it is read all the same', async () => {
    await postSigned(payload());
    clock.at = clock.at.add({ hours: 25 });
    const held = Promise.withResolvers<void>();
    authority.hold = held.promise;
    authority.asked.length = 0;
    const flood = Array.from({ length: 10 }, (_, n) =>
      postSigned(payload(), { 'x-ms-certificate-url': `${authority.origin}/${n}.cer` }),
    );
    while (authority.asked.length < 4) await new Promise((next) => setImmediate(next));
    const genuine = postSigned(payload());
    while (!authority.asked.includes('/leaf.cer')) await new Promise((next) => setImmediate(next));
    held.resolve();
    assert.equal(await genuine, 200);
    await Promise.all(flood);
  });

  it('when anything at all is posted without a right signature, then no work is done and nothing breaks', async () => {
    const headers = await headersFor(payload(), leaf, certificateUrl());
    const value = fc.oneof(
      fc.constantFrom(...Object.values(headers)),
      fc.string({ maxLength: 60 }).map((s) => s.replace(/[^\x21-\x7e ]/gu, '')),
      fc.base64String({ minLength: 340, maxLength: 400 }).map((s) => `Signature ${s}`),
    );
    const body = fc.oneof(
      fc.json(),
      fc.string(),
      fc
        .record({ EventName: fc.string(), ResourceUri: fc.webUrl(), ResourceChangeUtcDate: fc.constant(NOW) })
        .map((e) => JSON.stringify(e)),
      fc.constant(payload({ ResourceName: 'changed' })),
    );
    const seed = Number(process.env.FC_SEED ?? Math.floor(Math.random() * 2 ** 31));
    process.stderr.write(`Random events: seed ${seed}, repeat with FC_SEED=${seed}\n`);
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.record(
          {
            authorization: value,
            'x-ms-signature': value,
            'x-ms-signature-algorithm': value,
            'x-ms-certificate-url': value,
          },
          { requiredKeys: [] },
        ),
        async (text, changed) => {
          const merged = Object.fromEntries(
            Object.entries({ ...headers, ...changed }).flatMap(([name, v]) => (v === undefined ? [] : [[name, v]])),
          );
          const status = await post(text, merged);
          assert.ok([400, 401].includes(status), `${status}`);
          assert.deepEqual(store.taken, []);
        },
      ),
      { seed, numRuns: 200 },
    );
  });
});

/** Constraints on names (RFC 5280, 4.2.1.10), as an issuer carries them that may vouch for evil.example only. */
const ONLY_ONE_NAME = new Extension(
  '2.5.29.30',
  false,
  Buffer.concat([Buffer.from([0x30, 0x12, 0xa0, 0x10, 0x30, 0x0e, 0x82, 0x0c]), Buffer.from('evil.example')]),
);
