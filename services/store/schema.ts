import type { ColumnType, Generated, Selectable } from 'kysely';
import type { MoveFacts, Person } from '../moves/move.ts';
import type { ReminderAnchor } from '../reminders/reminder.ts';

/**
 * The tables as rows. Instants are `timestamptz` (a `Date` when read, ISO 8601 or `Date` when written), calendar dates are
 * `date` (ISO calendar date string both ways), documents are `jsonb` (written through `jsonb()` of json.ts).
 */
export interface Schema {
  move: MoveTable;
  move_history: MoveHistoryTable;
  reminder: ReminderTable;
  watch: WatchTable;
  conversation: ConversationTable;
  place: PlaceTable;
  bot_state: BotStateTable;
  setting: SettingTable;
  secret: SecretTable;
  alert: AlertTable;
  partner_event: PartnerEventTable;
}

export type MoveRow = Selectable<MoveTable>;
export type MoveHistoryRow = Selectable<MoveHistoryTable>;
export type ReminderRow = Selectable<ReminderTable>;
export type ConversationRow = Selectable<ConversationTable>;
export type PlaceRow = Selectable<PlaceTable>;

type Instant = ColumnType<Date, string | Date, string | Date>;
type Json<T> = ColumnType<T, string, string>;

interface MoveTable {
  id: string;
  version: number;
  tenant_id: string;
  customer_name: string;
  domain: string;
  /** Folded name and domain: what `search` looks through (search-text.ts). */
  search_text: string;
  state: 'open' | 'closed';
  doc: Json<MoveDocument>;
  conversation_id: string;
  opened_at: Instant;
  updated_at: Instant;
}

/** The part of a move that is not a column. */
export interface MoveDocument {
  readonly language: string | null;
  readonly openedBy: Person;
  readonly facts: MoveFacts;
}

interface MoveHistoryTable {
  move_id: string;
  version: number;
  at: Instant;
  by_id: string;
  by_name: string;
  command: string;
  changes: Json<readonly { fact: string; from: unknown; to: unknown }[]>;
}

/** See the state diagram in reminder-store.ts. */
export type ReminderState = 'planned' | 'sending' | 'sent' | 'done' | 'snoozed' | 'cancelled' | 'missed';

interface ReminderTable {
  move_id: string;
  key: string;
  anchor: ReminderAnchor;
  stage: number;
  subscription_id: string | null;
  due_on: string;
  /** The instant the plan makes it due. */
  planned_at: Instant;
  /** When it is due next: `planned_at`, the end of a snooze, or the next attempt after a failed delivery. */
  due_at: Instant;
  deadline: string | null;
  code: string;
  params: Json<Record<string, string | number | boolean | null>>;
  state: Generated<ReminderState>;
  /** When its delivery job was written, by the clock of the database (the job queue's); null when it never was. */
  taken_at: ColumnType<Date | null, undefined, Date | null>;
  /** How often delivery was given up since it was last sent. */
  failures: Generated<number>;
  sent_at: ColumnType<Date | null, string | null | undefined, string | null>;
  sent_activity: ColumnType<SentActivity | null, string | null | undefined, string | null>;
  acted_at: ColumnType<Date | null, string | null | undefined, string | null>;
  acted_by_id: ColumnType<string | null, string | null | undefined, string | null>;
  acted_by_name: ColumnType<string | null, string | null | undefined, string | null>;
  /** Code of the reason why the last delivery failed. */
  failure: ColumnType<string | null, string | null | undefined, string | null>;
}

/** The message in Teams that carried a reminder. */
export interface SentActivity {
  readonly conversationId: string;
  /** Null where Teams gave none. */
  readonly activityId: string | null;
}

interface WatchTable {
  move_id: string;
  next_check_at: Instant;
  attempts: Generated<number>;
}

interface ConversationTable {
  id: string;
  reference: Json<object>;
  scope: 'personal' | 'team' | 'groupChat';
  user_id: string | null;
  locale: string | null;
  updated_at: Instant;
}

interface PlaceTable {
  key: string;
  conversation_id: string;
  name: string;
  set_by_id: string;
  set_by_name: string;
  set_at: Instant;
}

interface BotStateTable {
  key: string;
  data: Json<Record<string, unknown>>;
  etag: string;
  updated_at: Generated<Date>;
}

interface SecretTable {
  name: string;
  /** Sealed by whoever keeps it here: the database never sees what it says. */
  sealed: string;
  kept_at: Instant;
  version: string;
}

interface AlertTable {
  key: string;
  raised_at: Instant;
}

interface PartnerEventTable {
  key: string;
  received_at: Instant;
}

interface SettingTable {
  key: string;
  value: Json<unknown>;
}
