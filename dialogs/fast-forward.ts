import { Temporal } from 'temporal-polyfill';
import { todayUtc } from '../services/clock.ts';
import type { TeamSettings } from '../services/reminders/team-settings.ts';
import { isOpen, localDate, nextOpening } from '../services/reminders/working-calendar.ts';
import type { Services } from '../services/services.ts';
import { type Reply, type Turn, textReply } from './turn.ts';

/** Lets time pass in the sandbox: for the bot, its jobs and the simulated Microsoft alike. */
export async function answerFastForward(services: Services, turn: Turn, days: number | null): Promise<Reply> {
  if (services.sandbox === null) return textReply('say.fast-forward-only-in-sandbox');
  if (days === null) return textReply('error.input.days');
  const settings = await services.team.settings();
  const now = services.clock.now();
  const arrival = openBefore(untilOpen(now.add({ hours: 24 * days }), settings), now, settings);
  await services.sandbox.advance(arrival.since(now).total('hours') / 24);
  await services.jobs.send('sweep', {});
  const opens = nextOpening(arrival, settings);
  const isClosed = Temporal.Instant.compare(opens, arrival) > 0;
  return textReply(isClosed ? 'say.fast-forwarded-closed' : 'say.fast-forwarded', {
    today: todayUtc(services.clock).toString(),
    count: days,
    by: turn.person.name,
    opens: opens.toZonedDateTimeISO(settings.timeZone).toPlainDate().toString(),
  });
}

/**
 * The instant, or in the evening or on a day off the end of the last working hours on the way: the reminders of the days that pass come
 * in them. Where nobody works on the way it is the instant itself.
 */
function openBefore(instant: Temporal.Instant, now: Temporal.Instant, settings: TeamSettings): Temporal.Instant {
  if (isOpen(instant, settings)) return instant;
  for (let at = instant; Temporal.Instant.compare(at, now.add(STEP)) > 0; at = at.subtract(STEP))
    if (isOpen(at, settings)) return at;
  return instant;
}

const STEP = { minutes: 15 };

/** The instant, or the opening hour later on that day of the team, and a moment more: its reminders are due then. */
function untilOpen(instant: Temporal.Instant, settings: TeamSettings): Temporal.Instant {
  const opens = nextOpening(instant, settings);
  const isThatDay = localDate(opens, settings) === localDate(instant, settings);
  return isThatDay && Temporal.Instant.compare(opens, instant) > 0 ? opens.add({ minutes: 1 }) : instant;
}
