import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { caseless } from '../identity/checked-reply.ts';
import { type PartnerCenterCalls, segment, type Trace } from './calls.ts';
import { nothingWhen } from './customers.ts';
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
  /** Last day on whose morning (08:00 UTC, when people are reminded) it may still be cancelled; null = it cannot. */
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

/** One subscription with its etag and every field, or null when it is not (or no longer) one of ours. */
export async function subscription(
  calls: PartnerCenterCalls,
  tenantId: string,
  subscriptionId: string,
  trace: Trace = {},
): Promise<OwnSubscription | null> {
  const found = await calls
    .get(subscriptionPath(tenantId, subscriptionId), Subscription, trace)
    .catch(nothingWhen(['microsoft.not-found', 'microsoft.order-not-readable']));
  return found === null ? null : ownSubscription(found);
}

/**
 * Changes a subscription read before, and returns it as it is afterwards. Fails with `microsoft.changed-meanwhile` when
 * somebody else changed it since, and with the window errors (`microsoft.cancellation-window`, ...) of Partner Center.
 *
 * It is read again just before, because lists may show less of it (no etag, for one) and what a change leaves out is reset
 * without a word: renewal and the instructions for the next term above all. Everything goes back as it was read.
 */
export async function changeSubscription(
  calls: PartnerCenterCalls,
  tenantId: string,
  known: OwnSubscription,
  change: SubscriptionChange,
  trace: Trace = {},
): Promise<OwnSubscription> {
  const path = subscriptionPath(tenantId, known.id);
  const group = trace.correlationId === undefined ? {} : { correlationId: trace.correlationId };
  const read = async () => ownSubscription(await calls.get(path, Subscription, group));
  const current = await read();
  if (!isSame(known, current)) {
    throw new AppError('microsoft.changed-meanwhile', {
      hint: `Partner Center ${path} was changed since it was read.`,
    });
  }
  const body = {
    ...current.resource,
    ...(change.quantity === undefined ? {} : { quantity: change.quantity }),
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(change.autoRenew === undefined ? {} : { autoRenewEnabled: change.autoRenew }),
  };
  try {
    // 202 answers with an address instead of the subscription.
    const changed = await calls.send('PATCH', path, body, Subscription.optional().catch(undefined), {
      ...trace,
      ...(current.etag === null ? {} : { etag: current.etag }),
    });
    return changed === undefined ? await read() : ownSubscription(changed);
  } catch (error) {
    // Sent again after a lost reply, our own change is what made the etag stale.
    if (!(error instanceof AppError) || error.code !== 'microsoft.changed-meanwhile') throw error;
    const now = await read();
    if (!holds(now, change)) throw error;
    return now;
  }
}

/** With etags they decide; a list may have none, then what a person saw of it does. */
function isSame(known: OwnSubscription, current: OwnSubscription): boolean {
  if (known.etag !== null && current.etag !== null) return known.etag === current.etag;
  return holds(current, known);
}

function holds(
  now: OwnSubscription,
  wanted: { quantity?: number; status?: string; autoRenew?: boolean | null },
): boolean {
  return (
    (wanted.quantity === undefined || wanted.quantity === now.quantity) &&
    (wanted.status === undefined || wanted.status === now.status) &&
    (wanted.autoRenew === undefined || wanted.autoRenew === now.autoRenew)
  );
}

function subscriptionPath(tenantId: string, subscriptionId: string): string {
  return `/v1/customers/${segment(tenantId)}/subscriptions/${segment(subscriptionId)}`;
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
    cancellationAllowedUntilDate: lastMorning(resource.cancellationAllowedUntilDate),
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

/**
 * Partner Center names an instant, and people are told a day: one whose morning lies after that instant would be a day too late.
 * A bare date is the whole day.
 */
function lastMorning(until: string | null | undefined): string | null {
  const day = dateOf(until);
  if (!until || day === null || !/T/i.test(until)) return day;
  const instant = Temporal.Instant.from(
    /(?:Z|[+-]\d\d:?\d\d)$/i.test(until.trim()) ? until.trim() : `${until.trim()}Z`,
  );
  const morning = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: 'UTC', plainTime: MORNING }).toInstant();
  if (Temporal.Instant.compare(morning, instant) < 0) return day;
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
}

const MORNING = '08:00';
