import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { createLog } from '../../bot/log.ts';
import type { Clock } from '../../services/clock.ts';
import { appTokenSource } from '../../services/identity/app-token-source.ts';
import { refreshTokenVault } from '../../services/identity/refresh-token-vault.ts';
import { sealWith } from '../../services/identity/seal.ts';
import { SignInWatch } from '../../services/identity/sign-in-watch.ts';
import { signedInTokenSource } from '../../services/identity/signed-in-token-source.ts';
import { GRAPH_AUDIENCE, PARTNER_CENTER_AUDIENCE } from '../../services/identity/token-source.ts';
import { SANDBOX_PARTNER } from '../../services/sandbox/story.ts';
import { openStore, type Store } from '../../services/store/store.ts';
import { tenantOf } from '../sandbox/start.ts';
import { emptied, silent } from '../store/backends.ts';
import { freshDatabase, type TestDatabase } from '../store/postgres.ts';
import { aRefreshToken, type Entra, linesTo, movedClock, SECRET, startEntra } from './entra.ts';

const KEY = randomBytes(32).toString('base64');
const OWN = SANDBOX_PARTNER.tenantId;
const Redeemed = z.object({ client_info: z.string(), refresh_token: z.string() });
const Account = z.object({ uid: z.string(), utid: z.string() });
const HOME_ACCOUNT = /"homeAccountId":"([^"]+)"/;

describe('two instances on one PostgreSQL', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let stores: [Store, Store];
  let entra: Entra;
  let lines: string[];

  before(async () => {
    database = await freshDatabase();
    const open = () => openStore({ databaseUrl: database.url }, silent);
    stores = [await open(), await open()];
  });
  after(async () => {
    for (const store of stores) await store.close();
    await database.drop();
  });
  beforeEach(async () => {
    await emptied(stores[0].database);
    entra = await startEntra();
    lines = [];
  });
  afterEach(() => entra.close());

  const log = () => createLog('trace', linesTo(lines));
  const partsOf = (store: Store, clock: Clock, key = KEY) => ({
    secrets: store.secrets,
    seal: sealWith([key]),
    clock,
    log: log(),
  });

  const appOn = (store: Store, clock = movedClock(), key = KEY) =>
    appTokenSource(entra.credentials(), { clock, shared: partsOf(store, clock, key) });

  function userOn(store: Store, clock = movedClock()) {
    const parts = partsOf(store, clock);
    const vault = refreshTokenVault(parts);
    const watch = new SignInWatch({ vault, alerts: store.alerts, clock, log: parts.log });
    const tokens = signedInTokenSource(entra.credentials(), vault, {
      clock,
      log: parts.log,
      shared: parts,
      outcome: watch,
    });
    return { vault, tokens, clock };
  }
  /** As connect keeps it: the account is known. */
  const connected = async (store: Store) => {
    const { vault } = userOn(store);
    const refreshToken = aRefreshToken(entra);
    const result = await entra.network.sendPostRequestAsync<unknown>(
      `https://login.microsoftonline.com/${OWN}/oauth2/v2.0/token`,
      {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: String(
          new URLSearchParams({
            grant_type: 'refresh_token',
            client_id: entra.credentials().clientId,
            client_secret: SECRET,
            scope: `${GRAPH_AUDIENCE}/.default`,
            refresh_token: refreshToken,
          }),
        ),
      },
    );
    const { client_info, refresh_token } = Redeemed.parse(result.body);
    const { uid, utid } = Account.parse(JSON.parse(Buffer.from(client_info, 'base64url').toString()));
    await vault.keep({ refreshToken: refresh_token, homeAccountId: `${uid}.${utid}`, client: 'confidential' });
    entra.sent.splice(0);
  };
  const rows = async () => stores[0].database.db.selectFrom('secret').selectAll().execute();

  it('when one has an app-only token, then the other asks Entra for none', async () => {
    const token = await appOn(stores[0]).token(PARTNER_CENTER_AUDIENCE);
    assert.equal(await appOn(stores[1]).token(PARTNER_CENTER_AUDIENCE), token);
    assert.equal(entra.sent.length, 1);
  });

  it("when one has the service user's token, then the other asks Entra for none, in any tenant", async () => {
    await connected(stores[0]);
    const [one, other] = [userOn(stores[0]), userOn(stores[1])];
    for (const tenantId of [OWN, tenantOf('contoso')]) {
      const token = await one.tokens.token(GRAPH_AUDIENCE, tenantId);
      assert.equal(await other.tokens.token(GRAPH_AUDIENCE, tenantId), token);
    }
    assert.equal(entra.sent.length, 2);
    assert.equal((await rows()).length, 3, 'the sign-in, and a cache for each tenant');
  });

  it('when both use the refresh token at once, then the newest is kept and both get on', async () => {
    entra.running.sandbox.signIn.behave({ oldRefreshTokens: 'refused' });
    await connected(stores[0]);
    const instances = stores.map((store) => userOn(store));
    await Promise.all(
      instances.flatMap(({ tokens }) => [tokens.token(GRAPH_AUDIENCE), tokens.token(PARTNER_CENTER_AUDIENCE)]),
    );
    const later = userOn(stores[1]);
    later.tokens.forget(GRAPH_AUDIENCE);
    assert.match(await later.tokens.token(GRAPH_AUDIENCE), /^sandbox\./);
  });

  it('when somebody signs in anew, then a running instance takes no token of before for longer than a minute', async () => {
    await connected(stores[0]);
    const running = stores.map((store) => userOn(store));
    const before: string[] = [];
    for (const { tokens } of running) before.push(await tokens.token(PARTNER_CENTER_AUDIENCE));
    assert.equal(before[0], before[1]);
    await connected(stores[1]);
    // The one that read the cache first: nobody has kept a newer one yet.
    for (const { tokens, clock } of running.toReversed()) {
      clock.advance({ seconds: 61 });
      assert.notEqual(await tokens.token(PARTNER_CENTER_AUDIENCE), before[0]);
    }
  });

  it('when the kept cache is damaged, then it begins empty and says so once', async () => {
    const token = await appOn(stores[0]).token(PARTNER_CENTER_AUDIENCE);
    for (const { name } of await rows()) await stores[0].secrets.put(name, 'damaged', movedClock().now(), null);
    const again = await appOn(stores[1]).token(PARTNER_CENTER_AUDIENCE);
    assert.notEqual(again, token);
    assert.equal(lines.filter((line) => /shared token cache could not be read/.test(line)).length, 1);
    assert.equal(await appOn(stores[0]).token(PARTNER_CENTER_AUDIENCE), again, 'and is whole again');
  });

  it('when what was kept is sealed but no cache, then it begins empty', async () => {
    await appOn(stores[0]).token(PARTNER_CENTER_AUDIENCE);
    const [row] = await rows();
    assert.ok(row);
    for (const text of ['null', '[]', '{"AccessToken":{"a":null}}', 'no json']) {
      await stores[0].secrets.put(row.name, await sealWith([KEY]).close(row.name, text), movedClock().now(), null);
      assert.match(await appOn(stores[1]).token(PARTNER_CENTER_AUDIENCE), /^sandbox\./, text);
    }
  });

  it('when the other instance has another key, then it works without the cache', async () => {
    await appOn(stores[0]).token(PARTNER_CENTER_AUDIENCE);
    assert.match(
      await appOn(stores[1], movedClock(), randomBytes(32).toString('base64')).token(PARTNER_CENTER_AUDIENCE),
      /^sandbox\./,
    );
    assert.equal(entra.sent.length, 2);
  });

  it('when a whole day has gone by, then neither database nor log ever saw a token, a secret or a key', async () => {
    await connected(stores[0]);
    const { clock, tokens } = userOn(stores[0]);
    const app = appOn(stores[1], clock);
    const seen = new Set<string>([SECRET, KEY, aRefreshToken(entra)]);
    for (let hour = 0; hour < 24; hour++) {
      if (hour % 5 === 1)
        entra.running.sandbox.signIn.behave({ refusals: [{ code: 50076 }, { code: 7000222 }, { code: 65001 }] });
      for (const source of [tokens, app]) {
        source.forget(PARTNER_CENTER_AUDIENCE);
        const outcomes = await Promise.allSettled([
          source.token(PARTNER_CENTER_AUDIENCE),
          source.token(GRAPH_AUDIENCE, tenantOf('contoso')),
        ]);
        for (const outcome of outcomes) {
          if (outcome.status === 'fulfilled') seen.add(outcome.value);
          else
            log().error({ err: outcome.reason, hint: outcome.reason.hint, params: outcome.reason.params }, 'refused');
        }
      }
      seen.add((await userOn(stores[1]).vault.read()).refreshToken);
      clock.advance({ hours: 1 });
    }
    assert.ok(seen.size > 40 && lines.length > 10, `${seen.size} secrets, ${lines.length} lines`);
    const shown = lines.join('\n') + JSON.stringify(await rows());
    for (const secret of seen) {
      // The first characters are the same for every token of the sandbox.
      assert.ok(!shown.includes(secret.slice(-40)), 'a secret is shown');
    }
    assert.doesNotMatch(shown, HOME_ACCOUNT);
  });

  it('when fifty on each instance ask at once, then Entra is asked once by each', async () => {
    const sources = stores.map((store) => appOn(store));
    await Promise.all(Array.from({ length: 100 }, (_, n) => sources[n % 2]?.token(PARTNER_CENTER_AUDIENCE)));
    assert.ok(entra.sent.length <= 2, `${entra.sent.length} requests`);
  });
});
