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
