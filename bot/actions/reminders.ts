import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { drawReminder, type SnoozeChoice } from '../../cards/reminder.ts';
import { VERBS } from '../../cards/verbs.ts';
import type { Sentence } from '../../cards/view.ts';
import { laterDays, reminderView, snoozesOf } from '../../dialogs/reminder-view.ts';
import { cardReply, type Reply, showing, type Turn, textReply } from '../../dialogs/turn.ts';
import { AppError } from '../../services/errors.ts';
import type { Person } from '../../services/moves/move.ts';
import { localDate } from '../../services/reminders/working-calendar.ts';
import type { Services } from '../../services/services.ts';
import type { Act, Acting } from '../../services/store/reminder-acts.ts';
import type { Reminder } from '../../services/store/reminder-rows.ts';
import { type Action, parse } from './action.ts';

const ReminderRef = z.object({ moveId: z.guid(), reminder: z.string().min(1).max(300) });
type ReminderRef = z.infer<typeof ReminderRef>;

/** Shows a reminder's own card: what is due, or what became of it. The list it was chosen from stays where it is. */
export const reminderOpen: Action = {
  verb: VERBS.reminderOpen,
  run: async (services, turn, data) => ({
    ...(await reminderCard(services, turn, await foundReminder(services, parse(ReminderRef, data)))),
    below: true,
  }),
};

/** Somebody has done what a reminder asks for. Pressed again, or by somebody else later, it says who did and when. */
export const reminderDone: Action = {
  verb: VERBS.reminderDone,
  run: async (services, turn, data) => act(services, turn, parse(ReminderRef, data), { kind: 'done' }),
};

/** Cards of older versions stand in Teams for weeks, and clients send numbers as they like. Written it is any day. */
const Days = z.coerce.string().pipe(z.union([z.enum(['1', '3', '7', 'stage']), z.iso.date()]));
type Days = z.infer<typeof Days>;

/** Puts a reminder off by some days or until its next stage; never past its last day. */
export const reminderSnooze: Action = {
  verb: VERBS.reminderSnooze,
  async run(services, turn, data) {
    const { days, ...ref } = parse(ReminderRef.extend({ days: Days }), data);
    const reminder = await foundReminder(services, ref);
    if (isSettled(reminder)) return reminderCard(services, turn, reminder);
    const today = localDate(services.clock.now(), await services.team.settings());
    const [nextStage = null] = laterDays(await services.reminders.thread(reminder), reminder, today);
    if (isDay(days) && days <= today) return textReply('error.reminder.day-passed', { day: days });
    if (isDay(days) && days > furthest(today)) return textReply('error.reminder.day-too-far', { day: days });
    const choices = snoozesOf(reminder, today, nextStage);
    const until =
      isDay(days) && (reminder.deadline === null || days <= reminder.deadline)
        ? days
        : (choices.find(({ value }) => value === days)?.until ?? insteadOf(days, choices, reminder, today));
    if (until === null) return textReply('error.reminder.last-day');
    return act(services, turn, ref, { kind: 'snoozed', until });
  },
};

/** Gives a reminder and the stages that follow to somebody of the team. */
export const reminderAssign: Action = {
  verb: VERBS.reminderAssign,
  async run(services, turn, data) {
    const { person, ...ref } = parse(ReminderRef.extend({ person: z.string().trim().max(200).default('') }), data);
    if (person === '') return textReply('error.reminder.nobody-chosen');
    const to = person === 'me' ? turn.person : await chosen(services, person);
    if (to === null) return textReply('error.reminder.unknown-person');
    if (to.id !== turn.person.id && (await services.authority.may(to.id, 'remind')).kind === 'missing')
      return textReply('error.reminder.no-role', { who: to.name });
    const chat = to.id === turn.person.id || (await services.conversations.ofUser(to.id)) !== null;
    const notice: Sentence | null = chat ? null : { key: 'notice.assignee-without-chat', params: { who: to.name } };
    return act(services, turn, ref, { kind: 'assigned', to }, notice);
  },
};

/** Takes back what was done last about a reminder, within a minute. */
export const reminderUndo: Action = {
  verb: VERBS.reminderUndo,
  async run(services, turn, data) {
    const ref = parse(ReminderRef, data);
    const taken = await services.reminderActs.undo({ moveId: ref.moveId, key: ref.reminder }, acting(services, turn));
    if (taken === null) throw gone(ref);
    return reminderCard(services, turn, taken.reminder, taken.undone ? null : { key: 'notice.undo-too-late' });
  },
};

async function act(
  services: Services,
  turn: Turn,
  ref: ReminderRef,
  what: Act,
  notice: Sentence | null = null,
): Promise<Reply> {
  const reminder = await foundReminder(services, ref);
  if (reminder.followed && reminder.state === 'sent')
    return reminderCard(services, turn, reminder, { key: 'notice.followed' });
  const after = await services.reminderActs.act(
    { moveId: ref.moveId, key: ref.reminder },
    what,
    acting(services, turn),
  );
  if (after === null) throw gone(ref);
  return reminderCard(services, turn, after, notice);
}

/** In a channel the answer replaces the card for who pressed alone: there every card is drawn anew. */
export function acting({ clock }: Services, { person, scope, conversationId, cardId }: Turn): Acting {
  const pressed = scope === 'personal' && cardId !== null ? { conversationId, activityId: cardId } : null;
  return { by: person, now: clock.now(), pressed };
}

/** A typed name that is one person's is as good as a choice; one who is called exactly that goes before all others. */
async function chosen({ people }: Services, person: string): Promise<Person | null> {
  const byId = (await people.find(person)) ?? (await people.find(person.toLowerCase()));
  if (byId !== null) return byId;
  const fits = await people.search(person, MOST_OF_ONE_NAME);
  const exact = fits.filter(({ name }) => name.toLowerCase() === person.toLowerCase());
  const [only, ...others] = exact.length > 0 ? exact : fits;
  return others.length === 0 ? (only ?? null) : null;
}

/** Among so many a full name is looked for. */
const MOST_OF_ONE_NAME = 50;

export async function foundReminder({ reminders }: Services, ref: ReminderRef): Promise<Reminder> {
  const reminder = await reminders.find(ref.moveId, ref.reminder);
  if (reminder === null) throw gone(ref);
  return reminder;
}

const isDay = (days: Days): boolean => days.length === '2026-01-31'.length;

/** Who means a day further off has mistyped the year, or does not want to be reminded. */
const furthest = (today: string): string => Temporal.PlainDate.from(today).add({ years: 1 }).toString();

const isSettled = ({ state }: Reminder): boolean => state === 'done' || state === 'cancelled';

/**
 * For what was offered last week and cannot be had any more. So many days that reach past the last day: then the last day it is. A
 * next stage that is not planned any more: as long as is offered now, and not until a last day that may be far away.
 */
function insteadOf(days: Days, choices: readonly SnoozeChoice[], { deadline }: Reminder, today: string): string | null {
  if (days === 'stage') return choices.at(-1)?.until ?? null;
  return deadline !== null && deadline > today ? deadline : null;
}

function gone({ moveId, reminder }: ReminderRef): AppError {
  return new AppError('reminder.gone', { hint: `No reminder ${reminder} of move ${moveId}.` });
}

/** A reminder's own card, as it stands now. @throws AppError `reminder.gone` */
export async function reminderCard(
  services: Services,
  turn: Turn,
  reminder: Reminder,
  notice: Sentence | null = null,
): Promise<Reply> {
  const move = await services.moveStore.load(reminder.moveId);
  if (move === null) throw gone({ moveId: reminder.moveId, reminder: reminder.key });
  const reply = cardReply(drawReminder(await reminderView(services, move, reminder, { notice }), turn.reader));
  if (isSettled(reminder) || reminder.state === 'snoozed') return reply;
  const whose = [...(reminder.assignee === null ? [] : [reminder.assignee.id]), move.openedBy.id];
  return showing(reply, { view: 'reminder', moveId: move.id, reminder: reminder.key }, whose);
}
