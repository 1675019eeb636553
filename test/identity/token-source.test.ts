import assert from 'node:assert/strict';
import type { INetworkModule } from '@azure/msal-node';
import { systemClock } from '../../services/clock.ts';
import { AppError } from '../../services/errors.ts';
import { sandboxTokenSource } from '../../services/identity/sandbox-token-source.ts';
import {
  type AppCredentials,
  appTokenSource,
  GRAPH_AUDIENCE,
  PARTNER_CENTER_AUDIENCE,
  refusedSignIn,
  signedInTokenSource,
} from '../../services/identity/token-source.ts';
import { SANDBOX_PARTNER } from '../../services/sandbox/story.ts';
import { type RunningSandbox, runSandbox, tenantOf } from '../sandbox/start.ts';

/** Entra at the border: answers MSAL's token requests and keeps what was asked. */
function entra(answer: (form: URLSearchParams, n: number) => { status: number; body: unknown } | Error) {
  const asked: { tenant: string; form: URLSearchParams }[] = [];
  const network: INetworkModule = {
    sendGetRequestAsync: async (url) => assert.fail(`unexpected GET ${url}`),
    async sendPostRequestAsync<T>(url: string, options?: { body?: string }) {
      const form = new URLSearchParams(options?.body);
      asked.push({ tenant: new URL(url).pathname.split('/')[1] ?? '', form });
      const reply = answer(form, asked.length);
      if (reply instanceof Error) throw reply;
      // MSAL lets its caller say what the body is; here it is what Entra's token endpoint documents.
      return { status: reply.status, headers: {}, body: reply.body as T };
    },
  };
  const credentials: AppCredentials = {
    loginUrl: 'https://login.microsoftonline.com',
    tenantId: SANDBOX_PARTNER.tenantId,
    clientId: '5d1b1b2c-6d44-4e40-9d3e-2f7e6f8f0b11',
    clientSecret: 'secret',
    network,
  };
  return { asked, credentials };
}

const granted = (n: number) => ({
  status: 200,
  body: { token_type: 'Bearer', expires_in: 3599, access_token: `access-${n}`, refresh_token: `refresh-${n}` },
});
const refused = (description: string) => ({
  status: 400,
  body: { error: 'invalid_grant', error_description: description, error_codes: [], correlation_id: '1', trace_id: '1' },
});

describe('an app-only token', () => {
  it('when it is asked for, then it is for that audience and tenant, and is kept', async () => {
    const { asked, credentials } = entra((_, n) => granted(n));
    const tokens = appTokenSource(credentials);
    assert.equal(await tokens.token(GRAPH_AUDIENCE), 'access-1');
    assert.equal(await tokens.token(GRAPH_AUDIENCE), 'access-1');
    assert.equal(await tokens.token(GRAPH_AUDIENCE, tenantOf('contoso')), 'access-2');
    assert.deepEqual(
      asked.map(({ tenant, form }) => [tenant, form.get('grant_type'), form.get('scope')]),
      [
        [SANDBOX_PARTNER.tenantId, 'client_credentials', 'https://graph.microsoft.com/.default'],
        [tenantOf('contoso'), 'client_credentials', 'https://graph.microsoft.com/.default'],
      ],
    );
  });

  for (const [what, answer, code] of [
    [
      'the secret is wrong',
      refused('AADSTS7000215: Invalid client secret for jane@contoso.example.'),
      'microsoft.sign-in-failed',
    ],
    [
      'the tenant did not consent',
      refused('AADSTS65001: The administrator has not consented.'),
      'microsoft.consent-missing',
    ],
    [
      'the application is unknown in the tenant',
      refused('AADSTS700016: Application not found.'),
      'microsoft.consent-missing',
    ],
    ['nobody answers', new TypeError('fetch failed'), 'microsoft.unreachable'],
  ] as const) {
    it(`when ${what}, then it ends with ${code}`, async () => {
      const { credentials } = entra(() => answer);
      await assert.rejects(appTokenSource(credentials).token(GRAPH_AUDIENCE), (error) => {
        assert.ok(error instanceof AppError);
        assert.equal(error.code, code);
        assert.doesNotMatch(JSON.stringify([error.params, error.hint, error.message]), /jane|"secret"/);
        return true;
      });
    });
  }
});

describe('a token of the service user', () => {
  function vault(first: string) {
    const kept = [first];
    return { kept, read: async () => kept.at(-1) ?? first, write: async (token: string) => void kept.push(token) };
  }

  it('when it is asked for, then the refresh token is redeemed and the new one is kept for the next time', async () => {
    const { asked, credentials } = entra((_, n) => granted(n));
    const kept = vault('refresh-0');
    const tokens = signedInTokenSource(credentials, kept, systemClock);
    assert.equal(await tokens.token(PARTNER_CENTER_AUDIENCE), 'access-1');
    assert.equal(await tokens.token(PARTNER_CENTER_AUDIENCE), 'access-1');
    assert.equal(await tokens.token(GRAPH_AUDIENCE), 'access-2');
    assert.deepEqual(
      asked.map(({ form }) => [form.get('grant_type'), form.get('refresh_token')]),
      [
        ['refresh_token', 'refresh-0'],
        ['refresh_token', 'refresh-1'],
      ],
    );
    assert.deepEqual(kept.kept, ['refresh-0', 'refresh-1', 'refresh-2']);
  });

  it("when a customer's tenant gives the token, then the partner's refresh token stays", async () => {
    const { credentials } = entra((_, n) => granted(n));
    const kept = vault('refresh-0');
    await signedInTokenSource(credentials, kept, systemClock).token(GRAPH_AUDIENCE, tenantOf('contoso'));
    assert.deepEqual(kept.kept, ['refresh-0']);
  });

  it('when MFA is asked for again, then signing in has failed', async () => {
    const { credentials } = entra(() => refused('AADSTS50076: multi-factor authentication is required.'));
    const tokens = signedInTokenSource(credentials, vault('refresh-0'), systemClock);
    await assert.rejects(tokens.token(GRAPH_AUDIENCE), { code: 'microsoft.sign-in-failed' });
  });
});

describe('a token of the sandbox', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await runSandbox();
  });
  after(() => running.close());

  it('when the customer gave no access, then consent is missing', async () => {
    const tokens = sandboxTokenSource({ loginUrl: running.sandbox.urls.login, tenantId: SANDBOX_PARTNER.tenantId });
    assert.match(await tokens.token(GRAPH_AUDIENCE, tenantOf('contoso')), /^sandbox\./);
    await assert.rejects(tokens.token(GRAPH_AUDIENCE, tenantOf('litware')), { code: 'microsoft.consent-missing' });
  });

  it('when Entra refuses, then only the code of its sentence is kept', () => {
    const error = refusedSignIn('AADSTS50076: jane@contoso.example must use multi-factor authentication.');
    assert.equal(error.code, 'microsoft.sign-in-failed');
    assert.deepEqual(error.params, { code: 'AADSTS50076' });
    assert.doesNotMatch(error.hint, /jane/);
  });
});
