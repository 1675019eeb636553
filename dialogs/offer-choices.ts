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
  const wanted = fold(text);
  if (wanted === '') return [];
  const named = skus.skus.filter(({ name }) => fold(name) === wanted);
  return named.length > 0 ? named : skus.skus.filter(({ otherNames }) => otherNames.some((n) => fold(n) === wanted));
}

const fold = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase();

/** Offers that fit a text, for the search box; the usual ones when there is none. The id is shown where two offers share a name. */
export function offerChoices(skus: SkuFacts, text: string, limit = 15): readonly OfferChoice[] {
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
