import assert from 'node:assert/strict';
import type { INetworkModule } from '@azure/msal-node';
import { systemClock } from '../../services/clock.ts';
import { AppError } from '../../services/errors.ts';
import type { AppCredentials } from '../../services/identity/app-credentials.ts';
import { appTokenSource } from '../../services/identity/app-token-source.ts';
import { onBehalfOfTokenSource } from '../../services/identity/on-behalf-of-token-source.ts';
import { sandboxTokenSource } from '../../services/identity/sandbox-token-source.ts';
import { refusedSignIn, SignInNeeded } from '../../services/identity/sign-in-error.ts';
import { signedInTokenSource } from '../../services/identity/signed-in-token-source.ts';
import { GRAPH_AUDIENCE, PARTNER_CENTER_AUDIENCE } from '../../services/identity/token-source.ts';
import { readToken } from '../../services/sandbox/login-routes.ts';
import { SANDBOX_PARTNER } from '../../services/sandbox/story.ts';
import { tenantOf } from '../sandbox/start.ts';
import { silent } from '../store/backends.ts';
import { aRefreshToken, CLIENT_ID, type Entra, memoryVault, movedClock, SECRET, startEntra } from './entra.ts';

const CLAIMS = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
const OWN = SANDBOX_PARTNER.tenantId;
const sleep = async () => undefined;

describe('a token from Entra', function () {
  this.timeout(60_000);
  let entra: Entra;
  beforeEach(async () => {
    entra = await startEntra();
  });
  afterEach(() => entra.close());

  const desk = () => entra.running.sandbox.signIn;
  const grants = () => entra.sent.map(({ form }) => form.get('grant_type'));

  describe('app-only', () => {
    const source = (overrides: Partial<AppCredentials> = {}, clock = movedClock()) =>
      Object.assign(appTokenSource(entra.credentials(overrides), { clock }), { clock });

    it('when it is asked for, then it is for that audience and tenant, and is kept', async () => {
      const tokens = source();
      const first = await tokens.token(GRAPH_AUDIENCE);
      assert.equal(await tokens.token(GRAPH_AUDIENCE), first);
      assert.notEqual(await tokens.token(GRAPH_AUDIENCE, tenantOf('contoso')), first);
      assert.deepEqual(readToken(`Bearer ${first}`), { tenantId: OWN, audience: GRAPH_AUDIENCE, as: 'application' });
      assert.deepEqual(
        entra.sent.map(({ tenant, form }) => [tenant, form.get('grant_type'), form.get('scope')]),
        [
          [OWN, 'client_credentials', 'https://graph.microsoft.com/.default'],
          [tenantOf('contoso'), 'client_credentials', 'https://graph.microsoft.com/.default'],
        ],
      );
    });

    it('when fifty ask at once, then one token is asked for, and all get it', async () => {
      const tokens = source();
      const all = await Promise.all(Array.from({ length: 50 }, () => tokens.token(PARTNER_CENTER_AUDIENCE)));
      assert.equal(new Set(all).size, 1);
      assert.equal(entra.sent.length, 1);
    });

    it('when the service refused the token, then the next one is new, also for fifty who hear of it at once', async () => {
      const tokens = source();
      const old = await tokens.token(GRAPH_AUDIENCE);
      const again = await Promise.all(
        Array.from({ length: 50 }, async () => {
          await tokens.forget(GRAPH_AUDIENCE);
          return tokens.token(GRAPH_AUDIENCE);
        }),
      );
      assert.deepEqual([...new Set(again)].length, 1);
      assert.notEqual(again[0], old);
      assert.equal(entra.sent.length, 2);
    });

    it('when some hear later than others that the old token is refused, then the new one is not thrown away', async () => {
      const tokens = source();
      await tokens.token(GRAPH_AUDIENCE);
      await tokens.forget(GRAPH_AUDIENCE);
      const renewed = await tokens.token(GRAPH_AUDIENCE);
      tokens.clock.advance({ seconds: 2 });
      await tokens.forget(GRAPH_AUDIENCE);
      assert.equal(await tokens.token(GRAPH_AUDIENCE), renewed);
      tokens.clock.advance({ seconds: 10 });
      await tokens.forget(GRAPH_AUDIENCE);
      assert.notEqual(await tokens.token(GRAPH_AUDIENCE), renewed, 'but one that is refused itself is');
    });

    it('when the service wants claims, then the next token is asked to prove them', async () => {
      const tokens = source();
      await tokens.token(GRAPH_AUDIENCE);
      await tokens.forget(GRAPH_AUDIENCE, undefined, CLAIMS);
      await tokens.token(GRAPH_AUDIENCE);
      assert.match(entra.sent[1]?.form.get('claims') ?? '', /"acrs":\{"essential":true,"value":"c1"\}/);
    });

    it('when the client secret is wrong, then the application is refused and nothing secret is said', async () => {
      desk().behave({ secret: 'another' });
      await assert.rejects(source().token(GRAPH_AUDIENCE), (error) => {
        assert.ok(error instanceof AppError);
        assert.equal(error.code, 'microsoft.sign-in-failed');
        assert.deepEqual(error.params, { reason: 'sign-in.secret-wrong', code: 'AADSTS7000215' });
        assert.equal(error.cause, undefined);
        assert.doesNotMatch(JSON.stringify([error.hint, error.message, error.stack]), new RegExp(SECRET));
        return true;
      });
    });

    for (const [what, code, expected] of [
      ['the tenant did not consent', 65001, 'microsoft.consent-missing'],
      ['the application is unknown in the tenant', 700016, 'microsoft.consent-missing'],
      ['the secret has expired', 7000222, 'microsoft.sign-in-failed'],
      ['a policy stops the application', 53003, 'microsoft.sign-in-failed'],
    ] as const) {
      it(`when ${what}, then it ends with ${expected}`, async () => {
        desk().behave({ refusals: [{ code }] });
        await assert.rejects(source().token(GRAPH_AUDIENCE), (error) => {
          assert.ok(error instanceof AppError);
          assert.equal(error.code, expected);
          assert.equal(error.params.code, `AADSTS${code}`);
          assert.doesNotMatch(JSON.stringify([error.params, error.hint, error.message]), /csp-service@/);
          return true;
        });
      });
    }

    it('when the token endpoint throttles, then the whole Retry-After is waited for', async () => {
      desk().behave({ throttled: { times: 2, retryAfterSeconds: 7 } });
      assert.match(await source().token(GRAPH_AUDIENCE), /^sandbox\./);
      assert.equal(entra.sent.length, 3);
      assert.ok(entra.slept.every((milliseconds) => milliseconds >= 7000));
      assert.equal(entra.slept.length, 2);
    });

    it('when the wait is too long, then it says how long, and nobody asks again before it is over', async () => {
      desk().behave({ throttled: { times: 1, retryAfterSeconds: 300 } });
      const tokens = source();
      await assert.rejects(tokens.token(GRAPH_AUDIENCE), {
        code: 'microsoft.throttled',
        params: { retryAfterSeconds: 300 },
      });
      tokens.clock.advance({ seconds: 100 });
      await assert.rejects(tokens.token(GRAPH_AUDIENCE), { params: { retryAfterSeconds: 200 } });
      assert.equal(entra.sent.length, 1);
      tokens.clock.advance({ seconds: 200 });
      assert.match(await tokens.token(GRAPH_AUDIENCE), /^sandbox\./);
    });

    it('when nobody answers, then Microsoft is unreachable, and the next who asks tries again', async () => {
      let down = true;
      const network: INetworkModule = {
        sendGetRequestAsync: (url, options) => entra.network.sendGetRequestAsync(url, options),
        sendPostRequestAsync: (url, options) =>
          down ? Promise.reject(new TypeError('fetch failed')) : entra.network.sendPostRequestAsync(url, options),
      };
      const tokens = source({ network });
      await assert.rejects(tokens.token(GRAPH_AUDIENCE), { code: 'microsoft.unreachable' });
      down = false;
      assert.match(await tokens.token(GRAPH_AUDIENCE), /^sandbox\./);
    });

    it('when the host of the sign-in service is not known to MSAL, then it is discovered', async () => {
      const tokens = source({ loginUrl: 'https://login.sovereign.example' });
      assert.match(await tokens.token(GRAPH_AUDIENCE), /^sandbox\./);
    });
  });

  describe('of the service user', () => {
    const source = (vault: ReturnType<typeof memoryVault>, overrides: Partial<AppCredentials> = {}) => {
      const clock = movedClock();
      return Object.assign(signedInTokenSource(entra.credentials(overrides), vault, { clock, log: silent, sleep }), {
        clock,
      });
    };

    it('when it is asked for, then the refresh token is redeemed and the new one is kept for the next time', async () => {
      const vault = memoryVault(aRefreshToken(entra));
      const tokens = source(vault);
      const token = await tokens.token(PARTNER_CENTER_AUDIENCE);
      assert.equal(readToken(`Bearer ${token}`)?.as, 'user');
      assert.equal(await tokens.token(PARTNER_CENTER_AUDIENCE), token);
      await tokens.token(GRAPH_AUDIENCE);
      assert.deepEqual(
        entra.sent.map(({ form }) => [form.get('grant_type'), form.get('refresh_token')]),
        vault.tokens.slice(0, 2).map((shown) => ['refresh_token', shown]),
      );
      assert.equal(new Set(vault.tokens).size, 3);
    });

    it("when a customer's tenant gives the token, then the partner's refresh token stays", async () => {
      const vault = memoryVault(aRefreshToken(entra));
      const token = await source(vault).token(GRAPH_AUDIENCE, tenantOf('contoso'));
      assert.equal(readToken(`Bearer ${token}`)?.tenantId, tenantOf('contoso'));
      assert.equal(vault.tokens.length, 1);
    });

    it('when a customer gave no access, then consent is missing there and nothing is said about our sign-in', async () => {
      const told: string[] = [];
      const tokens = signedInTokenSource(entra.credentials(), memoryVault(aRefreshToken(entra)), {
        clock: systemClock,
        log: silent,
        outcome: { worked: async () => void told.push('worked'), failed: async ({ code }) => void told.push(code) },
      });
      await assert.rejects(tokens.token(GRAPH_AUDIENCE, tenantOf('litware')), {
        code: 'microsoft.consent-missing',
        params: { reason: 'sign-in.no-consent', code: 'AADSTS50020' },
      });
      assert.deepEqual(told, []);
    });

    for (const [code, error, expected] of [
      [50034, 'invalid_grant', 'microsoft.consent-missing'],
      [50177, 'invalid_grant', 'microsoft.consent-missing'],
      [90072, 'invalid_grant', 'microsoft.consent-missing'],
      [50076, 'interaction_required', 'microsoft.consent-missing'],
      [53003, 'interaction_required', 'microsoft.consent-missing'],
      [70043, 'invalid_grant', 'microsoft.consent-missing'],
      [7000112, 'unauthorized_client', 'microsoft.consent-missing'],
      [50999, 'invalid_grant', 'microsoft.consent-missing'],
      [50173, 'invalid_grant', 'microsoft.sign-in-needed'],
      [700082, 'invalid_grant', 'microsoft.sign-in-needed'],
      [7000222, 'invalid_client', 'microsoft.sign-in-failed'],
    ] as const) {
      it(`when a customer's tenant answers ${code}, then that is ${expected} and no claims are kept`, async () => {
        desk().behave({ refusals: [{ code, error, claims: CLAIMS }] });
        const vault = memoryVault(aRefreshToken(entra));
        await assert.rejects(source(vault).token(GRAPH_AUDIENCE, tenantOf('contoso')), (thrown) => {
          assert.ok(thrown instanceof AppError);
          assert.deepEqual([thrown.code, thrown.params.code], [expected, `AADSTS${code}`]);
          assert.match(thrown.hint, new RegExp(`AADSTS${code}`));
          return true;
        });
        assert.equal(await vault.challenge(), null);
      });
    }

    it("when nobody has signed in yet, then that is not the customer's doing", async () => {
      const empty = Object.assign({}, memoryVault(''), { read: () => Promise.reject(new SignInNeeded('never')) });
      await assert.rejects(source(empty).token(GRAPH_AUDIENCE, tenantOf('contoso')), {
        code: 'microsoft.sign-in-needed',
      });
    });

    it('when a customer did not let us in, then Entra is left alone for a few minutes, and asked again after that', async () => {
      const tokens = source(memoryVault(aRefreshToken(entra)));
      desk().behave({ refusals: [{ code: 50020 }] });
      const ask = () => tokens.token(GRAPH_AUDIENCE, tenantOf('contoso'));
      for (let times = 0; times < 3; times++) await assert.rejects(ask(), { code: 'microsoft.consent-missing' });
      assert.equal(entra.sent.length, 1);
      await tokens.token(GRAPH_AUDIENCE, tenantOf('northwind'));
      tokens.clock.advance({ minutes: 3 });
      assert.equal(readToken(`Bearer ${await ask()}`)?.tenantId, tenantOf('contoso'));
    });

    it('when our own tenant refuses the consent, then it is asked each time', async () => {
      const tokens = source(memoryVault(aRefreshToken(entra)));
      desk().behave({ refusals: [{ code: 65001 }] });
      await assert.rejects(tokens.token(GRAPH_AUDIENCE), { code: 'microsoft.consent-missing' });
      assert.match(await tokens.token(GRAPH_AUDIENCE), /^sandbox\./);
    });

    for (const reuse of ['taken', 'refused'] as const) {
      it(`when two instances redeem at once and old tokens are ${reuse}, then both get on and the newest token is kept`, async () => {
        desk().behave({ oldRefreshTokens: reuse });
        const vault = memoryVault(aRefreshToken(entra));
        const instances = [source(vault), source(vault), source(vault)];
        const got = await Promise.all(instances.map((instance) => instance.token(PARTNER_CENTER_AUDIENCE)));
        assert.ok(got.every((token) => /^sandbox\./.test(token)));
        // The token that is kept in the end works for whoever comes next.
        assert.match(await source(vault).token(GRAPH_AUDIENCE), /^sandbox\./);
      });
    }

    it('when an old token is refused because another instance replaced it, then the newer one is taken', async () => {
      desk().behave({ oldRefreshTokens: 'refused' });
      const vault = memoryVault(aRefreshToken(entra));
      const other = source(vault);
      let asked = 0;
      const slow = Object.assign({}, vault, {
        read: async () => {
          const seen = await vault.read();
          asked += 1;
          // Between reading and redeeming, the other instance is faster.
          if (asked === 1) await other.token(PARTNER_CENTER_AUDIENCE);
          return seen;
        },
      });
      assert.match(await source(slow).token(PARTNER_CENTER_AUDIENCE), /^sandbox\./);
      assert.equal(grants().length, 3);
    });

    for (const [what, refusal, reason] of [
      ['MFA is asked for again', { code: 50076, suberror: 'basic_action', claims: CLAIMS }, 'sign-in.mfa-needed'],
      ['a second factor has to be registered', { code: 50079, error: 'interaction_required' }, 'sign-in.mfa-setup'],
      ['a policy blocks', { code: 53003, error: 'interaction_required', claims: CLAIMS }, 'sign-in.policy'],
      ['the password was changed', { code: 50173 }, 'sign-in.signed-out'],
      ['the token lay unused', { code: 700082 }, 'sign-in.too-old'],
      ['something unheard of is the matter', { code: 50999 }, 'sign-in.unknown'],
    ] as const) {
      it(`when ${what}, then somebody has to sign in anew, because of ${reason}`, async () => {
        desk().behave({ refusals: [refusal] });
        const vault = memoryVault(aRefreshToken(entra));
        const failures: AppError[] = [];
        const tokens = signedInTokenSource(entra.credentials(), vault, {
          clock: systemClock,
          log: silent,
          sleep,
          outcome: { worked: async () => undefined, failed: async (failure) => void failures.push(failure) },
        });
        await assert.rejects(tokens.token(PARTNER_CENTER_AUDIENCE), (error) => {
          assert.ok(error instanceof SignInNeeded);
          assert.deepEqual(error.params, { reason, code: `AADSTS${refusal.code}` });
          assert.match(error.hint, /npm run connect/);
          assert.doesNotMatch(JSON.stringify([error.params, error.hint, error.message]), /csp-service@|acrs/);
          assert.deepEqual(failures, [error]);
          return true;
        });
        assert.equal(await vault.challenge(), 'claims' in refusal ? CLAIMS : null, 'kept for the new sign-in');
      });
    }

    it('when the API wants claims that the session can prove, then the next token has them and nobody is asked', async () => {
      const vault = memoryVault(aRefreshToken(entra));
      const tokens = source(vault);
      await tokens.token(PARTNER_CENTER_AUDIENCE);
      desk().behave({ refusals: [{ code: 50076, error: 'interaction_required', claims: CLAIMS }] });
      await tokens.forget(PARTNER_CENTER_AUDIENCE, undefined, CLAIMS);
      assert.match(await tokens.token(PARTNER_CENTER_AUDIENCE), /^sandbox\./);
      assert.match(entra.sent[1]?.form.get('claims') ?? '', /acrs/);
      assert.equal(await vault.challenge(), null);
    });

    it('when the API wants claims that the session cannot prove, then a person is needed, and the claims are kept', async () => {
      const vault = memoryVault(aRefreshToken(entra));
      const tokens = source(vault);
      await tokens.token(PARTNER_CENTER_AUDIENCE);
      desk().behave({ refusals: [{ code: 50076, error: 'interaction_required' }] });
      await tokens.forget(PARTNER_CENTER_AUDIENCE, undefined, CLAIMS);
      await assert.rejects(tokens.token(PARTNER_CENTER_AUDIENCE), { code: 'microsoft.sign-in-needed' });
      assert.equal(await vault.challenge(), CLAIMS);
    });

    it('when the new refresh token cannot be kept, then the token in hand is used all the same', async () => {
      const vault = memoryVault(aRefreshToken(entra));
      const broken = Object.assign({}, vault, { rotate: () => Promise.reject(new Error('no database')) });
      assert.match(await source(broken).token(PARTNER_CENTER_AUDIENCE), /^sandbox\./);
    });

    it('when it was made by a public client, then no secret is shown', async () => {
      desk().behave({ deviceTokens: 'without-proof' });
      const device = desk().issueRefreshToken({ person: { guest: false, mfa: true }, device: true });
      assert.match(await source(memoryVault(device, { client: 'public' })).token(GRAPH_AUDIENCE), /^sandbox\./);
      assert.equal(entra.sent[0]?.form.get('client_secret'), null);
      await assert.rejects(source(memoryVault(device)).token(GRAPH_AUDIENCE), { code: 'microsoft.sign-in-failed' });
    });
  });

  describe('on behalf of a person', () => {
    const assertion = () =>
      sandboxTokenSource({ loginUrl: entra.running.sandbox.urls.login, tenantId: OWN }).token(`api://${CLIENT_ID}`);

    it("when the person's token is shown, then the token is theirs, and is kept", async () => {
      const person = await assertion();
      const tokens = onBehalfOfTokenSource(entra.credentials(), person, { clock: systemClock });
      const token = await tokens.token(PARTNER_CENTER_AUDIENCE);
      assert.equal(readToken(`Bearer ${token}`)?.as, 'user');
      assert.equal(await tokens.token(PARTNER_CENTER_AUDIENCE), token);
      assert.deepEqual(
        entra.sent.map(({ form }) => [form.get('requested_token_use'), form.get('assertion')]),
        [['on_behalf_of', person]],
      );
    });

    it('when Entra challenges, then the person has to sign in with those claims', async () => {
      const tokens = onBehalfOfTokenSource(entra.credentials(), await assertion(), { clock: systemClock });
      desk().behave({ refusals: [{ code: 50079, error: 'interaction_required', claims: CLAIMS }] });
      await assert.rejects(tokens.token(PARTNER_CENTER_AUDIENCE), (error) => {
        assert.ok(error instanceof SignInNeeded);
        assert.equal(error.claims, CLAIMS);
        assert.equal(error.params.reason, 'sign-in.mfa-setup');
        return true;
      });
    });

    it('when it is no token of this application, then it is refused', async () => {
      const tokens = onBehalfOfTokenSource(entra.credentials(), 'forged', { clock: systemClock });
      await assert.rejects(tokens.token(PARTNER_CENTER_AUDIENCE), { code: 'microsoft.sign-in-needed' });
    });
  });

  describe('of the sandbox', () => {
    it('when the customer gave no access, then consent is missing', async () => {
      const tokens = sandboxTokenSource({ loginUrl: entra.running.sandbox.urls.login, tenantId: OWN });
      assert.match(await tokens.token(GRAPH_AUDIENCE, tenantOf('contoso')), /^sandbox\./);
      await assert.rejects(tokens.token(GRAPH_AUDIENCE, tenantOf('litware')), { code: 'microsoft.consent-missing' });
    });
  });

  it('when Entra refuses, then only the code of its sentence is kept', () => {
    const error = refusedSignIn('AADSTS50076: jane@contoso.example must use multi-factor authentication.', 'person');
    assert.equal(error.code, 'microsoft.sign-in-needed');
    assert.deepEqual(error.params, { reason: 'sign-in.mfa-needed', code: 'AADSTS50076' });
    assert.doesNotMatch(error.hint, /jane/);
  });
});
