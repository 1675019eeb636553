import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { type Config, readConfig } from '../../bot/config.ts';
import { examine, type Patient, type SignedIn } from '../../bot/doctor/examine.ts';
import { bad, type Finding, hintOf } from '../../bot/doctor/finding.ts';
import { createLog } from '../../bot/log.ts';
import { plainSentence } from '../../cards/language.ts';
import { AppError } from '../../services/errors.ts';
import { sandboxTokenSource } from '../../services/identity/sandbox-token-source.ts';
import { machineTransport } from '../../services/identity/signed-request.ts';
import { SANDBOX_GROUPS } from '../../services/sandbox/people-routes.ts';
import { SANDBOX_PARTNER } from '../../services/sandbox/story.ts';
import { lockFolder } from '../../services/store/folder-lock.ts';
import { openStore } from '../../services/store/store.ts';
import { type RunningSandbox, runSandbox, START } from '../sandbox/start.ts';
import { freshDatabase } from '../store/postgres.ts';

const ENVIRONMENT = {
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppId: '00000000-0000-4000-8000-000000000001',
  MicrosoftAppPassword: 'sandbox',
  MicrosoftAppTenantId: SANDBOX_PARTNER.tenantId,
  PUBLIC_URL: 'https://bot.example',
  ADMIN_AGENTS_GROUP: SANDBOX_GROUPS.adminAgents,
};

const NOON = Temporal.Instant.from(START);

describe('the doctor', () => {
  let running: RunningSandbox;
  let dataDir: string;
  before(async () => {
    running = await runSandbox();
    dataDir = mkdtempSync(path.join(tmpdir(), 'doctor-test-'));
  });
  after(async () => {
    await running.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const configOf = (more: Record<string, string> = {}): Config => ({
    ...readConfig({
      ...ENVIRONMENT,
      DATA_DIR: dataDir,
      PARTNER_CENTER_URL: running.sandbox.urls.partnerCenter,
      GRAPH_URL: running.sandbox.urls.graph,
      LOGIN_URL: running.sandbox.urls.login,
      ...more,
    }),
  });

  const signedIn = (as: 'user' | 'application' = 'user') =>
    sandboxTokenSource({ loginUrl: running.sandbox.urls.login, tenantId: SANDBOX_PARTNER.tenantId, as });

  /** Answers for the public address; what goes to the sandbox passes. */
  const world = (answers: { readonly health?: number; readonly messages?: number; readonly date?: string } = {}) => {
    const fetcher: typeof fetch = async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      if (url.hostname === 'bot.example') {
        const status = url.pathname === '/healthz' ? (answers.health ?? 200) : (answers.messages ?? 401);
        return new Response('{}', { status });
      }
      if (url.pathname.startsWith('/common/')) {
        return new Response('{}', {
          headers: { date: answers.date ?? new Date(NOON.epochMilliseconds).toUTCString() },
        });
      }
      return fetch(input, init);
    };
    return { ...machineTransport, fetch: fetcher, retries: 0 };
  };

  const as = (who: 'user' | 'application', ends: Temporal.PlainDate | null = null): SignedIn => ({
    tokens: signedIn(who),
    ends,
    close: async () => {},
  });

  const patientOf = (more: Partial<Patient> = {}): Patient => ({
    config: configOf(),
    clock: { now: () => NOON },
    transport: world(),
    botToken: async () => 'a token',
    signIn: async () => as('user'),
    ...more,
  });

  const look = async (more: Partial<Patient> = {}): Promise<Finding[]> => {
    const found: Finding[] = [];
    for await (const finding of examine(patientOf(more))) found.push(finding);
    // Every finding has its sentence and every value of it: a missing one throws in the tests.
    for (const { code, params } of found) assert.notEqual(plainSentence('en', `doctor.${code}`, params), '');
    return found;
  };

  const levelOf = (found: readonly Finding[], code: string) => found.find((f) => f.code === code)?.level ?? 'not found';
  const badOnes = (found: readonly Finding[]) => found.filter((f) => f.level === 'bad').map((f) => f.code);

  it('when everything holds, then nothing is bad and each part is named', async () => {
    const found = await look();
    assert.deepEqual(badOnes(found), []);
    for (const code of [
      'endpoint.answers',
      'clock.right',
      'bot.signs-in',
      'database.embedded',
      'partner.known',
      'mfa.proved',
      'group.known',
      'directory-roles.readable',
      'secret.lasts',
    ]) {
      assert.equal(levelOf(found, code), 'ok', code);
    }
    assert.equal(found.filter((f) => f.code === 'token.given').length, 2);
  });

  for (const [status, level, code] of [
    [404, 'ok', 'directory-roles.readable'],
    [403, 'warn', 'directory-roles.unread'],
    [400, 'warn', 'directory-roles.unread'],
  ] as const) {
    it(`when the roles of a made-up person are answered with ${status}, then ${code} is told`, async () => {
      running.sandbox.faults.add({ kind: 'refuse', status, path: 'transitiveMemberOf' });
      assert.equal(levelOf(await look(), code), level);
    });
  }

  const outside: readonly (readonly [string, Parameters<typeof world>[0], string, Finding['level']])[] = [
    ['nothing listens at the public address', { health: 502 }, 'endpoint.no-bot', 'bad'],
    ['a stranger is let in', { messages: 200 }, 'endpoint.open', 'bad'],
    ['the clock is two minutes off', { date: 'Fri, 20 Nov 2026 10:02:00 GMT' }, 'clock.off', 'warn'],
    ['the clock is an hour off', { date: 'Fri, 20 Nov 2026 11:00:00 GMT' }, 'clock.wrong', 'bad'],
  ];
  for (const [what, answers, code, level] of outside) {
    it(`when ${what}, then ${code} is ${level}`, async () => {
      assert.equal(levelOf(await look({ transport: world(answers) }), code), level);
    });
  }

  const people: readonly (readonly [
    string,
    Record<string, string>,
    (() => Response) | null,
    string,
    Finding['level'],
  ])[] = [
    ['nobody is to sign in', { SIGN_IN_CONNECTION: '' }, null, 'people.off', 'skipped'],
    ['people act in their name', { ACT_AS: 'person' }, null, 'people.act', 'ok'],
    ['people may only sign in', {}, null, 'people.do-not-act', 'ok'],
    ['the connection exchanges tokens', {}, null, 'people.sso', 'ok'],
    [
      'the connection exchanges none',
      {},
      () => Response.json({ signInLink: 'https://sign.in' }),
      'people.no-sso',
      'warn',
    ],
    ['the bot has no such connection', {}, () => new Response('', { status: 404 }), 'people.no-connection', 'bad'],
    ['the token service fails', {}, () => new Response('', { status: 503 }), 'people.unread', 'warn'],
    ['the token service says something else', {}, () => new Response('hello'), 'people.unread', 'warn'],
  ];
  for (const [what, settings, answer, code, level] of people) {
    it(`when ${what}, then ${code} is ${level}`, async () => {
      const config = configOf({
        SIGN_IN_CONNECTION: 'people',
        TOKEN_SERVICE_URL: running.sandbox.urls.login,
        ...settings,
      });
      const transport = world();
      const fetcher: typeof fetch = async (input, init) =>
        answer !== null && String(input).includes('/api/botsignin/') ? answer() : transport.fetch(input, init);
      assert.equal(levelOf(await look({ config, transport: { ...transport, fetch: fetcher } }), code), level);
    });
  }

  it('when the credentials of the bot are refused, then the hint says what to check', async () => {
    const refused = new AppError('microsoft.sign-in-failed', { hint: 'Check MicrosoftAppPassword.' });
    const found = await look({ botToken: () => Promise.reject(refused) });
    assert.deepEqual(found.find((f) => f.code === 'bot.refused')?.params, { hint: 'Check MicrosoftAppPassword.' });
  });

  it('when an unforeseen error names a secret, then its words are not shown', () => {
    assert.equal(hintOf(new Error('password=hunter2')), 'unexpected error');
  });

  it('when only an application is signed in, then that is told as a limit, not as a fault', async () => {
    const found = await look({ signIn: async () => as('application') });
    assert.equal(levelOf(found, 'partner.application-only'), 'warn');
    assert.deepEqual(badOnes(found), []);
  });

  it('when a service user is wanted and the token is only of an application, then it is bad', async () => {
    const config = configOf({ SIGN_IN_AS: 'service-user', SECRETS_KEY: randomBytes(32).toString('base64') });
    assert.deepEqual(badOnes(await look({ config, signIn: async () => as('application') })), ['partner.refused']);
  });

  it('when Partner Center sees no MFA, then it is bad', async () => {
    const through = world();
    const fetcher: typeof fetch = async (input, init) => {
      const reply = await through.fetch(input, init);
      if (!reply.headers.has('ismfacompliant')) return reply;
      return new Response(await reply.text(), { headers: { isMfaCompliant: 'False,False' } });
    };
    assert.deepEqual(badOnes(await look({ transport: { ...through, fetch: fetcher } })), ['mfa.missing']);
  });

  it('when no group is pinned, then it is bad and the probable ids are named', async () => {
    const found = await look({ config: configOf({ ADMIN_AGENTS_GROUP: '' }) });
    assert.deepEqual(new Set(badOnes(found)), new Set(['group.unpinned-known']));
    const admins = found.find((f) => f.params.setting === 'ADMIN_AGENTS_GROUP');
    assert.equal(admins?.params.id, SANDBOX_GROUPS.adminAgents);
  });

  it('when a pinned group is another one or none, then it is said', async () => {
    const other = await look({ config: configOf({ ADMIN_AGENTS_GROUP: SANDBOX_GROUPS.salesAgents }) });
    assert.equal(levelOf(other, 'group.other-name'), 'warn');
    const none = await look({ config: configOf({ ADMIN_AGENTS_GROUP: ENVIRONMENT.MicrosoftAppId }) });
    assert.equal(levelOf(none, 'group.not-found'), 'bad');
  });

  for (const [what, url, code, params] of [
    ['here', 'https://bot.example/api/partner-center/events', 'webhook.ours', {}],
    ['nowhere', null, 'webhook.none', {}],
    ['to another program', 'https://other.example/hook?code=secret', 'webhook.of-another', { host: 'other.example' }],
    ['to no address at all', 'whatever', 'webhook.of-another', { host: '?' }],
  ] as const) {
    it(`when events go ${what}, then it is ${code}, and nothing is changed`, async () => {
      const through = world();
      const asked: string[] = [];
      const fetcher: typeof fetch = async (input, init) => {
        if (!String(input).endsWith('/webhooks/v1/registration')) return through.fetch(input, init);
        asked.push(init?.method ?? 'GET');
        return Response.json({ WebhookUrl: url, WebhookEvents: ['test-created'] });
      };
      const found = await look({ transport: { ...through, fetch: fetcher } });
      assert.deepEqual(found.find((f) => f.code === code)?.params, params);
      assert.deepEqual(asked, ['GET']);
    });
  }

  for (const [days, code, level] of [
    [31, 'secret.lasts', 'ok'],
    [29, 'secret.ends-soon', 'warn'],
    [0, 'secret.ends-soon', 'warn'],
    [-1, 'secret.ended', 'bad'],
  ] as const) {
    it(`when the sign-in of the service user ends in ${days} days, then ${code} is ${level}`, async () => {
      const ends = NOON.toZonedDateTimeISO('UTC').toPlainDate().add({ days });
      const found = await look({ signIn: async () => as('user', ends) });
      const about = found.find((f) => f.params.what === 'npm run connect');
      assert.deepEqual([about?.code, about?.level, about?.params.until], [code, level, ends.toString()]);
    });
  }

  for (const [stated, status, code, until] of [
    ['', 403, 'secret.unread', undefined],
    ['2026-12-01', 403, 'secret.ends-soon', '2026-12-01'],
    ['2026-12-01', null, 'secret.lasts', '2027-05-19'],
  ] as const) {
    it(`when "${stated}" is stated as the end of the secret and Graph answers ${status ?? 'well'}, then it is ${code}`, async () => {
      if (status !== null) running.sandbox.faults.add({ kind: 'refuse', status, path: 'applications' });
      const found = await look({ config: configOf({ SECRET_ENDS_ON: stated }) });
      const about = found.find((f) => f.params.what === 'MicrosoftAppPassword');
      assert.deepEqual([about?.code, about?.params.until], [code, until]);
    });
  }

  it('when Microsoft does not answer at all, then each part says so and nothing throws', async () => {
    const dead: typeof fetch = async () => {
      throw new TypeError('fetch failed');
    };
    const found = await look({ transport: { ...machineTransport, fetch: dead, retries: 0 } });
    for (const code of ['endpoint.unreachable', 'sign-in-service.unreachable', 'partner.refused']) {
      assert.equal(levelOf(found, code), 'bad', code);
    }
    assert.equal(levelOf(found, 'webhook.unread'), 'warn');
  });

  it('when signing in is not possible, then the reason is told once and the rest is said not to be looked at', async () => {
    const found = await look({ signIn: async () => bad('sign-in.never') });
    assert.deepEqual(
      found.slice(-2).map((f) => f.code),
      ['sign-in.never', 'rest'],
    );
    assert.equal(levelOf(found, 'token.given'), 'not found');
  });

  for (const [what, more, code] of [
    [
      'nobody signed in yet',
      { SECRETS_KEY: randomBytes(32).toString('base64'), SIGN_IN_AS: 'service-user' },
      'nobody has signed in yet',
    ],
    ['an address has no scheme', { PUBLIC_URL: 'bot.example' }, 'PUBLIC_URL'],
  ] as const) {
    it(`when the command is run and ${what}, then it says so and ends with 1`, async () => {
      const dir = mkdtempSync(path.join(tmpdir(), 'doctor-run-'));
      try {
        const dead = { LOGIN_URL: 'https://127.0.0.1:1', GRAPH_URL: 'https://127.0.0.1:1' };
        const env = { PATH: process.env.PATH, ...ENVIRONMENT, ...dead, PUBLIC_URL: '', DATA_DIR: dir, ...more };
        const { status, stdout, stderr } = spawnSync(process.execPath, ['bot/doctor.ts'], { env, encoding: 'utf8' });
        assert.equal(status, 1);
        assert.ok(`${stdout}${stderr}`.includes(code), `${stdout}${stderr}`);
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    });
  }

  it('when there are no credentials, then only the database is looked at', async () => {
    const found = await look({ config: { ...readConfig({ DATA_DIR: dataDir }) } });
    assert.deepEqual(
      found.map((f) => f.code),
      ['sandbox', 'database.embedded'],
    );
  });

  it('when the product runs on the folder, then that is no fault', async () => {
    const unlock = await lockFolder(dataDir);
    try {
      assert.equal(levelOf(await look(), 'database.embedded-in-use'), 'ok');
    } finally {
      unlock();
    }
  });

  it('when PostgreSQL does not answer, then it is bad, and the password is not shown', async () => {
    const found = await look({ config: configOf({ DATABASE_URL: 'postgres://somebody:hunter2@127.0.0.1:1/nothing' }) });
    const about = found.find((f) => f.code === 'database.unreachable');
    assert.equal(about?.level, 'bad');
    assert.doesNotMatch(JSON.stringify(found), /hunter2/u);
  });

  it('when PostgreSQL is empty, then it stays empty; when the product has run on it, then its jobs are told', async () => {
    const { url: databaseUrl, drop } = await freshDatabase();
    try {
      const config = configOf({ DATABASE_URL: databaseUrl });
      assert.equal(levelOf(await look({ config }), 'jobs.never-started'), 'skipped');
      assert.equal(levelOf(await look({ config }), 'jobs.never-started'), 'skipped');
      const store = await openStore({ databaseUrl }, createLog('silent'));
      const swept = Promise.withResolvers<void>();
      await store.jobs.work('sweep', {}, async () => swept.resolve());
      assert.equal(levelOf(await look({ config }), 'jobs.none-lately'), 'warn');
      await store.jobs.send('sweep', {});
      await swept.promise;
      await store.close();
      assert.equal(levelOf(await look({ config }), 'jobs.running'), 'ok');
    } finally {
      await drop();
    }
  });
});
