import type { Temporal } from 'temporal-polyfill';
import type { Original, PurchaseSource } from '../moves/move.ts';
import { addDays, daysBetween, type IsoDate, isoOf, readDate } from './calendar-date.ts';
import { figures } from './figures.ts';
import type { Lifecycle, PathOption } from './judgement.ts';
import { contradictionIn, knownSource, lifecycleOn } from './lifecycle.ts';
import type { SourceId } from './sources.ts';
import type { Severity, Verdict } from './verdict.ts';

/** What the choice of a path needs of an original. */
export type PathInput = Pick<Original, 'name' | 'source' | 'endDate' | 'termStart' | 'autoRenew'> &
  Partial<Pick<Original, 'ended'>>;

/**
 * The ways to carry an original over, recommended one first (move-rules section 5; rules C4, C5, C6, T1-T11, R4, R10).
 * Each says money, reassignment and main trap, in that order; preconditions follow.
 *
 * | bought from           | recommended      | also             |
 * | --------------------- | ---------------- | ---------------- |
 * | partner, new commerce | transfer         | buy and let end  |
 * | partner, legacy       | buy and let end  | -                |
 * | partner, not known    | none until known | transfer, buy and let end |
 * | Microsoft directly    | buy and let end  | -                |
 * | Enterprise Agreement  | channel renewal  | buy and let end  |
 * | Open, MPSA, retail    | buy and let end  | -                |
 * | ourselves             | leave            | -                |
 * | another tenant        | leave            | -                |
 * | not known             | none until known | buy and let end  |
 *
 * Once the end on record has passed: where it renews by itself, the way stays and its present end is asked for; where that is not known,
 * nothing is recommended before it is; where it does not renew or is recorded as ended, only buying anew is left of what has to be agreed
 * before the end. Dates that contradict each other are named, and nothing is recommended on them.
 *
 * `leave` (not part of the move) closes every list, so that a person can always keep a subscription where it is.
 *
 * What is said about the end of the old term and until when the new subscription is due comes from the same lifecycle rule as on every
 * other card. What only third parties say (T5, T8, T10, T11, the limits of C6) is asked, never promised. Once everything is `provisioned`,
 * no deadline for that is told any more. `lifecycle`: its judgement of the same day, where the caller has it already.
 */
export function choosePaths(
  given: PathInput,
  on: Temporal.PlainDate,
  provisioned = false,
  lifecycle?: Lifecycle,
): readonly PathOption[] {
  const original = { ...given, source: knownSource(given.source) };
  const today = isoOf(on);
  const contradiction = contradictionIn(original);
  const term = contradiction === null ? termOf(original, today) : 'contradictory';
  const buyOption = (recommended: boolean) =>
    buying(original, lifecycle ?? lifecycleOn({ ...original, ended: null }, today), today, provisioned, recommended);
  const options = optionsOf(original, term, today, buyOption);
  return contradiction === null ? options : options.map((option) => contradicted(option, contradiction));
}

/** What the dates and the record say about the term that was to be carried over. */
type Term = 'running' | 'renewed' | 'perhaps-renewed' | 'over' | 'contradictory';

function termOf({ endDate, autoRenew, ended = null }: PathInput, today: IsoDate): Term {
  // A transfer that is complete was the way; what expired or was cancelled has none but to be bought anew.
  if (ended !== null) return ended.how === 'transferred' ? 'running' : 'over';
  const end = readDate(endDate);
  if (end === null || end >= today) return 'running';
  if (autoRenew === null) return 'perhaps-renewed';
  return autoRenew ? 'renewed' : 'over';
}

function optionsOf(
  original: PathInput,
  term: Term,
  today: IsoDate,
  buyOption: (recommended: boolean) => PathOption,
): readonly PathOption[] {
  const agreed = term === 'running' || term === 'renewed';
  switch (original.source) {
    case 'partner-nce': {
      const transfer = transferOption(original, { term, recommended: agreed, newCommerce: true }, today);
      const buy = buyOption(term === 'over');
      return term === 'over' ? [buy, transfer, LEAVE] : [transfer, buy, LEAVE];
    }
    case 'partner-unknown':
      return [
        transferOption(original, { term, recommended: false, newCommerce: false }, today),
        buyOption(false),
        LEAVE,
      ];
    case 'enterprise-agreement': {
      const renewal = channelRenewal(original, term, agreed);
      const buy = buyOption(term === 'over');
      return term === 'over' ? [buy, renewal, LEAVE] : [renewal, buy, LEAVE];
    }
    case 'own':
      return [leaveBecause('path.money-own', 'path.trap-own', ['R2'])];
    case 'other-tenant':
      return [leaveBecause('path.money-other-tenant', 'path.trap-other-tenant', ['R10'])];
    case null:
      return [buyOption(false), LEAVE];
    default:
      return [buyOption(true), LEAVE];
  }
}

/** Nothing but leaving it alone can be recommended on dates that cannot be; what is wrong takes the place of what they would ask for. */
function contradicted(option: PathOption, contradiction: Verdict): PathOption {
  if (option.path === 'leave') return option;
  const verdicts = option.verdicts.filter((v) => v.code !== 'path.need-end-date');
  return { ...option, recommended: false, verdicts: [...verdicts, contradiction] };
}

function transferOption(
  { endDate, ended = null }: PathInput,
  {
    term,
    recommended,
    newCommerce,
  }: { readonly term: Term; readonly recommended: boolean; readonly newCommerce: boolean },
  today: IsoDate,
): PathOption {
  const over = term === 'over';
  const end = readDate(ended?.on ?? endDate);
  const verdicts = [
    verdict('path.money-transfer', 'ask', ['T10', 'C5']),
    verdict('path.reassign-none-transfer', 'ok', ['T9']),
    over
      ? verdict('path.trap-transfer-over', 'stop', ['T11'], { end })
      : verdict('path.trap-transfer', 'warn', ['T3', 'T2']),
    ...(over ? [] : [verdict('path.transfer-as-it-is', 'ask', ['T8', 'T11'])]),
    verdict('path.need-transfer', 'note', ['T4', 'T5', 'T12']),
  ];
  if (!newCommerce) verdicts.push(verdict('path.ask-new-commerce', 'ask', ['T11', 'C5']));
  if (term === 'renewed' || term === 'perhaps-renewed') verdicts.push(presentEnd(end));
  // Shorter than a transfer request lives: the term may end first.
  if (
    term === 'running' &&
    ended === null &&
    end !== null &&
    end <= addDays(today, figures().days('transfer-request'))
  ) {
    verdicts.push(verdict('path.need-transfer-soon', 'warn', ['T6'], { end, count: daysBetween(today, end) }));
  }
  return { path: 'transfer', recommended, verdicts };
}

const presentEnd = (end: IsoDate | null): Verdict => verdict('path.need-present-end', 'ask', ['N4', 'R7'], { end });

function buying(
  original: PathInput,
  lifecycle: Lifecycle,
  today: IsoDate,
  provisioned: boolean,
  recommended: boolean,
): PathOption {
  const verdicts = [
    buyMoney(original.source),
    verdict('path.reassign-same-sku', 'note', ['R4', 'R5']),
    buyTrap(original, lifecycle, today),
    ...(provisioned ? [] : [buyBy(original, lifecycle, today)]),
  ];
  return { path: 'buy-and-let-end', recommended, verdicts };
}

/** Until when the new subscription is due: the grace counts only where it is known not to renew (R8), else the term's last day. */
function buyBy(
  { autoRenew, ended = null }: PathInput,
  { rule, endDate, graceUntil }: Lifecycle,
  today: IsoDate,
): Verdict {
  if (endDate === null) return verdict('path.need-end-date', 'ask', ['R7']);
  if (ended !== null) return verdict('path.need-now', 'warn', ['R8', 'C1'], { end: readDate(ended.on) ?? endDate });
  if (rule === 'grace' && autoRenew === false && graceUntil !== null && graceUntil >= today) {
    return verdict('path.need-in-grace', 'note', ['R2', 'R8', 'C9'], { end: endDate, by: graceUntil });
  }
  if (endDate >= today) return verdict('path.need-before-end', 'note', ['R2', 'R3', 'C9'], { end: endDate });
  return autoRenew === false ? verdict('path.need-now', 'warn', ['R8', 'C1'], { end: endDate }) : presentEnd(endDate);
}

function buyMoney(source: PurchaseSource | null): Verdict {
  switch (source) {
    case 'direct-mosa':
      return verdict('path.money-direct-mosa', 'note', ['C4']);
    case 'direct-mca':
      return verdict('path.money-direct-mca', 'note', ['C4', 'N1'], windowOfDays());
    case 'direct-unknown':
      return verdict('path.money-direct-unknown', 'ask', ['C4']);
    case 'enterprise-agreement':
      return verdict('path.money-enterprise', 'note', ['C6', 'D3']);
    case 'partner-legacy':
      return verdict('path.money-partner-legacy', 'note', ['C5']);
    case 'partner-nce':
    case 'partner-unknown':
      return verdict('path.money-partner', 'warn', ['C3', 'N1'], windowOfDays());
    case null:
      return verdict('path.ask-source', 'ask', ['C15']);
    default:
      return verdict('path.money-none', 'note', ['C15']);
  }
}

const windowOfDays = () => ({ days: figures().days('cancellation-window') });

/** The trap of the place it was bought, and where that has none of its own, of the rule for the end of its term. */
function buyTrap(
  { source, autoRenew, ended = null }: PathInput,
  { rule, endDate, graceUntil }: Lifecycle,
  today: IsoDate,
): Verdict {
  switch (source) {
    case 'direct-mosa':
      return verdict('path.trap-direct-mosa', 'warn', ['C4', 'N2'], {
        limit: figures().limit('licenses-cancelled-online'),
      });
    case 'partner-legacy':
      return verdict('path.trap-partner-legacy', 'warn', ['L3', 'C10'], { limit: figures().limit('family-seats') });
    case 'enterprise-agreement':
      return verdict('path.trap-enterprise-buy', 'warn', ['C6', 'C10', 'D3']);
    case 'direct-mca':
    case 'direct-unknown':
    case 'partner-nce':
    case 'partner-unknown':
      break;
    case null:
      return verdict('path.trap-unknown', 'warn', ['C15', 'C1']);
    default:
      return verdict('path.trap-open', 'note', ['C15']);
  }
  if (rule === 'extended-term') {
    return source === 'partner-nce'
      ? verdict('path.trap-extended-term', 'warn', ['C1', 'N13'])
      : verdict('path.trap-extended-term-direct', 'warn', ['C1', 'N13']);
  }
  if (rule !== 'grace') return verdict('path.trap-extended-term-unknown', 'warn', ['C1', 'N13']);
  if (autoRenew === false || ended !== null) {
    return ended !== null || (graceUntil !== null && graceUntil < today)
      ? verdict('path.trap-locked-out', 'warn', ['C2', 'R8'])
      : verdict('path.trap-grace', 'note', ['C2', 'R8'], { end: endDate, graceUntil });
  }
  // What follows the term that a renewal began is another question than what followed the one on record.
  return endDate !== null && endDate < today
    ? verdict('path.trap-extended-term-unknown', 'warn', ['C1', 'N13'])
    : verdict('path.trap-renews', 'warn', ['N4', 'N1'], { end: endDate, graceUntil });
}

function channelRenewal({ endDate, ended = null }: PathInput, term: Term, recommended: boolean): PathOption {
  const end = readDate(ended?.on ?? endDate);
  return {
    path: 'channel-renewal',
    recommended,
    verdicts: [
      verdict('path.money-channel', 'ask', ['C6']),
      verdict('path.reassign-none-channel', 'ask', ['C6']),
      term === 'over'
        ? verdict('path.trap-channel-over', 'ask', ['C6', 'D3'], { end })
        : verdict('path.trap-channel', 'warn', ['C6']),
      ...(term === 'renewed' || term === 'perhaps-renewed' ? [presentEnd(end)] : []),
    ],
  };
}

/** What has nothing to fill in is the same for every original: made once, so that a tenant of thousands does not leave thousands behind. */
const NO_PARAMS: Verdict['params'] = Object.freeze({});

const LEAVE: PathOption = Object.freeze({
  path: 'leave',
  recommended: false,
  verdicts: Object.freeze([
    verdict('path.money-leave', 'note', ['I8']),
    verdict('path.reassign-none-leave', 'ok', ['I8']),
    verdict('path.trap-leave', 'note', ['I8', 'N4']),
  ]),
});

function leaveBecause(money: string, trap: string, sources: readonly SourceId[]): PathOption {
  return {
    path: 'leave',
    recommended: true,
    verdicts: [
      verdict(money, 'note', sources),
      verdict('path.reassign-none-leave', 'ok', sources),
      verdict(trap, 'note', sources),
    ],
  };
}

function verdict(
  code: string,
  severity: Severity,
  sources: readonly SourceId[],
  params: Verdict['params'] = NO_PARAMS,
): Verdict {
  return { code, severity, params, sources };
}
