import { z } from 'zod';
import { caseless } from '../identity/checked-reply.ts';
import { type PartnerCenterCalls, segment, type Trace } from './calls.ts';

/** Licences of one SKU in the customer's tenant, over all its subscriptions, whoever sold them. */
export interface SubscribedSku {
  /** Entra SKU id, lower case. */
  readonly skuId: string;
  readonly partNumber: string | null;
  readonly name: string | null;
  /** Licences that may be given to users now. */
  readonly active: number | null;
  /** Licences given to users. */
  readonly consumed: number | null;
  /** `Enabled`, `Warning`, `Suspended`, `Deleted`, `LockedOut` as given. */
  readonly status: string | null;
}

/**
 * The licences of a customer as Partner Center shows them, of both licence groups (managed by Entra ID, and others). Needs an
 * app+user token and a GDAP role: Directory Readers is the least.
 */
export async function subscribedSkus(
  calls: PartnerCenterCalls,
  tenantId: string,
  trace: Trace = {},
): Promise<SubscribedSku[]> {
  const groups = 'licenseGroupIds=group1&licenseGroupIds=group2';
  const items = await calls.list(`/v1/customers/${segment(tenantId)}/subscribedskus?${groups}`, Item, trace);
  return items.map((item) => ({
    skuId: item.productSku.id.toLowerCase(),
    partNumber: item.productSku.skuPartNumber || null,
    name: item.productSku.name || null,
    active: item.activeUnits ?? null,
    consumed: item.consumedUnits ?? null,
    status: item.capabilityStatus ?? null,
  }));
}

const Item = caseless({
  productSku: caseless({ id: z.string().min(1), name: z.string().nullish(), skuPartNumber: z.string().nullish() }),
  activeUnits: z.number().int().nullish(),
  consumedUnits: z.number().int().nullish(),
  capabilityStatus: z.string().nullish(),
});
