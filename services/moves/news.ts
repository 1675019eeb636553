import type { MoveFacts, OrderApproval, Provisioning, TransferRequest } from './move.ts';
import { type TransferStanding, transferStanding } from './transfer-standing.ts';

export const NEWS_CODES = [
  'relationship-accepted',
  'relationship-removed',
  'agreement-accepted',
  'provisioned',
  'order-failed',
  'originals-ended',
  'delegated-support-gained',
  'delegated-support-lost',
  'own-subscription-ended',
  'own-seats-reduced',
  'order-requested',
  'order-approved',
  'order-declined',
  'order-request-expired',
  'order-request-void',
  'transfer-complete',
  'transfer-partial',
  'transfer-rejected',
  'transfer-cancelled',
  'transfer-old',
  'transfer-failed',
] as const;

/** Something the bot found out by itself and tells the chat without being asked: `news.<code>` is its sentence. */
export type NewsCode = (typeof NEWS_CODES)[number];

/** What is worth telling about the difference between two sets of facts. */
export function newsOf(before: MoveFacts, after: MoveFacts): readonly NewsCode[] {
  const news: NewsCode[] = [];
  const was = before.relationship.status;
  const is = after.relationship.status;
  if (was !== 'reseller' && is === 'reseller') news.push('relationship-accepted');
  if (was === 'reseller' && is === 'none') news.push('relationship-removed');
  if (is === was && before.agreement.status !== 'accepted' && after.agreement.status === 'accepted')
    news.push('agreement-accepted');
  if (before.provisioning.state !== 'verified' && after.provisioning.state === 'verified') news.push('provisioned');
  if (!before.provisioning.order?.failure && after.provisioning.order?.failure) news.push('order-failed');
  if (toEnd(before) > 0 && toEnd(after) === 0 && after.originals.some((o) => o.path !== 'leave'))
    news.push('originals-ended');
  if (before.relationship.delegatedSupport === 'no' && after.relationship.delegatedSupport === 'yes')
    news.push('delegated-support-gained');
  if (before.relationship.delegatedSupport === 'yes' && after.relationship.delegatedSupport === 'no')
    news.push('delegated-support-lost');
  news.push(...ownNews(before.provisioning, after.provisioning));
  if (approvalNews(before, after) === 'order-request-expired') news.push('order-request-expired');
  return [...news, ...transferNews(before.transfers, after.transfers)];
}

/**
 * What one person did about a large order and the others have to know: `order-requested` is for the whole team, the rest for who
 * follows the move.
 */
export function approvalNews(before: MoveFacts, after: MoveFacts): NewsCode | null {
  const is = after.provisioning.approval;
  const was = before.provisioning.approval;
  if (is === null) return null;
  if (was?.id !== is.id) return is.outcome === null ? 'order-requested' : null;
  if (is.outcome === null || was.outcome !== null) return null;
  return APPROVAL_NEWS[is.outcome.value];
}

const APPROVAL_NEWS: Record<NonNullable<OrderApproval['outcome']>['value'], NewsCode | null> = {
  approved: 'order-approved',
  declined: 'order-declined',
  expired: 'order-request-expired',
  void: 'order-request-void',
  // Who asked took it back.
  withdrawn: null,
};

function transferNews(before: readonly TransferRequest[], after: readonly TransferRequest[]): readonly NewsCode[] {
  return after.flatMap((transfer) => {
    const was = before.find(({ id }) => id === transfer.id);
    const is = transferStanding(transfer);
    return was === undefined || transferStanding(was) === is ? [] : (TRANSFER_NEWS[is] ?? []);
  });
}

const TRANSFER_NEWS: Partial<Record<TransferStanding, NewsCode>> = {
  complete: 'transfer-complete',
  partial: 'transfer-partial',
  rejected: 'transfer-rejected',
  cancelled: 'transfer-cancelled',
  expired: 'transfer-cancelled',
  old: 'transfer-old',
  failed: 'transfer-failed',
};

/**
 * What became of the new subscriptions after they were verified: one that is not active any more (suspended, expired, deleted)
 * or has fewer seats changes what the customer's users have to work with.
 */
function ownNews(before: Provisioning, after: Provisioning): readonly NewsCode[] {
  if (before.state !== 'verified' || after.state !== 'verified') return [];
  const now = new Map(after.subscriptions.map((s) => [s.id, s.seats]));
  const ended = before.subscriptions.some(({ id }) => !now.has(id));
  const fewer = before.subscriptions.some(({ id, seats }) => (now.get(id) ?? seats) < seats);
  return [...(ended ? (['own-subscription-ended'] as const) : []), ...(fewer ? (['own-seats-reduced'] as const) : [])];
}

/** Originals that still have to end; one that is left where it is never has to. */
const toEnd = (facts: MoveFacts): number =>
  facts.originals.filter((o) => o.path !== 'leave' && o.ended === null).length;
