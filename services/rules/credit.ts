import type { Original, PurchaseSource, Relationship } from '../moves/move.ts';
import { figures } from './figures.ts';
import type { Verdict } from './verdict.ts';

/** What the credit rule needs of an original. */
export type CreditInput = Pick<Original, 'name' | 'seats' | 'source'>;

/** Bought from Microsoft itself: only there Microsoft 365 billing support may grant a credit. */
export function isDirect(source: PurchaseSource | null): boolean {
  return source === 'direct-mca' || source === 'direct-mosa' || source === 'direct-unknown';
}

/**
 * What is known about a credit for subscriptions bought directly from Microsoft (rules C4, C8, G6): who may call, and what the
 * billing account lets expect. Empty when nothing was bought directly. Never an amount: Microsoft decides.
 */
export function judgeCredit(
  originals: readonly CreditInput[],
  delegatedSupport: Relationship['delegatedSupport'],
): readonly Verdict[] {
  const direct = originals.filter((o) => isDirect(o.source));
  if (direct.length === 0) return [];
  return [whoMayCall(delegatedSupport), ...direct.map(expectation)];
}

function whoMayCall(delegatedSupport: Relationship['delegatedSupport']): Verdict {
  switch (delegatedSupport) {
    case 'yes':
      return { code: 'credit.partner-may-call', severity: 'ok', params: {}, sources: ['C8', 'G6'] };
    case 'no':
      return { code: 'credit.customer-calls', severity: 'warn', params: {}, sources: ['C8', 'G6'] };
    case 'unknown':
      return { code: 'credit.ask-delegated', severity: 'ask', params: {}, sources: ['C8', 'G6', 'G9'] };
  }
}

function expectation({ source, name, seats }: CreditInput): Verdict {
  if (source === 'direct-mca') return { code: 'credit.mca', severity: 'note', params: { name }, sources: ['C4'] };
  if (source === 'direct-unknown') {
    return { code: 'credit.ask-billing-account', severity: 'ask', params: { name }, sources: ['C4'] };
  }
  // Above the limit it is reduced first, or support cancels it.
  const limit = figures().limit('licenses-cancelled-online');
  return seats > limit
    ? { code: 'credit.mosa-many', severity: 'note', params: { name, limit }, sources: ['C4'] }
    : { code: 'credit.mosa', severity: 'note', params: { name }, sources: ['C4'] };
}
