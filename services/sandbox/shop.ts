import type { Temporal } from 'temporal-polyfill';
import { SOLD_LICENCES, type SoldLicence } from './licences.ts';
import { fixedGuid, SANDBOX_PARTNER } from './story.ts';

/** The simulated catalogue: one product with one SKU per licence, and one availability that changes every month. */
export interface ShopItem extends SoldLicence {
  readonly productId: string;
  readonly catalogSku: string;
}

export const SHOP_SKU = '0001';

export const SHOP: readonly ShopItem[] = SOLD_LICENCES.map((licence) => {
  // The pair Business Basic / CFQ7TTC0LH18 is Microsoft's; the other product ids are made up.
  const productId =
    licence.partNumber === 'O365_BUSINESS_ESSENTIALS'
      ? 'CFQ7TTC0LH18'
      : `CFQ7TTC0${fixedGuid(`product ${licence.partNumber}`).slice(0, 4).toUpperCase()}`;
  return { ...licence, productId, catalogSku: `${productId}:${SHOP_SKU}` };
});

const BY_PRODUCT = new Map(SHOP.map((item) => [item.productId, item]));
const BY_PART_NUMBER = new Map(SHOP.map((item) => [item.partNumber, item]));

export function shopItem(productId: string): ShopItem | undefined {
  return BY_PRODUCT.get(productId);
}

export function shopItemOf(partNumber: string): ShopItem | undefined {
  return BY_PART_NUMBER.get(partNumber);
}

/** Availability ids change over time: one that was read last month no longer buys anything. */
export function catalogItemId(item: ShopItem, now: Temporal.Instant): string {
  const month = now.toZonedDateTimeISO('UTC').toPlainDate().toPlainYearMonth().toString();
  const availability = fixedGuid(`availability ${item.partNumber} ${month}`)
    .replaceAll('-', '')
    .slice(0, 12)
    .toUpperCase();
  return `${item.catalogSku}:${availability}`;
}

/** Made-up prices: a monthly commitment costs a fifth more, monthly billing of a year 5 %. Per seat and billing cycle. */
export function unitPrice(item: ShopItem, termDuration: string, billingCycle: string): number | null {
  const factor = PRICE_FACTORS.get(`${termDuration} ${billingCycle.toLowerCase()}`);
  return factor === undefined ? null : cents(item.price * factor);
}

const PRICE_FACTORS = new Map([
  ['P1M monthly', 1.2],
  ['P1Y monthly', 1.05],
  ['P1Y annual', 12],
]);

export function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

export function isSoldIn(item: ShopItem, country: string): boolean {
  if (item.sold === 'everywhere') return true;
  return EEA_AND_SWITZERLAND.has(country) === (item.sold === 'eea');
}

/** Offers Microsoft sells only with a statement of the partner. Which ones those are changes; here it is a made-up choice. */
export function wantsAttestation({ partNumber }: ShopItem): boolean {
  return partNumber.startsWith('DYN365_');
}

/** Whether the sandbox's partner may sell to a customer of that country: both in Microsoft's CSP market "Europe". */
export function isInPartnersMarket(country: string): boolean {
  return EUROPE.has(country) && EUROPE.has(SANDBOX_PARTNER.country);
}

const EEA_AND_SWITZERLAND = new Set(
  'AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);
const EUROPE = new Set([...EEA_AND_SWITZERLAND, ...'AD AX BV FO GB GG GI GL IM JE MC SJ SM VA'.split(' ')]);
