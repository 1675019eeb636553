import { AppError } from '../errors.ts';
import file from './data/rules.json' with { type: 'json' };

/** A rule or a row of facts the verdicts rest on: what it says in a word, the public page it comes from, and how sure it is. */
export interface Source {
  readonly title: string;
  /** Public page of Microsoft; the page may have moved since. */
  readonly docUrl: string;
  /** Date of the newest text the rule was checked against (ISO). */
  readonly lastVerified: string;
  /** The text bears no date: years it is of, the first day of which is {@link lastVerified}. */
  readonly undated?: string;
  /** False when only third parties say it, sources conflict, or the text was not readable: the person is told. */
  readonly confirmed: boolean;
}

/** Id of a rule in data/rules.json. */
export type SourceId = keyof typeof file.rules;

/** A row of a fact file, which says more precisely than its rule where something comes from and how sure it is. */
export interface RowSource extends Source {
  readonly rule: SourceId;
}

/** A rule as it stands in data/rules.json. */
export interface RuleRow extends Omit<Source, 'docUrl'> {
  readonly page: string;
}

/** Every rule by its id (data/rules.json). Throws `rules.facts-unreadable` while it is loaded when the file is broken. */
export const SOURCES: Readonly<Record<SourceId, Source>> = sourcesOf(file.rules, file.pages, file.compiled);

/** The rules with their pages, checked by hand: every start passes here. Throws `rules.facts-unreadable`. */
export function sourcesOf<Id extends string>(
  rules: Readonly<Record<Id, RuleRow>>,
  pages: Readonly<Record<string, string>>,
  compiled: string,
): Readonly<Record<Id, Source>> {
  const sources: Partial<Record<Id, Source>> = {};
  for (const id of Object.keys(rules)) {
    // The keys of an object read from JSON are those of its type.
    const { page, ...rule }: RuleRow = rules[id as Id];
    const docUrl = pages[page];
    if (docUrl === undefined) throw unreadable(`${id} names a page that is not there`);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(rule.lastVerified)) throw unreadable(`${id} bears no date`);
    if (rule.lastVerified > compiled)
      throw unreadable(`${id} was checked after the day on which the file was put together`);
    sources[id as Id] = { ...rule, docUrl };
  }
  // One for each key: the loop leaves none out.
  return sources as Record<Id, Source>;
}

function unreadable(what: string): AppError {
  return new AppError('rules.facts-unreadable', {
    params: { file: 'rules.json' },
    hint: `services/rules/data/rules.json does not have the expected form: ${what}`,
  });
}
