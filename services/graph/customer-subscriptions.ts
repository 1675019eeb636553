import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { readDate } from '../rules/calendar-date.ts';
import type { GraphCalls, GraphTrace } from './calls.ts';

/** A subscription found in the customer's tenant, whoever sold it. Dates are UTC calendar dates. */
export interface TenantSubscription {
  /** Commerce subscription id when Graph names it, else the directory's own id. */
  readonly id: string;
  /** Entra SKU id, lower case. */
  readonly skuId: string;
  readonly partNumber: string | null;
  readonly seats: number;
  /** Licences of this SKU given to users; null when several live subscriptions share the SKU, or it is not told. */
  readonly assignedSeats: number | null;
  /** The same, over all subscriptions of the SKU together. */
  readonly assignedSeatsOfSku: number | null;
  /** `Enabled`, `Warning` (in grace), `Suspended`, `LockedOut`, `Deleted` as given. */
  readonly status: string;
  /** Last day in the present status if nothing is renewed, inclusive. */
  readonly nextLifecycleDate: string | null;
  /** Last day of the term, inclusive: known only while the subscription is enabled. Graph has no auto-renew flag. */
  readonly endDate: string | null;
  readonly createdDate: string | null;
  /** Partner that created it. Null probably means bought directly, which Microsoft does not document: ask. */
  readonly ownerTenantId: string | null;
  readonly isTrial: boolean;
}

export type CustomerSubscriptions =
  | { readonly access: 'read'; readonly subscriptions: readonly TenantSubscription[] }
  /** No delegated access or no consent in the customer's tenant: the customer has to read the values out. */
  | { readonly access: 'none' };

/** Everything the customer owns now, with the licences in use. Needs GDAP and the application's consent in that tenant. */
export async function customerSubscriptions(
  calls: GraphCalls,
  customerTenantId: string,
  trace: GraphTrace = {},
): Promise<CustomerSubscriptions> {
  const there = { ...trace, tenantId: customerTenantId };
  try {
    const [subscriptions, skus] = await Promise.all([
      calls.list('/v1.0/directory/subscriptions', CompanySubscription, there),
      calls.list('/v1.0/subscribedSkus', SubscribedSku, there),
    ]);
    return { access: 'read', subscriptions: merge(subscriptions, skus) };
  } catch (error) {
    if (error instanceof AppError && NO_ACCESS.includes(error.code)) return { access: 'none' };
    throw error;
  }
}

const NO_ACCESS = ['microsoft.consent-missing', 'microsoft.graph-access-denied'];

const CompanySubscription = z.looseObject({
  id: z.string().min(1),
  commerceSubscriptionId: z.string().nullish(),
  skuId: z.string().min(1),
  skuPartNumber: z.string().nullish(),
  totalLicenses: z.number().int().nonnegative(),
  status: z.string(),
  isTrial: z.boolean().nullish(),
  createdDateTime: z.string().nullish(),
  nextLifecycleDateTime: z.string().nullish(),
  ownerTenantId: z.string().nullish(),
});
const SubscribedSku = z.looseObject({ skuId: z.string(), consumedUnits: z.number().int().nonnegative().nullish() });

function merge(
  subscriptions: readonly z.output<typeof CompanySubscription>[],
  skus: readonly z.output<typeof SubscribedSku>[],
): TenantSubscription[] {
  const consumed = new Map(skus.map((sku) => [sku.skuId.toLowerCase(), sku.consumedUnits ?? null]));
  const live = subscriptions.filter(({ status }) => status !== 'Deleted');
  return subscriptions.map((item) => {
    const skuId = item.skuId.toLowerCase();
    const assignedSeatsOfSku = consumed.get(skuId) ?? null;
    const alone = live.filter((other) => other.skuId.toLowerCase() === skuId).length === 1;
    const nextLifecycleDate = lastDayBefore(item.nextLifecycleDateTime);
    return {
      id: item.commerceSubscriptionId || item.id,
      skuId,
      partNumber: item.skuPartNumber || null,
      seats: item.totalLicenses,
      assignedSeats: alone ? assignedSeatsOfSku : null,
      assignedSeatsOfSku,
      status: item.status,
      nextLifecycleDate,
      endDate: item.status === 'Enabled' ? nextLifecycleDate : null,
      createdDate: dayOf(item.createdDateTime, 0),
      ownerTenantId: item.ownerTenantId?.toLowerCase() || null,
      isTrial: item.isTrial ?? false,
    };
  });
}

/** The status changes at that instant: the day before midnight is the last one, 23:59:59 still belongs to its own day. */
function lastDayBefore(instant: string | null | undefined): string | null {
  return dayOf(instant, -1);
}

function dayOf(instant: string | null | undefined, shiftSeconds: number): string | null {
  if (!instant) return null;
  try {
    const shifted = Temporal.Instant.from(instant).add({ seconds: shiftSeconds });
    return readDate(shifted.toString());
  } catch {
    return null;
  }
}
