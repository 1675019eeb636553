import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { GraphCalls } from './calls.ts';

/** An application of the partner's tenant and the client secret that it uses. */
export interface ApplicationSecret {
  readonly appId: string;
  readonly secret: string;
}

/**
 * The last day (UTC calendar date) on which a client secret works. Graph shows the first characters of each secret, by which ours
 * is found; where it shows none, the one that ends first is named. Needs Application.Read.All.
 *
 * @returns null when the application is known and lists no such secret, or no end of it
 * @throws AppError `microsoft.*` when Graph does not tell
 */
export async function secretEndsOn(
  calls: GraphCalls,
  { appId, secret }: ApplicationSecret,
): Promise<Temporal.PlainDate | null> {
  const path = `/v1.0/applications(appId='${appId}')?$select=passwordCredentials`;
  const { passwordCredentials } = await calls.get(path, Application);
  const named = passwordCredentials.filter(({ hint }) => hint && secret.startsWith(hint));
  // One that begins otherwise is another's: its end says nothing about ours.
  const nameless = passwordCredentials.filter(({ hint }) => !hint);
  const [first] = (named.length > 0 ? named : nameless)
    .flatMap(({ endDateTime }) => (endDateTime == null ? [] : [dayOf(endDateTime)]))
    .sort(Temporal.PlainDate.compare);
  return first ?? null;
}

/** The calendar date (UTC) of an instant. */
function dayOf(instant: string): Temporal.PlainDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO('UTC').toPlainDate();
}

const Application = z.looseObject({
  passwordCredentials: z.array(
    z.looseObject({ hint: z.string().nullish(), endDateTime: z.iso.datetime({ offset: true }).nullish() }),
  ),
});
