import { sql, type Transaction } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import { type PlannedReminder, threadOf } from '../reminders/reminder.ts';
import { jsonb } from './json.ts';
import type { MessageWriter } from './message.ts';
import { BY_THE_BOT, record } from './reminder-journal.ts';
import { redrawsOf } from './reminder-messages.ts';
import { IS_LATEST, lockReminders } from './reminder-rows.ts';
import type { Schema } from './schema.ts';

/** What makes the stored reminders of a move follow its plan. */
export interface Replan {
  readonly moveId: string;
  readonly plan: readonly PlannedReminder[];
  /** Keys of earlier plans that still hold; null: all that were sent or snoozed. */
  readonly keep: readonly string[] | null;
  /** What those that have come due would say today. */
  readonly told?: readonly PlannedReminder[];
  /** The product's clock. */
  readonly now: Temporal.Instant;
}

/**
 * Makes the stored reminders of a move follow a new plan, key by key. `keep` names keys of earlier plans that still hold.
 *
 * | stored as | in the plan | only in `keep` | in neither | in neither, `keep` is null |
 * | --- | --- | --- | --- | --- |
 * | nothing | planned; done, when the same was said to be done at an earlier stage | | | |
 * | planned, sending | told anew (words, deadline) | untouched | cancelled | cancelled |
 * | snoozed | told anew | untouched | cancelled | untouched |
 * | sent | untouched; told anew where it stands, when `told` has other words for the latest of its thread | the same | cancelled: what it says no longer holds, so its cards are drawn anew | untouched |
 * | cancelled | sent when it had been sent, else as if nothing were stored | untouched | untouched | untouched |
 * | done before it was sent | planned, when it asks for something else now | untouched | untouched | untouched |
 * | done, missed | untouched | untouched | untouched | untouched |
 */
export async function reconcileReminders(
  trx: Transaction<Schema>,
  messages: MessageWriter,
  { moveId, plan, keep, told = [], now }: Replan,
): Promise<void> {
  await lockReminders(trx, sql<boolean>`reminder.move_id = ${moveId}`);
  await cancelOthers(trx, messages, { moveId, plan, keep, told, now });
  await retell(trx, messages, moveId, told);
  if (plan.length === 0) return;
  const rows = plan.map((reminder) => ({ ...reminder, thread: threadOf(reminder), early: reminder.stage <= 0 }));
  await sql`
    with planned as (
      select "key", anchor, stage, "subscriptionId", thread, "dueOn", early, deadline, code, params
      from jsonb_to_recordset(${jsonb(rows)}::jsonb) as planned
        ("key" text, anchor text, stage integer, "subscriptionId" text, thread text, "dueOn" date, early boolean,
         deadline date, code text, params jsonb)
    )
    insert into reminder as stored
      (move_id, key, anchor, stage, subscription_id, thread, due_on, next_on, early, deadline, code, params,
       state, acted_at, acted_by_id, acted_by_name, before)
    select ${moveId}, planned."key", planned.anchor, planned.stage, planned."subscriptionId", planned.thread, planned."dueOn",
      least(planned."dueOn", planned.deadline), planned.early, planned.deadline, planned.code, planned.params,
      case when handled.key is null then 'planned' else 'done' end,
      handled.acted_at, handled.acted_by_id, handled.acted_by_name,
      case when handled.key is not null then jsonb_build_object(
        'act', 'done', 'state', 'planned', 'nextOn', planned."dueOn", 'assignee', null) end
    from planned left join lateral (
      select key, acted_at, acted_by_id, acted_by_name from reminder
      where move_id = ${moveId} and state = 'done' and thread = planned.thread
        and due_on - stage = planned."dueOn" - planned.stage
        and code = planned.code and stage < planned.stage
      order by stage desc limit 1) as handled on true
    on conflict (move_id, key) do update set
      deadline = excluded.deadline,
      code = excluded.code,
      params = excluded.params,
      next_on = case when stored.state in ('cancelled', 'done') then excluded.next_on
                     else least(stored.next_on, excluded.deadline) end,
      early = case when stored.state in ('cancelled', 'done') then excluded.early else stored.early end,
      state = case when ${anew} then excluded.state when stored.state = 'cancelled' then 'sent' else stored.state end,
      acted_at = case when ${anew} then excluded.acted_at else stored.acted_at end,
      acted_by_id = case when ${anew} then excluded.acted_by_id else stored.acted_by_id end,
      acted_by_name = case when ${anew} then excluded.acted_by_name else stored.acted_by_name end,
      before = case when ${anew} then excluded.before else stored.before end
    where stored.state = 'cancelled'
      or (stored.state = 'done' and stored.sent_at is null and stored.code <> excluded.code)
      or (stored.state in ('planned', 'sending', 'snoozed')
          and (stored.deadline, stored.code, stored.params) is distinct from (excluded.deadline, excluded.code, excluded.params))`.execute(
    trx,
  );
}

/** The words of what stands in Teams, where the facts say something else by now. */
async function retell(
  trx: Transaction<Schema>,
  messages: MessageWriter,
  moveId: string,
  told: readonly PlannedReminder[],
): Promise<void> {
  if (told.length === 0) return;
  const { rows } = await sql<{ key: string }>`
    update reminder set code = fresh.code, deadline = fresh.deadline, params = fresh.params
    from jsonb_to_recordset(${jsonb(told)}::jsonb) as fresh ("key" text, deadline date, code text, params jsonb)
    where reminder.move_id = ${moveId} and reminder.key = fresh."key" and reminder.state = 'sent' and ${IS_LATEST}
      and (reminder.deadline, reminder.code, reminder.params) is distinct from (fresh.deadline, fresh.code, fresh.params)
    returning reminder.key`.execute(trx);
  const refs = rows.map(({ key }) => ({ moveId, key }));
  if (refs.length > 0) await messages.put(trx, await redrawsOf(trx, refs));
}

/** It begins once more, as if nothing had been stored. */
const anew = sql<boolean>`(stored.state = 'done' or (stored.state = 'cancelled' and stored.sent_at is null))`;

async function cancelOthers(
  trx: Transaction<Schema>,
  messages: MessageWriter,
  { moveId, plan, keep, told = [], now }: Replan,
): Promise<void> {
  const planned = [...plan.map(({ key }) => key), ...(keep ?? [])];
  // What was told on a day that the team has left out since still holds, and so does a snooze of it.
  const seen = [...planned, ...told.map(({ key }) => key)];
  const isNot = (keys: readonly string[]) =>
    sql<boolean>`key not in (select jsonb_array_elements_text(${jsonb([...new Set(keys)])}::jsonb))`;
  const { rows } = await sql<{ key: string; wasSent: boolean }>`
    update reminder set state = 'cancelled'
    where move_id = ${moveId} and ((state in ('planned', 'sending') and ${isNot(planned)})
      or (${keep !== null}::boolean and state in ('snoozed', 'sent') and ${isNot(seen)}))
    returning key, sent_at is not null as "wasSent"`.execute(trx);
  if (keep !== null) {
    // What was done and is planned no more cannot be taken back: it would come although nothing asks for it.
    await sql`
      update reminder set before = null
      where move_id = ${moveId} and state = 'done' and before is not null and ${isNot(seen)}`.execute(trx);
  }
  if (rows.length === 0) return;
  const refs = rows.map(({ key, wasSent }) => ({ moveId, key, wasSent }));
  // Of the others nobody was reminded: there is nothing to write down about them.
  const sent = refs.filter(({ wasSent }) => wasSent);
  await record(trx, 'cancelled', sent, BY_THE_BOT, now);
  await messages.put(trx, await redrawsOf(trx, refs));
}
