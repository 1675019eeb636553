import type { Services } from '../services.ts';

/** Most rows taken in one go: a longer backlog is taken in several. */
const AT_ONCE = 500;

/**
 * Takes everything that has come due by the product's clock: reminders become delivery jobs, moves that wait for
 * something outside become jobs that look at it. Several instances may sweep at the same time: each row is taken once.
 */
export async function sweep(
  services: Pick<Services, 'reminders' | 'watches' | 'places' | 'clock' | 'signIn'>,
): Promise<void> {
  const now = services.clock.now();
  while ((await services.watches.claimDue(now, AT_ONCE)) === AT_ONCE);
  await services.reminders.releaseLost();
  const channel = await services.places.remindersChannel();
  while ((await services.reminders.claimDue(now, AT_ONCE, channel?.conversationId ?? null)) > 0);
  await services.signIn?.check();
}
