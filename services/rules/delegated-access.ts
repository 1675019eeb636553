import type { MoveFacts, Relationship } from '../moves/move.ts';
import { type IsoDate, readDate } from './calendar-date.ts';
import { creditChance, earnsCredit } from './credit.ts';
import { outOfPlan } from './reminders-of-original.ts';

/**
 * The UTC calendar date on which the partner's right to open support requests for the customer ends (rules G3, G6); null where there is none,
 * where it extends itself, and where nobody can tell.
 */
export const delegatedUntil = ({ delegatedSupport, delegatedUntil }: Relationship): IsoDate | null =>
  delegatedSupport === 'yes' ? readDate(delegatedUntil) : null;

/**
 * Whether a move still needs delegated administration (GDAP) on a UTC calendar date: while the originals are not listed, as long as one that
 * moves has not ended (support may have to be asked about it, and its end is read from the customer's tenant), and until the credit is
 * settled or none can be expected any more. Orders, transfers and the subscriptions themselves do not need it (rules I11, G8).
 */
export function needsDelegatedSupport({ originals, credit }: MoveFacts, on: IsoDate): boolean {
  if (originals.length === 0 || originals.some((o) => outOfPlan(o) === null)) return true;
  const direct = originals.filter(earnsCredit);
  if (credit !== null) return credit.status === 'requested' && direct.length > 0;
  return direct.some((o) => creditChance(o, on) !== 'no');
}
