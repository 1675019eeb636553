import type { Original, PurchaseSource, Relationship } from '../moves/move.ts';
import { addDays, dayAfter, dayBefore, type IsoDate, readDate } from './calendar-date.ts';
import { figures } from './figures.ts';
import { startQuestion } from './lifecycle.ts';
import type { Verdict } from './verdict.ts';

/** What the credit rule needs of an original. */
export type CreditInput = Pick<
  Original,
  'name' | 'seats' | 'source' | 'path' | 'endDate' | 'termStart' | 'autoRenew' | 'ended'
>;

/** Bought from Microsoft itself: only there Microsoft 365 billing support may grant a credit. */
function isDirect(source: PurchaseSource | null): boolean {
  return source === 'direct-mca' || source === 'direct-mosa' || source === 'direct-unknown';
}

/** Whose credit is anybody's business in a move: bought directly and not left where it is. */
export const earnsCredit = ({ source, path }: Pick<Original, 'source' | 'path'>): boolean =>
  isDirect(source) && path !== 'leave';

/**
 * What is known about a credit for subscriptions bought directly from Microsoft (rules C4, C8, G6): who may call, and what the
 * billing account lets expect until when, as of a UTC calendar date. Empty when nothing was bought directly. Never an amount:
 * Microsoft decides. Until when a request is taken after the cancellation is said nowhere we could read, so that is not promised.
 */
export function judgeCredit(
  originals: readonly CreditInput[],
  delegatedSupport: Relationship['delegatedSupport'],
  today: IsoDate,
): readonly Verdict[] {
  const direct = originals.filter(earnsCredit);
  if (direct.length === 0) return [];
  const expected = direct.map((o) => expectation(o, today));
  return [whoMayCall(delegatedSupport), ...expected];
}

/** Whether asking can bring anything on a day, as far as the rules tell: `no` where the account pays nothing back any more. */
export function creditChance(original: CreditInput, on: IsoDate): 'yes' | 'no' | 'unknown' {
  const { code } = expectation(original, on);
  if (NO_CREDIT.has(code)) return 'no';
  return code === 'credit.ask-billing-account' || code === 'credit.mca-ask-start' ? 'unknown' : 'yes';
}

const NO_CREDIT: ReadonlySet<string> = new Set(['credit.mca-over', 'credit.mosa-over']);

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

function expectation(original: CreditInput, today: IsoDate): Verdict {
  switch (original.source) {
    case 'direct-mca':
      return underCustomerAgreement(original, today);
    case 'direct-mosa':
      return underOnlineAgreement(original, today);
    default:
      return { code: 'credit.ask-billing-account', severity: 'ask', params: { name: original.name }, sources: ['C4'] };
  }
}

/** Money comes back in the first days of a term only (C4, N1): of the one on record, or of the one a renewal has begun. */
function underCustomerAgreement(original: CreditInput, today: IsoDate): Verdict {
  const { name, termStart, endDate, autoRenew, ended } = original;
  const days = figures().days('cancellation-window');
  const end = readDate(endDate);
  const renewed = ended === null && end !== null && end < today && autoRenew === true;
  const begun = startQuestion(original, today) === null ? readDate(termStart) : null;
  const start = renewed ? dayAfter(end) : begun;
  const sources = ['C4', 'N1'] as const;
  if (ended?.how === 'cancelled' && (start === null || ended.on <= lastDay(start, days))) {
    return { code: 'credit.cancelled', severity: 'note', params: { name, on: ended.on }, sources };
  }
  if (start === null) return { code: 'credit.mca-ask-start', severity: 'ask', params: { name, days }, sources };
  const params = { name, days, until: lastDay(start, days) };
  return today <= params.until
    ? { code: 'credit.mca-open', severity: 'warn', params, sources }
    : { code: 'credit.mca-over', severity: 'note', params, sources };
}

/** The first day counts: a window of seven days that begins on the 1st is open through the 7th. */
const lastDay = (start: IsoDate, days: number): IsoDate => dayBefore(addDays(start, days));

/** Prorated when the customer cancels before the term is over (C4). */
function underOnlineAgreement({ name, seats, endDate, autoRenew, ended }: CreditInput, today: IsoDate): Verdict {
  const sources = ['C4'] as const;
  const end = readDate(endDate);
  if (ended?.how === 'cancelled') {
    return { code: 'credit.cancelled', severity: 'note', params: { name, on: ended.on }, sources };
  }
  if (ended !== null) return { code: 'credit.mosa-over', severity: 'note', params: { name, end: ended.on }, sources };
  if (end !== null && end < today) {
    return autoRenew === false
      ? { code: 'credit.mosa-over', severity: 'note', params: { name, end }, sources }
      : { code: 'credit.mosa-renewed', severity: 'note', params: { name, end }, sources };
  }
  // Above the limit it is reduced first, or support cancels it.
  const limit = figures().limit('licenses-cancelled-online');
  const many = seats > limit;
  if (end === null) {
    const code = many ? 'credit.mosa-many-no-end' : 'credit.mosa-no-end';
    return { code, severity: 'ask', params: { name, limit }, sources };
  }
  const code = many ? 'credit.mosa-many' : 'credit.mosa';
  return { code, severity: 'note', params: { name, limit, end }, sources };
}
