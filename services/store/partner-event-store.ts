import type { Kysely, Transaction } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { JobSender } from './jobs.ts';
import type { Schema } from './schema.ts';

/**
 * How long an event is remembered. An event may name a moment up to seven days ahead or back (receive.ts), so one that is
 * forgotten after this is refused for its age.
 */
const REMEMBERED = { hours: 15 * 24 };

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
   * @param event.relationshipId the delegated admin relationship it is about, where that is all it says: its customer is
   * looked up by a job
   * @returns `repeated` when it was taken in before, `no-move` when no open move is about this customer
   */
  async take(
    event: { readonly key: string; readonly tenantId: string | null; readonly relationshipId?: string | null },
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
      if (event.tenantId !== null) return this.#lookAtMove(event.tenantId, trx);
      const { relationshipId } = event;
      if (relationshipId === null || relationshipId === undefined) return 'no-move';
      await this.#jobs.send('delegation-changed', { relationshipId }, { db: trx, singletonKey: relationshipId });
      return 'taken';
    });
  }

  /** Looks at the open move of this tenant at once. */
  async lookAt(tenantId: string): Promise<'taken' | 'no-move'> {
    return this.#db.transaction().execute((trx) => this.#lookAtMove(tenantId, trx));
  }

  /** Forgets what was taken in long ago. */
  async forgetOld(now: Temporal.Instant): Promise<void> {
    await this.#db
      .deleteFrom('partner_event')
      .where('received_at', '<', new Date(now.subtract(REMEMBERED).epochMilliseconds))
      .execute();
  }

  async #lookAtMove(tenantId: string, trx: Transaction<Schema>): Promise<'taken' | 'no-move'> {
    const move = await trx
      .selectFrom('move')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('state', '=', 'open')
      .executeTakeFirst();
    if (move === undefined) return 'no-move';
    await this.#jobs.send('check-move', { moveId: move.id }, { db: trx, singletonKey: move.id });
    return 'taken';
  }
}
