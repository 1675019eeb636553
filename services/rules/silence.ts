import type { CreditOutcome, EndedOriginal, MoveFacts } from '../moves/move.ts';
import type { TransferStanding } from '../moves/transfer-standing.ts';
import type { PlannedReminder } from '../reminders/reminder.ts';
import type { IsoDate } from './calendar-date.ts';

/** What is looked at: the move as a whole, or one part of it that reminders may come of. */
export type SilenceSubject =
  | { readonly kind: 'move' | 'invitation' | 'transfer' | 'credit' | 'delegated-access' }
  | { readonly kind: 'original' | 'provisioned'; readonly id: string; readonly name: string };

/**
 * Why no reminder is planned. `silence.<code>` in the string catalogue says in one sentence what it means and what would change it, with the
 * values of `params`.
 *
 * That an end is arranged at the source is no reason: whether it came to pass is asked for all the same.
 */
export type Quiet =
  // Whatever it is about
  | Because<'closed', { readonly outcome: NonNullable<MoveFacts['closed']>['value']; readonly on: IsoDate }>
  /** None of the days on which one would come lies ahead, or each lies after the last day on which something can be done. */
  | Because<'all-stages-past'>
  // The move as a whole
  | Because<'every-part-is-quiet'>
  // An original
  | Because<'ended', { readonly how: EndedOriginal['how']; readonly on: IsoDate }>
  | Because<'left-where-it-is' | 'ours-already' | 'other-tenant'>
  | Because<'end-unknown' | 'dates-contradict'>
  // A new subscription
  | Because<'new-end-unknown'>
  | Because<'renews-by-itself', { readonly end: IsoDate }>
  // The invitation
  | Because<'not-invited-yet' | 'invitation-answered' | 'invitation-refused'>
  // The transfer
  | Because<'nothing-to-transfer' | 'transfer-not-asked-for'>
  | Because<'transfer-not-open', { readonly standing: TransferStanding }>
  | Because<'provisioned-already'>
  // The credit
  | Because<
      | 'purchase-unknown'
      | 'nothing-bought-directly'
      | 'not-provisioned-yet'
      | 'provisioned-when-unknown'
      | 'credit-not-possible'
    >
  | Because<'credit-recorded', { readonly status: CreditOutcome['status'] }>
  // Delegated administration (GDAP)
  | Because<'no-delegated-support' | 'delegated-support-unknown' | 'delegated-end-unknown' | 'delegated-not-needed'>;

/** The next reminder that is planned. */
export interface Next {
  readonly code: 'next';
  readonly params: { readonly on: IsoDate };
  readonly reminder: PlannedReminder;
}

/** What is planned next for one subject, or why nothing is. */
export type Silence = { readonly about: SilenceSubject } & (Quiet | Next);

interface Because<Code extends string, Params extends object = Readonly<Record<string, never>>> {
  readonly code: Code;
  readonly params: Params;
}

/** A reason that needs no values. */
export const quiet = <Code extends PlainCode>(code: Code): Because<Code> => ({ code, params: {} });

type PlainCode = Extract<Quiet, { readonly params: Readonly<Record<string, never>> }>['code'];
