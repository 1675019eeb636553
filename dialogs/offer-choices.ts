import { exactName } from '../services/rules/folding.ts';
import type { CatalogOffer } from '../services/rules/judgement.ts';
import type { Sku, SkuFacts } from '../services/rules/sku-facts.ts';

export interface OfferChoice {
  readonly title: string;
  /** Entra SKU id. */
  readonly value: string;
}

/** Offers that are asked for most, shown before anything is typed (part numbers of the SKU table). */
const USUAL = [
  'SPB',
  'O365_BUSINESS_PREMIUM',
  'O365_BUSINESS_ESSENTIALS',
  'SPE_E3',
  'SPE_E5',
  'ENTERPRISEPACK',
  'STANDARDPACK',
  'EXCHANGESTANDARD',
];

/**
 * The offers a text names: by SKU id, by part number, or by their full name or a former one, whatever the case. More than one is a
 * question, none is no answer.
 */
export function offersCalled(skus: SkuFacts, text: string): readonly Sku[] {
  const byId = skus.find(text);
  if (byId !== null) return [byId];
  const byPart = skus.byPartNumber(text);
  if (byPart.length > 0) return byPart;
  const wanted = exactName(text);
  if (wanted === '') return [];
  const { now, once } = namesOf(skus);
  return now.get(wanted) ?? once.get(wanted) ?? [];
}

/** The offers by their folded names, and by their other and former ones. */
interface Names {
  readonly now: ReadonlyMap<string, readonly Sku[]>;
  readonly once: ReadonlyMap<string, readonly Sku[]>;
}

/** Made once for a table of SKUs: a file names an offer in every row. */
const names = new WeakMap<SkuFacts, Names>();

function namesOf(skus: SkuFacts): Names {
  const known = names.get(skus);
  if (known !== undefined) return known;
  const once = new Map<string, Sku[]>();
  for (const sku of skus.skus) {
    for (const name of new Set(sku.otherNames.map(exactName))) once.set(name, [...(once.get(name) ?? []), sku]);
  }
  const made = { now: Map.groupBy(skus.skus, ({ name }) => exactName(name)), once };
  names.set(skus, made);
  return made;
}

/**
 * Offers that fit a text, for the search box; the usual ones when there is none. The id is shown where two offers share a name, the
 * number of Partner Center's catalogue (`CFQ7TTC0LH16:0001`) where it was what somebody typed.
 *
 * @param catalogue what the partner can sell; empty while it is not known
 */
export function offerChoices(
  skus: SkuFacts,
  text: string,
  limit = 15,
  catalogue: readonly CatalogOffer[] = [],
): readonly OfferChoice[] {
  if (CATALOGUE_NUMBER.test(text.trim())) {
    const numbered = offersNumbered(skus, catalogue, text.trim().toUpperCase(), limit);
    if (numbered.length > 0) return numbered;
  }
  const exact = skus.find(text);
  const found =
    text.trim() === ''
      ? USUAL.flatMap((part) => skus.byPartNumber(part).slice(0, 1))
      : exact !== null
        ? [
            exact,
            ...USUAL.flatMap((part) => skus.byPartNumber(part).slice(0, 1)).filter((s) => s.skuId !== exact.skuId),
          ]
        : skus.search(text, limit);
  const shared = (name: string, part: string) =>
    found.filter((s) => s.name === name && s.partNumber === part).length > 1;
  return found.slice(0, limit).map((s) => ({
    title: `${s.name} · ${s.partNumber}${shared(s.name, s.partNumber) ? ` · ${s.skuId}` : ''}`,
    value: s.skuId,
  }));
}

/** The beginning of a number of the catalogue: a product, and its SKU behind a colon. */
const CATALOGUE_NUMBER = /^CFQ7[A-Z0-9]{0,12}(?::[A-Z0-9]{0,8})?$/iu;

/** Several numbers of the catalogue may stand for one offer. */
function offersNumbered(
  skus: SkuFacts,
  catalogue: readonly CatalogOffer[],
  number: string,
  limit: number,
): readonly OfferChoice[] {
  const found = new Map<string, OfferChoice>();
  for (const { catalogSku, skuId, title } of catalogue) {
    if (found.size >= limit) break;
    if (!catalogSku.toUpperCase().startsWith(number) || found.has(skuId)) continue;
    found.set(skuId, { title: `${skus.find(skuId)?.name ?? title} · ${catalogSku}`, value: skuId });
  }
  return [...found.values()];
}
