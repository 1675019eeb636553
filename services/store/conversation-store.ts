import { type Kysely, type RawBuilder, sql } from 'kysely';
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
  /** Of a channel: Teams' id of its team, which is also the id of its General channel; left out = not told. */
  readonly teamId?: string;
}

/** A conversation as it is remembered, with the language (BCP 47) chosen for it or by its person; null = none was chosen. */
export type KnownConversation = Conversation & { readonly language: string | null };

/** Which languages (BCP 47) were chosen; null = none was. */
export interface ChosenLanguages {
  readonly person: string | null;
  readonly conversation: string | null;
}

/** Where the bot can speak without being asked. */
export class ConversationStore {
  readonly #db: Kysely<Schema>;

  constructor(deps: { db: Kysely<Schema> }) {
    this.#db = deps.db;
  }

  /**
   * Whether who is in a conversation is to be read now: they were not within the last day, or somebody joined or left since. True to
   * one caller only, in all instances; who then cannot read them says so by `forgetMembers`.
   */
  async readsMembers(id: string, now: Temporal.Instant): Promise<boolean> {
    const { rows } = await sql`
      update conversation set members_read_at = ${now.toString()}::timestamptz
      where id = ${id}
        and (members_read_at is null or members_read_at <= ${now.subtract({ hours: 24 }).toString()}::timestamptz)
      returning id`.execute(this.#db);
    return rows.length > 0;
  }

  /** Has the members of a conversation, or of all channels of a team, read again at the next message there. */
  async forgetMembers(id: string, teamId: string | null = null): Promise<void> {
    await sql`update conversation set members_read_at = null where id = ${id} or ${ofTeam(teamId)}`.execute(this.#db);
  }

  /**
   * These people are not in a conversation any more, nor in any channel of its team: no card is drawn anew for them there.
   *
   * @param people ids of Entra, or Teams' own where it told no other
   */
  async membersLeft(id: string, teamId: string | null, people: readonly string[]): Promise<void> {
    await sql`
      with changed as (
        update conversation set members_read_at = null where id = ${id} or ${ofTeam(teamId)} returning id
      )
      delete from conversation_member
      where conversation_id in (select id from changed) and (
        person_id = any(${[...people]}::text[])
        or person_id in (select id from person where teams_id = any(${[...people]}::text[])))`.execute(this.#db);
  }

  /**
   * Keeps who is in a conversation.
   *
   * @param members those of the partner; others are only counted
   */
  async setMembers(id: string, members: readonly string[], count: number): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      const known = await trx
        .updateTable('conversation')
        .set({ members: count })
        .where('id', '=', id)
        .executeTakeFirst();
      if (known.numUpdatedRows === 0n) return;
      await sql`
        delete from conversation_member
        where conversation_id = ${id} and person_id <> all(${[...members]}::text[])`.execute(trx);
      await sql`
        insert into conversation_member (conversation_id, person_id)
        select ${id}, person_id from unnest(${[...members]}::text[]) as person_id
        on conflict do nothing`.execute(trx);
    });
  }

  /**
   * For whom a card in a conversation is drawn anew by itself, as Teams calls them: those who have to do with it first, then who
   * spoke to the bot last. Null: for everybody in it, because they are few or nobody knows who they are.
   *
   * @param first ids of persons
   */
  async viewers(id: string, first: readonly string[], most: number): Promise<readonly string[] | null> {
    const { rows } = await sql<{ readonly members: number | null; readonly viewers: readonly string[] }>`
      select members, array(
        select person.teams_id from conversation_member as member
        join person on person.id = member.person_id
        where member.conversation_id = conversation.id and person.teams_id is not null
        order by person.id = any(${[...first]}::text[]) desc, person.spoke_at desc nulls last, person.seen_at desc, person.id
        limit ${most}
      ) as viewers
      from conversation where id = ${id}`.execute(this.#db);
    const [row] = rows;
    if (row === undefined || row.viewers.length === 0 || (row.members !== null && row.members <= most)) return null;
    return row.viewers;
  }

  /**
   * Remembers a conversation; called with every activity. Nothing is written while it stays the same, so leave out of the
   * reference what differs from message to message (the activity id). A person, locale, time zone or team that is not told leaves the
   * known one. Whoever is heard of is back. What many people read keeps the locale it was first told: its language does not change with whoever
   * wrote last.
   *
   * @param personId who speaks: what they and this conversation chose as language comes back with it
   */
  async upsert(
    conversation: Conversation,
    now: Temporal.Instant,
    personId: string | null = null,
  ): Promise<ChosenLanguages> {
    const { rows } = await sql<ChosenLanguages>`
      with remembered as (
        insert into conversation as known (id, reference, scope, user_id, locale, time_zone, team_id, updated_at)
        values (${conversation.id}, ${jsonb(conversation.reference)}::jsonb, ${conversation.scope},
          ${conversation.userId}, ${conversation.locale}, ${conversation.timeZone}, ${conversation.teamId ?? null},
          ${now.toString()}::timestamptz)
        on conflict (id) do update set
          reference = excluded.reference, scope = excluded.scope, user_id = coalesce(excluded.user_id, known.user_id),
          locale = ${NEXT_LOCALE},
          time_zone = coalesce(excluded.time_zone, known.time_zone), team_id = coalesce(excluded.team_id, known.team_id),
          left_at = null, updated_at = excluded.updated_at
        where (known.reference, known.scope, known.user_id, known.locale, known.time_zone, known.team_id, known.left_at)
          is distinct from
          (excluded.reference, excluded.scope, coalesce(excluded.user_id, known.user_id), ${NEXT_LOCALE},
            coalesce(excluded.time_zone, known.time_zone), coalesce(excluded.team_id, known.team_id), null::timestamptz)
      )
      select ${chosenBy(conversation.id, personId)}`.execute(this.#db);
    return rows[0] ?? { person: null, conversation: null };
  }

  /** What a person and a conversation chose as language. */
  async chosen(conversationId: string, personId: string): Promise<ChosenLanguages> {
    const { rows } = await sql<ChosenLanguages>`select ${chosenBy(conversationId, personId)}`.execute(this.#db);
    return rows[0] ?? { person: null, conversation: null };
  }

  /** Remembers in which language (BCP 47) the bot speaks in a conversation of many; null: as their Teams is set. */
  async setLanguage(id: string, language: string | null): Promise<void> {
    await this.#db.updateTable('conversation').set({ language }).where('id', '=', id).execute();
  }

  /** Forgets a conversation: the bot was removed from it. */
  async remove(id: string): Promise<void> {
    await this.#db.deleteFrom('conversation').where('id', '=', id).execute();
  }

  /**
   * Whether the bot should introduce itself: once for each installation, however often and by however many events Teams tells of it.
   * True to one caller only. An installation that follows without a farewell counts as a new one after a minute.
   */
  async greets(id: string, now: Temporal.Instant): Promise<boolean> {
    const { rows } = await sql`
      update conversation set greeted_at = ${now.toString()}::timestamptz
      where id = ${id} and (greeted_at is null or greeted_at <= ${now.subtract({ minutes: 1 }).toString()}::timestamptz)
      returning id`.execute(this.#db);
    return rows.length > 0;
  }

  /** The bot was taken out of a team, or the team is gone: none of its channels can be reached. */
  async leaveTeam(teamId: string, now: Temporal.Instant): Promise<void> {
    await sql`
      update conversation set left_at = ${now.toString()}::timestamptz, greeted_at = null
      where left_at is null and ${ofTeam(teamId)}`.execute(this.#db);
  }

  /** The bot is back in a team: all the channels it knew there can be reached again. */
  async rejoinTeam(teamId: string): Promise<void> {
    await sql`update conversation set left_at = null where left_at is not null and ${ofTeam(teamId)}`.execute(this.#db);
  }

  /** The team a channel belongs to; null when it is none or not known. */
  async teamOf(id: string): Promise<string | null> {
    const row = await this.#db.selectFrom('conversation').select('team_id').where('id', '=', id).executeTakeFirst();
    return row?.team_id ?? null;
  }

  /** The conversation of that id; null when it is not known (any more). */
  async get(id: string): Promise<KnownConversation | null> {
    const row = await this.#known().where('conversation.id', '=', id).executeTakeFirst();
    return row === undefined ? null : toConversation(row);
  }

  /** The personal conversation with a person, the one changed last when there are several; null when there is none. */
  async ofUser(userId: string): Promise<KnownConversation | null> {
    const row = await this.#known()
      .where('user_id', '=', userId)
      .where('scope', '=', 'personal')
      .orderBy('updated_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : toConversation(row);
  }

  #known() {
    return this.#db
      .selectFrom('conversation')
      .leftJoin('person', 'person.id', 'conversation.user_id')
      .selectAll('conversation')
      .select('person.language as chosen_by_person')
      .where('conversation.left_at', 'is', null);
  }
}

/** Its General channel has the team's own id; of no team there is none. */
const ofTeam = (teamId: string | null): RawBuilder<boolean> => sql<boolean>`(team_id = ${teamId} or id = ${teamId})`;

/** What the person of a conversation last told; what a conversation of many first told. */
const NEXT_LOCALE = sql`case when excluded.scope = 'personal' then coalesce(excluded.locale, known.locale)
  else coalesce(known.locale, excluded.locale) end`;

const chosenBy = (conversationId: string, personId: string | null) => sql`
  (select language from person where id = ${personId}) as person,
  (select language from conversation where id = ${conversationId}) as conversation`;

function toConversation(row: ConversationRow & { readonly chosen_by_person: string | null }): KnownConversation {
  const { id, reference, scope, user_id, locale, time_zone, team_id, chosen_by_person } = row;
  const language = scope === 'personal' ? chosen_by_person : row.language;
  const known = { id, reference, scope, userId: user_id, locale, timeZone: time_zone, language };
  return team_id === null ? known : { ...known, teamId: team_id };
}
