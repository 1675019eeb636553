import type { Temporal } from 'temporal-polyfill';
import { type Original, PURCHASE_SOURCES, type PurchaseSource } from '../moves/move.ts';
import { addDays, dayAfter, dayBefore, type IsoDate, isoOf, readDate } from './calendar-date.ts';
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
 * A missing fact gives an `ask` verdict and the careful answer: the new subscription is due by the end date. A start that cannot be that
 * of the present term counts as missing. What the rule says comes last but for one: by when the new subscription is due, left out once it
 * is there (`provisioned`) or where none is wanted. `today` is inclusive: no verdict names a last day that has passed as one to come.
 */
export function judgeLifecycle(original: LifecycleInput, today: Temporal.PlainDate, provisioned = false): Lifecycle {
  return lifecycleOn(original, isoOf(today), provisioned);
}

/** The same, for a day that is already written as an ISO calendar date. */
export function lifecycleOn(given: LifecycleInput, today: IsoDate, provisioned = false): Lifecycle {
  const source = knownSource(given.source);
  const original = source === given.source ? given : { ...given, source };
  const contradiction = contradictionIn(original);
  const end = readDate(original.endDate);
  if (end === null || contradiction !== null) {
    return {
      ...NOTHING_KNOWN,
      verdicts: [contradiction ?? ask('lifecycle.ask-end-date', { name: original.name }, ['R7', 'N5'])],
    };
  }
  const { rule, missing } = ruleFor(original, end, today);
  const window = windowOf(rule, end);
  const dates = { endDate: end, ...window, ...NO_RENEWAL };
  if (original.ended !== null) {
    return { rule, ...dates, state: 'unknown', verdicts: [endedVerdict(original.name, original.ended, today)] };
  }
  const state = stateOn(today, end, rule, window, original.autoRenew);
  return {
    rule,
    ...dates,
    renewsOn: original.autoRenew === true && end >= today ? dayAfter(end) : null,
    cancellableUntil: cancellableUntil(original, end, today),
    state,
    verdicts: [
      ...missing,
      ...renewalVerdicts(original, end, today),
      ...(endsThen(original, end, today)
        ? [
            ruleVerdict({ rule, state }, original, end, window, provisioned),
            ...(provisioned || staysHere(original) ? [] : [provisionVerdict(original, end, window, today)]),
          ]
        : []),
    ],
  };
}

const NOTHING_KNOWN = {
  rule: 'unknown',
  endDate: null,
  graceUntil: null,
  dataUntil: null,
  provisionBy: null,
  renewsOn: null,
  cancellableUntil: null,
  state: 'unknown',
} as const;

const NO_RENEWAL = { renewsOn: null, cancellableUntil: null } as const;

const SOURCES: ReadonlySet<string> = new Set(PURCHASE_SOURCES);

/** A document of another version of the product may hold a word for a place that is none of ours: it is as good as unknown. */
export const knownSource = (source: PurchaseSource | null): PurchaseSource | null =>
  source !== null && SOURCES.has(source) ? source : null;

/** The dates of a subscription cannot be true together, or one of them is none; null when nothing is wrong with them. */
export function contradictionIn({
  name,
  endDate,
  termStart,
}: Pick<LifecycleInput, 'name' | 'endDate' | 'termStart'>): Verdict | null {
  const end = readDate(endDate);
  const start = readDate(termStart);
  if (endDate !== null && end === null) return ask('lifecycle.not-a-date', { name, given: endDate }, ['N5']);
  if (termStart !== null && start === null) return ask('lifecycle.not-a-date', { name, given: termStart }, ['N5']);
  if (end !== null && start !== null && end < start) {
    return ask('lifecycle.end-before-start', { name, end, start }, ['N5']);
  }
  return null;
}

/** New commerce and the customer agreement: terms of known lengths, whose start decides which rule applies. */
const HAS_TERMS: ReadonlySet<PurchaseSource | null> = new Set(['partner-nce', 'own', 'direct-mca', 'direct-unknown']);

/**
 * Why the start on record cannot be that of the present term, as of a UTC calendar date; null when it can. A term is never longer than
 * the longest one (rule N6): what began earlier is the day of the first purchase, and was renewed since.
 */
export function startQuestion(
  { name, source, termStart, endDate }: Pick<LifecycleInput, 'name' | 'source' | 'termStart' | 'endDate'>,
  today: IsoDate,
): Verdict | null {
  const start = readDate(termStart);
  const end = readDate(endDate);
  if (start === null) return null;
  if (start > today) return ask('lifecycle.ask-term-not-begun', { name, start }, ['N5']);
  if (end === null || !HAS_TERMS.has(source)) return null;
  return end >= addDays(start, figures().days('longest-term'))
    ? ask('lifecycle.ask-term-too-long', { name, start, end }, ['N6', 'C1'])
    : null;
}

function ruleFor(original: LifecycleInput, end: IsoDate, today: IsoDate): { rule: Rule; missing: readonly Verdict[] } {
  const { name, source } = original;
  const question = startQuestion(original, today);
  const start = question === null ? readDate(original.termStart) : null;
  const { date } = figures();
  const known = (rule: Rule) => ({
    rule,
    missing: question?.code === 'lifecycle.ask-term-not-begun' ? [question] : [],
  });
  const unknown = (code: string, sources: readonly SourceId[]) => ({
    rule: 'unknown' as const,
    missing: [ask(code, { name }, sources)],
  });
  const startUnknown = (sources: readonly SourceId[]) =>
    question === null
      ? unknown('lifecycle.ask-term-start', sources)
      : { rule: 'unknown' as const, missing: [question] };
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
      if (start === null) return startUnknown(['C1']);
      return known(start < date('extended-term-bought-since') ? 'grace' : 'extended-term');
    case 'direct-mosa':
      return known('grace');
    case 'direct-mca':
    case 'direct-unknown':
      // A term that ended before the rule came cannot have begun after it.
      if (end < date('direct-extended-term-bought-since')) return known('grace');
      if (start === null) return startUnknown(['C1', 'D1']);
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
  const params = { name, end, days: figures().days('cancellation-window') };
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

/** Ours already, or of another tenant: nothing new is provisioned in its place. */
const staysHere = ({ source }: LifecycleInput): boolean => source === 'own' || source === 'other-tenant';

/**
 * What happens at the end by the rule, or what has happened since. Not known whether it renews: then all of it is told under that
 * condition. Once the new subscription is there, what follows the end of the old one concerns nobody's data any more.
 */
function ruleVerdict(
  { rule, state }: Pick<Lifecycle, 'rule' | 'state'>,
  { name, autoRenew }: LifecycleInput,
  end: IsoDate,
  { graceUntil, dataUntil }: Window,
  provisioned: boolean,
): Verdict {
  const perhaps = autoRenew === null;
  const params = { name, end, graceUntil, dataUntil };
  const gone = state === 'disabled' || state === 'deleted';
  if (gone && provisioned) return { code: 'lifecycle.over', severity: 'note', params, sources: ['R7'] };
  if (state === 'deleted') return { code: 'lifecycle.deleted', severity: 'stop', params, sources: DELETED[rule] };
  switch (rule) {
    case 'grace': {
      const sources = ['C2', 'R8', 'D2'] as const;
      if (perhaps) return { code: 'lifecycle.if-ends-grace', severity: 'note', params, sources };
      if (state === 'grace') return { code: 'lifecycle.grace-running', severity: 'warn', params, sources };
      return gone
        ? { code: 'lifecycle.grace-over', severity: 'warn', params, sources }
        : { code: 'lifecycle.grace', severity: 'note', params, sources };
    }
    case 'extended-term': {
      const sources = ['C1', 'N13'] as const;
      if (perhaps) return { code: 'lifecycle.if-ends-extended-term', severity: 'warn', params, sources };
      return state === 'extended-term'
        ? { code: 'lifecycle.extended-term-running', severity: 'warn', params, sources }
        : { code: 'lifecycle.extended-term', severity: 'warn', params, sources };
    }
    case 'legacy':
      if (perhaps) return { code: 'lifecycle.if-ends-legacy', severity: 'warn', params, sources: ['D2'] };
      return gone
        ? { code: 'lifecycle.data-running', severity: 'warn', params, sources: ['D2'] }
        : { code: 'lifecycle.legacy', severity: 'warn', params, sources: ['D2'] };
    case 'enterprise':
      if (perhaps) return { code: 'lifecycle.if-ends-enterprise', severity: 'warn', params, sources: ['D3'] };
      return gone
        ? { code: 'lifecycle.data-running', severity: 'warn', params, sources: ['D3'] }
        : { code: 'lifecycle.enterprise', severity: 'warn', params, sources: ['D3'] };
    case 'unknown':
      return state === 'active'
        ? { code: 'lifecycle.no-rule', severity: 'warn', params, sources: ['C1', 'D1'] }
        : { code: 'lifecycle.no-rule-over', severity: 'warn', params, sources: ['C1', 'D1'] };
  }
}

const DELETED: Readonly<Record<Rule, readonly SourceId[]>> = {
  grace: ['C2', 'D2'],
  'extended-term': ['C1'],
  legacy: ['D2'],
  enterprise: ['D3'],
  unknown: ['D1'],
};

/** Last day on which the present term may be cancelled and is paid back (rule N1); null where that is over, or not known. */
function cancellableUntil(original: LifecycleInput, end: IsoDate, today: IsoDate): IsoDate | null {
  const start = readDate(original.termStart);
  const counts = original.source === 'partner-nce' || original.source === 'own' || original.source === 'direct-mca';
  if (start === null || !counts || end < today || startQuestion(original, today) !== null) return null;
  // The first day counts: a window of seven days that begins on the 1st is open through the 7th.
  const until = dayBefore(addDays(start, figures().days('cancellation-window')));
  return until < today || until > end ? null : until;
}

/** By when the new subscription has to be active; said only while it is not. A grace counts only where it is known not to renew. */
function provisionVerdict(
  { name, autoRenew }: LifecycleInput,
  end: IsoDate,
  { provisionBy }: Window,
  today: IsoDate,
): Verdict {
  const by = autoRenew === false ? provisionBy : end;
  const params = { name, by };
  return by < today
    ? { code: 'lifecycle.provision-now', severity: 'warn', params, sources: ['R2', 'R8'] }
    : { code: 'lifecycle.provision-by', severity: 'note', params, sources: ['R2', 'R8'] };
}

function endedVerdict(name: string, { how, on }: NonNullable<Original['ended']>, today: IsoDate): Verdict {
  const day = readDate(on);
  if (day === null) return ask('lifecycle.ended-no-date', { name, given: on }, ['N5']);
  if (day > today) return ask('lifecycle.ended-not-yet', { name, on: day }, ['N5']);
  const code = { expired: 'lifecycle.expired', cancelled: 'lifecycle.cancelled', transferred: 'lifecycle.transferred' }[
    how
  ];
  return { code, severity: 'ok', params: { name, on: day }, sources: how === 'transferred' ? ['T9'] : ['R7'] };
}

function ask(code: string, params: Verdict['params'], sources: readonly SourceId[]): Verdict {
  return { code, severity: 'ask', params, sources };
}
