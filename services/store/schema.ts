import type { ColumnType, Generated, Selectable } from 'kysely';
import type { SentenceParams } from '../errors.ts';
import type { MoveFacts, Person } from '../moves/move.ts';
import type { ReminderAnchor } from '../reminders/reminder.ts';
import type { MessageKind } from './message.ts';

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
  conversation_member: ConversationMemberTable;
  place: PlaceTable;
  bot_state: BotStateTable;
  setting: SettingTable;
  secret: SecretTable;
  alert: AlertTable;
  partner_event: PartnerEventTable;
  message: MessageTable;
  message_line: MessageLineTable;
  message_lane: MessageLaneTable;
  message_request: MessageRequestTable;
  message_gate: MessageGateTable;
  reminder_event: ReminderEventTable;
  assignment: AssignmentTable;
  person: PersonTable;
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
  /** `threadOf` it. */
  thread: string;
  /** Calendar date (UTC) for which the rules plan it. */
  due_on: string;
  /** Calendar date on which it is due next: `due_on`, or the end of a snooze. */
  next_on: string;
  /** Falls on no working day: told on the one before (it counts towards something) or the one after. */
  early: boolean;
  deadline: string | null;
  code: string;
  params: Json<Record<string, string | number | boolean | null>>;
  state: Generated<ReminderState>;
  sent_at: ColumnType<Date | null, string | null | undefined, string | null>;
  acted_at: ColumnType<Date | null, string | null | undefined, string | null>;
  acted_by_id: ColumnType<string | null, string | null | undefined, string | null>;
  acted_by_name: ColumnType<string | null, string | null | undefined, string | null>;
  /** What the last act changed, so that it can be taken back; null: nothing to take back. */
  before: ColumnType<ReminderBefore | null, string | null | undefined, string | null>;
  /** Code of the reason why the last delivery failed. */
  failure: ColumnType<string | null, string | null | undefined, string | null>;
}

/** How a reminder was before somebody acted on it. */
export interface ReminderBefore {
  readonly act: 'done' | 'snoozed' | 'assigned';
  readonly state: ReminderState;
  readonly nextOn: string;
  readonly assignee: Person | null;
}

/** See the state diagram in outbox.ts. */
export type MessageState = 'waiting' | 'sending' | 'sent' | 'dead';

interface MessageTable {
  id: string;
  /** In the order of writing; among messages of one priority the earliest goes first. */
  seq: Generated<string>;
  kind: MessageKind;
  conversation_id: string;
  data: Json<object>;
  redraws: string | null;
  /** Of those of one kind with the same key there is one, which takes in the others; null from its first attempt on. */
  merge_key: string | null;
  /** Smaller is sent first. */
  priority: number;
  state: Generated<MessageState>;
  /** Its conversation's lane knows of it. */
  queued: Generated<boolean>;
  /** By the clock of the outbox, as all instants of this table but `sent_at`. */
  not_before: Instant;
  /** Since it was written, put back among the waiting or sent elsewhere. */
  attempts: Generated<number>;
  claimed_by: string | null;
  claimed_until: ColumnType<Date | null, string | null | undefined, string | null>;
  /** Since when it is to be sent. */
  created_at: Instant;
  /** By the product's clock. */
  sent_at: ColumnType<Date | null, string | null | undefined, string | null>;
  activity_id: string | null;
  /** Code of the reason why the last attempt failed. */
  failure: string | null;
  failed_at: ColumnType<Date | null, string | null | undefined, string | null>;
  /** Conversations that refused it for good. */
  tried: ColumnType<readonly string[], string | undefined, string>;
}

/** A conversation in which messages wait; written by nobody but who holds the gate. See outbox-lanes.ts. */
interface MessageLaneTable {
  conversation_id: string;
  /** Of the message that is next. */
  priority: number;
  seq: string;
  due_at: Instant;
  /** When the limits allow the next request, as far as known; null: at once. */
  free_at: ColumnType<Date | null, string | null | undefined, string | null>;
  /** Teams asked to be left alone until then. */
  paused_until: ColumnType<Date | null, string | null | undefined, string | null>;
  /** The latest of the three. */
  ready_at: ColumnType<Date, never, never>;
  /** Was found to be ready. */
  open: boolean;
}

/** A request to Teams that still counts against its limits. */
interface MessageRequestTable {
  id: Generated<string>;
  conversation_id: string;
  /** When it ended; while it is under way the end of its lease. */
  until: Instant;
}

/** One row: who holds it may take messages. */
interface MessageGateTable {
  only_row: Generated<boolean>;
  /** Nothing is sent before. */
  opens_at: Instant;
}

interface MessageLineTable {
  message_id: string;
  move_id: string;
  key: string;
  missed: boolean;
}

/** What happened to a reminder: the journal. */
export type ReminderEventKind =
  | 'sent'
  | 'done'
  | 'snoozed'
  | 'assigned'
  | 'undone'
  | 'cancelled'
  | 'missed'
  | 'failed'
  | 'rerouted';

interface ReminderEventTable {
  id: Generated<string>;
  move_id: string;
  key: string;
  at: Instant;
  kind: ReminderEventKind;
  by_id: string;
  by_name: string;
  detail: Json<Record<string, string | number | boolean | null>>;
}

interface AssignmentTable {
  move_id: string;
  /** `threadOf` a reminder. */
  thread: string;
  person_id: string;
  person_name: string;
}

interface PersonTable {
  /** Entra object id, lower case. */
  id: string;
  name: string;
  search_text: string;
  seen_at: Instant;
  /** BCP 47, as the person chose; null: as their Teams is set. */
  language: string | null;
  /** How Teams calls them to this bot (`29:…`); null: not told yet. */
  teams_id: string | null;
  /** When they said or pressed something last, to a day; null: never. */
  spoke_at: ColumnType<Date | null, string | null | undefined, string | null>;
  /** Since when they are out of the team that gets the reminders, unless they were seen after that. */
  left_at: Instant | null;
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
  /** IANA, as Teams last told. */
  time_zone: string | null;
  /** BCP 47, as somebody chose for a channel or group chat; null: not chosen. */
  language: string | null;
  /** How many are in it, as far as they were counted; null: nobody did. */
  members: ColumnType<number | null, number | null | undefined, number | null>;
  /** When they were last read, or begun to be read; null: they are to be read at the next message. */
  members_read_at: Instant | null;
  /** Of a channel: the team it belongs to. */
  team_id: string | null;
  /** When the bot introduced itself there. */
  greeted_at: Instant | null;
  /** Since when the bot is out of its team. */
  left_at: Instant | null;
  updated_at: Instant;
}

interface ConversationMemberTable {
  conversation_id: string;
  /** Of `person`. */
  person_id: string;
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
  /** Null: raised by an older version. */
  code: string | null;
  params: ColumnType<SentenceParams, string, string>;
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
