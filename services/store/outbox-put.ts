import { type Kysely, sql } from 'kysely';
import { jsonb } from './json.ts';
import type { MessageKind, OutgoingMessage } from './message.ts';
import { withoutCarried } from './outbox-carried.ts';
import type { SqlNow } from './outbox-time.ts';
import type { Schema } from './schema.ts';

/**
 * Writes messages; see `Outbox.put`. What takes in others is written in the order of its key: two transactions that write to the same
 * ones meet them in the same order and cannot wait for each other.
 */
export async function putMessages(
  trx: Kysely<Schema>,
  messages: readonly OutgoingMessage[],
  now: SqlNow,
  newId: () => string,
): Promise<void> {
  const rows = merged(await withoutCarried(trx, messages), newId);
  await insert(
    trx,
    rows.filter(({ mergeKey }) => mergeKey === null),
    now,
  );
  const merging = rows.filter(({ mergeKey }) => mergeKey !== null).sort(byKey);
  const ids = await insert(trx, merging, now);
  const lines = merging.flatMap(({ id, lines }) => lines.map((line) => ({ ...line, messageId: ids.get(id) ?? id })));
  if (lines.length > 0) await insertLines(trx, lines);
}

/** Smaller is sent first: what somebody waits for, then cards that show something old, then what tells nothing new. */
const PRIORITIES: Readonly<Record<MessageKind, number>> = {
  alert: 0,
  'channel-lost': 0,
  news: 1,
  reminders: 1,
  redraw: 2,
  weekly: 3,
};

interface NewMessage extends Omit<OutgoingMessage, 'lines'> {
  readonly id: string;
  readonly mergeKey: string | null;
  readonly lines: NonNullable<OutgoingMessage['lines']>;
}

/** One row for those that are one message. */
function merged(messages: readonly OutgoingMessage[], newId: () => string): readonly NewMessage[] {
  const rows = new Map<string, NewMessage>();
  for (const message of messages) {
    const id = newId();
    const mergeKey = mergeKeyOf(message);
    const key = mergeKey === null ? id : `${message.kind} ${mergeKey}`;
    const known = rows.get(key);
    const lines = [...(known?.lines ?? []), ...(message.lines ?? [])];
    rows.set(key, { ...message, ...known, id: known?.id ?? id, mergeKey, lines });
  }
  return [...rows.values()];
}

function mergeKeyOf({ kind, conversationId, redraws }: OutgoingMessage): string | null {
  if (kind === 'reminders') return conversationId;
  return kind === 'redraw' ? (redraws ?? null) : null;
}

function byKey(a: NewMessage, b: NewMessage): number {
  const [left, right] = [`${a.kind} ${a.mergeKey}`, `${b.kind} ${b.mergeKey}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** @returns the id under which each message now waits: its own, or that of the one that takes it in */
async function insert(
  trx: Kysely<Schema>,
  messages: readonly NewMessage[],
  now: SqlNow,
): Promise<ReadonlyMap<string, string>> {
  if (messages.length === 0) return new Map();
  const wanted = messages.map(({ id, kind, conversationId, data, redraws, mergeKey }) => ({
    id,
    kind,
    conversation_id: conversationId,
    data,
    redraws: redraws ?? null,
    merge_key: mergeKey,
    priority: PRIORITIES[kind],
  }));
  // A card whose message was forgotten is drawn no more. The one that waits is written to although nothing in it changes: it cannot be taken until this transaction is over, so that
  // what it is about to say is what this transaction leaves behind.
  const { rows } = await sql<{ id: string; wanted: string }>`
    with wanted as materialized (
      select row.* from rows from (
        jsonb_to_recordset(${jsonb(wanted)}::jsonb)
          as (id text, kind text, conversation_id text, data jsonb, redraws text, merge_key text, priority smallint)
      ) with ordinality as row (id, kind, conversation_id, data, redraws, merge_key, priority, place)
    ), waiting as (
      insert into message (id, kind, conversation_id, data, redraws, merge_key, priority, not_before, created_at)
      select id, kind, conversation_id, data, redraws, merge_key, priority, ${now()}, ${now()} from wanted
      where redraws is null or exists (select from message where message.id = wanted.redraws)
      order by place
      on conflict (kind, merge_key) where merge_key is not null do update set merge_key = excluded.merge_key
      returning id, kind, merge_key
    )
    select waiting.id, wanted.id as wanted from waiting join wanted using (kind, merge_key)`.execute(trx);
  return new Map(rows.map((row) => [row.wanted, row.id]));
}

async function insertLines(
  trx: Kysely<Schema>,
  lines: readonly { messageId: string; moveId: string; key: string; missed: boolean }[],
): Promise<void> {
  await sql`
    insert into message_line as line (message_id, move_id, key, missed)
    select "messageId", "moveId", key, bool_or(missed)
    from jsonb_to_recordset(${jsonb(lines)}::jsonb) as wanted ("messageId" text, "moveId" text, key text, missed boolean)
    group by 1, 2, 3
    on conflict (message_id, move_id, key) do update set missed = line.missed or excluded.missed`.execute(trx);
}
