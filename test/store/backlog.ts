import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../services/store/schema.ts';

/** Fills the tables with reminders of ten times fewer moves: twenty on each day from Monday, 4 January 2027, on. */
export async function fill(db: Kysely<Schema>, count: number): Promise<void> {
  const moves = sql.lit(count / 10);
  await sql`
    insert into move (id, version, tenant_id, customer_name, domain, search_text, state, doc, conversation_id, opened_at, updated_at)
    select 'move-' || n, 1, 'tenant-' || n, 'c', 'd', 'c d', 'open', '{}', 'conversation-' || n % 500, now(), now()
    from generate_series(1, ${moves}) as n`.execute(db);
  await sql`
    insert into reminder (move_id, key, anchor, stage, thread, due_on, next_on, early, deadline, code, params)
    select 'move-' || (1 + n % ${moves}), 'key-' || n, 'original-end', -30, '-:original-end', day, day, true, '2040-01-01', 'c', '{}'
    from (select n, '2027-01-04'::date + n / 20 as day from generate_series(0, ${sql.lit(count - 1)}) as n) as rows`.execute(
    db,
  );
  for (const table of ['move', 'reminder']) await sql`analyze ${sql.table(table)}`.execute(db);
}
