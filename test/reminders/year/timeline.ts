import type { Person } from '../../../services/moves/move.ts';
import type { PlannedReminder } from '../../../services/reminders/reminder.ts';
import type { TeamSettings } from '../../../services/reminders/team-settings.ts';
import type { Act } from '../../../services/store/reminder-acts.ts';
import type { ReminderRef } from '../../../services/store/reminder-rows.ts';

/** A span of time in milliseconds since 1970; `to` is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What people and the rules did to the product, in the order in which they did it. `at`: milliseconds since 1970. */
export type Input = { readonly at: number } & (
  | {
      readonly kind: 'plan';
      readonly moveId: string;
      readonly plan: readonly PlannedReminder[];
      readonly keep: readonly string[] | null;
      /** What those that have come due would say today. */
      readonly told: readonly PlannedReminder[];
      /** What changed, in words. */
      readonly why: string;
    }
  | {
      readonly kind: 'act';
      readonly ref: ReminderRef;
      readonly act: Act;
      readonly by: Person;
      /** The chat on whose card it was pressed; null: in a channel, or on none. */
      readonly pressedIn: string | null;
    }
  | { readonly kind: 'undo'; readonly ref: ReminderRef; readonly by: Person }
  | { readonly kind: 'settings'; readonly settings: TeamSettings }
  | { readonly kind: 'channel'; readonly conversationId: string }
);

/** What Teams saw of a message. */
export type Seen = { readonly at: number; readonly place: string; readonly message: string } & (
  | { readonly kind: 'told'; readonly lines: readonly ToldLine[] }
  /** Teams did not take it this time. */
  | { readonly kind: 'failed' }
  /** There is no such conversation any more. */
  | { readonly kind: 'gone'; readonly lines: readonly ReminderRef[] }
);

export interface ToldLine extends ReminderRef {
  /** Told as one whose deadline has passed. */
  readonly missed: boolean;
}

/** A line of the product's journal. */
export interface Entry extends ReminderRef {
  readonly at: number;
  readonly kind: string;
  readonly message: string | null;
  readonly place: string | null;
}

/** Everything that is known of a simulated year afterwards. */
export interface Year {
  readonly span: Span;
  readonly inputs: readonly Input[];
  readonly seen: readonly Seen[];
  readonly journal: readonly Entry[];
  /** When no instance at all was running. */
  readonly downtimes: readonly Span[];
  readonly outages: readonly Span[];
  /** Who opened each move, by the id of their chat. */
  readonly openersChats: ReadonlyMap<string, string>;
  /** The chats of people, by the id of the person. */
  readonly chats: ReadonlyMap<string, string>;
}

export const nameOf = ({ moveId, key }: ReminderRef): string => `${moveId} ${key}`;
