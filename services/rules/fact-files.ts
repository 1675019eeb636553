import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { LANGUAGES } from './languages.ts';
import { SOURCES, type Source } from './sources.ts';

/** Where all rows of the SKU table come from, and of which day they are. */
export interface Origin {
  readonly source: string;
  readonly docUrl: string;
  /** ISO calendar date. */
  readonly sourceDate: string;
}

/** Where rows come from, by the id they name. */
export type RowSources = Readonly<Record<string, Source>>;

/** A row of a long table: its fields, checked one by one. */
export type Row = readonly string[];

/**
 * The fact files beside the rules. Each call reads one from disk and validates it, or what is given in its place; throws `rules.facts-unreadable` for a broken one.
 *
 * The long tables hold one line of text per row, fields apart by `|`. They are checked while they are taken apart, by hand: a schema
 * library takes longer for these 2,000 rows than everything else at the start together. The small files pass a schema.
 *
 * Every row names its source: a page, a date and whether it is confirmed. A date after the day on which the file was put together is refused.
 */
export const FACT_FILES = {
  skus: () => skuTableFrom(read(FILES.skus)),
  dataClasses: (file = read(FILES.dataClasses)) => {
    const { sources } = checked(FILES.dataClasses, SourcedFile, file);
    const isSource = oneOf(...Object.keys(sources));
    return {
      sources,
      classes: rows(FILES.dataClasses, file, 'classes', [...DATA_CLASS, isSource]),
      ignored: rows(FILES.dataClasses, file, 'ignored', [...IGNORED_PLAN, isSource]),
      services: rows(FILES.dataClasses, file, 'services', [...SERVICE, isSource]),
      capabilities: rows(FILES.dataClasses, file, 'capabilities', [...CAPABILITY, isSource]),
    };
  },
  discontinuedOffers: (content = read(FILES.discontinuedOffers)) =>
    checked(FILES.discontinuedOffers, DiscontinuedOffersFile, content),
  markets: (content = read(FILES.markets)) => checked(FILES.markets, MarketsFile, content),
  /** Which of the product's languages is most read in a country. */
  languages: (content = read(FILES.languages)) => checked(FILES.languages, LanguagesFile, content),
  figures: (content = read(FILES.figures)) => checked(FILES.figures, FiguresFile, content),
  specialUses: (content = read(FILES.specialUses)) => checked(FILES.specialUses, SpecialUsesFile, content),
};

/** The table of SKUs and service plans, checked row by row. Throws `rules.facts-unreadable` for anything else. */
export function skuTableFrom(content: Readonly<Record<string, unknown>>): SkuTable {
  const plans = rows(FILES.skus, content, 'plans', SERVICE_PLAN);
  const skus = rows(FILES.skus, content, 'skus', SKU);
  const { plansToClassify } = content;
  if (!Array.isArray(plansToClassify) || !plansToClassify.every((id) => typeof id === 'string' && isGuid(id))) {
    throw unreadable(FILES.skus, '"plansToClassify" is not a list of ids');
  }
  return { ...originOf(FILES.skus, content), plans, skus, plansToClassify };
}

export interface SkuTable extends Origin {
  /** service plan id, name, title */
  readonly plans: readonly Row[];
  /** SKU id, part number, name, cloud, audience, indices of its plans, other names */
  readonly skus: readonly Row[];
  /** Service plans nobody has looked at yet: whether they hold data is not known. */
  readonly plansToClassify: readonly string[];
}

const FILES = {
  skus: 'skus.json',
  dataClasses: 'data-classes.json',
  discontinuedOffers: 'discontinued-offers.json',
  markets: 'markets.json',
  figures: 'figures.json',
  languages: 'languages.json',
  specialUses: 'special-uses.json',
} as const;

/** Where the fact files lie. */
export const FACTS_FOLDER = new URL('data/', import.meta.url);

type Check = (field: string) => boolean;

const matches =
  (pattern: RegExp): Check =>
  (field) =>
    pattern.test(field);
const oneOf = (...words: readonly string[]): Check => {
  const known = new Set(words);
  return (field) => known.has(field);
};
const isText: Check = (field) => field !== '';
const isAnything: Check = () => true;
const isGuid = matches(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const isIsoDate = matches(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/);
const areNumbers = matches(/^\d+(?: \d+)*$/);

const CLOUDS = oneOf('worldwide', 'gcc', 'gcc-high', 'dod', 'china');
const AUDIENCES = oneOf('general', 'frontline', 'faculty', 'student', 'education', 'nonprofit');

const SERVICE_PLAN: readonly Check[] = [isGuid, isText, isText];
const SKU: readonly Check[] = [isGuid, isText, isText, CLOUDS, AUDIENCES, areNumbers, isAnything];
// The tables of service plans; the source of the row stands last in each of them.
/** class, whether it holds data, days its data is kept, day it ended for everybody, what it says about the offer */
const DATA_CLASS: readonly Check[] = [
  isText,
  oneOf('data', 'function'),
  (field) => field === '' || areNumbers(field),
  (field) => field === '' || isIsoDate(field),
  oneOf('main', 'underlay', ''),
];
/** service plan id, its name (to read), why */
const IGNORED_PLAN: readonly Check[] = [isGuid, isText, oneOf('retired', 'service-ended', 'carrier', 'extra')];
/** service plan id, its name (to read), service, level */
const SERVICE: readonly Check[] = [isGuid, isText, isText, areNumbers];
/** service plan id, its name (to read), class, capability, levels, weight */
const CAPABILITY: readonly Check[] = [isGuid, isText, isText, isText, areNumbers, oneOf('high', 'medium', 'low')];

function rows(name: string, file: Readonly<Record<string, unknown>>, key: string, checks: readonly Check[]): Row[] {
  const lines = file[key];
  if (!Array.isArray(lines) || lines.length === 0) throw unreadable(name, `"${key}" is not a list of rows`);
  return lines.map((line: unknown) => {
    const fields = typeof line === 'string' ? line.split('|') : [];
    if (fields.length !== checks.length || !checks.every((check, i) => check(fields[i] ?? ''))) {
      throw unreadable(name, `"${key}": not a row: ${String(line)}`);
    }
    return fields;
  });
}

function originOf(name: string, { source, docUrl, sourceDate }: Readonly<Record<string, unknown>>): Origin {
  if (typeof source !== 'string' || typeof docUrl !== 'string' || !URL.canParse(docUrl)) {
    throw unreadable(name, 'source or docUrl is missing');
  }
  if (typeof sourceDate !== 'string' || !isIsoDate(sourceDate)) throw unreadable(name, 'sourceDate is not a date');
  return { source, docUrl, sourceDate };
}

const LATER = 'checked after the day on which the file was put together';
const NO_SOURCE = 'a row names a source that is not there';

const Guid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const IsoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Compiled = { compiled: IsoDate };
const Checked = { docUrl: z.string().refine(URL.canParse), lastVerified: IsoDate, confirmed: z.boolean() };
const SourceFields = z.object({ title: z.string(), ...Checked });

/** A file whose rows name one of its sources. */
const SourcedFile = z
  .object({ ...Compiled, sources: z.record(z.string(), SourceFields) })
  .refine(({ compiled, sources }) => Object.values(sources).every((s) => s.lastVerified <= compiled), LATER);
const SourceOfRow = { source: z.string() };

const DiscontinuedOffersFile = z
  .object({
    ...Compiled,
    offers: z.array(
      z.object({
        id: z.string(),
        offer: z.string(),
        status: z.string(),
        /** Dates by whom they concern; `all` when there is one for everybody. A month stands as `2021-12`. */
        effective: z.record(z.string(), z.string().regex(/^\d{4}(-\d{2}){1,2}$/)),
        skus: z.array(Guid),
        replacements: z.array(
          z.object({ name: z.string(), kind: z.string(), skus: z.array(Guid), for: Guid.optional() }),
        ),
        programme: z.enum(['nonprofit-grant', 'commercial']).optional(),
        formerNames: z.record(Guid, z.array(z.string())).optional(),
        source: z.string(),
        ...Checked,
      }),
    ),
  })
  .refine(({ compiled, offers }) => offers.every((o) => o.lastVerified <= compiled), LATER);

const Countries = z.object({ countries: z.string().regex(/^[A-Z]{2}(?: [A-Z]{2})*$/), ...SourceOfRow });
const Names = z.object({ names: z.array(z.string()), ...SourceOfRow });

const MarketsFile = SourcedFile.and(
  z.object({
    markets: z.record(z.string(), Countries),
    countriesWithoutMarket: Countries,
    obsoleteCodes: z.record(z.string(), Countries),
    /** Codes in use for one country beside its own, such as `UK`. */
    otherCodes: z.record(z.string(), Countries),
    /** Names of Microsoft's clouds, in lower case without spaces and hyphens. */
    clouds: z.object({ worldwide: Names, national: Names }),
  }),
).refine(
  ({ sources, markets, countriesWithoutMarket, obsoleteCodes, otherCodes, clouds }) =>
    namesSources(
      sources,
      [markets, { countriesWithoutMarket }, obsoleteCodes, otherCodes, clouds].flatMap(Object.values),
    ),
  NO_SOURCE,
);

const LanguagesFile = SourcedFile.and(
  z.object({ languages: z.array(z.object({ language: z.enum(LANGUAGES), ...Countries.shape })).min(1) }),
).refine(({ sources, languages }) => namesSources(sources, languages), NO_SOURCE);

const Count = z.int().min(1);
/** A figure is of the page and date of its rule. */
const Ruled = { rule: z.string().refine((id) => id in SOURCES, NO_SOURCE) };
const Stages = z.object({ days: z.array(z.int()).min(1), ...Ruled });
const Days = z.object({ days: Count, ...Ruled });
const Limit = z.object({ count: Count, ...Ruled });
const DateRow = z.object({ date: IsoDate, ...Ruled });

/** A reminder after the last day on which something can be done would never be sent: such a stage is a slip. */
function stagesEndInTime({ days, stages }: Pick<FiguresFile, 'days' | 'stages'>): boolean {
  const deadlines: readonly (readonly [stage: keyof FiguresFile['stages'], days: number])[] = [
    ['original-grace', days.grace.days],
    ['original-disabled', Math.min(days['data-after-lockout'].days, days['data-after-enterprise-agreement'].days)],
    ['transfer-created', days['transfer-request'].days],
    ['prepare-until', 0],
    ['target-provisioned', 0],
    ['target-term-end', 0],
    ['target-term-end-unknown', 0],
    ['gdap-expiry', 0],
  ];
  return deadlines.every(([stage, deadline]) => stages[stage].days.every((day) => day <= deadline));
}

const FigureRows = z.object({
  dates: z.object({
    'extended-term-bought-since': DateRow,
    'extended-term-ending-since': DateRow,
    'direct-extended-term-bought-since': DateRow,
    'customer-agreement-since': DateRow,
    'nonprofit-grants-ended-on': DateRow,
  }),
  days: z.object({
    grace: Days,
    'data-after-lockout': Days,
    'data-after-enterprise-agreement': Days,
    'cancellation-window': Days,
    'transfer-request': Days,
    'longest-term': Days,
    'fact-is-stale': Days,
  }),
  limits: z.object({ 'family-seats': Limit, 'tenant-subscriptions': Limit, 'licenses-cancelled-online': Limit }),
  stages: z.object({
    'invitation-sent': Stages,
    'original-end': Stages,
    'prepare-until': Stages,
    'original-grace': Stages,
    'original-disabled': Stages,
    'original-extended-term': Stages,
    'original-unresolved': Stages,
    'transfer-created': Stages,
    'credit-open': Stages,
    'credit-asked': Stages,
    'target-provisioned': Stages,
    'target-term-end': Stages,
    'target-term-end-unknown': Stages,
    'gdap-expiry': Stages,
  }),
  marketsWithCloudOfTheirOwn: z.object({ markets: z.array(z.string()), ...Ruled }),
  businessFamily: z.object({ ...Ruled, skus: z.array(z.string().regex(/^[0-9a-f-]{36}\|.+$/)).min(1) }),
});

const FiguresFile = FigureRows.refine(stagesEndInTime, 'a stage lies after its deadline');

const SpecialUsesFile = SourcedFile.and(
  z.object({ uses: z.array(z.tuple([z.string(), z.string(), z.string()])).min(1) }),
).refine(
  ({ sources, uses }) =>
    namesSources(
      sources,
      uses.map(([, , source]) => ({ source })),
    ),
  NO_SOURCE,
);

function namesSources(sources: RowSources, rows: readonly { readonly source: string }[]): boolean {
  return rows.every(({ source }) => source in sources);
}

/** One entry about an offer that is no longer sold, or has another name. */
export type DiscontinuedOffer = z.infer<typeof DiscontinuedOffersFile>['offers'][number];

/** The figures of {@link FACT_FILES}`.figures`. */
export type FiguresFile = z.infer<typeof FigureRows>;

function checked<T>(name: string, schema: z.ZodType<T>, content: unknown): T {
  // Without compiled checks: each file is read once, and compiling takes longer than checking.
  const parsed = schema.safeParse(content, { jitless: true });
  if (parsed.success) return parsed.data;
  throw unreadable(name, z.prettifyError(parsed.error), parsed.error);
}

function read(name: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(readFileSync(new URL(name, FACTS_FOLDER), 'utf8'));
    if (typeof content === 'object' && content !== null) return { ...content };
  } catch (cause) {
    throw unreadable(name, 'the file is missing or is not JSON', cause);
  }
  throw unreadable(name, 'the file holds no object');
}

function unreadable(name: string, what: string, cause?: unknown): AppError {
  return new AppError('rules.facts-unreadable', {
    params: { file: name },
    hint: `services/rules/data/${name} does not have the expected form: ${what}`,
    cause,
  });
}
