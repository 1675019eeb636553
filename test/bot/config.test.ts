import assert from 'node:assert/strict';
import { readConfig } from '../../bot/config.ts';
import { AppError } from '../../services/errors.ts';

const IDENTITY = {
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppId: '00000000-0000-4000-8000-000000000001',
  MicrosoftAppPassword: 'not a real one',
  MicrosoftAppTenantId: '00000000-0000-4000-8000-000000000002',
};

const codeOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
    return 'none';
  } catch (error) {
    return error instanceof AppError ? error.code : 'other';
  }
};

describe('readConfig', () => {
  it('when nothing is set, then it is the sandbox on loopback with an embedded database and ordering on', () => {
    const config = readConfig({});
    assert.deepEqual(
      [config.credentials, config.host, config.port, config.databaseUrl, config.dataDir, config.ordering],
      [null, '127.0.0.1', 3978, null, '.data', true],
    );
  });

  it('when the identity is complete, then it is the real thing with ordering off', () => {
    const config = readConfig(IDENTITY);
    assert.equal(config.credentials?.type, 'SingleTenant');
    assert.equal(config.ordering, false);
  });

  it('when a service is on this machine, then it may be asked in clear', () => {
    assert.equal(readConfig({ GRAPH_URL: 'http://127.0.0.1:4000/' }).graphUrl, 'http://127.0.0.1:4000');
    assert.equal(readConfig({ GRAPH_URL: 'http://[::1]:4000' }).graphUrl, 'http://[::1]:4000');
  });

  it('when the end of the secrets is stated, then it is a date', () => {
    assert.equal(readConfig({ SECRET_ENDS_ON: '2028-02-29' }).secretEndsOn?.toString(), '2028-02-29');
    assert.equal(readConfig({}).secretEndsOn, null);
    for (const wrong of ['2027-02-29', '31.12.2027', '2027-12-31T10:00:00Z'])
      assert.equal(codeOf({ SECRET_ENDS_ON: wrong }), 'config.invalid', wrong);
  });

  it('when a variable is empty, then it counts as unset', () => {
    assert.equal(readConfig({ PORT: '', DATABASE_URL: ' ' }).port, 3978);
  });

  it('when a connection is named, then people sign in, and act in their own name if it is said', () => {
    assert.equal(readConfig(IDENTITY).peopleSignIn, null);
    const people = { ...IDENTITY, SIGN_IN_CONNECTION: ' people ' };
    const tokenServiceUrl = 'https://api.botframework.com';
    assert.deepEqual(readConfig(people).peopleSignIn, { connection: 'people', actAs: 'assistant', tokenServiceUrl });
    assert.equal(readConfig({ ...people, ACT_AS: 'person' }).peopleSignIn?.actAs, 'person');
    assert.equal(readConfig({ SIGN_IN_CONNECTION: 'people' }).peopleSignIn, null);
  });

  const wrong: readonly (readonly [what: string, environment: Record<string, string>, code: string])[] = [
    ['the port is a word', { PORT: 'http' }, 'config.invalid'],
    ['the database is not PostgreSQL', { DATABASE_URL: 'mysql://x' }, 'config.invalid'],
    ['the type of identity is not said', { ...IDENTITY, MicrosoftAppType: '' }, 'config.credentials-incomplete'],
    ['people are to act in their own name, but cannot sign in', { ...IDENTITY, ACT_AS: 'person' }, 'config.invalid'],
    ['the token service is asked in clear', { TOKEN_SERVICE_URL: 'http://api.botframework.com' }, 'config.invalid'],
    ['only the app id is given', { MicrosoftAppId: IDENTITY.MicrosoftAppId }, 'config.credentials-incomplete'],
    ['a multi-tenant identity is asked for', { ...IDENTITY, MicrosoftAppType: 'MultiTenant' }, 'config.invalid'],
    [
      'a service user is wanted without a key for its token',
      { ...IDENTITY, SIGN_IN_AS: 'service-user' },
      'config.secrets-key',
    ],
    ['the key is too short', { ...IDENTITY, SECRETS_KEY: 'c2hvcnQ=' }, 'config.secrets-key'],
    ['an address has no scheme', { PUBLIC_URL: 'bot.example' }, 'config.invalid'],
    ['a secret of no application is given', { ...IDENTITY, PARTNER_APP_PASSWORD: 'x' }, 'config.invalid'],
    ['a service is asked in clear', { PARTNER_CENTER_URL: 'http://partner.example' }, 'config.invalid'],
    ['an address holds a password', { GRAPH_URL: 'https://user:word@graph.example' }, 'config.invalid'],
    ['an address holds a query', { LOGIN_URL: 'https://login.example/?a=1' }, 'config.invalid'],
    ['an address is a script', { PUBLIC_URL: 'javascript:alert(1)' }, 'config.invalid'],
    ['the public address holds a fragment', { PUBLIC_URL: 'https://bot.example/#x' }, 'config.invalid'],
    [
      'the key is one byte repeated',
      { ...IDENTITY, SECRETS_KEY: Buffer.alloc(32, 7).toString('base64') },
      'config.secrets-key',
    ],
    ['the public address is not https', { PUBLIC_URL: 'http://bot.example' }, 'config.invalid'],
    ['the sandbox would listen for other machines', { HOST: '0.0.0.0' }, 'config.sandbox-not-on-loopback'],
  ];
  for (const [what, environment, code] of wrong) {
    it(`when ${what}, then the start is refused with ${code}`, () => assert.equal(codeOf(environment), code));
  }

  it('when the partner application is not said, then it is the bot itself, signed in as an application', () => {
    assert.deepEqual(readConfig(IDENTITY).partnerApp, {
      tenantId: IDENTITY.MicrosoftAppTenantId,
      appId: IDENTITY.MicrosoftAppId,
      password: IDENTITY.MicrosoftAppPassword,
      certificateFile: null,
      managedIdentity: null,
      signInAs: 'application',
      secretsKeys: [],
    });
  });

  it('when another partner application is named, then the password of the bot is not used for it', () => {
    const other = '00000000-0000-4000-8000-000000000003';
    assert.equal(readConfig({ ...IDENTITY, PARTNER_APP_ID: other }).partnerApp?.password, null);
  });
});
