import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Temporal } from 'temporal-polyfill';
import { type Config, readConfig } from '../../bot/config.ts';
import { connect, connectFailure } from '../../bot/connect.ts';
import { refreshTokenVault } from '../../services/identity/refresh-token-vault.ts';
import { sealWith } from '../../services/identity/seal.ts';
import { signedInTokenSource } from '../../services/identity/signed-in-token-source.ts';
import { PARTNER_CENTER_AUDIENCE } from '../../services/identity/token-source.ts';
import { SANDBOX_PARTNER } from '../../services/sandbox/story.ts';
import { openDatabase } from '../../services/store/database.ts';
import { openStore, type Store } from '../../services/store/store.ts';
import { emptied, silent, temporaryFolder } from '../store/backends.ts';
import { freshDatabase, type TestDatabase } from '../store/postgres.ts';
import { CLIENT_ID, type Entra, movedClock, SECRET, startEntra } from './entra.ts';

const KEY = randomBytes(32).toString('base64');
const CLAIMS = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';

describe('npm run connect', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let store: Store;
  let entra: Entra;
  let printed: string[];

  before(async () => {
    database = await freshDatabase();
    store = await openStore({ databaseUrl: database.url }, silent);
  });
  after(async () => {
    await store.close();
    await database.drop();
  });
  beforeEach(async () => {
    await emptied(store.database);
    entra = await startEntra();
    printed = [];
  });
  afterEach(() => entra.close());

  const config = (overrides: Record<string, string> = {}): Config =>
    readConfig({
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppId: CLIENT_ID,
      MicrosoftAppPassword: SECRET,
      MicrosoftAppTenantId: SANDBOX_PARTNER.tenantId,
      SECRETS_KEY: KEY,
      SIGN_IN_AS: 'service-user',
      DATABASE_URL: database.url,
      ...overrides,
    });
  const clock = movedClock(Temporal.Instant.from('2026-11-20T10:00:00Z'));
  const run = (settings = config()) =>
    connect(settings, (line) => void printed.push(line), { clock, network: entra.network });
  const vault = () => refreshTokenVault({ secrets: store.secrets, seal: sealWith([KEY]), clock });
  const desk = () => entra.running.sandbox.signIn;
  /** Fails, and says so in one sentence that shows no secret; nothing is kept. */
  async function fails(settings: Config, code: string, says: RegExp) {
    const error = await run(settings).then(
      () => assert.fail('it connected'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Error && 'code' in error);
    assert.equal(error.code, code);
    const told = connectFailure(error);
    assert.match(told, says);
    assert.doesNotMatch(told + printed.join(), new RegExp(`${SECRET}|sandbox-refresh|sandbox\\.ey`));
    assert.doesNotMatch(told, /\{\{|undefined|More about this is not available/);
    await assert.rejects(vault().read(), { code: 'microsoft.sign-in-needed' });
  }

  it('when the service user signs in with MFA, then the sign-in is kept, works, and what it lasts is said', async () => {
    desk().behave({ person: { afterPolls: 0 } });
    await run();
    const text = printed.join('\n');
    assert.match(text, /microsoft\.com\/devicelogin.*SANDBOX99/s);
    assert.match(
      text,
      /csp-service@fabrikam-partner\.example.*18 February 2027|csp-service@fabrikam-partner\.example.*February 18, 2027/s,
    );
    assert.doesNotMatch(text, /sandbox-refresh|sandbox\.ey|\{\{/);
    const kept = await vault().read();
    assert.equal(kept.client, 'confidential');
    const tokens = signedInTokenSource(entra.credentials(), vault(), { clock: movedClock(), log: silent });
    assert.match(await tokens.token(PARTNER_CENTER_AUDIENCE), /^sandbox\./);
  });

  it('when alarms were raised before, then they are cleared', async () => {
    await store.places.setOperatorsChat({
      conversationId: 'a:ava',
      name: '',
      setBy: { id: 'ava', name: 'Ava' },
      setAt: '2026-11-20T10:00:00Z',
    });
    const alarm = { key: 'sign-in-needed', code: 'sign-in-needed', params: {} };
    assert.equal(await store.alerts.raise(alarm, clock.now()), 'raised');
    await run();
    assert.equal(await store.alerts.raise(alarm, clock.now()), 'raised', 'so the next one is told');
  });

  it('when Entra wanted claims, then the sign-in is asked to prove them', async () => {
    await vault().setChallenge(CLAIMS);
    await run();
    assert.ok(entra.sent.some(({ form }) => /acrs/.test(form.get('claims') ?? '')));
    assert.equal(await vault().challenge(), null);
  });

  it('when Entra takes the token only without the secret, then that is found out and kept', async () => {
    desk().behave({ deviceTokens: 'without-proof' });
    await run();
    assert.equal((await vault().read()).client, 'public');
  });

  it('when the assistant does not use a service user, then that is said', async () => {
    await run(config({ SIGN_IN_AS: 'application' }));
    assert.match(printed.join('\n'), /SIGN_IN_AS is not set to service-user/);
  });

  for (const [what, behave, code, says] of [
    ['a guest signs in', { person: { guest: true } }, 'connect.other-tenant', /does not belong to your tenant/],
    [
      'there was no second factor',
      { person: { mfa: false } },
      'connect.no-mfa',
      /without a second factor.*Set up MFA/s,
    ],
    ['the person declines', { person: { answers: 'declines' } }, 'connect.declined', /declined/],
    ['nobody enters the code', { person: { answers: 'lets-it-expire' } }, 'connect.expired', /in time/],
    [
      'the application allows no device codes',
      { refusals: [{ code: 7000218, error: 'invalid_client', grant: 'devicecode' }] },
      'microsoft.sign-in-failed',
      /public client flows/,
    ],
    [
      'a policy blocks',
      { refusals: [{ code: 53003, error: 'access_blocked' }] },
      'microsoft.sign-in-needed',
      /Conditional Access/,
    ],
    ['the client secret is wrong', { secret: 'another' }, 'microsoft.sign-in-failed', /client secret .* is wrong/],
  ] as const) {
    it(`when ${what}, then it fails with one clear sentence and keeps nothing`, async () => {
      // The cast: what is written above as constants is what a test may wish for.
      desk().behave(structuredClone(behave) as Parameters<Entra['running']['sandbox']['signIn']['behave']>[0]);
      await fails(config(), code, says);
    });
  }

  it('when there is no key, or nothing to connect, then it says what to set', async () => {
    await fails(config({ SECRETS_KEY: '', SIGN_IN_AS: 'application' }), 'connect.no-key', /openssl rand -base64 32/);
    await fails(readConfig({}), 'connect.sandbox', /sandbox/);
  });

  it('when the embedded database is in use by the assistant, then it says so; when it is free, then it is used', async () => {
    const dataDir = await temporaryFolder();
    try {
      const settings = config({ DATABASE_URL: '', DATA_DIR: dataDir });
      const running = await openDatabase({ dataDir });
      await fails(settings, 'connect.folder-in-use', /running.*Stop it/s);
      await running.close();
      await run(settings);
      assert.match(printed.join('\n'), /Signed in as/);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('when the database is not there, then it says so', async () => {
    await fails(config({ DATABASE_URL: 'postgres://127.0.0.1:9/none' }), 'store.unreachable', /PostgreSQL/);
  });
});
