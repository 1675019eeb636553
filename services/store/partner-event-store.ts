import type { Kysely } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { JobSender } from './jobs.ts';
import type { Schema } from './schema.ts';

/** How long an event is remembered: what comes again later only makes the bot look once more. */
const REMEMBERED = { hours: 7 * 24 };

/** Events of Partner Center that were taken in, so that a repeated one does nothing. */
export class PartnerEventStore {
  readonly #db: Kysely<Schema>;
  readonly #jobs: JobSender;

  constructor(deps: { db: Kysely<Schema>; jobs: JobSender }) {
    this.#db = deps.db;
    this.#jobs = deps.jobs;
  }

  /**
   * Takes an event in: looks at the open move of this tenant at once. The event, and the job that follows from it, are
   * written together.
   *
   * @param event.tenantId the customer it is about; null: nobody's, it is only remembered
   * @returns `repeated` when it was taken in before, `no-move` when no open move is about this customer
   */
  async take(
    event: { readonly key: string; readonly tenantId: string | null },
    now: Temporal.Instant,
  ): Promise<'taken' | 'repeated' | 'no-move'> {
    return this.#db.transaction().execute(async (trx) => {
      const inserted = await trx
        .insertInto('partner_event')
        .values({ key: event.key, received_at: now.toString() })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('key')
        .executeTakeFirst();
      if (inserted === undefined) return 'repeated';
      if (event.tenantId === null) return 'no-move';
      const move = await trx
        .selectFrom('move')
        .select('id')
        .where('tenant_id', '=', event.tenantId)
        .where('state', '=', 'open')
        .executeTakeFirst();
      if (move === undefined) return 'no-move';
      await this.#jobs.send('check-move', { moveId: move.id }, { db: trx, singletonKey: move.id });
      return 'taken';
    });
  }

  /** Forgets what was taken in long ago. */
  async forgetOld(now: Temporal.Instant): Promise<void> {
    await this.#db
      .deleteFrom('partner_event')
      .where('received_at', '<', new Date(now.subtract(REMEMBERED).epochMilliseconds))
      .execute();
  }
}
