import { type DeadMessage, drawUndelivered } from '../cards/undelivered.ts';
import type { Sentence } from '../cards/view.ts';
import type { Services } from '../services/services.ts';
import type { StoredMessage } from '../services/store/outbox-figures.ts';
import { cardReply, type Reply, type Turn } from './turn.ts';

/** Most messages that are listed; more are counted. */
const SHOWN = 10;

/** What could not be delivered anywhere, with the reason, to be tried again. */
export async function answerUndelivered(
  services: Services,
  turn: Turn,
  notice: Sentence | null = null,
): Promise<Reply> {
  const { outbox, places, moveStore, reminders } = services;
  const [dead, { dead: total }, channel, operators] = await Promise.all([
    outbox.listDead(SHOWN),
    outbox.figures(),
    places.remindersChannel(),
    places.operatorsChat(),
  ]);
  const lines = dead.flatMap((message) => message.lines);
  const moveIds = [...lines.map(({ moveId }) => moveId), ...dead.flatMap(moveNamedIn)];
  const [moves, stored] = await Promise.all([
    moveStore.loadMany([...new Set(moveIds)]),
    reminders.findAll(dead.flatMap((message) => message.lines.slice(0, 1))),
  ]);
  const customers = new Map(moves.map((move) => [move.id, move.customer.name]));
  const first = new Map(stored.map((reminder) => [`${reminder.moveId} ${reminder.key}`, reminder]));
  const messages = dead.map((message): DeadMessage => {
    const [line] = message.lines;
    const reminder = line === undefined ? undefined : first.get(`${line.moveId} ${line.key}`);
    const about = [...new Set([...message.lines.map(({ moveId }) => moveId), ...moveNamedIn(message)])];
    const meantFor = message.tried[0] ?? message.conversationId;
    return {
      id: message.id,
      kind: message.kind,
      place:
        meantFor === channel?.conversationId
          ? { kind: 'channel', name: channel.name }
          : meantFor === operators?.conversationId
            ? { kind: 'operators', name: operators.name }
            : { kind: 'personal', name: '' },
      customers: about.flatMap((id) => customers.get(id) ?? []),
      what: reminder === undefined ? null : { key: `reminder.${reminder.code}.title`, params: reminder.params },
      reason: message.failure ?? 'unknown',
      since: message.failedAt?.toString() ?? services.clock.now().toString(),
    };
  });
  return cardReply(drawUndelivered({ messages, more: Math.max(0, total - messages.length), notice }, turn.reader));
}

function moveNamedIn({ data }: StoredMessage): readonly string[] {
  const named = typeof data === 'object' && data !== null && 'moveId' in data ? data.moveId : null;
  return typeof named === 'string' ? [named] : [];
}
