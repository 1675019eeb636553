import { z } from 'zod';
import { caseless } from '../identity/checked-reply.ts';
import type { CatalogOffer } from '../rules/judgement.ts';
import { type PartnerCenterCalls, segment, type Trace } from './calls.ts';

/** What can be bought: by one customer (reflects its eligibility) or in one country (ISO 3166-1 alpha-2). */
export type CatalogueOf = { readonly tenantId: string } | { readonly country: string };

/** One way to buy a SKU. Its id changes over time: read it just before ordering. */
export interface Availability {
  /** `productId:skuId:availabilityId`. */
  readonly catalogItemId: string;
  readonly segment: string | null;
  readonly isPurchasable: boolean;
  readonly currency: string | null;
  readonly terms: readonly { readonly termDuration: string; readonly billingCycle: string }[];
}

/**
 * The online-service licences on sale in the commercial segment. `terms` stay empty: they belong to the availabilities, one
 * more call per SKU (`availability`). SKUs without a `provisioningId` (not licences) are left out.
 */
export async function catalogue(
  calls: PartnerCenterCalls,
  of: CatalogueOf,
  trace: Trace = {},
): Promise<CatalogOffer[]> {
  const products = await calls.list(productsPath(of), Product, trace);
  const offers = await inTurns(products, PARALLEL, async (product) => {
    const skus = await calls.list(path(of, `/products/${segment(product.id)}/skus`), Sku, trace);
    return skus.flatMap((sku) => catalogOffer(product.id, sku) ?? []);
  });
  return offers.flat();
}

/** The purchasable availabilities of one SKU; empty when it is no longer sold. */
export async function availabilities(
  calls: PartnerCenterCalls,
  of: CatalogueOf,
  { productId, skuId }: { productId: string; skuId: string },
  trace: Trace = {},
): Promise<Availability[]> {
  const sku = `/products/${segment(productId)}/skus/${segment(skuId)}/availabilities`;
  const found = await calls.list(path(of, sku), AvailabilityItem, trace);
  return found
    .map((item) => ({
      catalogItemId: item.catalogItemId,
      segment: item.segment ?? null,
      isPurchasable: item.isPurchasable ?? false,
      currency: item.defaultCurrency?.code ?? null,
      terms: (item.terms ?? []).map(({ duration, billingCycle }) => ({
        termDuration: duration,
        billingCycle: billingCycle.toLowerCase(),
      })),
    }))
    .filter((item) => item.isPurchasable);
}

const SEGMENT = 'commercial';
const PARALLEL = 6;

const Product = caseless({ id: z.string().min(1) });
const Sku = caseless({
  id: z.string().min(1),
  title: z.string(),
  minimumQuantity: z.number().nullish(),
  maximumQuantity: z.number().nullish(),
  isTrial: z.boolean().nullish(),
  // Described as an object; a list of such is taken as well.
  attestationProperties: z.unknown().optional(),
  dynamicAttributes: caseless({
    provisioningId: z.string().nullish(),
    isAddon: z.boolean().nullish(),
    prerequisiteSkus: z.array(z.string()).nullish(),
  }).nullish(),
});
const AvailabilityItem = caseless({
  catalogItemId: z.string(),
  segment: z.string().nullish(),
  isPurchasable: z.boolean().nullish(),
  defaultCurrency: caseless({ code: z.string().nullish() }).nullish(),
  terms: z.array(caseless({ duration: z.string(), billingCycle: z.string() })).nullish(),
});

function productsPath(of: CatalogueOf): string {
  const path =
    'tenantId' in of
      ? `/v1/customers/${segment(of.tenantId)}/products?`
      : `/v1/products?country=${segment(of.country)}&`;
  return `${path}targetView=OnlineServices&targetSegment=${SEGMENT}`;
}

function path(of: CatalogueOf, rest: string): string {
  return 'tenantId' in of
    ? `/v1/customers/${segment(of.tenantId)}${rest}`
    : `/v1${rest}?country=${segment(of.country)}`;
}

function catalogOffer(productId: string, sku: z.output<typeof Sku>): CatalogOffer | null {
  const provisioningId = sku.dynamicAttributes?.provisioningId;
  if (!provisioningId) return null;
  return {
    catalogSku: `${productId}:${sku.id}`,
    skuId: provisioningId.toLowerCase(),
    title: sku.title,
    minimumSeats: sku.minimumQuantity ?? null,
    maximumSeats: sku.maximumQuantity ?? null,
    segment: SEGMENT,
    isTrial: sku.isTrial ?? false,
    isAddon: sku.dynamicAttributes?.isAddon ?? false,
    prerequisites: sku.dynamicAttributes?.prerequisiteSkus ?? [],
    ...(wantsAttestation(sku.attestationProperties) ? { attestation: true } : {}),
    terms: [],
  };
}

const Attestation = caseless({ enforceAttestation: z.boolean().nullish() });

function wantsAttestation(properties: unknown): boolean {
  const all = Array.isArray(properties) ? properties : [properties];
  return all.some((one) => Attestation.safeParse(one).data?.enforceAttestation === true);
}

/** Maps with at most `parallel` calls under way: Partner Center counts requests per minute. */
async function inTurns<T, R>(items: readonly T[], parallel: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return results;
}
