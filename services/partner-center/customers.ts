import { z } from 'zod';
import { AppError } from '../errors.ts';
import { caseless } from '../identity/checked-reply.ts';
import { Address, country } from './address.ts';
import { type PartnerCenterCalls, segment, type Trace } from './calls.ts';
import {
  BillingProfile,
  billingProfileOf,
  customerBillingProfile,
  customerCompanyProfile,
  organizationCountry,
} from './customer-profiles.ts';

/** A customer as lists and searches show it. */
export interface CustomerSummary {
  /** Lower case. */
  readonly tenantId: string;
  readonly name: string;
  readonly domain: string;
  /** `reseller`, `advisor`, `none`, ... as Partner Center gave it; null when it does not say. */
  readonly relationship: string | null;
}

export interface CustomerDetails extends CustomerSummary {
  /** ISO 3166-1 alpha-2; null when no source names it. */
  readonly country: string | null;
  readonly countrySource: 'billing-profile' | 'organization' | 'company-profile' | null;
  /** BCP 47 culture (`it-IT`) and language (`it`) of the billing profile. */
  readonly culture: string | null;
  readonly language: string | null;
}

/** The partner's customers by name, up to `limit`. */
export async function listCustomers(calls: PartnerCenterCalls, limit: number): Promise<CustomerSummary[]> {
  const customers = await calls.list(`/v1/customers?size=${pageSize(limit)}`, Customer, { limit });
  return customers.map(summary);
}

/**
 * Customers whose company name or domain starts with `text`: the only search Partner Center has. Sorted by name,
 * at most `limit`.
 */
export async function searchCustomers(
  calls: PartnerCenterCalls,
  text: string,
  limit: number,
): Promise<CustomerSummary[]> {
  const wanted = text.trim();
  if (wanted === '') return listCustomers(calls, limit);
  const search = (field: string) => {
    const filter = JSON.stringify({ Field: field, Value: wanted, Operator: 'starts_with' });
    const path = `/v1/customers?size=${pageSize(limit)}&filter=${encodeURIComponent(filter)}`;
    return calls.list(path, Customer, { limit });
  };
  const [byName, byDomain] = await Promise.all([search('CompanyName'), search('Domain')]);
  const found = new Map([...byName, ...byDomain].map((customer) => [summary(customer).tenantId, summary(customer)]));
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en')).slice(0, limit);
}

/**
 * One customer, or null while there is no relationship with it (403/20002 or 404).
 * Country from the best source that tells it: billing profile, organisation, company profile. What the reply leaves out is
 * asked for on its own.
 */
export async function getCustomer(
  calls: PartnerCenterCalls,
  tenantId: string,
  trace: Trace = {},
): Promise<CustomerDetails | null> {
  const customer = await calls
    .get(`/v1/customers/${segment(tenantId)}`, Customer, trace)
    .catch(nothingWhen(NO_RELATIONSHIP));
  if (customer === null) return null;
  const billing = customer.billingProfile ? billingProfileOf(customer.billingProfile) : null;
  const details = { ...summary(customer), culture: billing?.culture ?? null, language: billing?.language ?? null };
  return { ...details, ...(await countryOf(calls, tenantId, customer, trace)) };
}

/** The partner's own link that asks any customer for a reseller relationship, unchanged as Partner Center gives it. */
export async function relationshipRequestUrl(calls: PartnerCenterCalls): Promise<string> {
  const request = await calls.get(
    '/v1/customers/relationshiprequests',
    caseless({ url: z.url({ protocol: /^https$/ }) }),
  );
  return request.url;
}

/** A handler for `catch`: null for the named errors, everything else goes on. */
export function nothingWhen(codes: readonly string[]): (error: unknown) => null {
  return (error) => {
    if (error instanceof AppError && codes.includes(error.code)) return null;
    throw error;
  };
}

const NO_RELATIONSHIP = ['microsoft.no-relationship', 'microsoft.tenant-not-found', 'microsoft.not-found'];
const NOT_TOLD = [...NO_RELATIONSHIP, 'microsoft.role-missing', 'microsoft.needs-user', 'microsoft.refused'];

const Customer = caseless({
  id: z.string().min(1),
  companyProfile: caseless({
    tenantId: z.string().nullish(),
    domain: z.string().nullish(),
    companyName: z.string().nullish(),
    address: Address.nullish(),
  }),
  billingProfile: BillingProfile.nullish(),
  relationshipToPartner: z.string().nullish(),
});
function summary(customer: z.output<typeof Customer>): CustomerSummary {
  const { tenantId, domain, companyName } = customer.companyProfile;
  return {
    tenantId: (tenantId || customer.id).toLowerCase(),
    name: companyName || domain || customer.id,
    domain: domain ?? '',
    relationship: customer.relationshipToPartner?.toLowerCase() ?? null,
  };
}

type CountryOf = Pick<CustomerDetails, 'country' | 'countrySource'>;

async function countryOf(
  calls: PartnerCenterCalls,
  tenantId: string,
  customer: z.output<typeof Customer>,
  trace: Trace,
): Promise<CountryOf> {
  const sources: readonly (readonly [CountryOf['countrySource'], () => Promise<string | null> | string | null])[] = [
    ['billing-profile', () => country(customer.billingProfile?.defaultAddress?.country)],
    ['billing-profile', async () => (await customerBillingProfile(calls, tenantId, trace)).country],
    ['organization', () => organizationCountry(calls, tenantId, trace)],
    ['company-profile', () => country(customer.companyProfile.address?.country)],
    ['company-profile', async () => (await customerCompanyProfile(calls, tenantId, trace)).country],
  ];
  for (const [countrySource, read] of sources) {
    // Some need a role or a signed-in user: a refusal only means that this source does not tell.
    const found = await Promise.resolve(read()).catch(nothingWhen(NOT_TOLD));
    if (found !== null) return { country: found, countrySource };
  }
  return { country: null, countrySource: null };
}

/** Partner Center asks for a page size; 500 is the largest it documents. */
function pageSize(limit: number): number {
  return Math.max(1, Math.min(500, limit));
}
