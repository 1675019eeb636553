import type { Kysely } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { SentenceParams } from '../errors.ts';
import type { JobSender } from './jobs.ts';
import type { Schema } from './schema.ts';

/** Something an operator has to know, said once. */
export interface Alert {
  /** What it is about: the same key is raised once until it is cleared. */
  readonly key: string;
  /** Its sentence: `alert.<code>` of the string catalogue. */
  readonly code: string;
  readonly params: SentenceParams;
}

/** Which alarms were raised already, and their delivery to the operators' chat. */
export class AlertStore {
  readonly #db: Kysely<Schema>;
  readonly #jobs: JobSender;

  constructor(deps: { db: Kysely<Schema>; jobs: JobSender }) {
    this.#db = deps.db;
    this.#jobs = deps.jobs;
  }

  /**
   * Sends an alarm to the operators' chat, unless it was raised before. Several instances may raise the same one at once; one
   * message is sent.
   *
   * @returns `no-place` when no chat was chosen: nothing is remembered, so that it is raised again later
   */
  async raise(alert: Alert, now: Temporal.Instant): Promise<'raised' | 'known' | 'no-place'> {
    return this.#db.transaction().execute(async (trx) => {
      const place = await trx
        .selectFrom('place')
        .select('conversation_id')
        .where('key', '=', 'operators')
        .executeTakeFirst();
      if (place === undefined) return 'no-place';
      const inserted = await trx
        .insertInto('alert')
        .values({ key: alert.key, raised_at: now.toString() })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('key')
        .executeTakeFirst();
      if (inserted === undefined) return 'known';
      const { code, params } = alert;
      await this.#jobs.send(
        'deliver',
        { kind: 'alert', conversationId: place.conversation_id, code, params },
        { db: trx },
      );
      return 'raised';
    });
  }

  /** Its cause is gone: should it come back it is raised again. */
  async clear(...keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await this.#db
      .deleteFrom('alert')
      .where('key', 'in', [...keys])
      .execute();
  }
}

/** Where alarms are raised. */
export type Alerts = Pick<AlertStore, 'raise' | 'clear'>;
