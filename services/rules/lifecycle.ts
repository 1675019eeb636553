import type { Temporal } from 'temporal-polyfill';
import type { Original } from '../moves/move.ts';
import { addDays, type IsoDate, isoOf, readDate } from './calendar-date.ts';
import { figures } from './figures.ts';
import type { Lifecycle } from './judgement.ts';
import type { SourceId } from './sources.ts';
import type { Verdict } from './verdict.ts';

/** What the lifecycle rules need of an original. */
export type LifecycleInput = Pick<Original, 'name' | 'source' | 'endDate' | 'autoRenew' | 'termStart' | 'ended'>;

type Rule = Lifecycle['rule'];

/**
 * What happens at the end of an original, by the rule of where and when it was bought (rules C1, C2, N5, D1-D3).
 * All dates are UTC calendar dates; the end date is inclusive and counting starts on the day after it.
 *
 * | rule          | applies to                                                                 | after the end date               |
 * | ------------- | -------------------------------------------------------------------------- | -------------------------------- |
 * | extended-term | new commerce begun since 2025-04-01 and ending since 2026-05-04; direct MCA begun since 2026-02-09 | cancelled: data 90 days; otherwise runs on, paid by the month |
 * | grace         | other new commerce, direct MCA before that, direct MOSA                    | works 30 days, then data 90 days |
 * | legacy        | partner subscriptions from before new commerce                             | data 90 days                     |
 * | enterprise    | Enterprise Agreement                                                       | may stop at once; data 120 days (earliest of two readings) |
 * | unknown       | anything that would need a guess                                           | nothing is promised              |
 *
 * A missing fact gives an `ask` verdict and the careful answer: the new subscription is due by the end date.
 */
export function judgeLifecycle(original: LifecycleInput, today: Temporal.PlainDate): Lifecycle {
  return lifecycleOn(original, isoOf(today));
}

/** The same, for a day that is already written as an ISO calendar date. */
export function lifecycleOn(original: LifecycleInput, today: IsoDate): Lifecycle {
  const contradiction = contradictionIn(original);
  const end = readDate(original.endDate);
  if (end === null || contradiction !== null) {
    return {
      ...NOTHING_KNOWN,
      verdicts: [contradiction ?? ask('lifecycle.ask-end-date', { name: original.name }, ['R7', 'N5'])],
    };
  }
  const { rule, missing } = ruleFor(original, end);
  const window = windowOf(rule, end);
  const dates = { endDate: end, ...window };
  if (original.ended !== null) {
    return { rule, ...dates, state: 'unknown', verdicts: [endedVerdict(original.name, original.ended)] };
  }
  return {
    rule,
    ...dates,
    state: stateOn(today, end, rule, window, original.autoRenew),
    verdicts: [
      ...missing,
      ...renewalVerdicts(original, end, today),
      ...(endsThen(original, end, today) ? [ruleVerdict(rule, original.name, end, window, today)] : []),
    ],
  };
}

const NOTHING_KNOWN = {
  rule: 'unknown',
  endDate: null,
  graceUntil: null,
  dataUntil: null,
  provisionBy: null,
  state: 'unknown',
} as const;

function contradictionIn({ name, endDate, termStart }: LifecycleInput): Verdict | null {
  const end = readDate(endDate);
  const start = readDate(termStart);
  if (endDate !== null && end === null) return ask('lifecycle.not-a-date', { name, given: endDate }, ['N5']);
  if (termStart !== null && start === null) return ask('lifecycle.not-a-date', { name, given: termStart }, ['N5']);
  if (end !== null && start !== null && end < start) {
    return ask('lifecycle.end-before-start', { name, end, start }, ['N5']);
  }
  return null;
}

function ruleFor(
  { name, source, termStart }: LifecycleInput,
  end: IsoDate,
): { rule: Rule; missing: readonly Verdict[] } {
  const start = readDate(termStart);
  const { date } = figures();
  const known = (rule: Rule) => ({ rule, missing: [] });
  const unknown = (code: string, sources: readonly SourceId[]) => ({
    rule: 'unknown' as const,
    missing: [ask(code, { name }, sources)],
  });
  switch (source) {
    case null:
      return unknown('lifecycle.ask-source', ['C15']);
    case 'partner-unknown':
      return unknown('lifecycle.ask-partner-commerce', ['C1', 'D2']);
    case 'partner-legacy':
      return known('legacy');
    case 'partner-nce':
    case 'own':
      if (end < date('extended-term-ending-since')) return known('grace');
      if (start === null) return unknown('lifecycle.ask-term-start', ['C1']);
      return known(start < date('extended-term-bought-since') ? 'grace' : 'extended-term');
    case 'direct-mosa':
      return known('grace');
    case 'direct-mca':
    case 'direct-unknown':
      // A term that ended before the rule came cannot have begun after it.
      if (end < date('direct-extended-term-bought-since')) return known('grace');
      if (start === null) return unknown('lifecycle.ask-term-start', ['C1', 'D1']);
      if (start < date('direct-extended-term-bought-since')) return known('grace');
      return source === 'direct-mca' ? known('extended-term') : unknown('lifecycle.ask-billing-account', ['C1', 'C4']);
    case 'enterprise-agreement':
      return known('enterprise');
    case 'open-or-other':
    case 'other-tenant':
      return known('unknown');
  }
}

interface Window {
  readonly graceUntil: IsoDate | null;
  readonly dataUntil: IsoDate | null;
  readonly provisionBy: IsoDate;
}

function windowOf(rule: Rule, end: IsoDate): Window {
  const { days } = figures();
  switch (rule) {
    case 'grace': {
      const graceUntil = addDays(end, days('grace'));
      return {
        graceUntil,
        dataUntil: addDays(end, days('grace') + days('data-after-lockout')),
        provisionBy: graceUntil,
      };
    }
    case 'extended-term':
    case 'legacy':
      return { graceUntil: null, dataUntil: addDays(end, days('data-after-lockout')), provisionBy: end };
    case 'enterprise':
      return { graceUntil: null, dataUntil: addDays(end, days('data-after-enterprise-agreement')), provisionBy: end };
    case 'unknown':
      return { graceUntil: null, dataUntil: null, provisionBy: end };
  }
}

function stateOn(
  today: IsoDate,
  end: IsoDate,
  rule: Rule,
  { graceUntil, dataUntil }: Window,
  autoRenew: boolean | null,
): Lifecycle['state'] {
  if (end >= today) return 'active';
  // Renewed or not: the end date on record is over and tells nothing about the term that runs now.
  if (autoRenew !== false || rule === 'unknown') return 'unknown';
  if (rule === 'extended-term') return 'extended-term';
  if (graceUntil !== null && graceUntil >= today) return 'grace';
  return dataUntil !== null && dataUntil < today ? 'deleted' : 'disabled';
}

/** What comes after the end is told only where there is an end: not while it renews, not after it may have renewed. */
function endsThen({ autoRenew }: LifecycleInput, end: IsoDate, today: IsoDate): boolean {
  return autoRenew === false || (autoRenew === null && end >= today);
}

function renewalVerdicts(
  { name, autoRenew, source }: LifecycleInput,
  end: IsoDate,
  today: IsoDate,
): readonly Verdict[] {
  const params = { name, end };
  const over = end < today;
  if (autoRenew === null)
    return [ask(over ? 'lifecycle.ask-renewed' : 'lifecycle.ask-auto-renew', params, ['N4', 'R7'])];
  if (!autoRenew) return [];
  if (over) return [ask('lifecycle.ask-new-end-date', params, ['N4', 'N1'])];
  switch (source) {
    case 'own':
      return [{ code: 'lifecycle.own-renews', severity: 'ok', params, sources: ['N4'] }];
    case 'partner-nce':
    case 'direct-mca':
      return [{ code: 'lifecycle.auto-renews', severity: 'warn', params, sources: ['N4', 'N1', 'N13'] }];
    default:
      // Elsewhere the seven days do not apply or are not known to: a MOSA subscription is cancelled any time, prorated.
      return [{ code: 'lifecycle.auto-renews-billed', severity: 'warn', params, sources: ['N4', 'C4'] }];
  }
}

function ruleVerdict(
  rule: Rule,
  name: string,
  end: IsoDate,
  { graceUntil, dataUntil }: Window,
  today: IsoDate,
): Verdict {
  const over = end < today;
  const params = { name, end, graceUntil, dataUntil };
  switch (rule) {
    case 'grace':
      return over
        ? { code: 'lifecycle.grace-running', severity: 'warn', params, sources: ['C2', 'R8', 'D2'] }
        : { code: 'lifecycle.grace', severity: 'note', params, sources: ['C2', 'R8', 'D2'] };
    case 'extended-term':
      return over
        ? { code: 'lifecycle.extended-term-running', severity: 'warn', params, sources: ['C1', 'N13'] }
        : { code: 'lifecycle.extended-term', severity: 'warn', params, sources: ['C1', 'N13'] };
    case 'legacy':
      return { code: 'lifecycle.legacy', severity: 'warn', params, sources: ['D2'] };
    case 'enterprise':
      return { code: 'lifecycle.enterprise', severity: 'warn', params, sources: ['D3'] };
    case 'unknown':
      return { code: 'lifecycle.no-rule', severity: 'warn', params, sources: ['C1', 'D1'] };
  }
}

function endedVerdict(name: string, { how, on }: NonNullable<Original['ended']>): Verdict {
  const code = { expired: 'lifecycle.expired', cancelled: 'lifecycle.cancelled', transferred: 'lifecycle.transferred' }[
    how
  ];
  return { code, severity: 'ok', params: { name, on }, sources: how === 'transferred' ? ['T9'] : ['R7'] };
}

function ask(code: string, params: Verdict['params'], sources: readonly SourceId[]): Verdict {
  return { code, severity: 'ask', params, sources };
}
