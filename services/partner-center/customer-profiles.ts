import { z } from 'zod';
import { caseless } from '../identity/checked-reply.ts';
import { Address, country } from './address.ts';
import { type PartnerCenterCalls, segment, type Trace } from './calls.ts';

export interface CustomerBillingProfile {
  readonly name: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** BCP 47 culture (`it-IT`) and language (`it`). */
  readonly culture: string | null;
  readonly language: string | null;
}

export interface CustomerCompanyProfile {
  readonly name: string | null;
  readonly domain: string | null;
  /** Partner Center shows the address only where the partner has administrative rights. */
  readonly country: string | null;
}

export async function customerBillingProfile(
  calls: PartnerCenterCalls,
  tenantId: string,
  trace: Trace = {},
): Promise<CustomerBillingProfile> {
  return billingProfileOf(
    await calls.get(`/v1/customers/${segment(tenantId)}/profiles/billing`, BillingProfile, trace),
  );
}

/** Needs an app+user token. */
export async function customerCompanyProfile(
  calls: PartnerCenterCalls,
  tenantId: string,
  trace: Trace = {},
): Promise<CustomerCompanyProfile> {
  const profile = await calls.get(`/v1/customers/${segment(tenantId)}/profiles/company`, CompanyProfile, trace);
  return {
    name: profile.companyName || null,
    domain: profile.domain || null,
    country: country(profile.address?.country),
  };
}

/** Country of the organization as Entra has it (ISO 3166-1 alpha-2). With an app+user token it needs a GDAP role such as Global Reader. */
export async function organizationCountry(
  calls: PartnerCenterCalls,
  tenantId: string,
  trace: Trace = {},
): Promise<string | null> {
  const organizations = await calls.list(`/v1/customers/${segment(tenantId)}/organization`, Organization, trace);
  return country(organizations[0]?.countryLetterCode);
}

export function billingProfileOf(profile: z.output<typeof BillingProfile>): CustomerBillingProfile {
  return {
    name: profile.companyName || null,
    country: country(profile.defaultAddress?.country),
    culture: profile.culture || null,
    language: profile.language || null,
  };
}

export const BillingProfile = caseless({
  companyName: z.string().nullish(),
  culture: z.string().nullish(),
  language: z.string().nullish(),
  defaultAddress: Address.nullish(),
});
const CompanyProfile = caseless({
  companyName: z.string().nullish(),
  domain: z.string().nullish(),
  address: Address.nullish(),
});
const Organization = caseless({ countryLetterCode: z.string().nullish() });
