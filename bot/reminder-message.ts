import { drawReminder, type ReminderPlace } from '../cards/reminder.ts';
import { drawReminderDigest, type ReminderDigestView } from '../cards/reminder-digest.ts';
import type { Reader } from '../cards/view.ts';
import { reminderLineView, reminderView } from '../dialogs/reminder-view.ts';
import { cardReply, type Reply } from '../dialogs/turn.ts';
import type { Move, Person } from '../services/moves/move.ts';
import { latestStages, stillToTell } from '../services/reminders/still-to-tell.ts';
import type { Services } from '../services/services.ts';
import type { Conversation } from '../services/store/conversation-store.ts';
import type { MessageLine } from '../services/store/message.ts';
import type { Reminder, ReminderRef } from '../services/store/reminder-rows.ts';

/** What a message about reminders says, and which of its reminders it told. */
export interface ReminderMessage {
  readonly reply: Reply;
  readonly told: readonly ReminderRef[];
}

/** A message and the reminders it carries. */
export interface Carried {
  readonly id: string;
  readonly lines: readonly MessageLine[];
}

/** What its card says to somebody who has just answered several of its lines at once. */
export type Answer = Pick<ReminderDigestView, 'notice' | 'settledBefore'>;

interface How {
  readonly id: string;
  readonly caughtUp: boolean;
  readonly isNew: boolean;
  readonly answer?: Answer | null;
}

type Needed = Pick<Services, 'reminders' | 'moveStore' | 'people' | 'clock' | 'places' | 'team' | 'log'>;

/** A digest shows a dozen lines: of a backlog of tens of thousands only the most urgent are read further. */
const MOST_SHOWN = 150;

/**
 * The message for what there is still to tell: not what was done, put off or cancelled since. One reminder is a card of its own;
 * several due at once for one place are one digest, the most urgent first, together with those whose date passed meanwhile. Of several
 * stages of one date only the latest is shown. Null: there is nothing to tell.
 *
 * A move that cannot be shown, because what is kept of it makes no sense, does not hold up the others: its reminders are not told, so they
 * come again by themselves, alone, and end with the operators.
 */
export async function reminderMessage(
  services: Needed,
  { id, lines }: Carried,
  place: Conversation,
  reader: Reader,
): Promise<ReminderMessage | null> {
  const due = stillToTell(lines, await services.reminders.findAll(lines));
  const how = { id, caughtUp: lines.some((line) => line.missed), isNew: true };
  const draw = (some: readonly Reminder[]) => cardOf(services, latestStages(some), place, reader, how);
  let told = due;
  const reply = await draw(due).catch(async (error: unknown) => {
    told = await withoutDamaged(due, draw, error, services);
    return draw(told);
  });
  return reply === null ? null : { reply, told };
}

/** The reminders of the moves that can be drawn. @throws the error when that does not help: none can, or each can */
async function withoutDamaged(
  reminders: readonly Reminder[],
  draw: (some: readonly Reminder[]) => Promise<unknown>,
  error: unknown,
  { log }: Pick<Services, 'log'>,
): Promise<readonly Reminder[]> {
  const damaged = new Set<string>();
  for (const [moveId, [one]] of Map.groupBy(reminders, (reminder) => reminder.moveId)) {
    if (one === undefined) continue;
    await draw([one]).catch((err: unknown) => {
      damaged.add(moveId);
      log.error({ err, move: moveId }, 'A move cannot be shown: its reminders are left out of a digest');
    });
  }
  const sound = reminders.filter(({ moveId }) => !damaged.has(moveId));
  if (sound.length === 0 || damaged.size === 0) throw error;
  return sound;
}

/** The card of a message that was sent, as it stands now. Null: what it was about is gone. */
export async function redrawnMessage(
  services: Needed,
  { id, lines }: Carried,
  place: Conversation,
  reader: Reader,
  answer: Answer | null = null,
): Promise<Reply | null> {
  const stored = latestStages(await services.reminders.findAll(lines));
  return cardOf(services, stored, place, reader, { id, caughtUp: false, isNew: false, answer });
}

async function cardOf(
  services: Needed,
  reminders: readonly Reminder[],
  place: Conversation,
  reader: Reader,
  { id, caughtUp, isNew, answer = null }: How,
): Promise<Reply | null> {
  const shown = reminders.toSorted(byDeadline).slice(0, MOST_SHOWN);
  const moves = await movesOf(services, shown);
  const views = shown.flatMap((reminder) => {
    const of = moves.get(reminder.moveId);
    return of === undefined ? [] : [{ move: of, reminder }];
  });
  const [first, ...others] = views;
  if (first === undefined) return null;
  // Only those who are not told in their own chat need to be called.
  const isCall = isNew && place.scope !== 'personal';
  if (others.length === 0 && !(isNew && first.reminder.state === 'missed')) {
    const found = await whyHere(services, first.move, first.reminder, place);
    const here = isNew ? (found ?? 'rerouted') : found;
    const mention = isCall ? first.reminder.assignee : null;
    const view = await reminderView(services, first.move, first.reminder, {
      mention,
      here,
      notice: answer?.notice ?? null,
    });
    return drawnAnew(cardReply(drawReminder(isNew ? { ...view, state: 'due' } : view, reader)), views);
  }
  const mentions = isCall ? assigneesOf(shown) : [];
  const more = reminders.length - shown.length;
  const lines = views.map(({ move, reminder }) => reminderLineView(move, reminder));
  const drawn = drawReminderDigest({ reminders: lines, more, caughtUp, mentions, message: id, ...answer }, reader);
  return drawnAnew(cardReply(drawn), views);
}

/** As long as anything is left to do, the card follows it; who is on it comes first. */
function drawnAnew(reply: Reply, about: readonly { readonly move: Move; readonly reminder: Reminder }[]): Reply {
  const open = about.filter(({ reminder }) => !['done', 'cancelled', 'snoozed'].includes(reminder.state));
  if (open.length === 0) return reply;
  const assignees = open.flatMap(({ reminder }) => (reminder.assignee === null ? [] : [reminder.assignee.id]));
  return { ...reply, whose: [...new Set([...assignees, ...open.map(({ move }) => move.openedBy.id)])] };
}

function byDeadline(a: Reminder, b: Reminder): number {
  const [left, right] = [a.deadline ?? '9999', b.deadline ?? '9999'];
  return left === right ? a.dueOn.localeCompare(b.dueOn) : left.localeCompare(right);
}

/** Each once. */
function assigneesOf(reminders: readonly Reminder[]): readonly Person[] {
  return [
    ...new Map(reminders.flatMap(({ assignee }) => (assignee === null ? [] : [[assignee.id, assignee]]))).values(),
  ];
}

/** As what a conversation gets a reminder; null: it is none of those that do, or is none any more. */
async function whyHere(
  { places }: Pick<Services, 'places'>,
  { openedBy, conversationId }: Move,
  { assignee }: Reminder,
  place: Conversation,
): Promise<ReminderPlace | null> {
  if (place.scope !== 'personal')
    return (await places.remindersChannel())?.conversationId === place.id ? 'channel' : null;
  if (assignee !== null) return place.userId === assignee.id ? 'assignee' : null;
  return place.id === conversationId || place.userId === openedBy.id ? 'opener' : null;
}

async function movesOf({ moveStore }: Pick<Services, 'moveStore'>, reminders: readonly Reminder[]) {
  const moves = await moveStore.loadMany([...new Set(reminders.map((r) => r.moveId))]);
  return new Map(moves.map((move) => [move.id, move]));
}
