import type { Temporal } from 'temporal-polyfill';
import type { Original, PurchaseSource } from '../moves/move.ts';
import { addDays, daysBetween, type IsoDate, isoOf, readDate } from './calendar-date.ts';
import { figures } from './figures.ts';
import type { PathOption } from './judgement.ts';
import type { SourceId } from './sources.ts';
import type { Severity, Verdict } from './verdict.ts';

/** What the choice of a path needs of an original. */
export type PathInput = Pick<Original, 'name' | 'source' | 'endDate'>;

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
 * `leave` (not part of the move) closes every list, so that a person can always keep a subscription where it is.
 */
export function choosePaths(original: PathInput, on: Temporal.PlainDate): readonly PathOption[] {
  const today = isoOf(on);
  const end = readDate(original.endDate);
  switch (original.source) {
    case 'partner-nce': {
      const transfer = transferOption(true, end, today);
      const buy = buyOption(original, end, today, !transfer.recommended);
      return transfer.recommended ? [transfer, buy, leave(false)] : [buy, transfer, leave(false)];
    }
    case 'partner-unknown':
      return [transferOption(false, end, today), buyOption(original, end, today, false), leave(false)];
    case 'enterprise-agreement':
      return [channelRenewal(), buyOption(original, end, today, false), leave(false)];
    case 'own':
      return [leaveBecause('path.money-own', 'path.trap-own', ['R2'])];
    case 'other-tenant':
      return [leaveBecause('path.money-other-tenant', 'path.trap-other-tenant', ['R10'])];
    case null:
      return [buyOption(original, end, today, false), leave(false)];
    default:
      return [buyOption(original, end, today, true), leave(false)];
  }
}

function transferOption(newCommerce: boolean, end: IsoDate | null, today: IsoDate): PathOption {
  const over = end !== null && end < today;
  const verdicts = [
    verdict('path.money-transfer', 'note', ['T10', 'C5']),
    verdict('path.reassign-none-transfer', 'ok', ['T9', 'T8']),
    over
      ? verdict('path.trap-transfer-over', 'stop', ['T11'], { end })
      : verdict('path.trap-transfer', 'warn', ['T3', 'T2', 'T11']),
    verdict('path.need-transfer', 'note', ['T4', 'T5', 'T12']),
  ];
  if (!newCommerce) verdicts.push(verdict('path.ask-new-commerce', 'ask', ['T11', 'C5']));
  // Shorter than a transfer request lives: the term may end first.
  if (end !== null && !over && end <= addDays(today, figures().days('transfer-request'))) {
    verdicts.push(verdict('path.need-transfer-soon', 'warn', ['T6'], { end, count: daysBetween(today, end) }));
  }
  return { path: 'transfer', recommended: newCommerce && !over, verdicts };
}

function buyOption({ source }: PathInput, end: IsoDate | null, today: IsoDate, recommended: boolean): PathOption {
  const verdicts = [buyMoney(source), verdict('path.reassign-same-sku', 'note', ['R4', 'R5']), buyTrap(source)];
  if (end === null) verdicts.push(verdict('path.need-end-date', 'ask', ['R7']));
  else if (end < today) verdicts.push(verdict('path.need-now', 'warn', ['R8', 'C1'], { end }));
  else verdicts.push(verdict('path.need-before-end', 'note', ['R2', 'R3', 'C9'], { end }));
  return { path: 'buy-and-let-end', recommended, verdicts };
}

function buyMoney(source: PurchaseSource | null): Verdict {
  switch (source) {
    case 'direct-mosa':
      return verdict('path.money-direct-mosa', 'note', ['C4']);
    case 'direct-mca':
      return verdict('path.money-direct-mca', 'note', ['C4', 'N1']);
    case 'direct-unknown':
      return verdict('path.money-direct-unknown', 'ask', ['C4']);
    case 'enterprise-agreement':
      return verdict('path.money-enterprise', 'note', ['C6', 'D3']);
    case 'partner-legacy':
      return verdict('path.money-partner-legacy', 'note', ['C5']);
    case 'partner-nce':
    case 'partner-unknown':
      return verdict('path.money-partner', 'warn', ['C3', 'N1']);
    case null:
      return verdict('path.ask-source', 'ask', ['C15']);
    default:
      return verdict('path.money-none', 'note', ['C15']);
  }
}

function buyTrap(source: PurchaseSource | null): Verdict {
  switch (source) {
    case 'direct-mca':
    case 'direct-unknown':
    case 'partner-nce':
    case 'partner-unknown':
      return verdict('path.trap-extended-term', 'warn', ['C1', 'N13']);
    case 'direct-mosa':
      return verdict('path.trap-direct-mosa', 'warn', ['C4', 'N2']);
    case 'partner-legacy':
      return verdict('path.trap-partner-legacy', 'warn', ['L3', 'C10']);
    case 'enterprise-agreement':
      return verdict('path.trap-enterprise-buy', 'warn', ['C6', 'C10', 'D3']);
    case null:
      return verdict('path.trap-unknown', 'warn', ['C15', 'C1']);
    default:
      return verdict('path.trap-open', 'note', ['C15']);
  }
}

function channelRenewal(): PathOption {
  return {
    path: 'channel-renewal',
    recommended: true,
    verdicts: [
      verdict('path.money-channel', 'note', ['C6']),
      verdict('path.reassign-none-channel', 'ok', ['C6']),
      verdict('path.trap-channel', 'warn', ['C6']),
    ],
  };
}

function leave(recommended: boolean): PathOption {
  return {
    path: 'leave',
    recommended,
    verdicts: [
      verdict('path.money-leave', 'note', ['I8']),
      verdict('path.reassign-none-leave', 'ok', ['I8']),
      verdict('path.trap-leave', 'note', ['I8', 'N4']),
    ],
  };
}

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
  params: Verdict['params'] = {},
): Verdict {
  return { code, severity, params, sources };
}
