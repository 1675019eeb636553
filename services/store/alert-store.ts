import type { Kysely } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { SentenceParams } from '../errors.ts';
import { jsonb } from './json.ts';
import type { MessageWriter } from './message.ts';
import type { Schema } from './schema.ts';

/** Something an operator has to know, said once. */
export interface Alert {
  /** What it is about: the same key is raised once until it is cleared. */
  readonly key: string;
  /** Its sentence: `alert.<code>` of the string catalogue. */
  readonly code: string;
  readonly params: SentenceParams;
}

/** An alarm that was raised and not cleared. */
export interface StandingAlert extends Alert {
  readonly raisedAt: Temporal.Instant;
}

/** Which alarms were raised already, and their delivery to the operators' chat. */
export class AlertStore {
  readonly #db: Kysely<Schema>;
  readonly #messages: MessageWriter;

  constructor(deps: { db: Kysely<Schema>; messages: MessageWriter }) {
    this.#db = deps.db;
    this.#messages = deps.messages;
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
        .values({ key: alert.key, code: alert.code, params: jsonb(alert.params), raised_at: now.toString() })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('key')
        .executeTakeFirst();
      if (inserted === undefined) return 'known';
      const { code, params } = alert;
      const conversationId = place.conversation_id;
      await this.#messages.put(trx, [{ kind: 'alert', conversationId, data: { code, params } }]);
      return 'raised';
    });
  }

  /** The alarms whose causes are not gone, oldest first. */
  async standing(): Promise<readonly StandingAlert[]> {
    const rows = await this.#db.selectFrom('alert').selectAll().orderBy('raised_at').orderBy('key').execute();
    return rows.map((row) => ({
      key: row.key,
      code: row.code ?? row.key,
      params: row.params,
      raisedAt: Temporal.Instant.fromEpochMilliseconds(row.raised_at.getTime()),
    }));
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
