import { type Kysely, sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { JobSender } from './jobs.ts';
import type { Schema } from './schema.ts';

/** A look at Partner Center that brought no next date (the instance died, the service was down) is repeated after this long. */
const LOST_AFTER = { minutes: 30 };

/** Which waiting moves to look at, and when. `MoveStore` sets the dates; this takes what is due. */
export class WatchStore {
  readonly #db: Kysely<Schema>;
  readonly #jobs: JobSender;

  constructor(deps: { db: Kysely<Schema>; jobs: JobSender }) {
    this.#db = deps.db;
    this.#jobs = deps.jobs;
  }

  /**
   * Takes the moves that are due for a look and writes a `check-move` job for each in the same transaction. Several instances
   * may call it at once; each move is taken once.
   *
   * @returns how many were taken; call again while it is as many as the limit
   */
  async claimDue(now: Temporal.Instant, limit: number): Promise<number> {
    return this.#db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ moveId: string }>`
        with due as (
          select move_id from watch where next_check_at <= ${now.toString()}::timestamptz
          order by next_check_at limit ${limit}
          for update skip locked
        )
        update watch set next_check_at = ${now.add(LOST_AFTER).toString()}::timestamptz, attempts = attempts + 1
        from due where watch.move_id = due.move_id
        returning watch.move_id as "moveId"`.execute(trx);
      const looks = rows.map(({ moveId }) => ({ data: { moveId }, singletonKey: moveId }));
      await this.#jobs.sendAll('check-move', looks, { db: trx });
      return rows.length;
    });
  }

  /** When a move is looked at next and how often it was since that was last decided; null: it is not watched. */
  async find(moveId: string): Promise<{ readonly nextCheckAt: string; readonly attempts: number } | null> {
    const row = await this.#db.selectFrom('watch').selectAll().where('move_id', '=', moveId).executeTakeFirst();
    return row === undefined ? null : { nextCheckAt: row.next_check_at.toISOString(), attempts: row.attempts };
  }
}
