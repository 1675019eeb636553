import type { SentenceParams } from '../errors.ts';
import type { RowSource, SourceId } from './sources.ts';

/**
 * How much a verdict weighs.
 * `ok` nothing to do; `note` good to know; `warn` think first; `ask` a fact is missing, a person supplies it;
 * `stop` the move cannot go on like this.
 */
export type Severity = 'ok' | 'note' | 'warn' | 'ask' | 'stop';

/**
 * One judgement, decided once and told everywhere: cards, e-mail texts, exports and reminders render the same value.
 * `verdict.<code>` in the string catalogue is its sentence. Dates in `params` are ISO calendar dates (UTC),
 * countries ISO 3166-1 alpha-2 codes; the catalogue formats them for the reader.
 */
export interface Verdict<Code extends string = string> {
  readonly code: Code;
  readonly severity: Severity;
  readonly params: SentenceParams;
  readonly sources: readonly SourceId[];
  /** Rows of the fact files it rests on: they say more precisely than their rule where it comes from and how sure it is. */
  readonly facts?: readonly RowSource[];
}

/** What a verdict rests on, of rules and rows of facts: a row stands for its rule as well. */
export function citing(cited: readonly (SourceId | RowSource)[]): Pick<Verdict, 'sources' | 'facts'> {
  const sources = [...new Set(cited.map((c) => (typeof c === 'string' ? c : c.rule)))];
  const facts = cited.filter((c) => typeof c !== 'string');
  return facts.length === 0 ? { sources } : { sources, facts };
}

/** The heaviest severity of a list, `ok` when it is empty. */
export function heaviest(verdicts: readonly Pick<Verdict, 'severity'>[]): Severity {
  const order: readonly Severity[] = ['ok', 'note', 'warn', 'ask', 'stop'];
  return verdicts.reduce<Severity>(
    (worst, v) => (order.indexOf(v.severity) > order.indexOf(worst) ? v.severity : worst),
    'ok',
  );
}
