import { story } from './stories.ts';
import type { Story } from './story.ts';

/**
 * Made-up customers for trying the bot with as many as a large partner has. Each is computed from its number: the same number gives the
 * same customer, and none is stored. They are our customers already, so that the search finds them.
 */
export interface GeneratedCustomers {
  readonly count: number;
  at(index: number): Story;
  tenantId(index: number): string;
  /** The number hidden in a tenant id or a domain of ours; null for anything else. */
  indexOfTenant(tenantId: string): number | null;
  indexOfDomain(domain: string): number | null;
  /** The customers whose name or domain starts with `prefix` (any case), in alphabetical order. */
  startingWith(field: 'name' | 'domain', prefix: string): { readonly count: number; at(n: number): number };
}

export function generatedCustomers(count: number): GeneratedCustomers {
  // Sorted once, at the start: a typeahead must not be slow the first time.
  const sorted = { name: sortedBy(nameOf, count), domain: sortedBy(domainOf, count) };
  const inRange = (i: number) => (Number.isInteger(i) && i >= 0 && i < count ? i : null);

  return {
    count,
    at: generatedStory,
    tenantId,
    indexOfTenant: (id) => {
      const hex = id.toLowerCase().match(/^5a9db0c5-0000-4000-8000-([0-9a-f]{12})$/)?.[1];
      return hex === undefined ? null : inRange(Number.parseInt(hex, 16));
    },
    indexOfDomain: (domain) => {
      const i = Number(domain.toLowerCase().match(/-(\d+)\.example$/)?.[1] ?? Number.NaN);
      return inRange(i) !== null && domainOf(i) === domain.toLowerCase() ? i : null;
    },
    startingWith: (field, prefix) => {
      const all = sorted[field];
      const wanted = prefix.toLowerCase();
      const from = firstAtLeast(all, wanted);
      // Every key with the prefix sorts before the prefix followed by the last character there is.
      const to = firstAtLeast(all, `${wanted}\uFFFF`);
      return { count: to - from, at: (n) => all[from + n]?.[1] ?? 0 };
    },
  };
}

function sortedBy(keyOf: (i: number) => string, count: number): readonly (readonly [key: string, i: number])[] {
  const made = Array.from({ length: count }, (_, i) => [keyOf(i).toLowerCase(), i] as const);
  return made.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function generatedStory(i: number): Story {
  const [country, culture] = pick(COUNTRIES, i);
  return {
    ...story({
      id: `generated-${i}`,
      name: nameOf(i),
      domain: domainOf(i),
      country,
      culture,
      teaches: 'one of many',
      invitation: { kind: 'already-customer' },
      delegatedAccess: i % 3 === 0 ? 'none' : 'read',
      originals: [
        {
          partNumber: pick(
            ['O365_BUSINESS_PREMIUM', 'O365_BUSINESS_ESSENTIALS', 'SPB', 'ENTERPRISEPACK', 'EXCHANGESTANDARD'],
            i,
          ),
          seats: 5 + (i % 60),
          assigned: 3 + (i % 60),
          term: 'P1Y',
          endsInDays: 5 + ((i * 37) % 360),
          atEnd: i % 2 === 0 ? 'renews' : 'disabled',
          bought: i % 2 === 0 ? 'other-partner' : 'direct-mca',
        },
      ],
    }),
  };
}

function tenantId(i: number): string {
  return `5a9db0c5-0000-4000-8000-${i.toString(16).padStart(12, '0')}`;
}

/** 46 x 44 x 50 names, then with a number behind. */
function nameOf(i: number): string {
  const first = pick(FIRST, i);
  const second = pick(SECOND, Math.floor(i / FIRST.length));
  const town = pick(TOWNS, Math.floor(i / (FIRST.length * SECOND.length)));
  const round = Math.floor(i / (FIRST.length * SECOND.length * TOWNS.length));
  return `${first} ${second} ${town}${round === 0 ? '' : ` ${round + 1}`}`;
}

function domainOf(i: number): string {
  return `${pick(FIRST, i)}${pick(SECOND, Math.floor(i / FIRST.length))}-${i}.example`.toLowerCase();
}

function pick<T>(from: readonly [T, ...T[]] | readonly T[], i: number): T {
  const found = from[i % from.length];
  if (found === undefined) throw new RangeError('Nothing to pick from');
  return found;
}

function firstAtLeast(sorted: readonly (readonly [string, number])[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.[0] ?? '') < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

const COUNTRIES = [
  ['IT', 'it-IT'],
  ['ES', 'es-ES'],
  ['PT', 'pt-PT'],
  ['IE', 'en-IE'],
  ['IT', 'it-IT'],
] as const;
const FIRST =
  'Amber Arctic Aspen Azure Birch Bluff Brook Cedar Cherry Clover Coral Crimson Delta Dune Ember Fern Garnet Glacier Golden Granite Harbor Hazel Indigo Iris Ivory Jade Juniper Lagoon Lark Laurel Linden Lotus Maple Marble Meadow Mint Olive Onyx Opal Orchid Pine Quartz Raven Sage Silver Willow'.split(
    ' ',
  );
const SECOND =
  'Bakery Books Builders Cafe Cargo Ceramics Chemicals Clinic Couriers Dairy Dental Design Electric Energy Farms Fisheries Flooring Foods Freight Furniture Gardens Glass Hotels Insurance Joinery Kitchens Lawyers Lighting Logistics Machines Marine Media Metals Mills Motors Optics Paints Paper Pharmacy Plastics Printing Seeds Textiles Timber'.split(
    ' ',
  );
const TOWNS =
  'Torino Milano Verona Padova Trieste Udine Genova Parma Modena Bologna Ferrara Ravenna Rimini Firenze Pisa Lucca Siena Arezzo Perugia Ancona Roma Latina Pescara Napoli Salerno Bari Lecce Potenza Catania Palermo Cagliari Sassari Madrid Sevilla Valencia Bilbao Zaragoza Vigo Lisboa Porto Braga Faro Coimbra Dublin Cork Galway Limerick Sligo Trento Aosta'.split(
    ' ',
  );
