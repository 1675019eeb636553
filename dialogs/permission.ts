import { drawNotAllowed, type NotAllowedView } from '../cards/not-allowed.ts';
import type { Task } from '../services/rules/permissions.ts';
import type { Services } from '../services/services.ts';
import { cardReply, type Reply, type Turn } from './turn.ts';

/** Why the person who speaks may not do a task; null: they may. Reads the roles of `turn.person`, nothing a client wrote. */
export async function refusedTask(services: Services, turn: Turn, task: Task): Promise<NotAllowedView | null> {
  const permission = await services.authority.may(turn.person.id, task);
  if (permission.kind === 'allowed') return null;
  const why = permission.kind === 'unread' ? permission.why : permission.kind;
  // Who asked is left out: a log is no record of persons.
  services.log.info({ task, why }, 'A person may not do what they asked for');
  return permission;
}

/** The same as a card; null: they may. */
export async function refusedReply(services: Services, turn: Turn, task: Task): Promise<Reply | null> {
  const refused = await refusedTask(services, turn, task);
  return refused === null ? null : cardReply(drawNotAllowed(refused, turn.reader, null));
}
