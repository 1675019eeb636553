import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Clock } from '../../services/clock.ts';
import type { GraphCalls } from '../../services/graph/calls.ts';
import { attempt, bad, type Finding, ok, warn } from './finding.ts';

/** Less than this before it ends somebody should make a new one. */
const SOON_DAYS = 30;

/** What is to be renewed, and the last day (UTC calendar date) on which it works. */
export function lasting(what: string, until: Temporal.PlainDate, clock: Clock): Finding {
  const today = clock.now().toZonedDateTimeISO('UTC').toPlainDate();
  const days = today.until(until).days;
  const params = { what, until: until.toString(), days };
  if (days < 0) return bad('secret.ended', params);
  return days < SOON_DAYS ? warn('secret.ends-soon', params) : ok('secret.lasts', params);
}

/**
 * When the secret of an application ends. Graph shows the first characters of each secret, by which ours is found; where that
 * does not tell, the one that ends first is named. Needs Application.Read.All.
 */
export async function secretOf(
  graph: GraphCalls,
  application: { readonly what: string; readonly appId: string; readonly secret: string },
  clock: Clock,
): Promise<readonly Finding[]> {
  const { what, appId, secret } = application;
  return attempt(
    async () => {
      const found = await graph.get(`/v1.0/applications(appId='${appId}')?$select=passwordCredentials`, Application);
      const named = found.passwordCredentials.filter(({ hint }) => hint != null && secret.startsWith(hint));
      const ends = (named.length > 0 ? named : found.passwordCredentials)
        .flatMap(({ endDateTime }) => (endDateTime == null ? [] : [dayOf(endDateTime)]))
        .sort(Temporal.PlainDate.compare);
      const [first] = ends;
      return first === undefined ? warn('secret.not-told', { what }) : lasting(what, first, clock);
    },
    (hint) => warn('secret.unread', { what, hint }),
  );
}

/** The calendar date (UTC) of an instant. */
export function dayOf(instant: string): Temporal.PlainDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO('UTC').toPlainDate();
}

const Application = z.looseObject({
  passwordCredentials: z.array(
    z.looseObject({ hint: z.string().nullish(), endDateTime: z.iso.datetime({ offset: true }).nullish() }),
  ),
});
