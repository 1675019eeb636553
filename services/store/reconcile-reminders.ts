import { sql, type Transaction } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { PlannedReminder } from '../reminders/reminder.ts';
import { jsonb } from './json.ts';
import type { Schema } from './schema.ts';

/** 08:00 UTC of a calendar date. */
export function dueAtEight(dueOn: string): Temporal.Instant {
  return Temporal.PlainDate.from(dueOn).toZonedDateTime({ timeZone: 'UTC', plainTime: '08:00' }).toInstant();
}

/**
 * Makes the stored reminders of a move follow a new plan, key by key. `keep` names keys of earlier plans that still hold.
 *
 * | stored as | in the plan | only in `keep` | in neither | in neither, `keep` is null |
 * | --- | --- | --- | --- | --- |
 * | nothing | planned | | | |
 * | planned, sending | told anew (words, deadline) | untouched | cancelled | cancelled |
 * | snoozed | told anew | untouched | cancelled | untouched |
 * | sent | untouched | untouched | cancelled: what it says no longer holds | untouched |
 * | cancelled | planned, or sent when it had been sent | untouched | untouched | untouched |
 * | done, missed | untouched | untouched | untouched | untouched |
 */
export async function reconcileReminders(
  trx: Transaction<Schema>,
  moveId: string,
  plan: readonly PlannedReminder[],
  keep: readonly string[] | null,
  dueAt: (dueOn: string) => Temporal.Instant,
): Promise<void> {
  const keys = new Set([...plan.map((reminder) => reminder.key), ...(keep ?? [])]);
  const cancelled = keep === null ? ['planned', 'sending'] : ['planned', 'sending', 'snoozed', 'sent'];
  await sql`
    update reminder set state = 'cancelled'
    where move_id = ${moveId} and state in (${sql.join(cancelled)})
      and key not in (select jsonb_array_elements_text(${jsonb([...keys])}::jsonb))`.execute(trx);
  if (plan.length === 0) return;
  const rows = plan.map((reminder) => ({ ...reminder, plannedAt: dueAt(reminder.dueOn).toString() }));
  await sql`
    insert into reminder as stored
      (move_id, key, anchor, stage, subscription_id, due_on, planned_at, due_at, deadline, code, params)
    select ${moveId}, "key", anchor, stage, "subscriptionId", "dueOn", "plannedAt", "plannedAt", deadline, code, params
    from jsonb_to_recordset(${jsonb(rows)}::jsonb) as planned
      ("key" text, anchor text, stage integer, "subscriptionId" text, "dueOn" date, "plannedAt" timestamptz,
       deadline date, code text, params jsonb)
    on conflict (move_id, key) do update set
      deadline = excluded.deadline,
      code = excluded.code,
      params = excluded.params,
      due_at = case when stored.state = 'cancelled' then excluded.due_at else stored.due_at end,
      state = case when stored.state <> 'cancelled' then stored.state
                   when stored.sent_at is null then 'planned' else 'sent' end
    where stored.state in ('planned', 'sending', 'snoozed', 'cancelled')`.execute(trx);
}
