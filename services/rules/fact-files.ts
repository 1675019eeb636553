import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../errors.ts';

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const Guid = z.string().regex(new RegExp(`^${GUID}$`));
const IsoDate = z.iso.date();
const Origin = { source: z.string(), docUrl: z.url(), sourceDate: IsoDate };

/** The long tables hold one line of text per row, fields apart by `|`: one check for all rows keeps the start fast. */
function rows(fields: string) {
  const row = new RegExp(`^${GUID}\\|${fields}$`);
  const isRow = (value: unknown): value is string => typeof value === 'string' && row.test(value);
  return z.custom<string[]>((value) => Array.isArray(value) && value.every(isRow), {
    error: ({ input }) => `not a row: ${String(Array.isArray(input) ? input.find((v) => !isRow(v)) : input)}`,
  });
}
const TEXT = '[^|]+';
const NUMBERS = '\\d+(?: \\d+)*';

const ServicePlansFile = z.object({ ...Origin, plans: rows(`${TEXT}\\|${TEXT}`) });

const SkusFile = z.object({
  ...Origin,
  skus: rows(
    `${TEXT}\\|${TEXT}\\|(?:worldwide|gcc|gcc-high|dod|china)` +
      `\\|(?:general|faculty|student|education|nonprofit)\\|${NUMBERS}\\|[^|]*`,
  ),
});

const DataClassesFile = z.object({
  ...Origin,
  classes: z.array(z.tuple([z.string(), z.boolean(), z.int().min(0).nullable()])),
  ended: z.array(z.tuple([z.string(), IsoDate])),
  ignored: rows(`${TEXT}\\|(?:retired|service-ended)`),
  capabilities: rows(`${TEXT}\\|${TEXT}\\|${TEXT}\\|${NUMBERS}\\|(?:high|medium|low)`),
});

const DiscontinuedOffersFile = z.object({
  ...Origin,
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
      confirmed: z.boolean(),
      source: z.string(),
    }),
  ),
});

const MarketsFile = z.object({
  ...Origin,
  markets: z.record(z.string(), z.string()),
  countriesWithoutMarket: z.string(),
  obsoleteCodes: z.record(z.string(), z.string()),
});

/** One entry about an offer that is no longer sold, or has another name. */
export type DiscontinuedOffer = z.infer<typeof DiscontinuedOffersFile>['offers'][number];

/** Fields of a row. Their number and form were checked when the file was read. */
export function fieldsOf(line: string): string[] {
  return line.split('|');
}

/** The fact files beside the rules, validated. Reads from disk; throws `rules.facts-unreadable` for a broken file. */
export const FACT_FILES = {
  servicePlans: () => read('service-plans.json', ServicePlansFile),
  skus: () => read('skus.json', SkusFile),
  dataClasses: () => read('data-classes.json', DataClassesFile),
  discontinuedOffers: () => read('discontinued-offers.json', DiscontinuedOffersFile),
  markets: () => read('markets.json', MarketsFile),
};

function read<T>(name: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(JSON.parse(readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8')));
  if (parsed.success) return parsed.data;
  throw new AppError('rules.facts-unreadable', {
    params: { file: name },
    hint: `services/rules/data/${name} does not have the expected form: ${z.prettifyError(parsed.error)}`,
    cause: parsed.error,
  });
}
