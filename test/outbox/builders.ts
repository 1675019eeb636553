import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../services/clock.ts';
import type { Claim, ClaimedMessage } from '../../services/store/claimed-message.ts';
import type { Database } from '../../services/store/database.ts';
import type { MessageLine, OutgoingMessage } from '../../services/store/message.ts';
import { Outbox } from '../../services/store/outbox.ts';
import type { Schema } from '../../services/store/schema.ts';
import type { SendLimits } from '../../services/store/send-limits.ts';

export const START = Temporal.Instant.from('2027-03-10T08:00:00Z');
export const NO_LIMITS: SendLimits = { all: [], conversation: [] };
export const LEASE = 60_000;

/** A clock that the test moves. */
export class HandClock implements Clock {
  #now = START;
  now(): Temporal.Instant {
    return this.#now;
  }
  advance(ms: number): void {
    this.#now = this.#now.add({ milliseconds: ms });
  }
}

export function anOutbox({ db }: Pick<Database, 'db'>, clock: Clock, limits: SendLimits = NO_LIMITS): Outbox {
  return new Outbox({ db, clock, limits });
}

export function news(conversationId: string, n = 0): OutgoingMessage {
  return { kind: 'news', conversationId, data: { n } };
}

export async function put(
  { db }: Pick<Database, 'db'>,
  outbox: Outbox,
  ...messages: readonly OutgoingMessage[]
): Promise<void> {
  await db.transaction().execute((trx) => outbox.put(trx, messages));
}

/** The message that is next; there has to be one. */
export async function claimed(outbox: Outbox, by = 'one'): Promise<ClaimedMessage> {
  const claim = await outbox.claim({ by, lease: LEASE });
  assert.equal(claim.kind, 'message', JSON.stringify(claim));
  // The line above makes it one.
  return (claim as Extract<Claim, { kind: 'message' }>).message;
}

/** All messages that may be sent now, recorded as sent. */
export async function sentNow(outbox: Outbox, clock: Clock, by = 'one'): Promise<readonly ClaimedMessage[]> {
  const messages: ClaimedMessage[] = [];
  for (;;) {
    const claim = await outbox.claim({ by, lease: LEASE });
    if (claim.kind !== 'message') return messages;
    messages.push(claim.message);
    await outbox.sent(claim.message, { activityId: null, at: clock.now() });
  }
}

/** A move with so many reminders, as lines of a message. */
export async function reminderLines(db: Kysely<Schema>, count: number): Promise<readonly MessageLine[]> {
  const moveId = randomUUID();
  await sql`insert into move (id, version, tenant_id, customer_name, domain, search_text, state, doc, conversation_id, opened_at, updated_at)
    values (${moveId}, 1, ${moveId}, 'Contoso', 'contoso.com', '', 'open', '{}', 'a:1', now(), now())`.execute(db);
  await sql`insert into reminder (move_id, key, anchor, stage, thread, due_on, next_on, code, params)
    select ${moveId}, 'key-' || n, 'original-end', 0, '-:original-end', '2027-03-10', '2027-03-10', 'original-end', '{}'
    from generate_series(0, ${count - 1}::integer) as n`.execute(db);
  return Array.from({ length: count }, (_, n) => ({ moveId, key: `key-${n}`, missed: false }));
}
