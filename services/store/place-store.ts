import type { Kysely } from 'kysely';
import type { Person } from '../moves/move.ts';
import { storable } from './json.ts';
import type { MessageWriter, OutgoingMessage } from './message.ts';
import type { PlaceRow, Schema } from './schema.ts';

/** A place in Teams that the whole team agreed on. */
export interface Place {
  readonly conversationId: string;
  /** What Teams calls it. */
  readonly name: string;
  readonly setBy: Person;
  readonly setAt: string;
}

const REMINDERS = 'reminders';
const OPERATORS = 'operators';

/** Which places in Teams the whole team uses for what. */
export class PlaceStore {
  readonly #db: Kysely<Schema>;
  readonly #messages: MessageWriter;

  constructor(deps: { db: Kysely<Schema>; messages: MessageWriter }) {
    this.#db = deps.db;
    this.#messages = deps.messages;
  }

  /** The channel that gets the team's reminders; null when none was chosen. */
  async remindersChannel(): Promise<Place | null> {
    const row = await this.#db.selectFrom('place').selectAll().where('key', '=', REMINDERS).executeTakeFirst();
    return row === undefined ? null : toPlace(row);
  }

  /**
   * Takes the reminders from a channel that cannot be reached any more.
   *
   * @param tell is said exactly when it was given up
   * @returns what was given up, to one caller only; null when that channel does not get them (any more)
   */
  async dropRemindersChannel(conversationId: string, tell: readonly OutgoingMessage[] = []): Promise<Place | null> {
    return this.#db.transaction().execute(async (trx) => {
      const row = await trx
        .deleteFrom('place')
        .where('key', '=', REMINDERS)
        .where('conversation_id', '=', conversationId)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return null;
      await this.#messages.put(trx, tell);
      return toPlace(row);
    });
  }

  /** Chooses the channel that gets the team's reminders; null: none any more. */
  async setRemindersChannel(place: Place | null): Promise<void> {
    return this.#set(REMINDERS, place);
  }

  /** The chat or channel that gets the alarms for operators; null when none was chosen. */
  async operatorsChat(): Promise<Place | null> {
    const row = await this.#db.selectFrom('place').selectAll().where('key', '=', OPERATORS).executeTakeFirst();
    return row === undefined ? null : toPlace(row);
  }

  /** Chooses where alarms for operators go; null: nowhere any more. */
  async setOperatorsChat(place: Place | null): Promise<void> {
    return this.#set(OPERATORS, place);
  }

  /** The alarms go on to another chat, because theirs cannot be reached any more; unless they go elsewhere since. */
  async moveOperatorsChat(lost: string, to: { readonly conversationId: string; readonly name: string }): Promise<void> {
    await this.#db
      .updateTable('place')
      .set({ conversation_id: to.conversationId, name: storable(to.name) })
      .where('key', '=', OPERATORS)
      .where('conversation_id', '=', lost)
      .execute();
  }

  /** A chat or channel is called something else now. */
  async renamed(conversationId: string, name: string): Promise<void> {
    await this.#db
      .updateTable('place')
      .set({ name: storable(name) })
      .where('conversation_id', '=', conversationId)
      .execute();
  }

  async #set(key: string, place: Place | null): Promise<void> {
    if (place === null) {
      await this.#db.deleteFrom('place').where('key', '=', key).execute();
      return;
    }
    const row = {
      conversation_id: place.conversationId,
      name: storable(place.name),
      set_by_id: place.setBy.id,
      set_by_name: storable(place.setBy.name),
      set_at: place.setAt,
    };
    await this.#db
      .insertInto('place')
      .values({ key, ...row })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
      .execute();
  }
}

function toPlace(row: PlaceRow): Place {
  return {
    conversationId: row.conversation_id,
    name: row.name,
    setBy: { id: row.set_by_id, name: row.set_by_name },
    setAt: row.set_at.toISOString(),
  };
}
