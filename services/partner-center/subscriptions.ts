import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { caseless } from '../identity/checked-reply.ts';
import { type PartnerCenterCalls, segment, type Trace } from './calls.ts';
import { dateOf } from './eligibility.ts';

/** A subscription this partner sold. Dates are UTC calendar dates. */
export interface OwnSubscription {
  readonly id: string;
  readonly offerId: string;
  /** `productId:skuId` of the new-commerce catalogue; null for a legacy offer. */
  readonly catalogSku: string | null;
  readonly name: string;
  readonly orderId: string | null;
  readonly quantity: number;
  /** `active`, `pending`, `suspended`, `expired`, `disabled`, `deleted`, ... as given, lower case. */
  readonly status: string;
  readonly startedOn: string | null;
  /** Last day of the term, inclusive. */
  readonly endDate: string | null;
  /** Last day on which it may be cancelled; null = it cannot. */
  readonly cancellationAllowedUntilDate: string | null;
  readonly autoRenew: boolean | null;
  /** `P1M`, `P1Y`, `P3Y`. */
  readonly termDuration: string | null;
  readonly billingCycle: string | null;
  readonly isTrial: boolean;
  readonly etag: string | null;
  /** The whole resource: a change has to send everything back, what is left out is silently reset. */
  readonly resource: Readonly<Record<string, unknown>>;
}

export interface SubscriptionChange {
  readonly quantity?: number;
  /** `deleted` cancels: only inside the cancellation window, and users lose the service at once. */
  readonly status?: 'active' | 'suspended' | 'deleted';
  readonly autoRenew?: boolean;
}

/** What this partner sold to the customer: nothing bought direct or from another partner is in here. */
export async function subscriptions(
  calls: PartnerCenterCalls,
  tenantId: string,
  trace: Trace = {},
): Promise<OwnSubscription[]> {
  const found = await calls.list(`/v1/customers/${segment(tenantId)}/subscriptions`, Subscription, trace);
  return found.map(ownSubscription);
}

/**
 * Changes a subscription read before, and returns it as it is afterwards. Fails with `microsoft.changed-meanwhile` when
 * somebody else changed it since, and with the window errors (`microsoft.cancellation-window`, ...) of Partner Center.
 */
export async function changeSubscription(
  calls: PartnerCenterCalls,
  tenantId: string,
  subscription: OwnSubscription,
  change: SubscriptionChange,
  trace: Trace = {},
): Promise<OwnSubscription> {
  const path = `/v1/customers/${segment(tenantId)}/subscriptions/${segment(subscription.id)}`;
  const body = {
    ...subscription.resource,
    ...(change.quantity === undefined ? {} : { quantity: change.quantity }),
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(change.autoRenew === undefined ? {} : { autoRenewEnabled: change.autoRenew }),
  };
  if (subscription.etag === null) {
    throw new AppError('microsoft.unexpected-reply', {
      hint: `Partner Center gave no etag for ${path}: read it again.`,
    });
  }
  // 202 answers with an address instead of the subscription.
  const changed = await calls.send('PATCH', path, body, Subscription.optional().catch(undefined), {
    ...trace,
    etag: subscription.etag,
  });
  return ownSubscription(
    changed ?? (await calls.get(path, Subscription, trace.correlationId ? { correlationId: trace.correlationId } : {})),
  );
}

const Subscription = caseless({
  id: z.string().min(1),
  offerId: z.string(),
  offerName: z.string().nullish(),
  friendlyName: z.string().nullish(),
  orderId: z.string().nullish(),
  quantity: z.number().int().nonnegative(),
  status: z.string(),
  effectiveStartDate: z.string().nullish(),
  commitmentEndDate: z.string().nullish(),
  commitmentEndDateTime: z.string().nullish(),
  cancellationAllowedUntilDate: z.string().nullish(),
  autoRenewEnabled: z.boolean().nullish(),
  termDuration: z.string().nullish(),
  billingCycle: z.string().nullish(),
  isTrial: z.boolean().nullish(),
  attributes: caseless({ etag: z.string().nullish() }).nullish(),
});

function ownSubscription(resource: z.output<typeof Subscription>): OwnSubscription {
  const catalogSku = resource.offerId.match(/^[^:]+:[^:]+(?=:|$)/)?.[0] ?? null;
  return {
    id: resource.id,
    offerId: resource.offerId,
    catalogSku,
    name: resource.friendlyName || resource.offerName || resource.offerId,
    orderId: resource.orderId ?? null,
    quantity: resource.quantity,
    status: resource.status.toLowerCase(),
    startedOn: dateOf(resource.effectiveStartDate),
    endDate: lastDay(resource, catalogSku !== null),
    cancellationAllowedUntilDate: dateOf(resource.cancellationAllowedUntilDate),
    autoRenew: resource.autoRenewEnabled ?? null,
    termDuration: resource.termDuration || null,
    billingCycle: resource.billingCycle || null,
    isTrial: resource.isTrial ?? false,
    etag: resource.attributes?.etag ?? null,
    resource,
  };
}

/** New commerce names the last day; legacy offers the first day after it. */
function lastDay(resource: z.output<typeof Subscription>, newCommerce: boolean): string | null {
  const named = dateOf(resource.commitmentEndDateTime) ?? dateOf(resource.commitmentEndDate);
  if (named === null || newCommerce) return named;
  return Temporal.PlainDate.from(named).subtract({ days: 1 }).toString();
}
