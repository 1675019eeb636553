import { Temporal } from 'temporal-polyfill';
import type { Services } from '../services.ts';
import type { OutgoingMessage } from '../store/message.ts';
import type { TeamSettings } from './team-settings.ts';
import { localDate, openingOn } from './working-calendar.ts';

/** So many days late, after a downtime, the digest of a week is still worth sending. */
const STILL_WORTH_DAYS = 3;

/**
 * Sends the digest of everything in flight once a week, from the opening hour of the chosen weekday on. The team's channel gets that of
 * the whole team; without one, each person who opened a move gets that of their own. Any number of instances may call it: it is sent once.
 *
 * @returns whether this call sent it
 */
export async function sendWeekly(
  { places, weekly }: Pick<Services, 'places' | 'weekly'>,
  settings: TeamSettings,
  now: Temporal.Instant,
): Promise<boolean> {
  const week = weekOf(settings, now);
  if (week === null) return false;
  const channel = settings.places === 'personal' ? null : await places.remindersChannel();
  return weekly.sendOnce(week, async (chats) =>
    channel === null
      ? (await chats()).map((conversationId) => digest(conversationId, 'own', week))
      : [digest(channel.conversationId, 'team', week)],
  );
}

/** The date (in the team's time zone) of the digest that is due, ISO; null: none is. */
export function weekOf(settings: TeamSettings, now: Temporal.Instant): string | null {
  if (settings.weeklyOn === null) return null;
  const today = Temporal.PlainDate.from(localDate(now, settings));
  const daysSince = (today.dayOfWeek - settings.weeklyOn + 7) % 7;
  // Late, it comes on a working day as everything else.
  const isDay = daysSince === 0 || (daysSince <= STILL_WORTH_DAYS && settings.workingDays.includes(today.dayOfWeek));
  const hasOpened = Temporal.Instant.compare(openingOn(today.toString(), settings), now) <= 0;
  return isDay && hasOpened ? today.subtract({ days: daysSince }).toString() : null;
}

function digest(conversationId: string, scope: 'team' | 'own', week: string): OutgoingMessage {
  return { kind: 'weekly', conversationId, data: { scope, week } };
}
