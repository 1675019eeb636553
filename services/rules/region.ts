import { FACT_FILES } from './fact-files.ts';
import { figures } from './figures.ts';
import { SOURCES } from './sources.ts';
import type { Verdict } from './verdict.ts';

/** What the region rule needs: ISO 3166-1 alpha-2 codes as they were given, null = not known. */
export interface RegionInput {
  readonly partnerCountry: string | null;
  /** Country of the customer's tenant, not of its address. */
  readonly tenantCountry: string | null;
  /** Cloud of the tenant as it was given (`microsoftonline.com` and `public` = the worldwide one, GCC is part of it); null = not known. */
  readonly cloud?: string | null;
}

/**
 * Whether a partner may serve a tenant: both must be in one CSP market (rules R1, B1).
 *
 * | partner \ tenant | in table       | not in table | obsolete, malformed | unknown |
 * | ---------------- | -------------- | ------------ | ------------------- | ------- |
 * | in table         | same or stop   | ask a person | ask                 | ask     |
 * | anything else    | ask            | ask          | ask                 | ask     |
 *
 * A national cloud stops before all of that (I10), a cloud of an unknown name is asked about; one market in a cloud nobody knows gets
 * a note. The table is of 2023-08-17: an order refused by Partner Center wins.
 */
export function judgeRegion({ partnerCountry, tenantCountry, cloud }: RegionInput): Verdict {
  const standing = cloudOf(cloud);
  if (standing === 'national' || standing === 'unheard-of') {
    const [code, severity] =
      standing === 'national' ? (['region.national-cloud', 'stop'] as const) : (['region.ask-cloud', 'ask'] as const);
    return { code, severity, params: { cloud: (cloud ?? '').trim() }, sources: ['I10', 'G10'] };
  }
  if (blank(partnerCountry)) return ask('region.partner-unknown', {});
  if (blank(tenantCountry)) return ask('region.tenant-unknown', {});

  const partner = placeOf(partnerCountry);
  const tenant = placeOf(tenantCountry);
  const doubt = doubtful(partner, DOUBTS.partner) ?? doubtful(tenant, DOUBTS.tenant);
  if (doubt !== null) return doubt;

  const countries = { partnerCountry: partner.code, tenantCountry: tenant.code };
  const asOf = table().sourceDate;
  if (partner.kind !== 'market') return ask('region.partner-not-in-table', { ...countries, asOf });
  if (tenant.kind !== 'market') return ask('region.tenant-not-in-table', { ...countries, asOf });

  const params = { ...countries, partnerMarket: partner.market, tenantMarket: tenant.market };
  if (partner.market !== tenant.market) {
    return { code: 'region.different-market', severity: 'stop', params: { ...params, asOf }, sources: ['R1', 'B1'] };
  }
  if (figures().marketsWithCloudOfTheirOwn.has(partner.market)) {
    // A market of the table like any other, but most of its tenants live in the cloud operated by 21Vianet.
    return { code: 'region.same-market-china', severity: 'warn', params, sources: ['R1', 'B1', 'G10'] };
  }
  if (standing === 'unknown') {
    return { code: 'region.same-market-cloud-unknown', severity: 'note', params, sources: ['R1', 'B1', 'I10'] };
  }
  return { code: 'region.same-market', severity: 'ok', params, sources: ['R1', 'B1'] };
}

/** The verdicts that a person's decision settles: the countries are known, and the table has no answer for one of them. */
export const asksForDecision = ({ code }: Pick<Verdict, 'code'>): boolean =>
  code === 'region.partner-not-in-table' || code === 'region.tenant-not-in-table';

/** CSP market of a country (ISO 3166-1 alpha-2), null when the table does not have it. */
export function marketOf(country: string): string | null {
  const place = placeOf(country);
  return place.kind === 'market' ? place.market : null;
}

/** What a two-letter code stands for today. */
export type CountryCode =
  | { readonly kind: 'country'; readonly code: string }
  | { readonly kind: 'withdrawn'; readonly code: string; readonly today: readonly string[] };

/** A code as it counts today: another code in use for a country (`UK`) becomes the country's own; null when it is no such code. */
export function countryOfCode(given: string): CountryCode | null {
  const place = placeOf(given);
  switch (place.kind) {
    case 'market':
    case 'no-market':
      return { kind: 'country', code: place.code };
    case 'obsolete':
      return { kind: 'withdrawn', code: place.code, today: place.instead.split(' ') };
    case 'malformed':
      return null;
  }
}

/** The countries of the market table (ISO 3166-1 alpha-2), and its date. */
export function marketTable(): { readonly countries: readonly string[]; readonly sourceDate: string } {
  return { countries: [...table().marketByCountry.keys()], sourceDate: table().sourceDate };
}

const DOUBTS = {
  partner: { malformed: 'region.partner-malformed', obsolete: 'region.partner-obsolete' },
  tenant: { malformed: 'region.tenant-malformed', obsolete: 'region.tenant-obsolete' },
} as const;

function doubtful(place: Place, codes: { malformed: string; obsolete: string }): Verdict | null {
  if (place.kind === 'malformed') return ask(codes.malformed, { given: place.given });
  if (place.kind === 'obsolete')
    return ask(codes.obsolete, { given: place.code, instead: place.instead.split(' ').join('\n') });
  return null;
}

type Place =
  | { readonly kind: 'market'; readonly code: string; readonly market: string }
  | { readonly kind: 'no-market'; readonly code: string }
  | { readonly kind: 'obsolete'; readonly code: string; readonly instead: string }
  | { readonly kind: 'malformed'; readonly code: string; readonly given: string };

function placeOf(given: string): Place {
  const { marketByCountry, withoutMarket, obsolete, otherCodes } = table();
  // Before any folding of case: `ß`, `ﬁ` and `ſe` in capitals would be countries.
  if (!/^\s*[A-Za-z]{2}\s*$/.test(given)) return { kind: 'malformed', code: given, given: given.trim() };
  const typed = given.trim().toUpperCase();
  const code = otherCodes.get(typed) ?? typed;
  const market = marketByCountry.get(code);
  if (market !== undefined) return { kind: 'market', code, market };
  if (withoutMarket.has(code)) return { kind: 'no-market', code };
  const instead = obsolete.get(code);
  if (instead !== undefined) return { kind: 'obsolete', code, instead };
  return { kind: 'malformed', code, given: given.trim() };
}

interface MarketTable {
  readonly sourceDate: string;
  readonly marketByCountry: ReadonlyMap<string, string>;
  readonly withoutMarket: ReadonlySet<string>;
  readonly obsolete: ReadonlyMap<string, string>;
  readonly otherCodes: ReadonlyMap<string, string>;
  readonly worldwide: ReadonlySet<string>;
  readonly national: ReadonlySet<string>;
}

let loaded: MarketTable | undefined;

/** Read once: 242 codes that never change while the process lives. */
function table(): MarketTable {
  if (loaded === undefined) {
    const file = FACT_FILES.markets();
    loaded = {
      sourceDate: SOURCES.B1.lastVerified,
      marketByCountry: new Map(
        Object.entries(file.markets).flatMap(([market, { countries }]) =>
          countries.split(' ').map((c) => [c, market] as const),
        ),
      ),
      withoutMarket: new Set(file.countriesWithoutMarket.countries.split(' ')),
      obsolete: countriesByCode(file.obsoleteCodes),
      otherCodes: countriesByCode(file.otherCodes),
      worldwide: new Set(file.clouds.worldwide.names),
      national: new Set(file.clouds.national.names),
    };
  }
  return loaded;
}

function countriesByCode(rows: Readonly<Record<string, { readonly countries: string }>>): Map<string, string> {
  return new Map(Object.entries(rows).map(([code, { countries }]) => [code, countries]));
}

/** `unasked`: whoever judges does not look at clouds. */
function cloudOf(cloud: string | null | undefined): 'worldwide' | 'national' | 'unheard-of' | 'unknown' | 'unasked' {
  if (cloud === undefined) return 'unasked';
  const word = (cloud ?? '').toLowerCase().replace(/[\s_-]/g, '');
  if (word === '') return 'unknown';
  if (table().worldwide.has(word)) return 'worldwide';
  return table().national.has(word) ? 'national' : 'unheard-of';
}

function blank(text: string | null): text is null {
  return text === null || text.trim() === '';
}

function ask(code: string, params: Verdict['params']): Verdict {
  return { code, severity: 'ask', params, sources: ['R1', 'B1'] };
}
