import type { Move, ProvisionedSubscription } from '../moves/move.ts';
import type { IsoDate } from './calendar-date.ts';
import { judgeProvisioned } from './provisioned.ts';
import { anchorAt, type RemindersByDay } from './reminders-by-day.ts';
import { type Quiet, quiet } from './silence.ts';

/**
 * Reminders of a new subscription: the last day to cancel it (rule N1), and its end where it does not renew (rule N4). The matrix stands at
 * `planReminders`.
 */
export function remindOfTarget(plan: RemindersByDay, { customer }: Move, subscription: ProvisionedSubscription): void {
  const { id, name, seats, autoRenew } = subscription;
  const { cancellableUntil: until, endDate: end } = judgeProvisioned(subscription, plan.today);
  if (until !== null) {
    const params = { customer: customer.name, name, seats, until };
    const at = anchorAt('target-provisioned', id, until);
    for (const stage of plan.stages('target-provisioned')) plan.add(at, stage, until, 'cancellation-window', params);
  }
  if (end === null || autoRenew === true) return;
  const params = { customer: customer.name, name, seats, end };
  const [stages, code] =
    autoRenew === false
      ? (['target-term-end', 'target-ends'] as const)
      : (['target-term-end-unknown', 'target-renewal-unknown'] as const);
  const at = anchorAt('target-term-end', id, end);
  for (const stage of plan.stages(stages)) plan.add(at, stage, end, code, params);
}

/** Why nothing is planned for a new subscription, where nothing is. */
export function quietTarget(subscription: ProvisionedSubscription, today: IsoDate): Quiet {
  const { endDate: end } = judgeProvisioned(subscription, today);
  if (end === null) return quiet('new-end-unknown');
  return subscription.autoRenew === true ? { code: 'renews-by-itself', params: { end } } : quiet('all-stages-past');
}
