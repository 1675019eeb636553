import { AppError } from '../errors.ts';
import { type DiscontinuedOffer, FACT_FILES, fieldsOf } from './fact-files.ts';
import type { Audience, Cloud } from './sku-audience.ts';
import { searchSkus } from './sku-search.ts';

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
  /** Entries about this SKU; several when it stands in several programmes. */
  discontinued(skuId: string): readonly DiscontinuedOffer[];
  dataClass(id: string): DataClass | null;
  readonly servicePlans: readonly ServicePlan[];
}

/** Reads the fact files from disk, validates and links them. Throws `rules.facts-unreadable` for a broken file. */
export function loadSkuFacts(): SkuFacts {
  const { classes, servicePlans } = loadServicePlans();
  const offers = FACT_FILES.discontinuedOffers().offers;
  const table = FACT_FILES.skus();

  const discontinued = groupBy(offers.flatMap((o) => o.skus.map((id) => [id, o] as const)));
  const skus = table.skus.map((line): Sku => {
    const [skuId = '', partNumber = '', name = '', cloud, audience, plans = '', otherNames = ''] = fieldsOf(line);
    const formerNames = (discontinued.get(skuId) ?? []).flatMap((o) => o.formerNames?.[skuId] ?? []);
    return {
      skuId,
      partNumber,
      name,
      otherNames: otherNames === '' ? formerNames : [...otherNames.split('; '), ...formerNames],
      plans: plans.split(' ').map((index) => servicePlans[Number(index)] ?? missingPlan(index, skuId)),
      // The row's pattern lists exactly these words.
      cloud: cloud as Cloud,
      audience: audience as Audience,
    };
  });
  const byId = new Map(skus.map((s) => [s.skuId, s]));
  const byPart = groupBy(skus.map((s) => [fold(s.partNumber), s] as const));

  return {
    skus,
    servicePlans,
    sourceDate: table.sourceDate,
    find: (skuId) => byId.get(fold(skuId)) ?? null,
    byPartNumber: (text) => byPart.get(fold(text)) ?? byPart.get(fold(text.slice(text.indexOf(':') + 1))) ?? [],
    search: (text, limit = 10) => searchSkus(skus, text, limit),
    discontinued: (skuId) => discontinued.get(fold(skuId)) ?? [],
    dataClass: (id) => classes.get(id) ?? null,
  };
}

function loadServicePlans(): { classes: ReadonlyMap<string, DataClass>; servicePlans: readonly ServicePlan[] } {
  const file = FACT_FILES.dataClasses();
  const ended = new Map(file.ended);
  const classes = new Map(
    file.classes.map(([id, holdsData, retentionDays]) => [
      id,
      { id, holdsData, retentionDays, endedOn: ended.get(id) ?? null },
    ]),
  );
  const capabilities = groupBy(
    file.capabilities.map((line) => {
      const [planId = '', , dataClass = '', name = '', levels = '', weight] = fieldsOf(line);
      // The row's pattern lists exactly these weights.
      return [planId, { dataClass, name, levels: levels.split(' ').map(Number), weight: weight as Weight }] as const;
    }),
  );
  const ignored = new Set(file.ignored.map((line) => fieldsOf(line)[0]));
  const servicePlans = FACT_FILES.servicePlans().plans.map((line): ServicePlan => {
    const [id = '', name = '', title = ''] = fieldsOf(line);
    return { id, name, title, capabilities: capabilities.get(id) ?? [], retired: ignored.has(id) };
  });
  return { classes, servicePlans };
}

function missingPlan(index: string, skuId: string): never {
  throw new AppError('rules.facts-unreadable', {
    params: { file: 'skus.json' },
    hint: `services/rules/data/skus.json: SKU ${skuId} names plan ${index}, which service-plans.json does not have`,
  });
}

function groupBy<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
