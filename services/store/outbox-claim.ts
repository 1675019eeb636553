import { type Kysely, sql, type Transaction } from 'kysely';
import type { Claim, ClaimedMessage } from './claimed-message.ts';
import type { MessageKind, MessageLine } from './message.ts';
import { freeAt, headsOf, queueNew } from './outbox-lanes.ts';
import { milliseconds, type SqlNow } from './outbox-time.ts';
import type { Schema } from './schema.ts';
import type { SendLimits } from './send-limits.ts';

export interface ClaimOptions {
  /** Names the instance; no two that run at once have the same name. */
  readonly by: string;
  /** For how long the message is left to it, in milliseconds. */
  readonly lease: number;
}

interface Rules {
  readonly limits: SendLimits;
  readonly now: SqlNow;
}

/**
 * Takes the message that is next; see `Outbox.claim`. One look says whether it may be worth it, then one short transaction takes it. One
 * instance at a time holds the gate: what it then reads of limits and lanes cannot change under its hands. The statements after that
 * see what was committed until it was let in, so the isolation level must be the one that gives every statement a view of its own.
 */
export async function claimNext(db: Kysely<Schema>, { limits, now }: Rules, options: ClaimOptions): Promise<Claim> {
  const { closedFor, unqueued, lanes } = await look(db, limits, now);
  if (closedFor > 0) return { kind: 'later', inMs: closedFor };
  if (!unqueued && !lanes) return NOTHING;
  const transaction = db.transaction().setIsolationLevel('read committed');
  return transaction.execute(async (trx) => {
    const entered = await holdGate(trx, now);
    if (unqueued) await queueNew(trx, entered);
    for (let n = 0; n < LANES_TRIED; n++) {
      const { found, row, inMs } = await nextTurn(trx, limits, entered, options);
      if (row !== null) return { kind: 'message', message: await claimed(trx, row, options.by) };
      if (!found) return inMs === null ? NOTHING : { kind: 'later', inMs };
    }
    return { kind: 'later', inMs: 0 };
  });
}

/** Waits until nobody else holds the gate. @returns the present instant, as text: a `Date` would lose the microseconds */
export async function holdGate(trx: Transaction<Schema>, now: SqlNow): Promise<string> {
  const { rows } = await sql<{ now: string }>`
    with gate as materialized (select from message_gate for update)
    select ${now()}::text as now from gate`.execute(trx);
  const [entered] = rows;
  if (entered === undefined) throw new Error('The row of message_gate is missing');
  return entered.now;
}

/** Lanes of which it only turns out now that they are not free: more are looked at by the next claim. */
const LANES_TRIED = 20;
/** Lanes that are opened at a time. */
const OPENED_AT_ONCE = 100;
/** Messages given back at a time of those whose instance was not heard of any more. */
const GIVEN_BACK_AT_ONCE = 20;
/** Milliseconds after which a message is looked at again to which somebody is just writing. */
const HELD_UP = 50;
const NOTHING: Claim = { kind: 'nothing' };

interface Look {
  /** Milliseconds for which nothing may be sent to anybody; 0 or less: none. */
  readonly closedFor: number;
  /** There are messages that no lane knows of. */
  readonly unqueued: boolean;
  /** There are lanes. */
  readonly lanes: boolean;
}

/** What is worth doing. Gives back what was left lying, too. */
async function look(db: Kysely<Schema>, limits: SendLimits, now: SqlNow): Promise<Look> {
  const { rows } = await sql<Look>`
    with lost as (
      select id from message where state = 'sending' and claimed_until <= ${now()}
      order by claimed_until limit ${sql.lit(GIVEN_BACK_AT_ONCE)}
      for update skip locked
    ), given_back as (
      update message set state = 'waiting', queued = false, claimed_by = null, claimed_until = null,
        failure = 'delivery.interrupted', failed_at = ${now()}
      from lost where message.id = lost.id
      returning message.id
    )
    select ceil(extract(epoch from greatest(opens_at, ${freeAt(limits.all, now(), null)}) - ${now()}) * 1000)::float8 as "closedFor",
      exists (select from message where state = 'waiting' and not queued) or exists (select from given_back) as unqueued,
      exists (select from message_lane) as lanes
    from message_gate`.execute(db);
  const [seen] = rows;
  if (seen === undefined) throw new Error('The row of message_gate is missing');
  return seen;
}

interface Turn {
  /** There was a lane whose turn it seemed to be. */
  readonly found: boolean;
  /** The message taken there; null: its limits did not allow it, or somebody is just writing to it. */
  readonly row: TakenRow | null;
  /** Milliseconds until one may be sent to, if none may now; null: nothing waits. */
  readonly inMs: number | null;
}

interface TakenRow {
  readonly id: string;
  readonly kind: MessageKind;
  readonly conversation_id: string;
  readonly data: unknown;
  readonly redraws: string | null;
  readonly attempts: number;
  readonly tried: readonly string[];
  readonly request: string;
}

/**
 * Finds the lane that is next, looks whether its limits allow it, takes its message, and leaves the lane as it is after that: of its
 * first two messages the second is the next one.
 */
async function nextTurn(
  trx: Transaction<Schema>,
  limits: SendLimits,
  text: string,
  { by, lease }: ClaimOptions,
): Promise<Turn> {
  const now = sql<Date>`${text}::timestamptz`;
  const { rows } = await sql<Turn>`
    with pace as materialized (
      select ${freeAt(limits.all, now, null)} as free_at
    ), candidate as materialized (
      (select conversation_id, priority, seq, open from message_lane where open
        order by priority, seq limit 1)
      union all
      (select conversation_id, priority, seq, open from message_lane where not open and ready_at <= ${now}
        order by ready_at limit ${sql.lit(OPENED_AT_ONCE)})
    ), turn as materialized (
      select conversation_id from candidate, pace where coalesce(pace.free_at <= ${now}, true)
      order by priority, seq limit 1
    ), opened as (
      update message_lane set open = true from candidate
      where message_lane.conversation_id = candidate.conversation_id and not candidate.open
        and candidate.conversation_id is distinct from (select conversation_id from turn)
    ), lane as materialized (
      select conversation_id, ${freeAt(limits.conversation, now, sql`turn.conversation_id`)} as free_at from turn
    ), head as materialized (
      select head.* from lane cross join lateral (${headsOf(sql`lane.conversation_id`, now, 2)}) as head
    ), locked as materialized (
      select id from message
      where id = (select message_id from head, lane
          where place = 1 and due_at <= ${now} and coalesce(free_at <= ${now}, true))
        and state = 'waiting'
      for update skip locked
    ), taken as (
      update message set state = 'sending', attempts = attempts + 1, merge_key = null,
        claimed_by = ${by}, claimed_until = ${now} + ${milliseconds(lease)}
      from locked where message.id = locked.id
      returning message.*
    ), request as (
      insert into message_request (conversation_id, until) select conversation_id, claimed_until from taken
      returning id
    ), next as materialized (
      select lane.conversation_id, head.priority, head.seq, head.due_at, lane.free_at,
        case when not exists (select from locked) and head.due_at <= ${now} and coalesce(free_at <= ${now}, true)
          then ${now} + ${milliseconds(HELD_UP)} end as held_until
      from lane, head where place = case when exists (select from locked) then 2 else 1 end
    ), kept as (
      update message_lane set priority = next.priority, seq = next.seq, due_at = next.due_at, free_at = next.free_at,
        paused_until = greatest(paused_until, held_until),
        open = greatest(next.due_at, next.free_at, paused_until, held_until) <= ${now}
      from next where message_lane.conversation_id = next.conversation_id
    ), emptied as (
      delete from message_lane where conversation_id = (select conversation_id from lane) and not exists (select from next)
    )
    select exists (select from turn) as found,
      (select jsonb_build_object('id', taken.id, 'kind', kind, 'conversation_id', taken.conversation_id, 'data', data,
          'redraws', redraws, 'attempts', attempts, 'tried', tried, 'request', request.id::text)
        from taken, request) as row,
      ceil(extract(epoch from
        case when pace.free_at > ${now} then pace.free_at else soonest.ready_at end - ${now}) * 1000)::float8 as "inMs"
    from pace left join lateral (
      select ready_at from message_lane where not open order by ready_at limit 1
    ) as soonest on true`.execute(trx);
  const [turn] = rows;
  if (turn === undefined) throw new Error('A statement of one row gave none');
  return turn;
}

async function claimed(trx: Transaction<Schema>, row: TakenRow, by: string): Promise<ClaimedMessage> {
  return {
    id: row.id,
    kind: row.kind,
    conversationId: row.conversation_id,
    data: row.data,
    // Read only now: until the message was taken somebody may have added to it.
    lines: row.kind === 'reminders' ? await linesOf(trx, row.id) : [],
    redraws: row.redraws,
    attempt: row.attempts,
    tried: row.tried,
    claim: { by, request: row.request },
  };
}

async function linesOf(trx: Transaction<Schema>, messageId: string): Promise<readonly MessageLine[]> {
  const { rows } = await sql<MessageLine>`
    select move_id as "moveId", key, missed from message_line where message_id = ${messageId}
    order by move_id, key`.execute(trx);
  return rows;
}
