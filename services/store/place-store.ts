import type { Kysely } from 'kysely';
import type { Person } from '../moves/move.ts';
import { storable } from './json.ts';
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

  constructor(deps: { db: Kysely<Schema> }) {
    this.#db = deps.db;
  }

  /** The channel that gets the team's reminders; null when none was chosen. */
  async remindersChannel(): Promise<Place | null> {
    const row = await this.#db.selectFrom('place').selectAll().where('key', '=', REMINDERS).executeTakeFirst();
    return row === undefined ? null : toPlace(row);
  }

  /**
   * Takes the reminders from a channel that cannot be reached any more.
   *
   * @returns what was given up, to one caller only; null when that channel does not get them (any more)
   */
  async dropRemindersChannel(conversationId: string): Promise<Place | null> {
    return this.#drop(REMINDERS, conversationId);
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

  /** Takes the alarms from a chat that cannot be reached any more; as `dropRemindersChannel`. */
  async dropOperatorsChat(conversationId: string): Promise<Place | null> {
    return this.#drop(OPERATORS, conversationId);
  }

  async #drop(key: string, conversationId: string): Promise<Place | null> {
    const row = await this.#db
      .deleteFrom('place')
      .where('key', '=', key)
      .where('conversation_id', '=', conversationId)
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? null : toPlace(row);
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
