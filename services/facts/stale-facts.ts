import { Temporal } from 'temporal-polyfill';
import { FACT_FILES, type RowSources } from '../rules/fact-files.ts';
import { figures } from '../rules/figures.ts';
import { SOURCES, type Source } from '../rules/sources.ts';

/** A fact that was last checked longer ago than `fact-is-stale` days. */
export interface StaleFact {
  /** A rule (`R1`), or a row of a fact file (`markets/europe`). */
  readonly id: string;
  readonly title: string;
  readonly docUrl: string;
  /** ISO calendar date. */
  readonly lastVerified: string;
  readonly days: number;
}

/**
 * The rules and rows of the fact files to check again on a day (UTC calendar date), oldest first. A figure is as old as the rule it names. A
 * row that claims to have been checked after that day is listed as well, last, with negative days: its date is a slip.
 */
export function staleFacts(today: Temporal.PlainDate, all: readonly Fact[] = everyFact()): readonly StaleFact[] {
  const days = new Map<string, number>();
  const daysSince = (date: string): number => {
    const known = days.get(date) ?? Temporal.PlainDate.from(date).until(today, { largestUnit: 'days' }).days;
    days.set(date, known);
    return known;
  };
  return all
    .map(([id, { title, docUrl, lastVerified }]) => ({
      id,
      title,
      docUrl,
      lastVerified,
      days: daysSince(lastVerified),
    }))
    .filter((fact) => fact.days > figures().days('fact-is-stale') || fact.days < 0)
    .sort((a, b) => b.days - a.days || (a.id < b.id ? -1 : 1));
}

/** A rule or row with its source. */
export type Fact = readonly [id: string, source: Source];

/** All of them: each row of each file with the source it names. */
export function everyFact(): readonly Fact[] {
  const { skus, dataClasses, discontinuedOffers, languages, markets, specialUses } = FACT_FILES;
  const table = skus();
  const published = { title: table.source, docUrl: table.docUrl, lastVerified: table.sourceDate, confirmed: true };
  const plans = dataClasses();
  const places = markets();
  const read = languages();
  const uses = specialUses();
  return [
    ...Object.entries(SOURCES),
    ...[...table.plans, ...table.skus].map(([id]): Fact => [`skus/${id}`, published]),
    ...(['classes', 'capabilities', 'services', 'ignored'] as const).flatMap((list) =>
      plans[list].map((row): Fact => [`data-classes/${list}/${row[0]}`, sourceOf(plans.sources, row.at(-1))]),
    ),
    ...discontinuedOffers().offers.map((o): Fact => [`discontinued-offers/${o.id}`, { ...o, title: o.offer }]),
    ...Object.entries({
      ...places.markets,
      countriesWithoutMarket: places.countriesWithoutMarket,
      ...places.obsoleteCodes,
      ...places.otherCodes,
      ...places.clouds,
    }).map(([id, row]): Fact => [`markets/${id}`, sourceOf(places.sources, row.source)]),
    ...read.languages.map(
      ({ language, source }): Fact => [`languages/${language}-${source}`, sourceOf(read.sources, source)],
    ),
    ...figureRows(),
    ...uses.uses.map(([use, , source]): Fact => [`special-uses/${use}`, sourceOf(uses.sources, source)]),
  ];
}

function figureRows(): readonly Fact[] {
  const { dates, days, limits, stages, marketsWithCloudOfTheirOwn, businessFamily } = FACT_FILES.figures();
  const rows = { ...dates, ...days, ...limits, ...stages, marketsWithCloudOfTheirOwn, businessFamily };
  const rules: RowSources = SOURCES;
  return Object.entries(rows).map(([id, { rule }]): Fact => [`figures/${id}`, sourceOf(rules, rule)]);
}

/** The loader refuses a row that names no source of its file. */
function sourceOf(sources: RowSources, id: string | undefined): Source {
  const source = sources[id ?? ''];
  if (source === undefined) throw new TypeError(`no source ${id}`);
  return source;
}
