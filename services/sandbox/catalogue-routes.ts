import { ourCustomer } from './customer-routes.ts';
import { type Ask, collection, param, type Route, refuse } from './route.ts';
import {
  catalogItemId,
  isSoldIn,
  SHOP,
  SHOP_SKU,
  type ShopItem,
  shopItem,
  shopItemOf,
  wantsAttestation,
} from './shop.ts';
import type { SandboxWorld } from './world.ts';

/** Products, SKUs and availabilities: by country, and as one customer may buy them. */
export function catalogueRoutes(world: SandboxWorld): Omit<Route, 'audience'>[] {
  const byCountry = (ask: Ask) => {
    const country = ask.query.get('country');
    if (!country) throw refuse(400, 3000, 'The country is missing.');
    return country.toUpperCase();
  };
  const byCustomer = (ask: Ask) => ourCustomer(world, ask).story.country;
  return [['/v1', byCountry] as const, ['/v1/customers/:customer', byCustomer] as const].flatMap(
    ([root, countryOf]): Omit<Route, 'audience'>[] => [
      {
        method: 'get',
        path: `${root}/products`,
        needs: 'signed-in',
        handle: (ask) => {
          const country = countryOf(ask);
          if (ask.query.get('targetView') !== 'OnlineServices') throw refuse(403, 400036, 'The view is not supported.');
          const items = SHOP.filter((item) => isSoldIn(item, country)).map((item) => product(item, country));
          return collection(items, '/products');
        },
      },
      {
        method: 'get',
        path: `${root}/products/:product/skus`,
        needs: 'signed-in',
        handle: (ask) => {
          const country = countryOf(ask);
          return collection([sku(named(ask), country)], `/products/${param(ask, 'product')}/skus?country=${country}`);
        },
      },
      {
        method: 'get',
        path: `${root}/products/:product/skus/:sku/availabilities`,
        needs: 'signed-in',
        handle: (ask) => {
          const country = countryOf(ask);
          const item = named(ask);
          if (param(ask, 'sku') !== SHOP_SKU) throw refuse(404, 400018, 'The SKU was not found.');
          return collection(
            isSoldIn(item, country) ? [availability(item, country, catalogItemId(item, world.clock.now()))] : [],
            `/products/${item.productId}/skus/${SHOP_SKU}/availabilities?country=${country}`,
          );
        },
      },
    ],
  );
}

function named(ask: Ask): ShopItem {
  const item = shopItem(param(ask, 'product'));
  if (!item) throw refuse(404, 400013, 'The product was not found.');
  return item;
}

function product(item: ShopItem, country: string) {
  return {
    id: item.productId,
    title: item.title,
    productType: { id: 'OnlineServicesNCE', displayName: 'OnlineServicesNCE' },
    isMicrosoftProduct: true,
    publisherName: 'Microsoft Corporation',
    links: { skus: { uri: `/products/${item.productId}/skus?country=${country}`, method: 'GET', headers: [] } },
  };
}

function sku(item: ShopItem, country: string) {
  const self = `/products/${item.productId}/skus/${SHOP_SKU}`;
  return {
    id: SHOP_SKU,
    productId: item.productId,
    title: item.title,
    description: item.title,
    minimumQuantity: 1,
    maximumQuantity: item.maximumSeats ?? 10_000_000,
    isTrial: false,
    supportedBillingCycles: ['annual', 'monthly'],
    purchasePrerequisites: ['MicrosoftCustomerAgreement'],
    actions: ['Refund'],
    ...(wantsAttestation(item)
      ? { attestationProperties: { attestationType: 'PartnerAttestation', enforceAttestation: true } }
      : {}),
    dynamicAttributes: {
      isMicrosoftProduct: true,
      hasConstraints: item.maximumSeats !== null,
      isAddon: item.addonOf.length > 0,
      prerequisiteSkus: item.addonOf.flatMap((partNumber) => shopItemOf(partNumber)?.catalogSku ?? []),
      upgradeTargetOffers: [],
      provisioningId: item.skuId,
    },
    links: {
      availabilities: { uri: `${self}/availabilities?country=${country}`, method: 'GET', headers: [] },
      self: { uri: `${self}?country=${country}`, method: 'GET', headers: [] },
    },
  };
}

function availability(item: ShopItem, country: string, id: string) {
  const cancellationPolicies = [{ refundOptions: [{ sequenceId: 0, type: 'Partial', expiresAfter: 'P7D' }] }];
  return {
    id: id.split(':')[2],
    productId: item.productId,
    skuId: SHOP_SKU,
    catalogItemId: id,
    defaultCurrency: { code: 'EUR', symbol: '€' },
    segment: 'commercial',
    country,
    isPurchasable: true,
    isRenewable: true,
    terms: [
      {
        id: 'p1m',
        duration: 'P1M',
        description: 'One-Month commitment for monthly billing',
        billingCycle: 'Monthly',
        cancellationPolicies,
      },
      {
        id: 'p1y-monthly',
        duration: 'P1Y',
        description: 'One-Year commitment for monthly billing',
        billingCycle: 'Monthly',
        cancellationPolicies,
      },
      {
        id: 'p1y-annual',
        duration: 'P1Y',
        description: 'One-Year commitment for yearly billing',
        billingCycle: 'Annual',
        cancellationPolicies,
      },
    ],
  };
}
