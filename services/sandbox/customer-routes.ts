import { z } from 'zod';
import { type Ask, collection, ok, param, type Reply, type Route, refuse } from './route.ts';
import { fixedGuid, SANDBOX_PARTNER } from './story.ts';
import type { SandboxTenant, SandboxWorld } from './world.ts';

/** Customers, relationship, agreement and eligibility, as Partner Center documents them. */
export function customerRoutes(world: SandboxWorld): Omit<Route, 'audience'>[] {
  const customer = (ask: Ask) => ourCustomer(world, ask);
  return [
    { method: 'get', path: '/v1/customers', needs: 'signed-in', handle: (ask) => listCustomers(world, ask) },
    {
      method: 'get',
      path: '/v1/customers/relationshiprequests',
      needs: 'user',
      handle: () =>
        ok({
          url: `https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=${SANDBOX_PARTNER.tenantId}&msppId=0&DAP=false#/BillingAccounts/partner-invitation`,
          attributes: { objectType: 'RelationshipRequest' },
        }),
    },
    { method: 'get', path: '/v1/customers/:customer', needs: 'signed-in', handle: (ask) => ok(details(customer(ask))) },
    {
      method: 'get',
      path: '/v1/customers/:customer/profiles/billing',
      needs: 'signed-in',
      handle: (ask) => ok(billingProfile(customer(ask))),
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/profiles/company',
      needs: 'user',
      handle: (ask) => ok(companyProfile(customer(ask))),
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/subscribedskus',
      needs: 'user',
      handle: (ask) => {
        const tenant = customer(ask);
        if (world.delegatedAccess(tenant) === 'none') throw refuse(403, 900308, 'The caller lacks the privilege.');
        return collection(subscribedSkus(world, tenant), `/customers/${tenant.tenantId}/subscribedskus`);
      },
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/organization',
      needs: 'signed-in',
      handle: (ask) => {
        const tenant = customer(ask);
        const { story } = tenant;
        if (world.delegatedAccess(tenant) === 'none') throw refuse(403, 900308, 'The caller lacks the privilege.');
        return ok([{ displayName: story.name, countryLetterCode: story.country, technicalNotificationMails: [] }]);
      },
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/agreements',
      needs: 'user',
      handle: (ask) => ok({ items: agreements(world, customer(ask), ask.query.get('agreementType')) }),
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/directSignedMicrosoftCustomerAgreementStatus',
      needs: 'user',
      handle: (ask) => ok({ isSigned: world.agreementSince(customer(ask)) !== null }),
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/validationStatus',
      needs: 'user',
      handle: (ask) => {
        const { vetting } = customer(ask).story;
        if (vetting === '') throw refuse(404, 600074, 'No account status found for the customer.');
        return ok({ type: 'account', status: vetting, lastUpdateDateTime: '2026-01-12T09:00:00' });
      },
    },
    {
      method: 'get',
      path: '/v1/customers/:customer/qualifications',
      needs: 'signed-in',
      handle: (ask) => {
        const { qualification } = customer(ask).story;
        return ok(qualification === null ? [] : [{ qualification, vettingStatus: 'Approved' }]);
      },
    },
    {
      method: 'get',
      path: '/v1/profiles/organization',
      needs: 'user',
      handle: (ask) => ({
        ...ok({
          id: SANDBOX_PARTNER.tenantId,
          tenantId: SANDBOX_PARTNER.tenantId,
          companyName: SANDBOX_PARTNER.name,
          defaultAddress: { country: SANDBOX_PARTNER.country, city: 'Torino' },
          domain: SANDBOX_PARTNER.domain,
          culture: SANDBOX_PARTNER.culture,
          attributes: { objectType: 'PartnerOrganizationProfile' },
        }),
        // Its people always sign in with a second factor.
        headers: ask.header('validatemfa') === 'true' ? { isMfaCompliant: 'true' } : {},
      }),
    },
    {
      method: 'get',
      path: '/v1/profiles/legalbusiness',
      needs: 'signed-in',
      handle: () =>
        ok({
          companyName: SANDBOX_PARTNER.name,
          address: { country: SANDBOX_PARTNER.country, city: 'Torino' },
          vettingStatus: 'authorized',
          attributes: { objectType: 'LegalBusinessProfile' },
        }),
    },
    {
      method: 'get',
      path: '/v1/profiles/mpn',
      needs: 'user',
      handle: () =>
        ok({
          mpnId: '4847383',
          partnerName: SANDBOX_PARTNER.name,
          profileType: 'MpnProfile',
          attributes: { objectType: 'MpnProfile' },
        }),
    },
    {
      method: 'get',
      path: '/v1/profiles/billing',
      needs: 'user',
      handle: () =>
        ok({
          companyName: SANDBOX_PARTNER.name,
          address: { country: SANDBOX_PARTNER.country, city: 'Torino' },
          billingCurrency: 'EUR',
          billingDay: 5,
          attributes: { objectType: 'PartnerBillingProfile' },
        }),
    },
  ];
}

/** The customer a path names. Without a relationship Partner Center answers 403, for a tenant it does not know 404. */
export function ourCustomer(world: SandboxWorld, ask: Ask): SandboxTenant {
  const tenant = world.tenant(param(ask, 'customer'));
  if (tenant === null) throw refuse(404, 60003, 'The tenant was not found.');
  if (world.relationshipSince(tenant) === null) {
    throw refuse(403, 20002, 'There is no commerce relationship between the partner and the customer.');
  }
  return tenant;
}

const Filter = z.object({
  Field: z.enum(['CompanyName', 'Domain']),
  Value: z.string(),
  Operator: z.literal('starts_with'),
});
const Cursor = z.object({ offset: z.number(), size: z.number(), filter: Filter.nullable() });

function listCustomers(world: SandboxWorld, ask: Ask): Reply {
  const { offset, size, filter } = cursorOf(ask);
  const prefix = filter?.Value.toLowerCase() ?? '';
  const stories = world
    .storyCustomers()
    .filter(({ story }) => (filter?.Field === 'Domain' ? story.domain : story.name).toLowerCase().startsWith(prefix));
  const generated = filter ? world.generated.startingWith(filter.Field === 'Domain' ? 'domain' : 'name', prefix) : null;
  const total = stories.length + (generated?.count ?? world.generated.count);
  const page = Array.from({ length: Math.max(0, Math.min(size, total - offset)) }, (_, n): SandboxTenant => {
    const at = offset + n;
    const told = stories[at];
    if (told) return told;
    const index = generated ? generated.at(at - stories.length) : at - stories.length;
    return { tenantId: world.generated.tenantId(index), story: world.generated.at(index) };
  });
  const next = offset + size < total ? JSON.stringify({ offset: offset + size, size, filter }) : null;
  return collection(
    page.map((tenant) => listed(tenant)),
    `/customers?size=${size}`,
    next === null
      ? null
      : { uri: `/customers?size=${size}&seekOperation=Next`, token: Buffer.from(next).toString('base64url') },
    total,
  );
}

/** The place in the list: the continuation token carries the filter, as the real one does. */
function cursorOf(ask: Ask): z.output<typeof Cursor> {
  const token = ask.header('ms-continuationtoken');
  try {
    if (ask.query.get('seekOperation') === 'Next' && token) {
      return Cursor.parse(JSON.parse(Buffer.from(token, 'base64url').toString()));
    }
    const filter = ask.query.get('filter');
    const size = Number(ask.query.get('size') ?? 0) || 100;
    return {
      offset: 0,
      size: Math.min(500, Math.max(1, size)),
      filter: filter ? Filter.parse(JSON.parse(filter)) : null,
    };
  } catch {
    throw refuse(400, 3000, 'Invalid filter or continuation token.');
  }
}

function listed({ tenantId, story }: SandboxTenant) {
  return {
    id: tenantId,
    companyProfile: companyProfile({ tenantId, story }),
    relationshipToPartner: 'reseller',
    attributes: { objectType: 'Customer' },
  };
}

function details(tenant: SandboxTenant) {
  const { tenantId } = tenant;
  return {
    ...listed(tenant),
    commerceId: fixedGuid(`commerce account ${tenantId}`),
    billingProfile: billingProfile(tenant),
    allowDelegatedAccess: false,
    links: { self: { uri: `/customers/${tenantId}`, method: 'GET', headers: [] } },
  };
}

function companyProfile({ tenantId, story }: SandboxTenant) {
  return {
    tenantId,
    domain: story.domain,
    companyName: story.name,
    attributes: { objectType: 'CustomerCompanyProfile' },
  };
}

function billingProfile({ tenantId, story }: SandboxTenant) {
  return {
    id: fixedGuid(`billing ${tenantId}`),
    email: `billing@${story.domain}`,
    culture: story.culture,
    language: story.culture.split('-')[0],
    companyName: story.name,
    defaultAddress: { country: story.country, city: '', addressLine1: '', postalCode: '' },
    attributes: { etag: '-4242348048554929329', objectType: 'CustomerBillingProfile' },
  };
}

function subscribedSkus(world: SandboxWorld, tenant: SandboxTenant) {
  const assigned = world.assignedLicences(tenant);
  const bySku = Map.groupBy(world.originals(tenant), ({ partNumber }) => partNumber);
  return [...bySku].map(([partNumber, originals]) => {
    const active = originals.filter(({ status }) => status === 'Enabled').reduce((sum, { seats }) => sum + seats, 0);
    const consumed = assigned.get(partNumber) ?? 0;
    return {
      availableUnits: Math.max(0, active - consumed),
      activeUnits: active,
      consumedUnits: consumed,
      productSku: { id: originals[0]?.skuId, skuPartNumber: partNumber, targetType: 'User', licenseGroupId: 'group1' },
      servicePlans: [],
      capabilityStatus: active > 0 ? 'Enabled' : 'Suspended',
      attributes: { objectType: 'SubscribedSku' },
    };
  });
}

function agreements(world: SandboxWorld, tenant: SandboxTenant, type: string | null) {
  const since = world.agreementSince(tenant);
  // Without a type Partner Center lists the older cloud agreement, which nobody here has.
  if (since === null || type !== 'MicrosoftCustomerAgreement') return [];
  return [
    {
      primaryContact: { firstName: 'Sample', lastName: 'Contact', email: `admin@${tenant.story.domain}` },
      templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
      dateAgreed: `${since}T00:00:00`,
      type: 'MicrosoftCustomerAgreement',
      agreementLink: 'https://aka.ms/customeragreement',
    },
  ];
}
