import { type Kysely, sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { DueWindow } from '../reminders/working-calendar.ts';
import { dueIn } from './due-reminders.ts';
import type { Schema } from './schema.ts';

/** Numbers and dates about many moves at once: for lists and for the operator. Reads only. */
export class Figures {
  readonly #db: Kysely<Schema>;

  constructor(deps: { db: Kysely<Schema> }) {
    this.#db = deps.db;
  }

  /** The calendar date (UTC) on which each of these moves is reminded of next; moves without a reminder ahead are left out. */
  async nextDueOf(moveIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (moveIds.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('reminder')
      .select(['move_id', sql<string>`min(next_on)`.as('next')])
      .where('state', 'in', ['planned', 'snoozed'])
      .where('move_id', 'in', [...moveIds])
      .groupBy('move_id')
      .execute();
    return new Map(rows.map((row) => [row.move_id, row.next]));
  }

  /**
   * What an operator watches, in the text format of Prometheus. `..._overdue` that stays above 0 means that nothing sweeps;
   * `csp_messages{state="dead"}` above 0, that something could not be delivered; `csp_jobs{queue="dead-letters"}`, that a job was given up.
   *
   * @param now the product's clock
   * @param window what should have been taken by now
   */
  async metrics(now: Temporal.Instant, window: DueWindow): Promise<string> {
    const at = sql`${now.toString()}::timestamptz`;
    const { rows } = await sql<{ metric: string; value: number }>`
      select 'csp_moves{state="' || state || '"}' as metric, count(*)::integer as value from move group by state
      union all select 'csp_reminders_overdue', count(*)::integer from reminder
        where state in ('planned', 'snoozed') and ${dueIn(window)}
      union all select 'csp_reminders_open{state="' || state || '"}', count(*)::integer from reminder
        where state in ('sending', 'sent') group by state
      union all select 'csp_messages{state="' || state || '"}', count(*)::integer from message
        where state <> 'sent' group by state
      union all select 'csp_watches_overdue', count(*)::integer from watch where next_check_at <= ${at}
      union all select 'csp_conversations', count(*)::integer from conversation
      union all select 'csp_jobs{queue="' || name || '",state="' || state::text || '"}', count(*)::integer from pgboss.job
        where state in ('created', 'retry', 'active') and name not like '\\_\\_%' group by name, state
      order by 1`.execute(this.#db);
    return rows.map(({ metric, value }) => `${metric} ${value}\n`).join('');
  }
}
