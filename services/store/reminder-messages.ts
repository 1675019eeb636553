import { type Kysely, sql } from 'kysely';
import { jsonb } from './json.ts';
import type { OutgoingMessage } from './message.ts';
import type { Schema } from './schema.ts';

interface Ref {
  readonly moveId: string;
  readonly key: string;
}

/** A message in Teams. */
export interface Pressed {
  readonly conversationId: string;
  readonly activityId: string;
}

/**
 * A redraw for every message in Teams that shows one of these reminders.
 *
 * @param except the message whose card is replaced anyway, by the answer to who pressed its button
 */
export async function redrawsOf(
  trx: Kysely<Schema>,
  refs: readonly Ref[],
  except: Pressed | null = null,
): Promise<readonly OutgoingMessage[]> {
  const { rows } = await sql<Shown>`
    select distinct message.id, message.conversation_id as "conversationId" from message_line
    join message on message.id = message_line.message_id
    where (message_line.move_id, message_line.key) in (
        select "moveId", "key" from jsonb_to_recordset(${jsonb(refs)}::jsonb) as wanted ("moveId" text, "key" text))
      and message.state = 'sent' and message.activity_id is not null
      and (message.conversation_id, message.activity_id)
        is distinct from (${except?.conversationId ?? null}::text, ${except?.activityId ?? null}::text)`.execute(trx);
  return rows.map(redraw);
}

/** A redraw for what showed, in each conversation last, an earlier stage of the threads that a message just told. */
export async function redrawsOfEarlier(
  trx: Kysely<Schema>,
  refs: readonly Ref[],
  messageId: string,
): Promise<readonly OutgoingMessage[]> {
  const { rows } = await sql<Shown>`
    select distinct on (message.conversation_id, told.move_id, told.thread)
      message.id, message.conversation_id as "conversationId"
    from jsonb_to_recordset(${jsonb(refs)}::jsonb) as wanted ("moveId" text, "key" text)
    join reminder as told on told.move_id = wanted."moveId" and told.key = wanted."key"
    join reminder as earlier on earlier.move_id = told.move_id and earlier.thread = told.thread
      and earlier.due_on < told.due_on
    join message_line on message_line.move_id = earlier.move_id and message_line.key = earlier.key
    join message on message.id = message_line.message_id
    where message.state = 'sent' and message.activity_id is not null and message.id <> ${messageId}
    order by message.conversation_id, told.move_id, told.thread, message.sent_at desc`.execute(trx);
  return [...new Map(rows.map((row) => [row.id, row])).values()].map(redraw);
}

interface Shown {
  readonly id: string;
  readonly conversationId: string;
}

function redraw({ id, conversationId }: Shown): OutgoingMessage {
  return { kind: 'redraw', conversationId, data: {}, redraws: id };
}
