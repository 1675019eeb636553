import type { SentenceParams } from '../errors.ts';

/** What a reminder counts from (lifecycle facts). */
export type ReminderAnchor =
  | 'invitation-sent'
  | 'original-end'
  | 'original-grace'
  | 'original-disabled'
  | 'original-extended-term'
  | 'credit-open'
  | 'target-provisioned'
  | 'target-term-end'
  | 'transfer-created'
  | 'gdap-expiry';

/**
 * The stages of one thread follow one another: one that is due later takes the place of an earlier one, and who is on it stays on it. Of two
 * that are due on the same day neither takes the place of the other. Stages of one thread may count from different days: compare the days on
 * which they are due, not their numbers.
 */
export function threadOf({ subscriptionId, anchor }: Pick<PlannedReminder, 'subscriptionId' | 'anchor'>): string {
  return `${subscriptionId ?? '-'}:${CONTINUES[anchor] ?? anchor}`;
}

/** What follows the end of an original goes on with what was told before it. */
const CONTINUES: Partial<Readonly<Record<ReminderAnchor, ReminderAnchor>>> = {
  'original-grace': 'original-end',
  'original-disabled': 'original-end',
  'original-extended-term': 'original-end',
};

/**
 * A reminder as the rules plan it: a pure function of the move's facts and today's date.
 * `key` = `<subscription or '-'>:<anchor>:<anchor date>:<stage>` is stable: the same facts give the same key, a date that
 * moves gives another.
 */
export interface PlannedReminder {
  readonly key: string;
  readonly anchor: ReminderAnchor;
  /** Days from the anchor date: negative = before it. */
  readonly stage: number;
  /** Original or provisioned subscription it is about; null when about the move as a whole. */
  readonly subscriptionId: string | null;
  /** Calendar date (UTC) on which it becomes due. */
  readonly dueOn: string;
  /** After this day nobody can do anything about it any more; null = no deadline. */
  readonly deadline: string | null;
  /** `reminder.<code>` in the string catalogue is its sentence, `reminder.<code>.action` the next thing to do. */
  readonly code: string;
  readonly params: SentenceParams;
}
