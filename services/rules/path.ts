import type { Temporal } from 'temporal-polyfill';
import type { Original, PurchaseSource } from '../moves/move.ts';
import { daysBetween, isBefore, readDate } from './calendar-date.ts';
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
export function choosePaths(original: PathInput, today: Temporal.PlainDate): readonly PathOption[] {
  const end = readDate(original.endDate);
  const transfer = () => transferOption(original.source === 'partner-nce', end, today);
  switch (original.source) {
    case 'partner-nce':
      return [transfer(), buyOption(original, end, today, !transfer().recommended), leave(false)].sort(
        recommendedFirst,
      );
    case 'partner-unknown':
      return [transfer(), buyOption(original, end, today, false), leave(false)];
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

/** A transfer request lives this long (third parties say so; unconfirmed): shorter than that, the term may end first. */
const TRANSFER_DAYS = 30;

function transferOption(newCommerce: boolean, end: Temporal.PlainDate | null, today: Temporal.PlainDate): PathOption {
  const over = end !== null && isBefore(end, today);
  const verdicts = [
    verdict('path.money-transfer', 'note', ['T10', 'C5']),
    verdict('path.reassign-none-transfer', 'ok', ['T9', 'T8']),
    over
      ? verdict('path.trap-transfer-over', 'stop', ['T11'], { end: end.toString() })
      : verdict('path.trap-transfer', 'warn', ['T3', 'T2', 'T11']),
    verdict('path.need-transfer', 'note', ['T4', 'T5', 'T12']),
  ];
  if (!newCommerce) verdicts.push(verdict('path.ask-new-commerce', 'ask', ['T11', 'C5']));
  if (end !== null && !over && daysBetween(today, end) <= TRANSFER_DAYS) {
    verdicts.push(
      verdict('path.need-transfer-soon', 'warn', ['T6'], { end: end.toString(), count: daysBetween(today, end) }),
    );
  }
  return { path: 'transfer', recommended: newCommerce && !over, verdicts };
}

function buyOption(
  { source }: PathInput,
  end: Temporal.PlainDate | null,
  today: Temporal.PlainDate,
  recommended: boolean,
): PathOption {
  const verdicts = [buyMoney(source), verdict('path.reassign-same-sku', 'note', ['R4', 'R5']), buyTrap(source)];
  if (end === null) verdicts.push(verdict('path.need-end-date', 'ask', ['R7']));
  else if (isBefore(end, today)) verdicts.push(verdict('path.need-now', 'warn', ['R8', 'C1'], { end: end.toString() }));
  else verdicts.push(verdict('path.need-before-end', 'note', ['R2', 'R3', 'C9'], { end: end.toString() }));
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

function recommendedFirst(a: PathOption, b: PathOption): number {
  return Number(b.recommended) - Number(a.recommended);
}

function verdict(
  code: string,
  severity: Severity,
  sources: readonly SourceId[],
  params: Verdict['params'] = {},
): Verdict {
  return { code, severity, params, sources };
}
