import { type Clock, systemClock } from '../clock.ts';
import type { CatalogOffer } from '../rules/judgement.ts';
import { type PartnerCenterCalls, type PartnerCenterOptions, partnerCenterCalls, type Trace } from './calls.ts';
import { type Availability, availabilities, type CatalogueOf, catalogue } from './catalogue.ts';
import { type CartToSubmit, type Checkout, checkoutCart } from './checkout.ts';
import {
  type CustomerBillingProfile,
  type CustomerCompanyProfile,
  customerBillingProfile,
  customerCompanyProfile,
  organizationCountry,
} from './customer-profiles.ts';
import {
  type CustomerDetails,
  type CustomerSummary,
  getCustomer,
  listCustomers,
  relationshipRequestUrl,
  searchCustomers,
} from './customers.ts';
import { type AgreementStatus, agreement, qualifications, vetting } from './eligibility.ts';
import { type WebhookCalls, webhookCalls } from './events/registration-calls.ts';
import {
  type Cart,
  type CartLine,
  createCart,
  getCart,
  type LineProvisioning,
  type Order,
  orders,
  provisioningStatus,
} from './ordering.ts';
import {
  type LegalBusinessProfile,
  legalBusinessProfile,
  type PartnerBillingProfile,
  type PartnerProfile,
  partnerBillingProfile,
  partnerNetworkId,
  partnerProfile,
} from './partner-profiles.ts';
import { type SubscribedSku, subscribedSkus } from './subscribed-skus.ts';
import {
  changeSubscription,
  type OwnSubscription,
  type SubscriptionChange,
  subscription,
  subscriptions,
} from './subscriptions.ts';
import {
  cancelTransfer,
  createTransfer,
  getTransfer,
  listTransfers,
  requestTransfer,
  type Transfer,
  type TransferRequest,
} from './transfers.ts';

/**
 * Partner Center as the move needs it. Each method is explained where it is written (customers.ts, eligibility.ts,
 * partner-profiles.ts, customer-profiles.ts, subscribed-skus.ts, subscriptions.ts, catalogue.ts, ordering.ts, transfers.ts). All of them fail with an `AppError` whose code starts with
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

  partnerProfile(trace: Trace = {}): Promise<PartnerProfile> {
    return partnerProfile(this.#calls, trace);
  }

  legalBusinessProfile(): Promise<LegalBusinessProfile> {
    return legalBusinessProfile(this.#calls);
  }

  partnerNetworkId(): Promise<string | null> {
    return partnerNetworkId(this.#calls);
  }

  partnerBillingProfile(): Promise<PartnerBillingProfile> {
    return partnerBillingProfile(this.#calls);
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

  customerBillingProfile(tenantId: string, trace: Trace = {}): Promise<CustomerBillingProfile> {
    return customerBillingProfile(this.#calls, tenantId, trace);
  }

  customerCompanyProfile(tenantId: string, trace: Trace = {}): Promise<CustomerCompanyProfile> {
    return customerCompanyProfile(this.#calls, tenantId, trace);
  }

  organizationCountry(tenantId: string, trace: Trace = {}): Promise<string | null> {
    return organizationCountry(this.#calls, tenantId, trace);
  }

  subscribedSkus(tenantId: string, trace: Trace = {}): Promise<SubscribedSku[]> {
    return subscribedSkus(this.#calls, tenantId, trace);
  }

  /** The partner's registration for events (events/registration-calls.ts). */
  webhook(): WebhookCalls {
    return webhookCalls(this.#calls);
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

  subscription(tenantId: string, subscriptionId: string, trace: Trace = {}): Promise<OwnSubscription | null> {
    return subscription(this.#calls, tenantId, subscriptionId, trace);
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

  checkoutCart(tenantId: string, cart: CartToSubmit, trace: Trace = {}): Promise<Checkout> {
    return checkoutCart(this.#calls, tenantId, cart, trace);
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

  requestTransfer(tenantId: string, request: TransferRequest, trace: Trace = {}): Promise<Transfer> {
    return requestTransfer(this.#calls, tenantId, request, trace);
  }

  cancelTransfer(tenantId: string, transferId: string, trace: Trace = {}): Promise<Transfer> {
    return cancelTransfer(this.#calls, tenantId, transferId, trace);
  }

  getTransfer(tenantId: string, transferId: string, trace: Trace = {}): Promise<Transfer> {
    return getTransfer(this.#calls, tenantId, transferId, trace);
  }

  listTransfers(tenantId: string, trace: Trace = {}): Promise<Transfer[]> {
    return listTransfers(this.#calls, tenantId, trace);
  }
}

const CATALOGUE_KEPT_MS = 12 * 3_600_000;
