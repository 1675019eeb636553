import { type Clock, systemClock } from '../clock.ts';
import type { CatalogOffer } from '../rules/judgement.ts';
import { type PartnerCenterCalls, type PartnerCenterOptions, partnerCenterCalls, type Trace } from './calls.ts';
import { type Availability, availabilities, type CatalogueOf, catalogue } from './catalogue.ts';
import {
  type CustomerDetails,
  type CustomerSummary,
  getCustomer,
  listCustomers,
  partnerProfile,
  relationshipRequestUrl,
  searchCustomers,
} from './customers.ts';
import { type AgreementStatus, agreement, qualifications, vetting } from './eligibility.ts';
import {
  type Cart,
  type CartLine,
  type Checkout,
  checkoutCart,
  createCart,
  getCart,
  type LineProvisioning,
  type Order,
  orders,
  provisioningStatus,
} from './ordering.ts';
import { changeSubscription, type OwnSubscription, type SubscriptionChange, subscriptions } from './subscriptions.ts';
import { createTransfer, listTransfers, type Transfer, type TransferRequest } from './transfers.ts';

/**
 * Partner Center as the move needs it. Each method is explained where it is written (customers.ts, eligibility.ts,
 * subscriptions.ts, catalogue.ts, ordering.ts, transfers.ts). All of them fail with an `AppError` whose code starts with
 * `microsoft.` (refusals.ts). `trace.correlationId` groups the calls of one piece of work.
 */
export class PartnerCenterClient {
  readonly #calls: PartnerCenterCalls;
  readonly #clock: Clock;
  readonly #catalogues = new Map<string, { readAt: number; offers: Promise<CatalogOffer[]> }>();

  constructor(options: PartnerCenterOptions & { readonly clock?: Clock }) {
    this.#calls = partnerCenterCalls(options);
    this.#clock = options.clock ?? systemClock;
  }

  partnerProfile(): Promise<{ readonly tenantId: string; readonly name: string; readonly country: string | null }> {
    return partnerProfile(this.#calls);
  }

  searchCustomers(text: string, limit: number): Promise<CustomerSummary[]> {
    return searchCustomers(this.#calls, text, limit);
  }

  listCustomers(limit: number): Promise<CustomerSummary[]> {
    return listCustomers(this.#calls, limit);
  }

  getCustomer(tenantId: string, trace: Trace = {}): Promise<CustomerDetails | null> {
    return getCustomer(this.#calls, tenantId, trace);
  }

  relationshipRequestUrl(): Promise<string> {
    return relationshipRequestUrl(this.#calls);
  }

  agreement(tenantId: string, trace: Trace = {}): Promise<AgreementStatus> {
    return agreement(this.#calls, tenantId, trace);
  }

  vetting(tenantId: string, trace: Trace = {}): Promise<string | null> {
    return vetting(this.#calls, tenantId, trace);
  }

  qualifications(tenantId: string, trace: Trace = {}): Promise<string[]> {
    return qualifications(this.#calls, tenantId, trace);
  }

  subscriptions(tenantId: string, trace: Trace = {}): Promise<OwnSubscription[]> {
    return subscriptions(this.#calls, tenantId, trace);
  }

  changeSubscription(
    tenantId: string,
    subscription: OwnSubscription,
    change: SubscriptionChange,
    trace: Trace = {},
  ): Promise<OwnSubscription> {
    return changeSubscription(this.#calls, tenantId, subscription, change, trace);
  }

  /** Hundreds of calls on the real service, so what was read is kept for half a day. */
  catalogue(of: CatalogueOf, trace: Trace = {}): Promise<CatalogOffer[]> {
    const key = JSON.stringify(of);
    const now = this.#clock.now().epochMilliseconds;
    const known = this.#catalogues.get(key);
    if (known && now - known.readAt < CATALOGUE_KEPT_MS) return known.offers;
    const offers = catalogue(this.#calls, of, trace);
    this.#catalogues.set(key, { readAt: now, offers });
    offers.catch(() => this.#catalogues.delete(key));
    return offers;
  }

  availabilities(
    of: CatalogueOf,
    sku: { productId: string; skuId: string },
    trace: Trace = {},
  ): Promise<Availability[]> {
    return availabilities(this.#calls, of, sku, trace);
  }

  createCart(tenantId: string, lines: readonly CartLine[], trace: Trace = {}): Promise<Cart> {
    return createCart(this.#calls, tenantId, lines, trace);
  }

  getCart(tenantId: string, cartId: string, trace: Trace = {}): Promise<Cart> {
    return getCart(this.#calls, tenantId, cartId, trace);
  }

  checkoutCart(tenantId: string, cartId: string, requestId: string, trace: Trace = {}): Promise<Checkout> {
    return checkoutCart(this.#calls, tenantId, cartId, requestId, trace);
  }

  orders(tenantId: string, trace: Trace = {}): Promise<Order[]> {
    return orders(this.#calls, tenantId, trace);
  }

  provisioningStatus(tenantId: string, orderId: string, trace: Trace = {}): Promise<LineProvisioning[] | null> {
    return provisioningStatus(this.#calls, tenantId, orderId, trace);
  }

  createTransfer(tenantId: string, request: TransferRequest, trace: Trace = {}): Promise<Transfer> {
    return createTransfer(this.#calls, tenantId, request, trace);
  }

  listTransfers(tenantId: string, trace: Trace = {}): Promise<Transfer[]> {
    return listTransfers(this.#calls, tenantId, trace);
  }
}

const CATALOGUE_KEPT_MS = 12 * 3_600_000;
