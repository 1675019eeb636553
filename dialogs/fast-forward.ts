import { Temporal } from 'temporal-polyfill';
import { todayUtc } from '../services/clock.ts';
import type { Services } from '../services/services.ts';
import { type Reply, type Turn, textReply } from './turn.ts';

/** Lets time pass in the sandbox: for the bot, its jobs and the simulated Microsoft alike. */
export async function answerFastForward(services: Services, turn: Turn, days: number | null): Promise<Reply> {
  if (services.sandbox === null) return textReply('say.fast-forward-only-in-sandbox');
  if (days === null) return textReply('error.input.days');
  await services.sandbox.advance(untilMorning(services.clock.now(), days));
  await services.jobs.send('sweep', {});
  return textReply('say.fast-forwarded', {
    today: todayUtc(services.clock).toString(),
    count: days,
    by: turn.person.name,
  });
}

/** Days (with a fraction) to the morning so many days ahead, at the earliest 09:00 UTC: the reminders of that day are due then. */
function untilMorning(now: Temporal.Instant, days: number): number {
  const arrival = now.add({ hours: 24 * days });
  const morning = arrival.toZonedDateTimeISO('UTC').withPlainTime('09:00').toInstant();
  const end = Temporal.Instant.compare(arrival, morning) < 0 ? morning : arrival;
  return end.since(now).total('hours') / 24;
}
