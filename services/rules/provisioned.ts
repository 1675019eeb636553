import type { ProvisionedSubscription } from '../moves/move.ts';
import { dayAfter, type IsoDate, readDate } from './calendar-date.ts';
import { figures } from './figures.ts';
import type { Lifecycle } from './judgement.ts';
import { contradictionIn, lifecycleOn } from './lifecycle.ts';
import type { Verdict } from './verdict.ts';

/**
 * The dated facts of a subscription that the move brought, as of a UTC calendar date (rules N1, N4, N5): what is contradictory, its end
 * and renewal, and until when it may be cancelled. It is the partner's own, so the same lifecycle rule applies as to any other of ours.
 *
 * The window is what Partner Center says, never counted; one that would close after the term is named, and the earlier day counts.
 */
export function judgeProvisioned(subscription: ProvisionedSubscription, today: IsoDate): Lifecycle {
  const { name, endDate, autoRenew } = subscription;
  const termStart = subscription.startedOn;
  const contradiction = contradictionIn({ name, endDate, termStart });
  const judged = lifecycleOn({ name, source: 'own', endDate, termStart, autoRenew, ended: null }, today, true);
  const end = contradiction === null ? judged.endDate : null;
  const until = readDate(subscription.cancellableUntil);
  const last = until !== null && end !== null && end < until ? end : until;
  return {
    ...judged,
    renewsOn: autoRenew === true && end !== null && end >= today ? dayAfter(end) : null,
    cancellableUntil: last !== null && last >= today ? last : null,
    verdicts: [
      ...(contradiction === null ? [] : [contradiction]),
      ...(until !== null && end !== null && end < until
        ? [
            {
              code: 'provisioned.window-after-end',
              severity: 'ask',
              params: { name, until, end },
              sources: ['N1', 'N5'],
            } as const,
          ]
        : []),
      ...(contradiction === null ? [endOf(subscription, end, today)] : []),
      ...(last !== until ? [] : [windowOf(name, until, today)]),
    ],
  };
}

function endOf({ name, autoRenew }: ProvisionedSubscription, end: IsoDate | null, today: IsoDate): Verdict {
  if (end === null) return { code: 'provisioned.ask-end', severity: 'ask', params: { name }, sources: ['N5'] };
  const params = { name, end };
  if (end < today) return { code: 'provisioned.over', severity: 'ask', params, sources: ['N5', 'N4'] };
  switch (autoRenew) {
    case true:
      return {
        code: 'provisioned.renews',
        severity: 'ok',
        params: { ...params, on: dayAfter(end) },
        sources: ['N4'],
      };
    case false:
      return { code: 'provisioned.ends', severity: 'warn', params, sources: ['N4'] };
    case null:
      return { code: 'provisioned.ask-renewal', severity: 'ask', params, sources: ['N4'] };
  }
}

function windowOf(name: string, until: IsoDate | null, today: IsoDate): Verdict {
  const days = figures().days('cancellation-window');
  if (until === null) {
    return { code: 'provisioned.window-unknown', severity: 'note', params: { name, days }, sources: ['N1'] };
  }
  return until < today
    ? { code: 'provisioned.not-cancellable', severity: 'note', params: { name, until }, sources: ['N1'] }
    : { code: 'provisioned.cancellable', severity: 'note', params: { name, until }, sources: ['N1', 'N2'] };
}
