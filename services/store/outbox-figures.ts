import { type Kysely, sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { MessageKind, MessageLine } from './message.ts';
import type { MessageState, Schema } from './schema.ts';

/** What an operator watches. */
export interface OutboxFigures {
  /** To be sent, at once or later. */
  readonly waiting: number;
  readonly sending: number;
  /** Could not be delivered anywhere: somebody has to look. */
  readonly dead: number;
  /** Since when the one that waits longest is to be sent, by the clock of the outbox; null: none waits. */
  readonly oldest: Temporal.Instant | null;
  /** Code of the reason why the latest of those that wait or are dead failed; null: none did. */
  readonly newestFailure: string | null;
}

export async function outboxFigures(db: Kysely<Schema>): Promise<OutboxFigures> {
  const { rows } = await sql<Omit<OutboxFigures, 'oldest'> & { oldest: Date | null }>`
    select count(*) filter (where state = 'waiting')::integer as waiting,
      count(*) filter (where state = 'sending')::integer as sending,
      count(*) filter (where state = 'dead')::integer as dead,
      min(created_at) filter (where state = 'waiting') as oldest,
      (array_agg(failure order by failed_at desc) filter (where failure is not null))[1] as "newestFailure"
    from message where state in ('waiting', 'sending', 'dead')`.execute(db);
  const [{ oldest, ...counts } = { waiting: 0, sending: 0, dead: 0, oldest: null, newestFailure: null }] = rows;
  return { ...counts, oldest: oldest === null ? null : instantOf(oldest) };
}

/** A message as it stands. */
export interface StoredMessage {
  readonly id: string;
  readonly kind: MessageKind;
  readonly conversationId: string;
  readonly data: unknown;
  readonly lines: readonly MessageLine[];
  readonly state: MessageState;
  readonly attempts: number;
  /** Id that Teams gave to it; null: none was sent. */
  readonly activityId: string | null;
  /** Code of the reason why the last attempt failed; null: none did. */
  readonly failure: string | null;
  readonly failedAt: Temporal.Instant | null;
  /** Conversations that refused it for good, the earliest first. */
  readonly tried: readonly string[];
}

/** What could not be delivered, the latest first. */
export async function deadMessages(db: Kysely<Schema>, limit: number): Promise<readonly StoredMessage[]> {
  return read(db, sql`where state = 'dead' order by failed_at desc limit ${limit}`);
}

export async function storedMessage(db: Kysely<Schema>, id: string): Promise<StoredMessage | null> {
  const [message] = await read(db, sql`where id = ${id}`);
  return message ?? null;
}

/**
 * The messages that were sent into a conversation since then, a card drawn anew not counted, the newest first, and when by the product's
 * clock.
 */
export async function lastSaidIn(
  db: Kysely<Schema>,
  conversationId: string,
  since: Temporal.Instant,
  limit: number,
): Promise<readonly SaidMessage[]> {
  const { rows } = await sql<{ id: string; at: Date }>`
    select id, sent_at as at from message
    where conversation_id = ${conversationId} and state = 'sent' and redraws is null
      and sent_at > ${since.toString()}::timestamptz
    order by sent_at desc, seq desc limit ${limit}`.execute(db);
  return rows.map(({ id, at }) => ({ id, at: instantOf(at) }));
}

/** A message by its id, and when it was sent. */
export interface SaidMessage {
  readonly id: string;
  readonly at: Temporal.Instant;
}

async function read(db: Kysely<Schema>, which: ReturnType<typeof sql>): Promise<readonly StoredMessage[]> {
  const { rows } = await sql<Omit<StoredMessage, 'failedAt'> & { failedAt: Date | null }>`
    select id, kind, conversation_id as "conversationId", data, state, attempts, activity_id as "activityId",
      failure, failed_at as "failedAt", tried, (
        select coalesce(jsonb_agg(jsonb_build_object('moveId', move_id, 'key', key, 'missed', missed) order by move_id, key), '[]')
        from message_line where message_id = message.id
      ) as lines
    from message ${which}`.execute(db);
  return rows.map(({ failedAt, ...row }) => ({ ...row, failedAt: failedAt === null ? null : instantOf(failedAt) }));
}

function instantOf(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
}
