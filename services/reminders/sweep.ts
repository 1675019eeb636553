import { todayUtc } from '../clock.ts';
import type { SignInWatch } from '../identity/sign-in-watch.ts';
import type { Services } from '../services.ts';
import { sendWeekly } from './weekly-digest.ts';
import { dueWindow } from './working-calendar.ts';

/** Most rows taken in one transaction: a longer backlog is taken in several. */
const MOVES_AT_ONCE = 500;
/** What is due for one place becomes one message only within a transaction, or while the message still waits. */
const REMINDERS_AT_ONCE = 10_000;

/**
 * Takes everything that has come due by the product's clock: reminders become messages, moves that wait for something outside
 * become jobs that look at it. Several instances may sweep at the same time: each row is taken once.
 *
 * @returns how much was taken
 */
export async function sweep(
  services: Pick<Services, 'reminders' | 'watches' | 'places' | 'clock' | 'team' | 'weekly'> & {
    readonly signIn: Pick<SignInWatch, 'check'> | null;
  },
): Promise<{ readonly reminders: number; readonly moves: number }> {
  const taken = { reminders: 0, moves: 0 };
  const now = services.clock.now();
  for (let got = MOVES_AT_ONCE; got === MOVES_AT_ONCE; taken.moves += got)
    got = await services.watches.claimDue(now, MOVES_AT_ONCE);
  await services.reminders.releaseLost();
  const [settings, channel] = await Promise.all([services.team.settings(), services.places.remindersChannel()]);
  const due = {
    window: dueWindow(now, settings),
    today: todayUtc(services.clock).toString(),
    limit: REMINDERS_AT_ONCE,
    places: settings.places,
    channel: channel?.conversationId ?? null,
    now,
  };
  for (let got = 1; got > 0; taken.reminders += got) got = await services.reminders.claimDue(due);
  await sendWeekly(services, settings, now);
  await services.signIn?.check();
  return taken;
}
