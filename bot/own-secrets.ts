import { Temporal } from 'temporal-polyfill';
import type { ApplicationSecret } from '../services/graph/application-secret.ts';
import { readCertificate } from '../services/identity/app-credentials.ts';
import type { WatchedSecret } from '../services/identity/secret-watch.ts';
import type { Config } from './config.ts';

/** What the bot proves itself by: its own client secret, and the certificate or secret with which it asks Partner Center. */
export function ownSecrets(
  { credentials, partnerApp }: Pick<Config, 'credentials' | 'partnerApp'>,
  secretEndsOn: (application: ApplicationSecret) => Promise<Temporal.PlainDate | null>,
): readonly WatchedSecret[] {
  const secrets: WatchedSecret[] = [];
  const password = credentials?.password ?? null;
  if (credentials !== null && password !== null) {
    const { appId } = credentials;
    secrets.push({ name: 'MicrosoftAppPassword', endsOn: () => secretEndsOn({ appId, secret: password }) });
  }
  const file = partnerApp?.certificateFile ?? null;
  const own = partnerApp?.password ?? null;
  if (file !== null) {
    secrets.push({ name: 'PARTNER_APP_CERTIFICATE', endsOn: certificateEndsOn(file) });
  } else if (partnerApp !== null && own !== null && partnerApp.appId !== credentials?.appId) {
    const { appId } = partnerApp;
    secrets.push({ name: 'PARTNER_APP_PASSWORD', endsOn: () => secretEndsOn({ appId, secret: own }) });
  }
  return secrets;
}

/** Read once: a file that is replaced serves only after the next start. */
function certificateEndsOn(file: string): WatchedSecret['endsOn'] {
  let end: Temporal.PlainDate | null = null;
  return async () => {
    end ??= dayOf(readCertificate(file).validTo);
    return end;
  };
}

/** The calendar date (UTC) of a moment. */
function dayOf(moment: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO('UTC').toPlainDate();
}
