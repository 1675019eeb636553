import { z } from 'zod';
import { caseless } from '../identity/checked-reply.ts';
import { Address, country } from './address.ts';
import type { PartnerCenterCalls, Trace } from './calls.ts';
import { nothingWhen } from './customers.ts';

/** The partner itself. */
export interface PartnerProfile {
  /** Lower case. */
  readonly tenantId: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

export interface LegalBusinessProfile {
  readonly name: string | null;
  readonly country: string | null;
  /** `authorized`, `pending`, ... as given. */
  readonly vettingStatus: string | null;
}

export interface PartnerBillingProfile {
  readonly name: string | null;
  readonly country: string | null;
  /** ISO 4217. */
  readonly currency: string | null;
}

/** Who the partner is: the organization profile, whose country the legal profile completes. Needs an app+user token. */
export async function partnerProfile(calls: PartnerCenterCalls, trace: Trace = {}): Promise<PartnerProfile> {
  const profile = await calls.get('/v1/profiles/organization', Organization, trace);
  const tenantId = (profile.tenantId ?? profile.id).toLowerCase();
  const own = country(profile.defaultAddress?.country);
  if (own) return { tenantId, name: profile.companyName, country: own };
  const legal = await legalBusinessProfile(calls, trace);
  return { tenantId, name: profile.companyName, country: legal.country };
}

/** The partner as Microsoft has vetted it. */
export async function legalBusinessProfile(
  calls: PartnerCenterCalls,
  trace: Trace = {},
): Promise<LegalBusinessProfile> {
  const profile = await calls.get('/v1/profiles/legalbusiness?vettingVersion=Current', LegalBusiness, trace);
  return {
    name: profile.companyName || null,
    country: country(profile.address?.country) ?? country(profile.companyApproverAddress?.country),
    vettingStatus: profile.vettingStatus || null,
  };
}

/** The partner's id in Microsoft's partner program (MPN, PartnerID); null when it has none. Needs an app+user token. */
export async function partnerNetworkId(calls: PartnerCenterCalls): Promise<string | null> {
  const profile = await calls.get('/v1/profiles/mpn', Network).catch(nothingWhen(['microsoft.not-found']));
  return profile?.mpnId || null;
}

/** Where and in which currency Microsoft bills the partner. Needs an app+user token. */
export async function partnerBillingProfile(calls: PartnerCenterCalls): Promise<PartnerBillingProfile> {
  const profile = await calls.get('/v1/profiles/billing', Billing);
  return {
    name: profile.companyName || null,
    country: country(profile.address?.country),
    currency: profile.billingCurrency?.toUpperCase() || null,
  };
}

const Organization = caseless({
  id: z.string(),
  tenantId: z.string().nullish(),
  companyName: z.string(),
  defaultAddress: Address.nullish(),
});
const LegalBusiness = caseless({
  companyName: z.string().nullish(),
  address: Address.nullish(),
  companyApproverAddress: Address.nullish(),
  vettingStatus: z.string().nullish(),
});
const Network = caseless({ mpnId: z.string().nullish() });
const Billing = caseless({
  companyName: z.string().nullish(),
  address: Address.nullish(),
  billingCurrency: z.string().nullish(),
});
