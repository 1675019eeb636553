import { type Kysely, sql } from 'kysely';
import { jsonb } from './json.ts';
import type { OutgoingMessage } from './message.ts';
import type { ReminderRef } from './reminder-rows.ts';
import type { Schema } from './schema.ts';

/**
 * The same messages without the reminders that a message which was tried before, and waits for its next try, already carries to the same
 * conversation: they would be told there twice. That one stays locked until the transaction is over, so that nobody finds its words
 * before they know what this transaction leaves behind. A message that is left with nothing is left out.
 */
export async function withoutCarried(
  trx: Kysely<Schema>,
  messages: readonly OutgoingMessage[],
): Promise<readonly OutgoingMessage[]> {
  const wanted = messages.flatMap(({ kind, conversationId, lines }) =>
    kind === 'reminders' ? (lines ?? []).map((line) => ({ conversationId, ...line })) : [],
  );
  if (wanted.length === 0) return messages;
  const { rows } = await sql<ReminderRef & { conversationId: string }>`
    with wanted as materialized (
      select * from jsonb_to_recordset(${jsonb(wanted)}::jsonb)
        as line ("conversationId" text, "moveId" text, key text, missed boolean)
    ), tried as materialized (
      select id, conversation_id from message
      where kind = 'reminders' and state = 'waiting' and attempts > 0
        and conversation_id in (select "conversationId" from wanted)
      order by id for update
    ), carried as (
      update message_line as line set missed = line.missed or wanted.missed from wanted, tried
      where tried.conversation_id = wanted."conversationId"
        and line.message_id = tried.id and line.move_id = wanted."moveId" and line.key = wanted.key
      returning tried.conversation_id, line.move_id, line.key
    )
    select distinct conversation_id as "conversationId", move_id as "moveId", key from carried`.execute(trx);
  if (rows.length === 0) return messages;
  const carried = new Set(rows.map((row) => nameOf(row.conversationId, row)));
  return messages.flatMap((message) => {
    if (message.kind !== 'reminders') return [message];
    const lines = (message.lines ?? []).filter((line) => !carried.has(nameOf(message.conversationId, line)));
    return lines.length === 0 ? [] : [{ ...message, lines }];
  });
}

/** Takes what was just told in a conversation out of what still waits for the same one. */
export async function takeOutTold(
  trx: Kysely<Schema>,
  refs: readonly ReminderRef[],
  { id, conversationId }: { readonly id: string; readonly conversationId: string },
): Promise<void> {
  await sql`
    delete from message_line as line using message
    where message.id = line.message_id and message.id <> ${id} and message.conversation_id = ${conversationId}
      and message.kind = 'reminders' and message.state = 'waiting'
      and (line.move_id, line.key) in (
        select "moveId", key from jsonb_to_recordset(${jsonb(refs)}::jsonb) as told ("moveId" text, key text))`.execute(
    trx,
  );
}

const nameOf = (conversationId: string, { moveId, key }: ReminderRef): string => `${conversationId} ${moveId} ${key}`;
