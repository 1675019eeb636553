import type { MoveFacts } from './move.ts';

export const NEWS_CODES = [
  'relationship-accepted',
  'relationship-removed',
  'agreement-accepted',
  'provisioned',
  'order-failed',
  'originals-ended',
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
  return news;
}

/** Originals that still have to end; one that is left where it is never has to. */
const toEnd = (facts: MoveFacts): number =>
  facts.originals.filter((o) => o.path !== 'leave' && o.ended === null).length;
