import type { Original, PurchaseSource } from '../moves/move.ts';
import { addDays, dayAfter, type IsoDate } from './calendar-date.ts';
import { figures } from './figures.ts';
import type { Lifecycle } from './judgement.ts';
import type { Verdict } from './verdict.ts';

/** What has to happen at the source of an original so that it ends and nobody pays for it any longer. */
export type EndKind =
  | 'transfer'
  | 'channel-renewal'
  | 'no-date'
  | 'cancel-for-end'
  | 'confirm-end'
  | 'not-renew'
  | 'switch-off'
  | 'ends'
  | 'renewed'
  | 'perhaps-renewed'
  | 'extended'
  | 'uncertain'
  | 'over';

export interface EndOfTerm {
  readonly kind: EndKind;
  /** Who can do it: the other partner for what that partner sold, else the customer. */
  readonly actor: 'customer' | 'partner';
  /** A person said that its end is arranged at the source, and that day is still to come. */
  readonly arranged: boolean;
  /** Somebody has to act or to find out; false = only the day has to come. */
  readonly yourTurn: boolean;
  /** The billing account pays a part back when it is cancelled early, and the new subscription is there (rule C4). */
  readonly mayCancelNow: boolean;
  /** First day of the term that a renewal began; null where none is to be expected. */
  readonly renewedOn: IsoDate | null;
  /** Last day on which that renewal can be cancelled, careful where the source is not certain; null = no such day known. */
  readonly cancelBy: IsoDate | null;
}

/** What this judgement needs of an original. */
export type EndInput = Pick<Original, 'source' | 'path' | 'autoRenew'> & Partial<Pick<Original, 'endArranged'>>;

/**
 * The one place that decides what is said about the end of an original: card, letter and reminder all derive their words from it
 * (rules C1, C2, C4, N1, N5, N13, D1-D3). `on` is the UTC calendar date that is looked at.
 *
 * | rule                  | auto-renew | before the end  | after it        |
 * | --------------------- | ---------- | --------------- | --------------- |
 * | extended-term         | off        | cancel-for-end  | extended        |
 * | unknown               | off        | cancel-for-end  | uncertain       |
 * | enterprise            | off        | not-renew       | over            |
 * | grace, legacy         | off        | ends            | over            |
 * | grace, legacy         | on, ?      | switch-off      | see below       |
 * | extended-term, unknown| on, ?      | cancel-for-end  | see below       |
 * | any                   | on         | as above        | renewed         |
 * | any                   | ?          | as above        | perhaps-renewed |
 *
 * Nothing but the day is waited for where the kind is `ends`, where an agreement is known not to renew, and where a person said that the
 * end is arranged at the source. Nothing else in a move tells that: without that word `cancel-for-end` stays somebody's turn. Once the day
 * has passed, it is asked for all the same whether it came to pass.
 */
export function judgeEndOfTerm(
  original: EndInput,
  { rule, endDate }: Pick<Lifecycle, 'rule' | 'endDate'>,
  on: IsoDate,
  provisioned: boolean,
): EndOfTerm {
  const { source, autoRenew } = original;
  const kind = kindOf(original, rule, endDate, on);
  const arranged = original.endArranged != null && ARRANGEABLE.has(kind);
  const renews = endDate !== null && (kind === 'renewed' || kind === 'perhaps-renewed');
  return {
    kind,
    actor: soldByPartner(source) ? 'partner' : 'customer',
    arranged,
    yourTurn:
      !arranged && kind !== 'ends' && !((kind === 'not-renew' || kind === 'channel-renewal') && autoRenew === false),
    mayCancelNow: source === 'direct-mosa' && provisioned && (kind === 'ends' || kind === 'switch-off'),
    renewedOn: renews ? dayAfter(endDate) : null,
    cancelBy: renews && hasCancellationWindow(source) ? addDays(endDate, figures().days('cancellation-window')) : null,
  };
}

/** Bought from another CSP partner, whatever the kind of commerce. */
const soldByPartner = (source: PurchaseSource | null): boolean => source?.startsWith('partner-') ?? false;

function kindOf(
  { path, source, autoRenew, endArranged }: EndInput,
  rule: Lifecycle['rule'],
  end: string | null,
  on: IsoDate,
): EndKind {
  if (path === 'transfer') return 'transfer';
  if (end === null) return path === 'channel-renewal' ? 'channel-renewal' : 'no-date';
  if (end < on) {
    if (autoRenew !== false) return autoRenew === null || endArranged != null ? 'perhaps-renewed' : 'renewed';
    if (rule === 'extended-term') return 'extended';
    return rule === 'unknown' ? 'uncertain' : 'over';
  }
  if (path === 'channel-renewal') return 'channel-renewal';
  switch (rule) {
    case 'enterprise':
      return 'not-renew';
    case 'extended-term':
      return 'cancel-for-end';
    case 'unknown':
      return hasRenewalOfItsOwn(source) ? 'cancel-for-end' : 'confirm-end';
    case 'grace':
    case 'legacy':
      return autoRenew === false ? 'ends' : 'switch-off';
  }
}

/** What somebody has to arrange at the source before the last day of the term. */
export const ARRANGEABLE: ReadonlySet<EndKind> = new Set(['cancel-for-end', 'confirm-end', 'not-renew', 'switch-off']);

/** Online subscriptions, of which it is known where their renewal is set; a volume license has no such switch. */
const hasRenewalOfItsOwn = (source: PurchaseSource | null): boolean =>
  soldByPartner(source) || (source?.startsWith('direct-') ?? false);

/** Where the window of new commerce applies, or may apply and missing it would cost a term (rule N1). */
const hasCancellationWindow = (source: PurchaseSource | null): boolean =>
  source === 'partner-nce' || source === 'partner-unknown' || source === 'direct-mca' || source === 'direct-unknown';

/** What the lifecycle rules say about an original, without the questions that an arranged end answers. */
export const stillOpen = (
  { verdicts }: Pick<Lifecycle, 'verdicts'>,
  { arranged }: Pick<EndOfTerm, 'arranged'>,
): readonly Verdict[] => (arranged ? verdicts.filter(({ code }) => !ANSWERED.has(code)) : verdicts);

const ANSWERED: ReadonlySet<string> = new Set([
  'lifecycle.ask-auto-renew',
  'lifecycle.auto-renews',
  'lifecycle.auto-renews-billed',
]);
