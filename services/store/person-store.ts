import { type Kysely, sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Person } from '../moves/move.ts';
import { jsonb, storable } from './json.ts';
import type { Schema } from './schema.ts';
import { folded, likeLiteral } from './search-text.ts';

/** Somebody in Teams. */
export interface MetPerson extends Person {
  /** How Teams calls them to this bot (`29:…`); left out: not told. */
  readonly teamsId?: string;
}

/** The people of the partner whom the bot has met: who may be asked to take something on. */
export class PersonStore {
  readonly #db: Kysely<Schema>;

  constructor(deps: { db: Kysely<Schema> }) {
    this.#db = deps.db;
  }

  /**
   * Remembers people; nothing is written for one who is known by that name and was seen within a day.
   *
   * @param options.spoke they said or pressed something, and are not only members of a conversation
   */
  async seen(
    people: readonly MetPerson[],
    now: Temporal.Instant,
    { spoke = false }: { readonly spoke?: boolean } = {},
  ): Promise<void> {
    if (people.length === 0) return;
    // In one order for everybody: two that meet the same people at once do not wait for each other.
    const unique = new Map(people.map((person) => [person.id, person]));
    const rows = [...unique.values()].map(({ id, name, teamsId = null }) => ({
      id,
      name: storable(name),
      text: folded(name),
      teams_id: teamsId,
    }));
    const at = now.toString();
    await sql`
      insert into person as known (id, name, search_text, seen_at, teams_id, spoke_at)
      select id, name, text, ${at}::timestamptz, teams_id, case when ${spoke}::boolean then ${at}::timestamptz end
      from jsonb_to_recordset(${jsonb(rows)}::jsonb) as met (id text, name text, text text, teams_id text)
      order by id
      on conflict (id) do update
      set name = excluded.name, search_text = excluded.search_text, seen_at = excluded.seen_at, left_at = null,
        teams_id = coalesce(excluded.teams_id, known.teams_id), spoke_at = coalesce(excluded.spoke_at, known.spoke_at)
      where known.name <> excluded.name or known.seen_at < excluded.seen_at - interval '1 day' or known.left_at is not null
        or known.teams_id is distinct from coalesce(excluded.teams_id, known.teams_id)
        or coalesce(known.spoke_at, '-infinity') < excluded.spoke_at - interval '1 day'`.execute(this.#db);
  }

  /** Remembers in which language (BCP 47) the person wants to be spoken to; null: as their Teams is set. */
  async setLanguage({ id, name }: Person, language: string | null, now: Temporal.Instant): Promise<void> {
    const row = { id, name: storable(name), search_text: folded(name), seen_at: now.toString(), language };
    await this.#db
      .insertInto('person')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ language }))
      .execute();
  }

  /** They are no longer in the team: nothing is given to them until they are seen again. */
  async left(ids: readonly string[], now: Temporal.Instant): Promise<void> {
    if (ids.length === 0) return;
    const leaving = { left_at: now.toString() };
    await this.#db.updateTable('person').set(leaving).where('id', 'in', ids).where('left_at', 'is', null).execute();
  }

  /** The person of that id; null when the bot has not met them, or they left. */
  async find(id: string): Promise<Person | null> {
    const row = await this.#db
      .selectFrom('person')
      .select(['id', 'name'])
      .where('id', '=', id)
      .where('left_at', 'is', null)
      .executeTakeFirst();
    return row ?? null;
  }

  /** People who are still there and whose name holds every word of the text, whatever its case and accents; the ones seen last first. */
  async search(text: string, limit: number): Promise<readonly Person[]> {
    let query = this.#db.selectFrom('person').select(['id', 'name']).where('left_at', 'is', null);
    for (const word of folded(text).split(' ')) query = query.where('search_text', 'like', `%${likeLiteral(word)}%`);
    return query.orderBy('seen_at', 'desc').orderBy('name').limit(limit).execute();
  }
}
