import { type Kysely, sql } from 'kysely';
import { jsonb } from './json.ts';
import type { MessageWriter, OutgoingMessage } from './message.ts';
import type { Schema } from './schema.ts';

const KEY = 'weekly.sent';

/** Which week's digest was sent last. */
export class WeeklyStore {
  readonly #db: Kysely<Schema>;
  readonly #messages: MessageWriter;

  constructor(deps: { db: Kysely<Schema>; messages: MessageWriter }) {
    this.#db = deps.db;
    this.#messages = deps.messages;
  }

  /**
   * Writes the messages of a week (ISO calendar date), unless they or those of a later one were written before.
   *
   * @param write gives the messages; it may ask for the conversations in which open moves were opened
   * @returns whether this call wrote them
   */
  async sendOnce(
    week: string,
    write: (chats: () => Promise<readonly string[]>) => Promise<readonly OutgoingMessage[]>,
  ): Promise<boolean> {
    // Nearly every minute finds that it was sent: no transaction for that.
    const sent = await this.#db.selectFrom('setting').select('value').where('key', '=', KEY).executeTakeFirst();
    if (typeof sent?.value === 'string' && sent.value >= week) return false;
    return this.#db.transaction().execute(async (trx) => {
      const { rows } = await sql`
        insert into setting as known (key, value) values (${KEY}, ${jsonb(week)}::jsonb)
        on conflict (key) do update set value = excluded.value where known.value #>> '{}' < excluded.value #>> '{}'
        returning key`.execute(trx);
      if (rows.length === 0) return false;
      const chats = async () => {
        const moves = trx.selectFrom('move').select('conversation_id').distinct().where('state', '=', 'open');
        return (await moves.orderBy('conversation_id').execute()).map((row) => row.conversation_id);
      };
      await this.#messages.put(trx, await write(chats));
      return true;
    });
  }
}
