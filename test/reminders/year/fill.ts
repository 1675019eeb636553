import { type Kysely, sql } from 'kysely';
import type { Move } from '../../../services/moves/move.ts';
import { type PlannedReminder, threadOf } from '../../../services/reminders/reminder.ts';
import { jsonb } from '../../../services/store/json.ts';
import { columnsOf } from '../../../services/store/move-rows.ts';
import type { Schema } from '../../../services/store/schema.ts';

/** Takes everything out of the tables that a year writes to. */
export async function emptied(db: Kysely<Schema>): Promise<void> {
  await sql`
    truncate move, move_history, reminder, reminder_event, assignment, message, message_line, message_lane, message_request,
      conversation, place, setting, alert restart identity cascade`.execute(db);
}

/**
 * Writes the moves with their reminders, as if each had just been opened: in a few statements, since what a move writes when it is opened
 * is tested elsewhere.
 */
export async function fill(
  db: Kysely<Schema>,
  moves: readonly { readonly move: Move; readonly plan: readonly PlannedReminder[] }[],
): Promise<void> {
  const rows = moves.map(({ move }) => ({ id: move.id, opened_at: move.openedAt, ...columnsOf(move, move.openedAt) }));
  await sql`
    insert into move (id, version, tenant_id, customer_name, domain, search_text, state, doc, conversation_id, opened_at, updated_at)
    select id, version, tenant_id, customer_name, domain, search_text, state, doc::jsonb, conversation_id, opened_at, updated_at
    from jsonb_to_recordset(${jsonb(rows)}::jsonb)
      as r (id text, version integer, tenant_id text, customer_name text, domain text, search_text text, state text, doc text,
        conversation_id text, opened_at timestamptz, updated_at timestamptz)`.execute(db);
  for (let at = 0; at < moves.length; at += AT_ONCE) await fillReminders(db, moves.slice(at, at + AT_ONCE));
  await sql`analyze move, reminder`.execute(db);
}

const AT_ONCE = 250;

async function fillReminders(db: Kysely<Schema>, moves: Parameters<typeof fill>[1]): Promise<void> {
  const rows = moves.flatMap(({ move, plan }) =>
    plan.map((reminder) => ({ ...reminder, moveId: move.id, thread: threadOf(reminder), early: reminder.stage <= 0 })),
  );
  await sql`
    insert into reminder (move_id, key, anchor, stage, subscription_id, thread, due_on, next_on, early, deadline, code, params)
    select "moveId", key, anchor, stage, "subscriptionId", thread, "dueOn", "dueOn", early, deadline, code, params
    from jsonb_to_recordset(${jsonb(rows)}::jsonb)
      as r ("moveId" text, key text, anchor text, stage integer, "subscriptionId" text, thread text, "dueOn" date, early boolean,
        deadline date, code text, params jsonb)`.execute(db);
}
