import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readConfig } from '../../bot/config.ts';
import { connect } from '../../bot/connect.ts';
import { partnerSignIn } from '../../bot/partner-app.ts';
import { GRAPH_AUDIENCE, PARTNER_CENTER_AUDIENCE } from '../../services/identity/token-source.ts';
import { sweep } from '../../services/reminders/sweep.ts';
import { Team } from '../../services/reminders/team.ts';
import { DEFAULT_TEAM_SETTINGS } from '../../services/reminders/team-settings.ts';
import { readToken } from '../../services/sandbox/login-routes.ts';
import { SANDBOX_PARTNER } from '../../services/sandbox/story.ts';
import { openStore, type Store } from '../../services/store/store.ts';
import { waitingMessages } from '../messages.ts';
import { emptied, silent } from '../store/backends.ts';
import { freshDatabase, type TestDatabase } from '../store/postgres.ts';
import { CLIENT_ID, type Entra, movedClock, SECRET, startEntra } from './entra.ts';

const KEY = randomBytes(32).toString('base64');

describe('the sign-in of the settings', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let store: Store;
  let entra: Entra;

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
    const setBy = { id: 'ava', name: 'Ava' };
    await store.places.setOperatorsChat({ conversationId: 'a:ava', name: '', setBy, setAt: '2026-11-20T10:00:00Z' });
  });
  afterEach(() => entra.close());

  function signIn(overrides: Record<string, string> = {}) {
    const config = readConfig({
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppId: CLIENT_ID,
      MicrosoftAppPassword: SECRET,
      MicrosoftAppTenantId: SANDBOX_PARTNER.tenantId,
      SECRETS_KEY: KEY,
      DATABASE_URL: database.url,
      ...overrides,
    });
    const { partnerApp: app, loginUrl } = config;
    assert.ok(app);
    const clock = movedClock();
    const { secrets, alerts } = store;
    const kept = { secrets, alerts, log: silent, network: entra.network };
    return { ...partnerSignIn(app, loginUrl, clock, kept), config, clock };
  }
  const alarms = async () => (await waitingMessages(store.database)).map(({ data }) => data.code);

  it('when it is an application, then the tokens are app-only', async () => {
    const token = await signIn().tokens.token(GRAPH_AUDIENCE);
    assert.equal(readToken(`Bearer ${token}`)?.as, 'application');
  });

  it("when the application's secret has expired, then the operators hear of it at once, and once", async () => {
    entra.running.sandbox.signIn.behave({ refusals: [{ code: 7000222, times: 2 }] });
    const { tokens } = signIn();
    for (let n = 0; n < 2; n++) {
      await assert.rejects(tokens.token(GRAPH_AUDIENCE), { code: 'microsoft.sign-in-failed' });
    }
    assert.deepEqual(await alarms(), ['sign-in-failed']);
  });

  it('when it is a service user, then it works from connect on, and its end is watched by the sweep', async () => {
    const { tokens, watch, config, clock } = signIn({ SIGN_IN_AS: 'service-user' });
    await assert.rejects(tokens.token(PARTNER_CENTER_AUDIENCE), { code: 'microsoft.sign-in-needed' });
    assert.deepEqual(await alarms(), ['sign-in-missing']);
    await connect(config, () => undefined, { clock, network: entra.network });
    const token = await tokens.token(PARTNER_CENTER_AUDIENCE);
    assert.equal(readToken(`Bearer ${token}`)?.as, 'user');
    clock.advance({ hours: 76 * 24 });
    const { reminders, watches, places, weekly, settings } = store;
    const team = new Team({ settings, fallback: DEFAULT_TEAM_SETTINGS });
    await sweep({ reminders, watches, places, weekly, team, clock, signIn: watch });
    assert.deepEqual(await alarms(), ['sign-in-missing', 'sign-in-ends']);
  });

  it('when there is nothing to prove the application by, then the start is refused', () => {
    const other = '00000000-0000-4000-8000-000000000003';
    assert.throws(() => signIn({ PARTNER_APP_ID: other }), { code: 'config.partner-app' });
    const identity = { MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword: '' };
    assert.throws(() => signIn({ ...identity, SIGN_IN_AS: 'service-user' }), { code: 'config.partner-app' });
    signIn({ ...identity, PARTNER_APP_ID: other, SIGN_IN_AS: 'service-user' });
  });
});
