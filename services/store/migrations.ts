import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Schema } from './schema.ts';

/**
 * Brings the tables up to date. Several instances may start at once: kysely holds an advisory lock while it migrates, the
 * others wait and find nothing left to do. Each migration is one transaction.
 *
 * @throws whatever the database said about the first migration that failed
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
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
};

async function run(db: Kysely<unknown>, ...statements: readonly ReturnType<typeof sql>[]): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}
