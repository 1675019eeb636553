import { z } from 'zod';
import { AppError } from '../errors.ts';
import { caseless } from '../identity/checked-reply.ts';
import { type PartnerCenterCalls, segment, type Trace } from './calls.ts';

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
 * Country from the best source: billing profile, else organisation, else company profile.
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
  const billing = customer.billingProfile;
  const details = { ...summary(customer), culture: billing?.culture || null, language: billing?.language || null };
  const billingCountry = country(billing?.defaultAddress?.country);
  if (billingCountry) return { ...details, country: billingCountry, countrySource: 'billing-profile' };
  const organizationCountry = await readOrganizationCountry(calls, tenantId, trace);
  if (organizationCountry) return { ...details, country: organizationCountry, countrySource: 'organization' };
  const companyCountry = country(customer.companyProfile.address?.country);
  return { ...details, country: companyCountry, countrySource: companyCountry ? 'company-profile' : null };
}

/** The partner's own link that asks any customer for a reseller relationship, unchanged as Partner Center gives it. */
export async function relationshipRequestUrl(calls: PartnerCenterCalls): Promise<string> {
  const request = await calls.get(
    '/v1/customers/relationshiprequests',
    caseless({ url: z.url({ protocol: /^https$/ }) }),
  );
  return request.url;
}

/** The partner itself. Needs an app+user token. */
export async function partnerProfile(
  calls: PartnerCenterCalls,
): Promise<{ readonly tenantId: string; readonly name: string; readonly country: string | null }> {
  const profile = await calls.get('/v1/profiles/organization', OrganizationProfile);
  const tenantId = (profile.tenantId ?? profile.id).toLowerCase();
  const own = country(profile.defaultAddress?.country);
  if (own) return { tenantId, name: profile.companyName, country: own };
  const legal = await calls.get('/v1/profiles/legalbusiness?vettingVersion=Current', LegalBusinessProfile);
  return { tenantId, name: profile.companyName, country: country(legal.address?.country) };
}

/** A handler for `catch`: null for the named errors, everything else goes on. */
export function nothingWhen(codes: readonly string[]): (error: unknown) => null {
  return (error) => {
    if (error instanceof AppError && codes.includes(error.code)) return null;
    throw error;
  };
}

const NO_RELATIONSHIP = ['microsoft.no-relationship', 'microsoft.tenant-not-found', 'microsoft.not-found'];

const Address = caseless({ country: z.string().nullish() });
const Customer = caseless({
  id: z.string().min(1),
  companyProfile: caseless({
    tenantId: z.string().nullish(),
    domain: z.string().nullish(),
    companyName: z.string().nullish(),
    address: Address.nullish(),
  }),
  billingProfile: caseless({
    culture: z.string().nullish(),
    language: z.string().nullish(),
    defaultAddress: Address.nullish(),
  }).nullish(),
  relationshipToPartner: z.string().nullish(),
});
const OrganizationProfile = caseless({
  id: z.string(),
  tenantId: z.string().nullish(),
  companyName: z.string(),
  defaultAddress: Address.nullish(),
});
const LegalBusinessProfile = caseless({ address: Address.nullish() });
const Organization = caseless({ countryLetterCode: z.string().nullish() });

function summary(customer: z.output<typeof Customer>): CustomerSummary {
  const { tenantId, domain, companyName } = customer.companyProfile;
  return {
    tenantId: (tenantId || customer.id).toLowerCase(),
    name: companyName || domain || customer.id,
    domain: domain ?? '',
    relationship: customer.relationshipToPartner?.toLowerCase() ?? null,
  };
}

/** Needs a GDAP role, so a refusal only means that this source does not tell. */
async function readOrganizationCountry(
  calls: PartnerCenterCalls,
  tenantId: string,
  trace: Trace,
): Promise<string | null> {
  const organizations = await calls
    .list(`/v1/customers/${segment(tenantId)}/organization`, Organization, trace)
    .catch(nothingWhen([...NO_RELATIONSHIP, 'microsoft.role-missing', 'microsoft.needs-user', 'microsoft.refused']));
  return country(organizations?.[0]?.countryLetterCode);
}

function country(code: string | null | undefined): string | null {
  return code && /^[a-z]{2}$/i.test(code) ? code.toUpperCase() : null;
}

/** Partner Center asks for a page size; 500 is the largest it documents. */
function pageSize(limit: number): number {
  return Math.max(1, Math.min(500, limit));
}
