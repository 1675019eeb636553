import { Temporal } from 'temporal-polyfill';
import { FACT_FILES } from '../rules/fact-files.ts';
import { figures } from '../rules/figures.ts';
import { SOURCES, type Source } from '../rules/sources.ts';

/** A fact that was last checked longer ago than `fact-is-stale` days. */
export interface StaleFact {
  readonly id: string;
  readonly title: string;
  readonly docUrl: string;
  /** ISO calendar date. */
  readonly lastVerified: string;
  readonly days: number;
}

/** The rules and fact files to check again on a day (UTC calendar date), oldest first. */
export function staleFacts(today: Temporal.PlainDate): readonly StaleFact[] {
  const rules: readonly (readonly [string, Source])[] = Object.entries(SOURCES);
  return [...rules.map(([id, source]) => ({ ...source, id })), ...files()]
    .map(({ id, title, docUrl, lastVerified }) => {
      const days = Temporal.PlainDate.from(lastVerified).until(today, { largestUnit: 'days' }).days;
      return { id, title, docUrl, lastVerified, days };
    })
    .filter(({ days }) => days > figures().days('fact-is-stale'))
    .sort((a, b) => b.days - a.days || (a.id < b.id ? -1 : 1));
}

function files() {
  return Object.entries(FACT_FILES).map(([id, read]) => {
    const { source, docUrl, sourceDate } = read();
    return { id, title: source, docUrl, lastVerified: sourceDate };
  });
}
