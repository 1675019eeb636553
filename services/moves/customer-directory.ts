import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { AppError } from '../errors.ts';
import type { GraphClient } from '../graph/client.ts';
import { asAssistant } from '../identity/acting-as.ts';
import { PATIENCE_MS, within } from '../identity/time-limit.ts';
import type { Trace } from '../partner-center/calls.ts';
import type { PartnerCenterClient } from '../partner-center/client.ts';
import type { CatalogOffer } from '../rules/judgement.ts';
import type { SkuFacts } from '../rules/sku-facts.ts';
import type { OriginalDraft, Snapshot } from './command.ts';
import type { Customer, ProvisionedSubscription } from './move.ts';
import { type SnapshotPart, SnapshotReading } from './snapshot-reading.ts';

/** A tenant that could be the customer to move. */
export interface CustomerMatch {
  readonly tenantId: string;
  readonly name: string;
  readonly domain: string;
  /** Already has a reseller relationship with this partner. */
  readonly isCustomer: boolean;
}

/** A snapshot, and which parts of it are missing because they could not be read. */
export interface ReadSnapshot extends Snapshot {
  readonly unread: readonly SnapshotPart[];
}

/**
 * What Microsoft knows about customers and tenants, in the words of a move. Reads only. Everything is asked for a person who
 * waits and fails with `microsoft.slow` when Microsoft takes too long, except where a job says that it has time.
 */
export class CustomerDirectory {
  readonly #partnerCenter: PartnerCenterClient;
  readonly #graph: GraphClient;
  readonly #skus: SkuFacts;
  readonly #catalogue: () => Promise<readonly CatalogOffer[]>;
  readonly #log: Logger;
  readonly #patience: () => AbortSignal;
  readonly #clouds = new LRUCache<string, string>({ max: 2000 });
  #partner: { readonly tenantId: string; readonly country: string | null } | null = null;

  constructor(deps: {
    partnerCenter: PartnerCenterClient;
    graph: GraphClient;
    skus: SkuFacts;
    catalogue: () => Promise<readonly CatalogOffer[]>;
    log: Logger;
    /** Ends the waiting for one answer. */
    patience?: () => AbortSignal;
  }) {
    this.#partnerCenter = deps.partnerCenter;
    this.#graph = deps.graph;
    this.#skus = deps.skus;
    this.#catalogue = deps.catalogue;
    this.#log = deps.log;
    this.#patience = deps.patience ?? (() => AbortSignal.timeout(PATIENCE_MS));
  }

  /** The partner's customers whose name or domain begins with the text; empty text gives the first ones. */
  async customers(text: string, limit: number): Promise<readonly CustomerMatch[]> {
    const wanted = text.trim();
    const found = await within(this.#patience(), () =>
      wanted === '' ? this.#partnerCenter.listCustomers(limit) : this.#partnerCenter.searchCustomers(wanted, limit),
    );
    return found.map(({ tenantId, name, domain }) => ({ tenantId, name, domain, isCustomer: true }));
  }

  /**
   * Tenants a person may mean by a name or a domain: the partner's customers first; when there is none, the tenant behind
   * the domain, or behind the domains a company of that name would usually have. Never more than a suggestion.
   */
  async find(text: string, limit: number): Promise<readonly CustomerMatch[]> {
    return within(this.#patience(), async () => {
      const known = await this.customers(text, limit);
      if (known.length > 0) return known;
      const domains = isDomain(text) ? [text.trim().toLowerCase()] : usualDomains(text);
      const tenants = await Promise.all(domains.map((domain) => this.tenantBehind(domain)));
      const distinct = new Map(tenants.flatMap((t) => (t === null ? [] : [[t.tenantId, t] as const])));
      return [...distinct.values()];
    });
  }

  /** The tenant a domain belongs to; null when there is none. */
  async tenantBehind(domain: string): Promise<CustomerMatch | null> {
    return within(this.#patience(), async () => {
      const tenant = await this.#graph.findTenant(domain);
      if (tenant === null) return null;
      const customer = await this.#partnerCenter.getCustomer(tenant.tenantId);
      return {
        tenantId: tenant.tenantId,
        name: customer?.name ?? tenant.name ?? domain,
        domain,
        isCustomer: customer !== null,
      };
    });
  }

  /** The partner's customer of a tenant id that came from outside; null when the partner has no such customer. */
  async customer(tenantId: string): Promise<Customer | null> {
    const found = await within(this.#patience(), () => this.#partnerCenter.getCustomer(tenantId));
    if (found === null) return null;
    const { name, domain, culture, language } = found;
    return { tenantId, name, domain, language: culture ?? language };
  }

  /** Whether a tenant is the partner's own. */
  async isPartnerTenant(tenantId: string): Promise<boolean> {
    return (await within(this.#patience(), () => this.#ownPartner())).tenantId === tenantId;
  }

  /**
   * Everything Microsoft says about one customer now; what could not be read is left out, named and logged.
   *
   * @param correlationId the move's: it goes with every request that is made for it
   * @param options.patience `job`: as long as it takes
   * @throws AppError the first failure when nothing at all could be read because Microsoft does not work at the moment
   */
  async snapshot(
    tenantId: string,
    correlationId: string,
    { patience }: { readonly patience: 'person' | 'job' } = { patience: 'person' },
  ): Promise<ReadSnapshot> {
    const pc = this.#partnerCenter;
    const reading = new SnapshotReading(this.#log, patience === 'job' ? null : this.#patience());
    // Public sign-in metadata: they answer where the rest is down, and tell nothing about an outage.
    const trace = { correlationId };
    const cloudRead = this.#cloudOf(tenantId, patience, trace);
    const [partner, customer, support, tenant] = await Promise.all([
      // Known since an earlier answer, it says nothing about whether Microsoft answers now.
      this.#partner ?? reading.part('partner', () => this.#ownPartner(trace)),
      reading.part('customer', () => pc.getCustomer(tenantId, trace)),
      reading.part('delegated-support', () => this.#graph.delegatedSupport(tenantId, trace)),
      reading.part('tenant-subscriptions', () => this.#graph.customerSubscriptions(tenantId, trace)),
    ]);
    reading.refuseOutage();
    const related = customer !== undefined && customer !== null;
    const [agreement, vetting, qualifications, subscriptions] = related
      ? await Promise.all([
          reading.part('agreement', () => pc.agreement(tenantId, trace)),
          reading.part('vetting', () => pc.vetting(tenantId, trace)),
          reading.part('qualifications', () => pc.qualifications(tenantId, trace)),
          reading.part('subscriptions', () => this.#ownSubscriptions(tenantId, trace)),
        ])
      : [];
    const tenantCloud = await cloudRead;
    const country = customer?.country ?? null;
    return {
      unread: reading.unread,
      ...(partner?.country != null && { partnerCountry: partner.country }),
      ...(country !== null && { tenantCountry: country }),
      ...(tenantCloud !== null && { tenantCloud }),
      ...(customer !== undefined && { relationship: related ? ('reseller' as const) : ('none' as const) }),
      ...(support !== undefined && { delegatedSupport: support.status, delegatedUntil: support.until }),
      ...(agreement !== undefined && { agreement }),
      ...(vetting != null && { vetting }),
      ...(qualifications != null && { qualifications }),
      ...(subscriptions !== undefined && { subscriptions }),
      ...(tenant !== undefined &&
        tenant.access === 'read' && {
          tenantSubscriptions: tenant.subscriptions.map(({ id, status }) => ({ id, status })),
        }),
    };
  }

  /** The subscriptions in the customer's tenant as originals; null without delegated access. */
  async originals(tenantId: string): Promise<readonly OriginalDraft[] | null> {
    return within(this.#patience(), () => this.#originals(tenantId));
  }

  /** The customer with whom a delegated admin relationship is; null when it cannot be found out. For a job, which has time. */
  async customerOfDelegation(relationshipId: string): Promise<string | null> {
    try {
      return (await this.#graph.delegatedAdminRelationship(relationshipId))?.customerTenantId ?? null;
    } catch (error) {
      if (error instanceof AppError && NOT_SHOWN.includes(error.code)) return null;
      throw error;
    }
  }

  /** The partner's own invitation link, unchanged. */
  async invitationUrl(): Promise<string> {
    return within(this.#patience(), () => this.#partnerCenter.relationshipRequestUrl());
  }

  async #originals(tenantId: string): Promise<readonly OriginalDraft[] | null> {
    const tenant = await this.#graph.customerSubscriptions(tenantId);
    if (tenant.access !== 'read') return null;
    const partner = await this.#ownPartner();
    return tenant.subscriptions
      .filter((s) => s.status.toLowerCase() !== 'deleted' && s.ownerTenantId !== partner.tenantId)
      .map((s) => ({
        id: s.id,
        skuId: s.skuId,
        partNumber: s.partNumber,
        name: this.#skus.find(s.skuId)?.name ?? s.partNumber ?? s.skuId,
        seats: s.seats,
        assignedSeats: s.assignedSeats,
        endDate: s.endDate,
        autoRenew: null,
        // A partner's tenant id says "sold by that partner" but not in which programme; without one nothing is known.
        source: s.ownerTenantId === null ? null : ('partner-unknown' as const),
        termStart: null,
        origin: 'tenant' as const,
      }));
  }

  /** A tenant never changes its cloud: it is asked once. Where it cannot be read, the card of the region says that it is not known. */
  async #cloudOf(tenantId: string, patience: 'person' | 'job', trace: Trace): Promise<string | null> {
    const known = this.#clouds.get(tenantId);
    if (known !== undefined) return known;
    const ask = () => this.#graph.tenantCloud(tenantId, trace);
    try {
      const cloud = await (patience === 'job' ? ask() : within(this.#patience(), ask));
      if (cloud !== null) this.#clouds.set(tenantId, cloud);
      return cloud;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#log.info({ code: error.code }, "The tenant's cloud could not be read");
      return null;
    }
  }

  async #ownPartner(trace: Trace = {}) {
    // Kept for everybody, so read in nobody's name.
    this.#partner ??= await asAssistant(() => this.#partnerCenter.partnerProfile(trace));
    return this.#partner;
  }

  async #ownSubscriptions(tenantId: string, trace: Trace): Promise<readonly ProvisionedSubscription[]> {
    const [subscriptions, catalogue] = await Promise.all([
      this.#partnerCenter.subscriptions(tenantId, trace),
      this.#catalogue(),
    ]);
    const skuOf = new Map(catalogue.map((c) => [c.catalogSku, c.skuId]));
    return subscriptions
      .filter((s) => s.status === 'active')
      .map((s) => ({
        id: s.id,
        skuId: s.catalogSku === null ? null : (skuOf.get(s.catalogSku) ?? null),
        name: s.name,
        seats: s.quantity,
        startedOn: s.startedOn,
        endDate: s.endDate,
        cancellableUntil: s.cancellationAllowedUntilDate,
        autoRenew: s.autoRenew,
      }));
  }
}

const NOT_SHOWN = ['microsoft.refused', 'microsoft.graph-access-denied', 'microsoft.consent-missing'];

/** Looks like a domain name: labels of letters, digits and hyphens with at least one dot. */
export function isDomain(text: string): boolean {
  return /^(?=.{4,253}$)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]{1,62}$/u.test(
    text.trim(),
  );
}

function usualDomains(name: string): readonly string[] {
  const word = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/gu, '');
  return word.length < 2 || word.length > 40 ? [] : [`${word}.com`, `${word}.onmicrosoft.com`];
}
