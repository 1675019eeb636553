import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Schema } from './schema.ts';

/**
 * Brings the tables up to date, or to the version of the migration of that name. Several instances may start at once: kysely holds an advisory lock while it migrates, the
 * others wait and find nothing left to do. Each migration is one transaction.
 *
 * @throws whatever the database said about the first migration that failed
 */
export async function migrate(db: Kysely<Schema>, through?: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await (through === undefined ? migrator.migrateToLatest() : migrator.migrateTo(through));
  if (error !== undefined) throw error;
}

/** In order of their names. One that was published is never changed again; a change is a new one. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-moves': {
    async up(db) {
      await run(
        db,
        sql`create table move (
          id text primary key,
          version integer not null check (version > 0),
          tenant_id text not null,
          customer_name text not null,
          domain text not null,
          search_text text not null,
          state text not null check (state in ('open', 'closed')),
          doc jsonb not null,
          conversation_id text not null,
          opened_at timestamptz not null,
          updated_at timestamptz not null
        )`,
        sql`create unique index move_open_tenant on move (tenant_id) where state = 'open'`,
        sql`create index move_listing on move (state, updated_at desc, id desc)`,
        sql`create index move_conversation on move (conversation_id)`,
        sql`create table move_history (
          move_id text not null references move (id) on delete cascade,
          version integer not null,
          at timestamptz not null,
          by_id text not null,
          by_name text not null,
          command text not null,
          changes jsonb not null,
          primary key (move_id, version)
        )`,
      );
    },
  },
  '0002-reminders': {
    async up(db) {
      await run(
        db,
        sql`create table reminder (
          move_id text not null references move (id) on delete cascade,
          key text not null,
          anchor text not null,
          stage integer not null,
          subscription_id text,
          due_on date not null,
          planned_at timestamptz not null,
          due_at timestamptz not null,
          deadline date,
          code text not null,
          params jsonb not null,
          state text not null default 'planned'
            check (state in ('planned', 'sending', 'sent', 'done', 'snoozed', 'cancelled', 'missed')),
          sent_at timestamptz,
          sent_activity jsonb,
          acted_at timestamptz,
          acted_by_id text,
          acted_by_name text,
          failure text,
          primary key (move_id, key)
        )`,
        sql`create index reminder_waiting on reminder (due_at) where state in ('planned', 'snoozed')`,
        sql`create index reminder_open on reminder (due_at) where state in ('sending', 'sent')`,
        sql`create table watch (
          move_id text primary key references move (id) on delete cascade,
          next_check_at timestamptz not null,
          attempts integer not null default 0
        )`,
        sql`create index watch_due on watch (next_check_at)`,
      );
    },
  },
  '0003-conversations': {
    async up(db) {
      await run(
        db,
        sql`create table conversation (
          id text primary key,
          reference jsonb not null,
          scope text not null check (scope in ('personal', 'team', 'groupChat')),
          user_id text,
          locale text,
          updated_at timestamptz not null
        )`,
        sql`create index conversation_user on conversation (user_id, updated_at desc) where user_id is not null`,
        sql`create table place (
          key text primary key,
          conversation_id text not null,
          name text not null,
          set_by_id text not null,
          set_by_name text not null,
          set_at timestamptz not null
        )`,
        sql`create table bot_state (
          key text primary key,
          data jsonb not null,
          etag text not null,
          updated_at timestamptz not null default now()
        )`,
        sql`create table setting (
          key text primary key,
          value jsonb not null
        )`,
      );
    },
  },
  '0004-lost-deliveries': {
    async up(db) {
      await run(
        db,
        sql`alter table reminder add column taken_at timestamptz`,
        sql`alter table reminder add column failures integer not null default 0`,
        sql`update reminder set taken_at = now() where state = 'sending'`,
        sql`create index reminder_sending on reminder (taken_at) where state = 'sending'`,
      );
    },
  },
  '0005-real-services': {
    async up(db) {
      await run(
        db,
        sql`create table secret (
          name text primary key,
          sealed text not null,
          version text not null,
          kept_at timestamptz not null
        )`,
        sql`create table alert (
          key text primary key,
          raised_at timestamptz not null
        )`,
        sql`create table partner_event (
          key text primary key,
          received_at timestamptz not null
        )`,
        sql`create index partner_event_received on partner_event (received_at)`,
        sql`create index alert_raised on alert (raised_at)`,
      );
    },
  },
  '0006-messages': {
    async up(db) {
      await run(
        db,
        sql`create table message (
          id text primary key,
          seq bigint generated always as identity,
          kind text not null check (kind in ('news', 'reminders', 'weekly', 'alert', 'channel-lost', 'redraw')),
          conversation_id text not null,
          data jsonb not null,
          redraws text references message (id) on delete cascade,
          merge_key text,
          priority smallint not null,
          state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'dead')),
          queued boolean not null default false,
          not_before timestamptz not null,
          attempts integer not null default 0,
          claimed_by text,
          claimed_until timestamptz,
          created_at timestamptz not null,
          sent_at timestamptz,
          activity_id text,
          failure text,
          failed_at timestamptz,
          tried jsonb not null default '[]'
        )`,
        sql`create unique index message_merge on message (kind, merge_key) where merge_key is not null`,
        sql`create index message_unqueued on message (priority, seq) where state = 'waiting' and not queued`,
        sql`create index message_first_try on message (conversation_id, priority, seq)
          where state = 'waiting' and attempts = 0`,
        sql`create index message_next_try on message (conversation_id, not_before)
          where state = 'waiting' and attempts > 0`,
        sql`create index message_sending on message (claimed_until) where state = 'sending'`,
        sql`create index message_dead on message (failed_at) where state = 'dead'`,
        sql`create index message_sent on message (kind, sent_at) where state = 'sent'`,
        sql`create index message_redraws on message (redraws) where redraws is not null`,
        sql`create table message_lane (
          conversation_id text primary key,
          priority smallint not null,
          seq bigint not null,
          due_at timestamptz not null,
          free_at timestamptz,
          paused_until timestamptz,
          ready_at timestamptz not null generated always as (greatest(due_at, free_at, paused_until)) stored,
          open boolean not null
        )`,
        sql`create index message_lane_open on message_lane (priority, seq) where open`,
        sql`create index message_lane_closed on message_lane (ready_at) where not open`,
        sql`create table message_request (
          id bigint generated always as identity primary key,
          conversation_id text not null,
          until timestamptz not null
        )`,
        sql`create index message_request_conversation on message_request (conversation_id, until)`,
        sql`create index message_request_until on message_request (until)`,
        sql`create table message_gate (
          only_row boolean primary key default true check (only_row),
          opens_at timestamptz not null
        )`,
        sql`insert into message_gate (opens_at) values (to_timestamp(0))`,
        sql`create table message_line (
          message_id text not null references message (id) on delete cascade,
          move_id text not null,
          key text not null,
          missed boolean not null,
          primary key (message_id, move_id, key),
          foreign key (move_id, key) references reminder (move_id, key) on delete cascade
        )`,
        sql`create index message_line_reminder on message_line (move_id, key)`,
        sql`create table reminder_event (
          id bigint generated always as identity primary key,
          move_id text not null references move (id) on delete cascade,
          key text not null,
          at timestamptz not null,
          kind text not null,
          by_id text not null,
          by_name text not null,
          detail jsonb not null
        )`,
        sql`create index reminder_event_move on reminder_event (move_id, id)`,
        sql`create table assignment (
          move_id text not null references move (id) on delete cascade,
          thread text not null,
          person_id text not null,
          person_name text not null,
          primary key (move_id, thread)
        )`,
        sql`create table person (
          id text primary key,
          name text not null,
          search_text text not null,
          seen_at timestamptz not null
        )`,
        sql`alter table alert add column code text, add column params jsonb not null default '{}'`,
        sql`alter table conversation add column time_zone text`,
        sql`alter table reminder add column thread text`,
        sql`alter table reminder add column next_on date`,
        sql`alter table reminder add column early boolean not null default false`,
        sql`alter table reminder add column before jsonb`,
        sql`update reminder set early = stage <= 0 and state <> 'snoozed', thread = coalesce(subscription_id, '-') || ':' ||
            case when anchor in ('original-grace', 'original-disabled', 'original-extended-term') then 'original-end' else anchor end,
          next_on = least(deadline, case when state = 'snoozed' then (due_at at time zone 'UTC')::date else due_on end)`,
        // What was on its way in a job of an older version is taken up anew.
        sql`update reminder set state = 'planned' where state = 'sending'`,
        sql`alter table reminder alter column next_on set not null, alter column thread set not null`,
        sql`drop index reminder_waiting, reminder_open, reminder_sending`,
        sql`alter table reminder drop column planned_at, drop column due_at, drop column taken_at,
          drop column failures, drop column sent_activity`,
        sql`create index reminder_waiting on reminder (next_on) where state in ('planned', 'snoozed')`,
        sql`create index reminder_open on reminder (next_on) where state in ('sending', 'sent')`,
        sql`create index reminder_sending on reminder (move_id, key) where state = 'sending'`,
        sql`create index reminder_pressing on reminder (coalesce(deadline, 'infinity'::date), next_on)
          where state in ('sending', 'sent')`,
        sql`create index reminder_thread on reminder (move_id, thread)`,
      );
    },
  },
  '0007-languages': {
    async up(db) {
      await run(
        db,
        sql`alter table person add column language text`,
        sql`alter table conversation add column language text`,
      );
    },
  },
  '0008-views': {
    async up(db) {
      await run(
        db,
        sql`alter table person add column teams_id text, add column spoke_at timestamptz`,
        sql`alter table conversation add column members integer`,
        sql`create table conversation_member (
          conversation_id text not null references conversation (id) on delete cascade,
          person_id text not null,
          primary key (conversation_id, person_id)
        )`,
        sql`create index move_history_person on move_history (by_id, at desc)`,
      );
    },
  },
  '0009-scopes': {
    async up(db) {
      await run(
        db,
        sql`alter table conversation add column team_id text, add column greeted_at timestamptz, add column left_at timestamptz`,
        sql`create index conversation_team on conversation (team_id) where team_id is not null`,
        sql`alter table person add column left_at timestamptz`,
      );
    },
  },
  // What somebody answers who writes instead of pressing a button: the message sent last into their chat.
  '0010-last-said': {
    async up(db) {
      await run(
        db,
        sql`create index message_last_said on message (conversation_id, sent_at desc, seq desc)
          where state = 'sent' and redraws is null`,
      );
    },
  },
  '0011-members-read': {
    async up(db) {
      await run(db, sql`alter table conversation add column members_read_at timestamptz`);
    },
  },
  // What is old is found without reading what is not: every minute somebody looks for it.
  '0012-old-state': {
    async up(db) {
      await run(
        db,
        sql`create index bot_state_written on bot_state (updated_at)`,
        sql`create index bot_state_key on bot_state (key collate "C", updated_at)`,
      );
    },
  },
  // Where very many reminders share a day, only those are read that are shown or counted: the rows come in the order of the lists.
  '0013-same-day': {
    async up(db) {
      await run(
        db,
        sql`drop index reminder_waiting, reminder_pressing`,
        sql`create index reminder_waiting on reminder (next_on, move_id, key) where state in ('planned', 'snoozed')`,
        sql`create index reminder_pressing on reminder (coalesce(deadline, 'infinity'::date), next_on, move_id, key)
          where state in ('sending', 'sent')`,
      );
    },
  },
};

async function run(db: Kysely<unknown>, ...statements: readonly ReturnType<typeof sql>[]): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}
