import { AppError } from '../errors.ts';
import { type DiscontinuedOffer, FACT_FILES, type SkuTable } from './fact-files.ts';
import type { Audience, Cloud } from './sku-audience.ts';
import { searchSkus } from './sku-search.ts';
import { SOURCES, type Source } from './sources.ts';

/** How much losing a capability weighs: high and medium stop until a named person confirms, low is a note. */
export type Weight = 'high' | 'medium' | 'low';

/** What a service plan gives: covered by a plan with the same capability and no level lower. */
export interface Capability {
  readonly dataClass: string;
  readonly name: string;
  /** One number, or several that must all be reached (processors, memory and disk of a Cloud PC). */
  readonly levels: readonly number[];
  readonly weight: Weight;
}

export interface ServicePlan {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Empty for plans that neither hold data nor would be missed, and for retired ones. */
  readonly capabilities: readonly Capability[];
  /** Retired by Microsoft: not counted when offers are compared. */
  readonly retired: boolean;
  /** Carries directory attributes in nearly every offer: nothing to miss, so that it is not counted either. */
  readonly isCarrier: boolean;
  /** Comes along with suites: nobody holds an offer for it, unless there is nothing else in it. */
  readonly isExtra: boolean;
  /** The same service under several ids; null for a plan that is a service of its own. */
  readonly service: { readonly name: string; readonly level: number } | null;
}

/** One SKU of Microsoft's table. The name is not a key: some names and one part number stand for two SKUs. */
export interface Sku {
  readonly skuId: string;
  readonly partNumber: string;
  readonly name: string;
  /** Other and former names. */
  readonly otherNames: readonly string[];
  readonly plans: readonly ServicePlan[];
  readonly cloud: Cloud;
  readonly audience: Audience;
}

export interface DataClass {
  readonly id: string;
  readonly holdsData: boolean;
  /** Days until the data is gone after the license is removed; null = no source. */
  readonly retentionDays: number | null;
  /** Day the service ended for everybody (ISO): no offer keeps its data. */
  readonly endedOn: string | null;
  /** An offer that had this function and no longer has it is another offer, however much else there is. */
  readonly isMain: boolean;
  /** Kept for the product that stores its data there: a plan of it is made for one product and tells which. */
  readonly isUnderlay: boolean;
  /** Where the row of the class comes from: how long its data is kept, and the day it ended. */
  readonly source: Source;
}

/** The facts about offers: SKUs, service plans, data classes, discontinued offers. */
export interface SkuFacts {
  readonly skus: readonly Sku[];
  /** Date of the SKU table (ISO). */
  readonly sourceDate: string;
  /** By Entra SKU id, whatever its case and surrounding spaces. */
  find(skuId: string): Sku | null;
  /** By part number (`ENTERPRISEPACK`, `contoso:ENTERPRISEPACK`), whatever its case. May give several. */
  byPartNumber(text: string): readonly Sku[];
  /** Best matches over names, former names and part numbers; typing errors and accents are forgiven. */
  search(text: string, limit?: number): readonly Sku[];
  /** Entries about this SKU; several when it stands in several programs. */
  discontinued(skuId: string): readonly DiscontinuedOffer[];
  dataClass(id: string): DataClass | null;
  readonly servicePlans: readonly ServicePlan[];
}

/** Reads the fact files from disk, validates and links them; `table` takes the place of the one on disk. Throws `rules.facts-unreadable` for a broken file. */
export function loadSkuFacts(table: SkuTable = FACT_FILES.skus()): SkuFacts {
  const offers = FACT_FILES.discontinuedOffers().offers;
  const { classes, servicePlans } = linkServicePlans(table);

  const discontinued = groupBy(offers.flatMap((o) => o.skus.map((id) => [id, o] as const)));
  const skus = table.skus.map((row): Sku => {
    const [skuId = '', partNumber = '', name = '', cloud, audience, plans = '', otherNames = ''] = row;
    const formerNames = (discontinued.get(skuId) ?? []).flatMap((o) => o.formerNames?.[skuId] ?? []);
    return {
      skuId,
      partNumber,
      name,
      otherNames: otherNames === '' ? formerNames : [...otherNames.split('; '), ...formerNames],
      plans: plans.split(' ').map((index) => servicePlans[Number(index)] ?? missingPlan(index, skuId)),
      // The row's check lets exactly these words pass.
      cloud: cloud as Cloud,
      audience: audience as Audience,
    };
  });
  const byId = new Map(skus.map((s) => [s.skuId, s]));
  const byPart = groupBy(skus.map((s) => [idOf(s.partNumber), s] as const));

  return {
    skus,
    servicePlans,
    sourceDate: table.sourceDate,
    find: (skuId) => byId.get(skuId) ?? byId.get(idOf(skuId)) ?? null,
    byPartNumber: (text) => byPart.get(idOf(text)) ?? byPart.get(idOf(text.slice(text.indexOf(':') + 1))) ?? [],
    search: (text, limit = 10) => searchSkus(skus, text, limit),
    discontinued: (skuId) => discontinued.get(byId.has(skuId) ? skuId : idOf(skuId)) ?? NOTHING,
    dataClass: (id) => classes.get(id) ?? null,
  };
}

function linkServicePlans(table: SkuTable): {
  classes: ReadonlyMap<string, DataClass>;
  servicePlans: readonly ServicePlan[];
} {
  const file = FACT_FILES.dataClasses();
  const classes = new Map(
    file.classes.map(([id = '', holds, retention = '', endedOn = '', says, source = '']) => [
      id,
      {
        id,
        holdsData: holds === 'data',
        retentionDays: retention === '' ? null : Number(retention),
        endedOn: endedOn === '' ? null : endedOn,
        isMain: says === 'main',
        isUnderlay: says === 'underlay',
        source: file.sources[source] ?? SOURCES.E2,
      },
    ]),
  );
  const levelsOf = levelsReader();
  const capabilities = groupBy(
    file.capabilities.map(([planId = '', , dataClass = '', name = '', levels = '', weight]) => {
      // The row's check lets exactly these weights pass.
      return [planId, { dataClass, name, levels: levelsOf(levels), weight: weight as Weight }] as const;
    }),
  );
  for (const id of table.plansToClassify) capabilities.set(id, [{ ...NOT_CLASSIFIED, name: id }]);
  const ignored = new Map(file.ignored.map(([id = '', , why]) => [id, why]));
  const services = new Map(file.services.map(([id = '', , name = '', level]) => [id, { name, level: Number(level) }]));
  const servicePlans = table.plans.map(
    ([id = '', name = '', title = '']): ServicePlan => ({
      id,
      name,
      title,
      capabilities: capabilities.get(id) ?? NONE,
      retired: ignored.get(id) === 'retired' || ignored.get(id) === 'service-ended',
      isCarrier: ignored.get(id) === 'carrier',
      isExtra: ignored.get(id) === 'extra',
      service: services.get(id) ?? null,
    }),
  );
  return { classes, servicePlans };
}

const NOTHING: readonly DiscontinuedOffer[] = [];

/** Levels repeat a lot: each list of them is made once. */
function levelsReader(): (text: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (text) => {
    const levels = known.get(text) ?? text.split(' ').map(Number);
    known.set(text, levels);
    return levels;
  };
}

/** Whether a new service holds data nobody has looked at: until then losing it stops, as if it did. */
const NOT_CLASSIFIED = { dataClass: 'not-classified', levels: [1], weight: 'medium' } as const;

/** Shared: most plans give nothing. */
const NONE: readonly Capability[] = [];

function missingPlan(index: string, skuId: string): never {
  throw new AppError('rules.facts-unreadable', {
    params: { file: 'skus.json' },
    hint: `services/rules/data/skus.json: SKU ${skuId} names plan ${index}, which is not there`,
  });
}

function groupBy<T>(pairs: readonly (readonly [string, T])[]): Map<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return new Map<string, readonly T[]>(groups);
}

/** An id or a part number as it is looked up: both are written in plain letters. */
function idOf(text: string): string {
  return text.trim().toLowerCase();
}
