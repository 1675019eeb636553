import { FACT_FILES, type FiguresFile } from './fact-files.ts';

let loaded: Figures | undefined;

/** Dates, day counts, limits and reminder stages the rules apply, each with the rule it rests on (data/figures.json). */
export interface Figures {
  /** ISO calendar date from which a rule applies. */
  date(id: keyof FiguresFile['dates']): string;
  days(id: keyof FiguresFile['days']): number;
  limit(id: keyof FiguresFile['limits']): number;
  /** Days from the anchor on which a reminder is due. */
  stages(id: keyof FiguresFile['stages']): readonly number[];
  isInBusinessFamily(skuId: string): boolean;
  /** Markets most of whose tenants live in a cloud of their own. */
  readonly marketsWithCloudOfTheirOwn: ReadonlySet<string>;
}

/** Read once: they do not change while the process lives. Throws `rules.facts-unreadable` for a broken file. */
export function figures(): Figures {
  loaded ??= figuresOf(FACT_FILES.figures());
  return loaded;
}

function figuresOf({ dates, days, limits, stages, businessFamily, marketsWithCloudOfTheirOwn }: FiguresFile): Figures {
  const family = new Set(businessFamily.skus.map((row) => row.slice(0, row.indexOf('|'))));
  return {
    date: (id) => dates[id].date,
    days: (id) => days[id].days,
    limit: (id) => limits[id].count,
    stages: (id) => stages[id].days,
    isInBusinessFamily: (skuId) => family.has(skuId.trim().toLowerCase()),
    marketsWithCloudOfTheirOwn: new Set(marketsWithCloudOfTheirOwn.markets),
  };
}
