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
import { examine, type Patient, type SignedIn } from './doctor/examine.ts';
import { bad, type Finding, hintOf, skipped } from './doctor/finding.ts';
import { createLog } from './log.ts';
import { partnerSignIn, type SignInParts } from './partner-app.ts';

/** `npm run doctor`: looks at a deployment and says, a line each, what holds and what to do. Exit code 1 when anything is bad. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const patient: Patient = {
    config,
    clock: systemClock,
    transport: { ...machineTransport, retries: 1, timeoutMs: 15_000 },
    botToken: () => botToken(config),
    signIn: () => partnerSignedIn(config),
  };
  let toMend = 0;
  for await (const finding of examine(patient)) {
    print(finding);
    if (finding.level === 'bad') toMend += 1;
  }
  const end =
    toMend === 0 ? plainSentence('en', 'doctor.healthy') : plainSentence('en', 'doctor.unwell', { count: toMend });
  process.stdout.write(`${end}\n`);
  process.exitCode = toMend === 0 ? 0 : 1;
}

/** Signs in to Partner Center and Graph as the product does. The running product itself is not disturbed. */
async function partnerSignedIn({ partnerApp, loginUrl, databaseUrl, dataDir }: Config): Promise<SignedIn | Finding> {
  if (partnerApp === null) return skipped('rest');
  let close = async () => {};
  try {
    if (partnerApp.signInAs === 'application') {
      // An application needs nothing that is kept.
      const app = { ...partnerApp, secretsKeys: [] };
      const parts = { secrets: NOTHING_KEPT, alerts: NOBODY_TOLD, log: createLog('silent') };
      return { tokens: partnerSignIn(app, loginUrl, systemClock, parts).tokens, ends: null, close };
    }
    const location = databaseUrl === null ? { dataDir } : { databaseUrl };
    const database = await openDatabase(location, { leaveTables: true });
    close = () => database.close();
    const secrets = new SecretStore({ db: database.db });
    const parts = { secrets, alerts: NOBODY_TOLD, log: createLog('silent') };
    const { tokens } = partnerSignIn(partnerApp, loginUrl, systemClock, parts);
    const { usedAt } = await refreshTokenVault({
      secrets,
      seal: sealWith(partnerApp.secretsKeys),
      clock: systemClock,
    }).read();
    const ends = usedAt
      .add({ hours: REFRESH_TOKEN_DAYS * 24 })
      .toZonedDateTimeISO('UTC')
      .toPlainDate();
    return { tokens, ends, close };
  } catch (error) {
    await close();
    return whyNotSignedIn(error, dataDir);
  }
}

function whyNotSignedIn(error: unknown, folder: string): Finding {
  if (!(error instanceof AppError)) return bad('sign-in.never'); // The database has no tables yet.
  if (error.code === 'microsoft.sign-in-needed') return bad('sign-in.never');
  if (error.code === 'store.folder-in-use') return skipped('sign-in.product-runs', { folder });
  if (error.code.startsWith('store.')) return skipped('sign-in.no-database');
  if (error.code.startsWith('secrets.')) return bad('sign-in.unread', { hint: hintOf(error) });
  return bad('settings.wrong', { problem: hintOf(error) });
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
  if (key === 'start.unexpected') process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
