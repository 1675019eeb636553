import { type Kysely, sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import { jsonb } from './json.ts';
import type { ConversationRow, Schema } from './schema.ts';

/** A conversation the bot may speak into. */
export interface Conversation {
  readonly id: string;
  /** The conversation reference as the bot framework gave it; only bot/ looks inside. */
  readonly reference: object;
  readonly scope: 'personal' | 'team' | 'groupChat';
  /** Entra object id of the person in a personal conversation; null in others. */
  readonly userId: string | null;
  /** BCP 47, as Teams last told; null = not told. */
  readonly locale: string | null;
  /** IANA time zone of the person, as Teams last told; null = not told. */
  readonly timeZone: string | null;
}

/** Where the bot can speak without being asked. */
export class ConversationStore {
  readonly #db: Kysely<Schema>;

  constructor(deps: { db: Kysely<Schema> }) {
    this.#db = deps.db;
  }

  /**
   * Remembers a conversation; called with every activity. Nothing is written while it stays the same, so leave out of the
   * reference what differs from message to message (the activity id). A person, locale or time zone that is not told leaves the known one.
   */
  async upsert(conversation: Conversation, now: Temporal.Instant): Promise<void> {
    await sql`
      insert into conversation as known (id, reference, scope, user_id, locale, time_zone, updated_at)
      values (${conversation.id}, ${jsonb(conversation.reference)}::jsonb, ${conversation.scope},
        ${conversation.userId}, ${conversation.locale}, ${conversation.timeZone}, ${now.toString()}::timestamptz)
      on conflict (id) do update set
        reference = excluded.reference, scope = excluded.scope, user_id = coalesce(excluded.user_id, known.user_id),
        locale = coalesce(excluded.locale, known.locale),
        time_zone = coalesce(excluded.time_zone, known.time_zone), updated_at = excluded.updated_at
      where (known.reference, known.scope, known.user_id, known.locale, known.time_zone) is distinct from
        (excluded.reference, excluded.scope, coalesce(excluded.user_id, known.user_id), coalesce(excluded.locale, known.locale),
          coalesce(excluded.time_zone, known.time_zone))`.execute(this.#db);
  }

  /** Forgets a conversation: the bot was removed from it. */
  async remove(id: string): Promise<void> {
    await this.#db.deleteFrom('conversation').where('id', '=', id).execute();
  }

  /** The conversation of that id; null when it is not known (any more). */
  async get(id: string): Promise<Conversation | null> {
    const row = await this.#db.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : toConversation(row);
  }

  /** The personal conversation with a person, the one changed last when there are several; null when there is none. */
  async ofUser(userId: string): Promise<Conversation | null> {
    const row = await this.#db
      .selectFrom('conversation')
      .selectAll()
      .where('user_id', '=', userId)
      .where('scope', '=', 'personal')
      .orderBy('updated_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : toConversation(row);
  }
}

function toConversation({ id, reference, scope, user_id, locale, time_zone }: ConversationRow): Conversation {
  return { id, reference, scope, userId: user_id, locale, timeZone: time_zone };
}
