import { z } from 'zod';
import { VERBS } from '../../cards/verbs.ts';
import { reminderLineView } from '../../dialogs/reminder-view.ts';
import { type Reply, showing, type Turn, textReply } from '../../dialogs/turn.ts';
import { AppError } from '../../services/errors.ts';
import { lineId } from '../../services/reminders/line-id.ts';
import { latestStages } from '../../services/reminders/still-to-tell.ts';
import type { Services } from '../../services/services.ts';
import type { Act, ActedOn } from '../../services/store/reminder-acts.ts';
import type { Reminder } from '../../services/store/reminder-rows.ts';
import { messageHere } from '../message-here.ts';
import { redrawnMessage } from '../reminder-message.ts';
import { type Action, parse } from './action.ts';
import { acting } from './reminders.ts';

const Chosen = z.object({ message: z.string().min(1).max(100), chosen: z.string().max(10_000).default('') });

/** Somebody has done what several reminders of a message ask for. */
export const remindersDone: Action = {
  verb: VERBS.remindersDone,
  run: async (services, turn, data) => actOnChosen(services, turn, data, { kind: 'done' }, 'notice.reminders-done'),
};

/** Somebody takes several reminders of a message, with the stages that follow. */
export const remindersTake: Action = {
  verb: VERBS.remindersTake,
  run: async (services, turn, data) =>
    actOnChosen(services, turn, data, { kind: 'assigned', to: turn.person }, 'notice.reminders-taken'),
};

/**
 * One press is one act on all that were chosen. What a client sends only chooses among the lines of a message that stands in the same
 * conversation; anything else in it chooses nothing. The answer is the message as it then stands; of what was settled by somebody in the meantime
 * each says by whom and when.
 */
async function actOnChosen(services: Services, turn: Turn, data: unknown, act: Act, notice: string): Promise<Reply> {
  const { message, chosen } = parse(Chosen, data);
  const { stored, place } = await messageHere(services, turn, message);
  const ids = new Set(chosen.split(/[,+]/u).map((id) => id.trim()));
  const lines = latestStages(await services.reminders.findAll(stored.lines)).filter((line) => ids.has(lineId(line)));
  if (lines.length === 0) return textReply('error.reminders.none-chosen');
  const outcomes = await services.reminderActs.actOnAll(lines.map(refOf), act, acting(services, turn));
  const count = outcomes.filter(({ outcome }) => outcome !== 'settled').length;
  const answer = { notice: { key: notice, params: { count } }, settledBefore: await settledIn(services, outcomes) };
  const reply = await redrawnMessage(services, stored, place, turn.reader, answer);
  if (reply === null) throw new AppError('view.gone', { hint: `The message ${message} tells nothing any more.` });
  return reply.whose === undefined ? reply : showing(reply, { view: 'message', message }, reply.whose);
}

const refOf = ({ moveId, key }: Reminder) => ({ moveId, key });

async function settledIn({ moveStore }: Services, outcomes: readonly ActedOn[]) {
  const settled = outcomes.filter(({ outcome }) => outcome === 'settled').map(({ reminder }) => reminder);
  const moves = await moveStore.loadMany([...new Set(settled.map(({ moveId }) => moveId))]);
  return settled.flatMap((reminder) => {
    const move = moves.find(({ id }) => id === reminder.moveId);
    return move === undefined ? [] : [reminderLineView(move, reminder)];
  });
}
