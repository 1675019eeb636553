import { randomUUID } from 'node:crypto';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Clock } from '../clock.ts';
import type { Claim, ClaimedMessage } from './claimed-message.ts';
import type { MessageWriter, OutgoingMessage } from './message.ts';
import { type ClaimOptions, claimNext, holdGate } from './outbox-claim.ts';
import {
  deadMessages,
  lastSaidIn,
  type OutboxFigures,
  outboxFigures,
  type SaidMessage,
  type StoredMessage,
  storedMessage,
} from './outbox-figures.ts';
import { refreshLanes } from './outbox-lanes.ts';
import { pruneOutbox } from './outbox-prune.ts';
import { putMessages } from './outbox-put.ts';
import { milliseconds, outboxTime, type SqlNow } from './outbox-time.ts';
import type { Schema } from './schema.ts';
import { OUTBOX_LIMITS, type SendLimits } from './send-limits.ts';

export interface OutboxDeps {
  readonly db: Kysely<Schema>;
  /** Null: the clock of the database, which all instances share. */
  readonly clock: Clock | null;
  readonly limits?: SendLimits;
  readonly newId?: () => string;
}

/**
 * What the bot is to say by itself, until it is said. Any number of instances may write to it and send from it.
 *
 *     put --> waiting --claim--> sending --sent--> sent --prune--> gone
 *               ^ ^                 |--retryLater--> waiting (not before some instant)
 *               | |                 |--reroute--> waiting (elsewhere)
 *               | |                 |--drop--> gone: there is nothing to say any more
 *               | |                 |--dead--> dead
 *               | +--the lease ends-+           |
 *               +--------------retryDead--------+
 *
 * An instance that sends and dies before it records that leaves a message that is sent once more: at least once, at most once too often.
 * Methods that end a claim do nothing when the message is not the instance's any more, because its lease ended; only `sent` counts
 * nevertheless, for what Teams took it took.
 *
 * A transaction may be given where something else has to be written together with it. On the embedded database it has to be, inside one.
 */
export class Outbox implements MessageWriter {
  readonly #db: Kysely<Schema>;
  readonly #now: SqlNow;
  readonly #limits: SendLimits;
  readonly #newId: () => string;

  constructor({ db, clock, limits = OUTBOX_LIMITS, newId = randomUUID }: OutboxDeps) {
    this.#db = db;
    this.#now = outboxTime(clock);
    this.#limits = limits;
    this.#newId = newId;
  }

  /**
   * Writes messages as part of a transaction: they are sent exactly when it commits.
   *
   * | kind | taken in by one that waits and was not tried yet | sent |
   * | --- | --- | --- |
   * | alert, channel-lost | no | first |
   * | news | no | second |
   * | reminders | its conversation's: lines are added, its data stay | second |
   * | redraw | the same card's: it draws for both | third |
   * | weekly | no | last |
   *
   * One that was tried takes in nothing: Teams may have it although nobody said so, and then what is added would never be told. A reminder
   * that it carries already is not written a second time for its conversation.
   */
  async put(trx: Transaction<Schema>, messages: readonly OutgoingMessage[]): Promise<void> {
    await putMessages(trx, messages, this.#now, this.#newId);
  }

  /** The same in a transaction of its own. */
  async say(messages: readonly OutgoingMessage[]): Promise<void> {
    await this.#db.transaction().execute((trx) => this.put(trx, messages));
  }

  /**
   * Takes the next message that may be sent now. Among those whose conversation may be sent to: by priority, then the one that was
   * written first. A conversation at its limit holds up no other one.
   *
   * The limits hold for all instances together, replies to people excepted, whatever the network delays: see `freeAt` of
   * outbox-lanes.ts. The message counts against them from now on, and belongs to the instance until its lease ends.
   */
  async claim(options: ClaimOptions): Promise<Claim> {
    return claimNext(this.#db, { limits: this.#limits, now: this.#now }, options);
  }

  /** Keeps the claim for so many milliseconds from now. False: it is lost. */
  async renew(message: ClaimedMessage, lease: number): Promise<boolean> {
    const until = sql`${this.#now()} + ${milliseconds(lease)}`;
    const { rows } = await sql`
      with counted as (
        update message_request set until = ${until} where id = ${message.claim.request}::bigint and until > ${this.#now()}
      )
      update message set claimed_until = ${until} where ${isClaimed(message)} returning id`.execute(this.#db);
    return rows.length > 0;
  }

  /**
   * Teams took it.
   *
   * @param sent.activityId the id Teams gave to it; null: it gave none
   * @param sent.at by the product's clock
   * @returns false: it was known already
   */
  async sent(
    message: ClaimedMessage,
    sent: { readonly activityId: string | null; readonly at: Temporal.Instant },
    trx?: Transaction<Schema>,
  ): Promise<boolean> {
    return this.#end(
      message,
      sql`state = 'sent', sent_at = ${sent.at.toString()}::timestamptz, activity_id = ${sent.activityId}`,
      sql<boolean>`id = ${message.id} and state <> 'sent'`,
      trx,
    );
  }

  /**
   * It is tried again, in so many milliseconds at the earliest.
   *
   * @param again.pauseConversation nothing else is sent to its conversation before either: Teams asked for it
   */
  async retryLater(
    message: ClaimedMessage,
    again: { readonly inMs: number; readonly failure: string; readonly pauseConversation: boolean },
  ): Promise<boolean> {
    const { inMs, failure, pauseConversation } = again;
    const waits = sql`state = 'waiting', queued = ${pauseConversation}, not_before = ${this.#now()} + ${milliseconds(inMs)},
      ${this.#failed(failure)}`;
    if (!pauseConversation) return this.#end(message, waits, isClaimed(message));
    return this.#db
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (trx) => {
        const now = await holdGate(trx, this.#now);
        const given = await this.#end(message, waits, isClaimed(message), trx);
        await refreshLanes(trx, [message.conversationId], now, inMs);
        return given;
      });
  }

  /** Its conversation takes nothing any more: it is sent to another one, at once. */
  async reroute(
    message: ClaimedMessage,
    conversationId: string,
    failure: string,
    trx?: Transaction<Schema>,
  ): Promise<boolean> {
    return this.#end(
      message,
      sql`state = 'waiting', queued = false, conversation_id = ${conversationId}, attempts = 0, not_before = ${this.#now()},
        tried = tried || to_jsonb(conversation_id), ${this.#failed(failure)}`,
      isClaimed(message),
      trx,
    );
  }

  /** It can be delivered nowhere: it is kept for the operators. */
  async dead(message: ClaimedMessage, failure: string, trx?: Transaction<Schema>): Promise<boolean> {
    return this.#end(message, sql`state = 'dead', ${this.#failed(failure)}`, isClaimed(message), trx);
  }

  /**
   * There is nothing to say any more.
   *
   * @param wasSent whether Teams was asked all the same: then the request counts against the limits
   */
  async drop(message: ClaimedMessage, wasSent: boolean, trx?: Transaction<Schema>): Promise<boolean> {
    const { rows } = await sql`
      with uncounted as (
        delete from message_request where not ${wasSent}::boolean and id = ${message.claim.request}::bigint
      ), over as (
        update message_request set until = ${this.#now()}
        where ${wasSent}::boolean and id = ${message.claim.request}::bigint and until > ${this.#now()}
      )
      delete from message where ${isClaimed(message)} returning id`.execute(trx ?? this.#db);
    return rows.length > 0;
  }

  /** Nothing is sent to anybody for so many milliseconds; a pause is never cut short. */
  async pause(inMs: number): Promise<void> {
    await sql`
      update message_gate set opens_at = greatest(opens_at, ${this.#now()} + ${milliseconds(inMs)})`.execute(this.#db);
  }

  /** A dead message is tried from the start: in the conversation for which it was meant. False: it is not dead. */
  async retryDead(id: string, trx?: Transaction<Schema>): Promise<boolean> {
    return (await this.#revive(sql<boolean>`id = ${id}`, trx)) > 0;
  }

  /** @returns how many there were */
  async retryAllDead(trx?: Transaction<Schema>): Promise<number> {
    return this.#revive(sql<boolean>`true`, trx);
  }

  /** What was meant for a conversation and reached nobody is tried again: it can be reached now. @returns how many there were */
  async retryDeadOf(conversationId: string): Promise<number> {
    return this.#revive(sql<boolean>`coalesce(tried ->> 0, conversation_id) = ${conversationId}`);
  }

  /** What could not be delivered, the latest first. */
  async listDead(limit: number): Promise<readonly StoredMessage[]> {
    return deadMessages(this.#db, limit);
  }

  /** A message as it stands; null: there is none of that id (any more). */
  async find(id: string, trx?: Transaction<Schema>): Promise<StoredMessage | null> {
    return storedMessage(trx ?? this.#db, id);
  }

  /** What was sent into a conversation since an instant of the product's clock, cards drawn anew not counted; the newest first. */
  async lastSaid(conversationId: string, since: Temporal.Instant, limit: number): Promise<readonly SaidMessage[]> {
    return lastSaidIn(this.#db, conversationId, since, limit);
  }

  async figures(): Promise<OutboxFigures> {
    return outboxFigures(this.#db);
  }

  /**
   * Forgets what was sent long ago (reminders after 400 days, everything else after 30) and what counts against no limit any more.
   *
   * @param now the product's clock
   * @returns how many rows went; as long as it is not 0 there may be more
   */
  async prune(now: Temporal.Instant): Promise<number> {
    return pruneOutbox(this.#db, this.#limits, this.#now, now);
  }

  /** Ends a claim: its request is over, and what becomes of the message is written if `where` still holds. */
  async #end(
    message: ClaimedMessage,
    set: RawBuilder<unknown>,
    where: RawBuilder<boolean>,
    trx?: Transaction<Schema>,
  ): Promise<boolean> {
    const { rows } = await sql`
      with over as (
        update message_request set until = ${this.#now()}
        where id = ${message.claim.request}::bigint and until > ${this.#now()}
      )
      update message set ${set}, claimed_by = null, claimed_until = null where ${where} returning id`.execute(
      trx ?? this.#db,
    );
    return rows.length > 0;
  }

  #failed(failure: string): RawBuilder<unknown> {
    return sql`failure = ${failure}, failed_at = ${this.#now()}`;
  }

  async #revive(which: RawBuilder<boolean>, trx?: Transaction<Schema>): Promise<number> {
    const { rows } = await sql`
      update message set state = 'waiting', queued = false, attempts = 0, not_before = ${this.#now()},
        created_at = ${this.#now()}, conversation_id = coalesce(tried ->> 0, conversation_id), tried = '[]'
      where state = 'dead' and ${which} returning id`.execute(trx ?? this.#db);
    return rows.length;
  }
}

function isClaimed({ id, claim }: ClaimedMessage): RawBuilder<boolean> {
  return sql<boolean>`id = ${id} and state = 'sending' and claimed_by = ${claim.by}`;
}
