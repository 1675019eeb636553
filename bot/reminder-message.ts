import { drawReminder } from '../cards/reminder.ts';
import { drawReminderDigest } from '../cards/reminder-digest.ts';
import type { Reader } from '../cards/view.ts';
import { reminderView } from '../dialogs/reminder-view.ts';
import { cardReply, type Reply } from '../dialogs/turn.ts';
import type { Services } from '../services/services.ts';
import type { ReminderDelivery } from '../services/store/job-data.ts';
import type { Reminder } from '../services/store/reminder-store.ts';
import type { ReminderState } from '../services/store/schema.ts';

/** What there is still to tell of a delivery. */
export interface DueReminders {
  readonly now: readonly Reminder[];
  /** Their deadline passed before they could be sent. */
  readonly missed: readonly Reminder[];
}

/**
 * The reminders of a delivery that have to be told: not what was done, put off or cancelled since, nor what was told before.
 * A copy does not record what it told, so it looks only whether somebody acted.
 */
export async function dueReminders(
  { reminders }: Pick<Services, 'reminders'>,
  delivery: ReminderDelivery,
): Promise<DueReminders> {
  const [now, missed] = await Promise.all([reminders.findAll(delivery.reminders), reminders.findAll(delivery.missed)]);
  if (delivery.copy) {
    return { now: now.filter((r) => !SETTLED.has(r.state)), missed: missed.filter((r) => r.state === 'missed') };
  }
  return {
    now: now.filter((r) => r.state === 'sending'),
    missed: missed.filter((r) => r.state === 'missed' && (r.sentAt === null || r.sentAt < r.dueAt)),
  };
}

const SETTLED: ReadonlySet<ReminderState> = new Set(['done', 'snoozed', 'cancelled']);

/**
 * One reminder is a card of its own; several due at once for one place are one digest, the most urgent first, together with
 * those whose date passed meanwhile. Null: there is nothing to tell.
 */
export async function reminderReply(
  { moveStore }: Pick<Services, 'moveStore'>,
  { now, missed }: DueReminders,
  reader: Reader,
): Promise<Reply | null> {
  const told = latestStages([...now, ...missed]);
  const moves = new Map((await moveStore.loadMany([...new Set(told.map((r) => r.moveId))])).map((m) => [m.id, m]));
  const views = told
    .flatMap((r) => {
      const move = moves.get(r.moveId);
      return move === undefined ? [] : [{ ...reminderView(move, r), state: 'due' as const }];
    })
    .sort((a, b) => (a.reminder.deadline ?? '9999').localeCompare(b.reminder.deadline ?? '9999'));
  const [first, ...more] = views;
  if (first === undefined) return null;
  if (more.length === 0 && missed.length === 0) return cardReply(drawReminder(first, reader));
  return cardReply(drawReminderDigest({ reminders: views, caughtUp: missed.length > 0 }, reader));
}

/** Of several stages of one date that came due together, only the latest says something new. */
function latestStages(reminders: readonly Reminder[]): readonly Reminder[] {
  const latest = new Map<string, Reminder>();
  for (const r of reminders) {
    const about = `${r.moveId}:${r.subscriptionId ?? ''}:${r.anchor}`;
    const known = latest.get(about);
    if (known === undefined || known.dueOn <= r.dueOn) latest.set(about, r);
  }
  return [...latest.values()];
}
