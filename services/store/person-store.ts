import { type Kysely, sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Person } from '../moves/move.ts';
import { jsonb, storable } from './json.ts';
import type { Schema } from './schema.ts';
import { folded, likeLiteral } from './search-text.ts';

/** The people of the partner whom the bot has met: who may be asked to take something on. */
export class PersonStore {
  readonly #db: Kysely<Schema>;

  constructor(deps: { db: Kysely<Schema> }) {
    this.#db = deps.db;
  }

  /** Remembers people; nothing is written for one who is known by that name and was seen within a day. */
  async seen(people: readonly Person[], now: Temporal.Instant): Promise<void> {
    if (people.length === 0) return;
    // In one order for everybody: two that meet the same people at once do not wait for each other.
    const unique = new Map(people.map((person) => [person.id, person]));
    const rows = [...unique.values()].map(({ id, name }) => ({ id, name: storable(name), text: folded(name) }));
    await sql`
      insert into person as known (id, name, search_text, seen_at)
      select id, name, text, ${now.toString()}::timestamptz
      from jsonb_to_recordset(${jsonb(rows)}::jsonb) as met (id text, name text, text text)
      order by id
      on conflict (id) do update
      set name = excluded.name, search_text = excluded.search_text, seen_at = excluded.seen_at
      where known.name <> excluded.name or known.seen_at < excluded.seen_at - interval '1 day'`.execute(this.#db);
  }

  /** The person of that id; null when the bot has not met them. */
  async find(id: string): Promise<Person | null> {
    const row = await this.#db.selectFrom('person').select(['id', 'name']).where('id', '=', id).executeTakeFirst();
    return row ?? null;
  }

  /** People whose name holds every word of the text, whatever its case and accents; the ones seen last first. */
  async search(text: string, limit: number): Promise<readonly Person[]> {
    let query = this.#db.selectFrom('person').select(['id', 'name']);
    for (const word of folded(text).split(' ')) query = query.where('search_text', 'like', `%${likeLiteral(word)}%`);
    return query.orderBy('seen_at', 'desc').orderBy('name').limit(limit).execute();
  }
}
