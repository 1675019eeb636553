import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { drawReminder } from '../../cards/reminder.ts';
import { VERBS } from '../../cards/verbs.ts';
import { reminderView } from '../../dialogs/reminder-view.ts';
import { cardReply, type Reply, type Turn, textReply } from '../../dialogs/turn.ts';
import { todayUtc } from '../../services/clock.ts';
import { AppError } from '../../services/errors.ts';
import type { Services } from '../../services/services.ts';
import { dueAtEight } from '../../services/store/reconcile-reminders.ts';
import { type Action, parse } from './action.ts';

const ReminderRef = z.object({ moveId: z.guid(), reminder: z.string().min(1).max(300) });

/** Somebody has done what a reminder asks for. Pressed again, or by somebody else later, it says who did and when. */
export const reminderDone: Action = {
  verb: VERBS.reminderDone,
  async run(services, turn, data) {
    const ref = parse(ReminderRef, data);
    await services.reminders.done(ref.moveId, ref.reminder, turn.person, services.clock.now());
    return card(services, turn, ref);
  },
};

/** Puts a reminder off to the morning (08:00 UTC) some days on, or of its last day when that is earlier; never past it. */
export const reminderSnooze: Action = {
  verb: VERBS.reminderSnooze,
  async run(services, turn, data) {
    const { days, ...ref } = parse(ReminderRef.extend({ days: z.coerce.number().int().min(1).max(30) }), data);
    const now = services.clock.now();
    const reminder = await services.reminders.find(ref.moveId, ref.reminder);
    if (reminder !== null && reminder.state !== 'done' && reminder.state !== 'cancelled') {
      const until = morning(todayUtc(services.clock).add({ days }).toString(), reminder.deadline);
      if (Temporal.Instant.compare(until, now) <= 0) return textReply('error.reminder.last-day');
      await services.reminders.snooze(ref.moveId, ref.reminder, until, turn.person, now);
    }
    return card(services, turn, ref);
  },
};

function morning(wish: string, deadline: string | null): Temporal.Instant {
  return dueAtEight(deadline !== null && deadline < wish ? deadline : wish);
}

async function card(
  services: Services,
  turn: Turn,
  { moveId, reminder: key }: z.infer<typeof ReminderRef>,
): Promise<Reply> {
  const [reminder, move] = await Promise.all([services.reminders.find(moveId, key), services.moveStore.load(moveId)]);
  if (reminder === null || move === null)
    throw new AppError('reminder.gone', { hint: `No reminder ${key} of move ${moveId}.` });
  return cardReply(drawReminder(reminderView(move, reminder), turn.reader));
}
