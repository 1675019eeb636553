import { type Kysely, sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import { MESSAGE_KINDS } from './message.ts';
import type { SqlNow } from './outbox-time.ts';
import type { Schema } from './schema.ts';
import { longestWindow, type SendLimits } from './send-limits.ts';

/** Days by the product's clock. The card of a reminder is drawn anew when somebody acts on it, however late. */
const KEPT_REMINDERS = 400;
const KEPT_OTHERS = 30;
/** Rows deleted at a time of each sort: what is left comes next time. */
const DELETED_AT_ONCE = 5000;

/**
 * Forgets what was sent long ago and requests that count no more. What could not be delivered stays: somebody has to look at it.
 *
 * @returns how many rows went; as long as it is not 0 there may be more
 */
export async function pruneOutbox(
  db: Kysely<Schema>,
  limits: SendLimits,
  now: SqlNow,
  today: Temporal.Instant,
): Promise<number> {
  const others = MESSAGE_KINDS.filter((kind) => kind !== 'reminders');
  const before = (days: number) => today.subtract({ hours: 24 * days }).toString();
  const { rows } = await sql<{ gone: number }>`
    with old as (
      (select id from message where state = 'sent' and kind = 'reminders' and sent_at < ${before(KEPT_REMINDERS)}::timestamptz
        order by sent_at limit ${DELETED_AT_ONCE})
      union all
      (select id from message where state = 'sent' and kind = any(${others}::text[]) and sent_at < ${before(KEPT_OTHERS)}::timestamptz
        limit ${DELETED_AT_ONCE})
    ), messages as (
      delete from message where id in (select id from old) returning 1
    ), requests as (
      delete from message_request where id in (
        select id from message_request where until < ${now()} - ${longestWindow(limits)} * interval '1 second'
        order by until limit ${DELETED_AT_ONCE}
      ) returning 1
    )
    select ((select count(*) from messages) + (select count(*) from requests))::integer as gone`.execute(db);
  return rows[0]?.gone ?? 0;
}
