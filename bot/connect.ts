import { realpathSync } from 'node:fs';
import type { INetworkModule } from '@azure/msal-node';
import { hasSentence, plainSentence } from '../cards/language.ts';
import { speaker } from '../cards/speaker.ts';
import { type Clock, systemClock } from '../services/clock.ts';
import { AppError, type SentenceParams } from '../services/errors.ts';
import { deviceSignIn } from '../services/identity/device-sign-in.ts';
import { refreshTokenVault } from '../services/identity/refresh-token-vault.ts';
import { sealWith } from '../services/identity/seal.ts';
import { REFRESH_TOKEN_DAYS, SIGN_IN_ALERT_KEYS } from '../services/identity/sign-in-watch.ts';
import { AlertStore } from '../services/store/alert-store.ts';
import { type Database, openDatabase } from '../services/store/database.ts';
import { Outbox } from '../services/store/outbox.ts';
import { SecretStore } from '../services/store/secret-store.ts';
import { type Config, readConfig } from './config.ts';
import { credentialsOf } from './partner-app.ts';

/**
 * `npm run connect`: signs the service user in with a device code and keeps the refresh token sealed in the database, where every
 * instance finds it. The database has to be PostgreSQL, or the embedded one of an assistant that is not running.
 *
 * @param print one line for the person at the terminal; never a token
 * @throws AppError with a sentence `connect.<code>`, `start.<code>` or `error.<code>`
 */
export async function connect(
  config: Config,
  print: (line: string) => void,
  options: { readonly clock?: Clock; readonly network?: INetworkModule } = {},
): Promise<void> {
  const { clock = systemClock, network } = options;
  const say = (key: string, params?: SentenceParams) => print(plainSentence('en', `connect.${key}`, params));
  const { partnerApp } = config;
  if (partnerApp === null) throw new AppError('connect.sandbox');
  if (partnerApp.secretsKeys.length === 0) throw new AppError('connect.no-key');
  const credentials = credentialsOf(partnerApp, config.loginUrl, network);
  const seal = sealWith(partnerApp.secretsKeys);
  const database = await openKept(config);
  try {
    const secrets = new SecretStore(database);
    const vault = refreshTokenVault({ secrets, seal, clock });
    const claims = await vault.challenge();
    say('begin');
    if (claims !== null) say('claims');
    const { signIn, userName, mfa } = await deviceSignIn(credentials, {
      claims,
      show: ({ url, code, minutes }) => say('code', { url, code, count: minutes }),
    });
    if (mfa === null) say('mfa-unknown');
    await vault.keep(signIn);
    await new AlertStore({ db: database.db, messages: new Outbox({ db: database.db, clock: null }) }).clear(
      ...SIGN_IN_ALERT_KEYS,
    );
    const until = clock.now().add({ hours: REFRESH_TOKEN_DAYS * 24 });
    say('done', { user: userName, date: until.toZonedDateTimeISO('UTC').toPlainDate().toString() });
    say('cleared');
    if (partnerApp.signInAs !== 'service-user') say('not-used');
  } finally {
    await database.close();
  }
}

async function openKept({ databaseUrl, dataDir }: Config): Promise<Database> {
  try {
    return await openDatabase(databaseUrl === null ? { dataDir } : { databaseUrl });
  } catch (error) {
    if (error instanceof AppError && error.code === 'store.folder-in-use') {
      throw new AppError('connect.folder-in-use', { params: { folder: dataDir }, cause: error });
    }
    throw error;
  }
}

/** One sentence for what went wrong, and for the operator what to look at. */
export function connectFailure(error: unknown): string {
  const failure = error instanceof AppError ? error : new AppError('unexpected', { hint: wordsOf(error) });
  const { code, params, hint } = failure;
  const say = speaker('en');
  if (typeof params.reason === 'string') return [say.toldPlain({ key: 'connect.refused', params }), hint].join('\n');
  const key = [code, `connect.${code}`, `start.${code}`, `error.${code}`].find(hasSentence) ?? 'connect.unexpected';
  return [say.plain(key, params), hint].filter((line) => line !== '').join('\n');
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.slice(0, 300)}` : '';

if (realpathSync(process.argv[1] ?? '.') === import.meta.filename) {
  try {
    await connect(readConfig(process.env), (line) => process.stdout.write(`${line}\n`));
  } catch (error) {
    process.stderr.write(`${connectFailure(error)}\n`);
    process.exitCode = 1;
  }
}
