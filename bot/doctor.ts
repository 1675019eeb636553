import { hasSentence, plainSentence } from '../cards/language.ts';
import { systemClock } from '../services/clock.ts';
import { AppError } from '../services/errors.ts';
import { appTokenSource } from '../services/identity/app-token-source.ts';
import { managedIdentityTokenSource } from '../services/identity/managed-identity-token-source.ts';
import { refreshTokenVault } from '../services/identity/refresh-token-vault.ts';
import { sealWith } from '../services/identity/seal.ts';
import { REFRESH_TOKEN_DAYS } from '../services/identity/sign-in-watch.ts';
import { machineTransport } from '../services/identity/signed-request.ts';
import { openDatabase } from '../services/store/database.ts';
import { SecretStore } from '../services/store/secret-store.ts';
import { type Config, readConfig } from './config.ts';
import { examine, type Patient } from './doctor/examine.ts';
import { bad, type Finding, hintOf } from './doctor/finding.ts';
import { createLog } from './log.ts';
import { partnerSignIn, type SignInParts } from './partner-app.ts';

/** `npm run doctor`: looks at a deployment and says, a line each, what holds and what to do. Exit code 1 when anything is bad. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { patient, said, close } = await bring(config);
  let toMend = said.length;
  for (const finding of said) print(finding);
  for await (const finding of examine(patient)) {
    print(finding);
    if (finding.level === 'bad') toMend += 1;
  }
  await close();
  const end =
    toMend === 0 ? plainSentence('en', 'doctor.healthy') : plainSentence('en', 'doctor.unwell', { count: toMend });
  process.stdout.write(`${end}\n`);
  process.exitCode = toMend === 0 ? 0 : 1;
}

/** Gets the patient ready: what cannot be got ready is a finding already. */
async function bring(config: Config): Promise<{ patient: Patient; said: Finding[]; close: () => Promise<void> }> {
  const patient: Patient = {
    config,
    clock: systemClock,
    transport: { ...machineTransport, retries: 1, timeoutMs: 15_000 },
    botToken: () => botToken(config),
    tokens: null,
    signInEnds: null,
  };
  const nothing = { patient, said: [], close: async () => {} };
  if (config.partnerApp === null) return nothing;
  try {
    const { databaseUrl, dataDir } = config;
    const service = config.partnerApp.signInAs === 'service-user';
    const location = databaseUrl === null ? { dataDir } : { databaseUrl };
    // An application needs nothing that is kept.
    const database = service ? await openDatabase(location, { leaveTables: true }) : null;
    const close = database === null ? async () => {} : () => database.close();
    const secrets = database === null ? NOTHING_KEPT : new SecretStore({ db: database.db });
    const keys = config.partnerApp.secretsKeys;
    const app = database === null ? { ...config.partnerApp, secretsKeys: [] } : config.partnerApp;
    const { tokens } = partnerSignIn(app, config.loginUrl, systemClock, {
      secrets,
      alerts: NOBODY_TOLD,
      log: createLog('silent'),
    });
    const vault = service ? refreshTokenVault({ secrets, seal: sealWith(keys), clock: systemClock }) : null;
    const signInEnds =
      vault &&
      (async () => {
        const { usedAt } = await vault.read();
        return usedAt
          .add({ hours: REFRESH_TOKEN_DAYS * 24 })
          .toZonedDateTimeISO('UTC')
          .toPlainDate();
      });
    return { patient: { ...patient, tokens, signInEnds }, said: [], close };
  } catch (error) {
    return { ...nothing, said: [bad('settings.wrong', { problem: hintOf(error) })] };
  }
}

function botToken({ credentials, loginUrl }: Config): Promise<string> {
  if (credentials === null) throw new AppError('unexpected');
  const { appId, tenantId, password } = credentials;
  const source =
    password === null
      ? managedIdentityTokenSource(appId)
      : appTokenSource(
          { loginUrl, tenantId, clientId: appId, proof: { kind: 'secret', secret: password } },
          { clock: systemClock },
        );
  return source.token(BOT_AUDIENCE);
}

/** The Bot Framework: what a bot's token is made for (Bot Connector authentication). */
const BOT_AUDIENCE = 'https://api.botframework.com';

/** A sign-in as an application keeps nothing. */
const NOTHING_KEPT: SignInParts['secrets'] = {
  get: async () => null,
  put: async () => true,
  remove: async () => {},
  removeAll: async () => {},
};

/** The operator reads the findings: nobody else has to be told. */
const NOBODY_TOLD: SignInParts['alerts'] = { raise: async () => 'known', clear: async () => {} };

function print({ level, code, params }: Finding): void {
  const mark = plainSentence('en', `doctor.level.${level}`);
  process.stdout.write(`${mark}  ${plainSentence('en', `doctor.${code}`, params)}\n`);
}

main().catch((error: unknown) => {
  const { code, params } = error instanceof AppError ? error : new AppError('unexpected');
  const key = hasSentence(`start.${code}`) ? `start.${code}` : 'start.unexpected';
  process.stderr.write(`${plainSentence('en', key, params)}\n`);
  process.exit(1);
});
