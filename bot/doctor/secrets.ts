import type { Temporal } from 'temporal-polyfill';
import { type Clock, todayUtc } from '../../services/clock.ts';
import type { WatchedSecret } from '../../services/identity/secret-watch.ts';
import { attempt, bad, type Finding, ok, warn } from './finding.ts';

/** Less than this before it ends somebody should make a new one. */
const SOON_DAYS = 30;

/** What is to be renewed, and the last day (UTC calendar date) on which it works. */
export function lasting(what: string, until: Temporal.PlainDate, clock: Clock): Finding {
  const days = todayUtc(clock).until(until).days;
  const params = { what, until: until.toString(), days };
  if (days < 0) return bad('secret.ended', params);
  return days < SOON_DAYS ? warn('secret.ends-soon', params) : ok('secret.lasts', params);
}

/** When what the bot proves itself by ends; a client secret whose end Microsoft does not tell ends when the settings say so. */
export async function secretOf(
  { name: what, endsOn }: WatchedSecret,
  stated: Temporal.PlainDate | null,
  clock: Clock,
): Promise<readonly Finding[]> {
  const isFile = what === 'PARTNER_APP_CERTIFICATE';
  const untold = (otherwise: Finding) => (stated === null || isFile ? otherwise : lasting(what, stated, clock));
  return attempt(
    async () => {
      const ends = await endsOn();
      return ends === null ? untold(warn('secret.not-told', { what })) : lasting(what, ends, clock);
    },
    (hint) => (isFile ? bad('certificate.unusable', { hint }) : untold(warn('secret.unread', { what, hint }))),
  );
}
