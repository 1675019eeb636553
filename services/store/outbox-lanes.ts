import { type RawBuilder, sql, type Transaction } from 'kysely';
import { milliseconds } from './outbox-time.ts';
import type { Schema } from './schema.ts';
import type { SendWindow } from './send-limits.ts';

/**
 * The lanes: one row for each conversation in which messages wait. It names the message that is next there and when its turn may
 * come, so that the next one of all is found without looking at those that have to wait.
 *
 * | a lane is | when | found by |
 * | --- | --- | --- |
 * | closed | its message is due later, its conversation is at its limit, or Teams asked for a pause | `ready_at` |
 * | open | it was found to be ready | priority, then the order of writing |
 *
 * Of the limits a lane knows what was found when its turn came last. They are looked at again before anything is sent.
 *
 * Whoever writes a message touches no lane: the message says `queued = false`, and who holds the gate next queues it. So nobody
 * but the holder of the gate changes a lane, and no two writers can wait for each other.
 */

/** Messages that are queued at a time: a flood of new ones must not keep those that are queued waiting. */
const QUEUED_AT_ONCE = 200;

/** Queues messages that were written, given back or rerouted since. */
export async function queueNew(trx: Transaction<Schema>, now: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    with unqueued as (
      select id, conversation_id from message where state = 'waiting' and not queued
      order by priority, seq limit ${QUEUED_AT_ONCE}
      for update skip locked
    ), marked as (
      update message set queued = true from unqueued where message.id = unqueued.id
    )
    select distinct conversation_id as id from unqueued`.execute(trx);
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await refreshLanes(trx, ids, now);
}

/**
 * Brings lanes up to date: which message is next. A conversation in which nothing waits has none.
 *
 * @param pause milliseconds for which nothing is sent to these conversations; a pause is never cut short
 */
export async function refreshLanes(
  trx: Transaction<Schema>,
  conversationIds: readonly string[],
  now: string,
  pause: number | null = null,
): Promise<void> {
  const at = sql<Date>`${now}::timestamptz`;
  const ids = sql`${[...conversationIds]}::text[]`;
  const pausedUntil = pause === null ? sql`null::timestamptz` : sql`${at} + ${milliseconds(pause)}`;
  await sql`
    with next as materialized (
      select conversation.id, head.priority, head.seq, head.due_at
      from unnest(${ids}) as conversation (id) cross join lateral (${headsOf(sql`conversation.id`, at, 1)}) as head
    ), emptied as (
      delete from message_lane where conversation_id = any(${ids}) and conversation_id not in (select id from next)
    )
    insert into message_lane as lane (conversation_id, priority, seq, due_at, paused_until, open)
    select id, priority, seq, due_at, ${pausedUntil}, greatest(due_at, ${pausedUntil}) <= ${at} from next
    on conflict (conversation_id) do update set
      priority = excluded.priority, seq = excluded.seq, due_at = excluded.due_at,
      paused_until = greatest(lane.paused_until, excluded.paused_until),
      open = greatest(excluded.due_at, lane.free_at, lane.paused_until, excluded.paused_until) <= ${at}`.execute(trx);
}

/**
 * The messages of a conversation that are next: of those that are due the first by priority and order, else the one that is due
 * first. Two looks into an index, however many wait: what was never tried is due at once, and of what was tried only the earliest count.
 */
export function headsOf(
  conversationId: RawBuilder<unknown>,
  now: RawBuilder<Date>,
  count: number,
): RawBuilder<{ message_id: string }> {
  const place = sql`greatest(due_at, ${now}), priority, seq`;
  return sql`
    select *, row_number() over (order by ${place}) as place from (
      (select id as message_id, priority, seq, not_before as due_at from message
        where conversation_id = ${conversationId} and state = 'waiting' and attempts = 0
        order by priority, seq limit ${sql.lit(count)})
      union all
      (select id, priority, seq, not_before from message
        where conversation_id = ${conversationId} and state = 'waiting' and attempts > 0
        order by not_before limit ${sql.lit(count)})
    ) as heads
    order by ${place} limit ${sql.lit(count)}`;
}

/**
 * When the windows allow one more request; null: at once.
 *
 * A request arrives at some moment between its beginning and its end, so it counts from its beginning until its end has left the
 * window. Looking back from any arrival, everything that arrived in the window before it was then counted: whatever the network
 * delays, Teams never sees more than the limit. Of a request under way (`until` lies ahead) it is not known when it will have left:
 * at the earliest one length of the window from now.
 */
export function freeAt(
  windows: readonly SendWindow[],
  now: RawBuilder<Date>,
  conversationId: RawBuilder<unknown> | null,
): RawBuilder<Date | null> {
  const ofConversation = conversationId === null ? sql`` : sql`where conversation_id = ${conversationId}`;
  const each = windows.map(
    ({ requests, seconds }) => sql`(
      select least(until, ${now}) + ${seconds} * interval '1 second' from message_request ${ofConversation}
      order by until desc limit 1 offset ${requests - 1})`,
  );
  return windows.length === 0 ? sql`null::timestamptz` : sql<Date | null>`greatest(${sql.join(each)})`;
}
