import { Temporal } from 'temporal-polyfill';
import type { GraphClient } from '../../services/graph/client.ts';
import type { PartnerCenterClient } from '../../services/partner-center/client.ts';

/** A reply as the contract documents it, in our own words and numbers. */
export interface Recording {
  /** The operation of `OPERATIONS` it belongs to. */
  readonly operation: string;
  /** `METHOD path?query` -> body of a 200, or a whole reply. */
  readonly replies: Readonly<Record<string, unknown>>;
  readonly run: (clients: { partnerCenter: PartnerCenterClient; graph: GraphClient }) => Promise<unknown>;
  readonly expected: unknown;
  /** Names of the fields without which the reply is refused; all others may be missing or null. */
  readonly needs: readonly string[];
  /** What has to be in the body of the change that is sent. */
  readonly sent?: object;
}

export class WholeReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

const TENANT = '1f5c3b0e-0c7d-4b0a-9d0f-0a4d5a1b2c3d';
const PARTNER = '7b1d6a52-55d4-4e0b-8a4b-9f2f0d6c1e00';
const SUBSCRIPTION = 'a2b7c9d0-1111-4222-8333-444455556666';
const CART = '5e0d3c2b-aaaa-4bbb-8ccc-ddddeeeeffff';
const SKU_ID = '3b555118-da6a-4418-894f-7df1e2096870';
const ADMIN_READERS = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';
const GDAP = '2d3c4b5a-0000-4000-8000-000000000001-6f5e4d3c-0000-4000-8000-000000000002';
const GROUP = '0c1d2e3f-0000-4000-8000-000000000003';
const ROOT = '/v1.0/tenantRelationships/delegatedAdminRelationships';

const link = (uri: string) => ({ uri, method: 'GET', headers: [] });
const collection = (items: readonly unknown[], self: string) => ({
  totalCount: items.length,
  items,
  links: { self: link(self) },
  attributes: { objectType: 'Collection' },
});
const customer = {
  id: TENANT,
  commerceId: '11111111-2222-4333-8444-555555555555',
  companyProfile: {
    tenantId: TENANT.toUpperCase(),
    domain: 'bellows.example',
    companyName: 'Bellows College',
    address: { country: 'IT', city: 'Pisa', addressLine1: 'Via Uno 1' },
    email: 'desk@bellows.example',
    links: { self: link(`/customers/${TENANT}/profiles/company`) },
    attributes: { objectType: 'CustomerCompanyProfile' },
  },
  billingProfile: {
    id: '22222222-3333-4444-8555-666666666666',
    email: 'desk@bellows.example',
    culture: 'it-IT',
    language: 'it',
    companyName: 'Bellows College',
    defaultAddress: { country: 'it', city: 'Pisa', addressLine1: 'Via Uno 1', phoneNumber: '0' },
    attributes: { etag: '-17', objectType: 'CustomerBillingProfile' },
  },
  relationshipToPartner: 'reseller',
  allowDelegatedAccess: true,
  customDomains: ['bellows.example'],
  attributes: { objectType: 'Customer' },
};
const summary = { tenantId: TENANT, name: 'Bellows College', domain: 'bellows.example', relationship: 'reseller' };
const subscription = {
  id: SUBSCRIPTION,
  offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K971',
  offerName: 'Microsoft 365 Business Basic',
  friendlyName: 'Basic for everybody',
  productType: { id: 'OnlineServicesNCE', displayName: 'OnlineServicesNCE' },
  quantity: 12,
  unitType: 'Licenses',
  creationDate: '2026-03-01T09:12:13.4567Z',
  effectiveStartDate: '2026-03-01T00:00:00Z',
  commitmentEndDate: '2027-02-28T00:00:00Z',
  cancellationAllowedUntilDate: '2026-03-08T23:59:59Z',
  status: 'active',
  autoRenewEnabled: true,
  isTrial: false,
  billingType: 'license',
  billingCycle: 'annual',
  termDuration: 'P1Y',
  renewalTermDuration: '',
  actions: ['edit', 'cancel'],
  refundOptions: [{ type: 'Partial', expiresAt: '2026-03-08T00:00:00Z' }],
  scheduledNextTermInstructions: { product: { productId: 'CFQ7TTC0LH18', skuId: '0001' }, quantity: 10 },
  orderId: 'fd31a0b2c4d6',
  attributes: { etag: 'eyJpZCI6IjEifQ==', objectType: 'Subscription' },
};
const ownSubscription = {
  id: SUBSCRIPTION,
  offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K971',
  catalogSku: 'CFQ7TTC0LH18:0001',
  name: 'Basic for everybody',
  orderId: 'fd31a0b2c4d6',
  quantity: 12,
  status: 'active',
  startedOn: '2026-03-01',
  endDate: '2027-02-28',
  cancellationAllowedUntilDate: '2026-03-08',
  autoRenew: true,
  termDuration: 'P1Y',
  billingCycle: 'annual',
  isTrial: false,
};
const cart = {
  id: CART,
  creationTimestamp: '2026-11-20T10:00:00.123Z',
  lastModifiedTimestamp: '2026-11-20T10:00:00.123Z',
  expirationTimestamp: '2026-11-27T10:00:00.123Z',
  status: 'Active',
  lineItems: [
    {
      id: 0,
      catalogItemId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K971',
      quantity: 12,
      currencyCode: 'EUR',
      billingCycle: 'monthly',
      termDuration: 'P1Y',
      provisioningContext: {},
      orderGroup: '0',
      pricing: { listPrice: 5.1, discountedPrice: 5.1, proratedPrice: 5.1, price: 5.1, extendedPrice: 61.2 },
      error: { errorCode: '400041', errorDescription: 'Words for nobody.' },
    },
  ],
  links: { self: link(`/customers/${TENANT}/carts/${CART}`) },
  attributes: { objectType: 'Cart' },
};
const pricedCart = {
  id: CART,
  status: 'Active',
  createdAt: '2026-11-20T10:00:00.123Z',
  expiresAt: '2026-11-27T10:00:00.123Z',
  lines: [
    {
      catalogItemId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K971',
      quantity: 12,
      termDuration: 'P1Y',
      billingCycle: 'monthly',
      currency: 'EUR',
      unitPrice: 5.1,
      linePrice: 61.2,
      orderGroup: '0',
      refusal: 'microsoft.addon-without-base',
    },
  ],
};
const CART_NEEDS = ['catalogItemId', 'id', 'lineItems', 'quantity'];
const order = {
  id: 'fd31a0b2c4d6',
  alternateId: 'fd31a0b2c4d6',
  referenceCustomerId: TENANT,
  billingCycle: 'monthly',
  currencyCode: 'EUR',
  lineItems: [
    {
      lineItemNumber: 0,
      offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K971',
      subscriptionId: SUBSCRIPTION,
      termDuration: 'P1Y',
      transactionType: 'New',
      friendlyName: 'Basic for everybody',
      quantity: 12,
    },
  ],
  creationDate: '2026-11-20T10:01:00.5Z',
  status: 'Partial Success',
  attributes: { objectType: 'Order' },
};
const placedOrder = {
  id: 'fd31a0b2c4d6',
  status: 'partial success',
  createdAt: '2026-11-20T10:01:00.5Z',
  lines: [
    {
      lineNumber: 0,
      offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K971',
      name: 'Basic for everybody',
      quantity: 12,
      termDuration: 'P1Y',
      subscriptionId: SUBSCRIPTION,
    },
  ],
};
const ORDER_NEEDS = ['id', 'lineItemNumber', 'lineItems', 'offerId', 'quantity'];
const transfer = {
  id: '9a8b7c6d-0000-4000-8000-000000000009',
  createdTime: '2026-11-20T10:00:00Z',
  lastModifiedTime: '2026-11-21T10:00:00Z',
  completedTime: '2026-11-22T10:00:00Z',
  lastModifiedUser: 'somebody',
  customerId: TENANT,
  sourcePartnerTenantId: PARTNER,
  sourcePartnerName: 'Trey Research',
  status: 'PartiallyComplete',
  lineItems: [{ id: 0, subscriptionId: SUBSCRIPTION, quantity: 12, transferErrorsAndStatus: [] }],
};
const handedOver = {
  id: transfer.id,
  status: 'PartiallyComplete',
  createdAt: '2026-11-20T10:00:00Z',
  completedAt: '2026-11-22T10:00:00Z',
  sourcePartnerTenantId: PARTNER,
  sourcePartnerName: 'Trey Research',
  lines: [{ subscriptionId: SUBSCRIPTION, quantity: 12 }],
};
const transferRequest = {
  sourcePartnerTenantId: PARTNER,
  sourcePartnerName: 'Trey Research',
  customerEmail: 'desk@bellows.example',
};
const transferSent = {
  sourcePartnerTenantId: PARTNER,
  sourcePartnerName: 'Trey Research',
  customerEmailId: 'desk@bellows.example',
  targetProductTypes: ['OnlineServicesNCE'],
  transferType: 5,
};
const roles = { unifiedRoles: [{ roleDefinitionId: ADMIN_READERS.toUpperCase() }] };
const relationship = {
  '@odata.type': '#microsoft.graph.resellerDelegatedAdminRelationship',
  '@odata.etag': 'W/"JyI2NzAwYWVmZS0wMDAwIic="',
  id: GDAP,
  displayName: 'Move of Bellows College',
  duration: 'P730D',
  customer: { tenantId: TENANT.toUpperCase(), displayName: 'Bellows College' },
  accessDetails: roles,
  status: 'active',
  autoExtendDuration: 'PT0S',
  createdDateTime: '2026-02-10T11:24:42.3148266Z',
  lastModifiedDateTime: '2026-02-10T11:24:42.3148266Z',
  activatedDateTime: '',
  endDateTime: '2028-02-10T11:24:42.3148266Z',
  isPartnerConsentPending: false,
};
const delegated = {
  id: GDAP,
  name: 'Move of Bellows College',
  status: 'active',
  customerTenantId: TENANT,
  customerName: 'Bellows College',
  roles: [ADMIN_READERS],
  duration: 'P730D',
  createdAt: '2026-02-10T11:24:42.3148266Z',
  activatedAt: null,
  endsAt: '2028-02-10T11:24:42.3148266Z',
  extendsItself: false,
  etag: 'W/"JyI2NzAwYWVmZS0wMDAwIic="',
};
const assignment = {
  '@odata.etag': 'W/"1"',
  id: 'e5f4-1',
  status: 'active',
  accessContainer: { accessContainerId: GROUP.toUpperCase(), accessContainerType: 'securityGroup' },
  accessDetails: roles,
};
const assigned = { id: 'e5f4-1', status: 'active', groupId: GROUP, roles: [ADMIN_READERS] };
const HOLDS = ['roleDefinitionId'];

export const RECORDINGS: readonly Recording[] = [
  {
    operation: 'partnerCenter.partnerProfile',
    replies: {
      'GET /v1/profiles/organization': {
        id: PARTNER,
        companyName: 'Adventure Works',
        defaultAddress: { city: 'Pisa' },
        tenantId: PARTNER.toUpperCase(),
        domain: 'adventure.example',
      },
      'GET /v1/profiles/legalbusiness?vettingVersion=Current': {
        companyName: 'Adventure Works',
        companyApproverAddress: { country: 'IT' },
        vettingStatus: 'authorized',
        profileType: 'LegalBusinessProfile',
      },
    },
    run: ({ partnerCenter }) => partnerCenter.partnerProfile(),
    expected: { tenantId: PARTNER, name: 'Adventure Works', country: 'IT' },
    needs: ['companyName', 'id'],
  },
  {
    operation: 'partnerCenter.legalBusinessProfile',
    replies: {
      'GET /v1/profiles/legalbusiness?vettingVersion=Current': {
        companyName: 'Adventure Works',
        address: { country: 'IT' },
        vettingStatus: 'authorized',
      },
    },
    run: ({ partnerCenter }) => partnerCenter.legalBusinessProfile(),
    expected: { name: 'Adventure Works', country: 'IT', vettingStatus: 'authorized' },
    needs: [],
  },
  {
    operation: 'partnerCenter.partnerNetworkId',
    replies: { 'GET /v1/profiles/mpn': { mpnId: '4711', partnerName: 'Adventure Works', profileType: 'MpnProfile' } },
    run: ({ partnerCenter }) => partnerCenter.partnerNetworkId(),
    expected: '4711',
    needs: [],
  },
  {
    operation: 'partnerCenter.partnerBillingProfile',
    replies: {
      'GET /v1/profiles/billing': {
        companyName: 'Adventure Works',
        address: { country: 'IT' },
        taxId: '1',
        billingCurrency: 'eur',
        billingDay: 1,
      },
    },
    run: ({ partnerCenter }) => partnerCenter.partnerBillingProfile(),
    expected: { name: 'Adventure Works', country: 'IT', currency: 'EUR' },
    needs: [],
  },
  {
    operation: 'partnerCenter.listCustomers',
    replies: { 'GET /v1/customers?size=5': collection([customer], '/customers?size=5') },
    run: ({ partnerCenter }) => partnerCenter.listCustomers(5),
    expected: [summary],
    needs: ['companyProfile', 'id', 'items'],
  },
  {
    operation: 'partnerCenter.searchCustomers',
    replies: {
      [`GET /v1/customers?size=5&filter=${filter('CompanyName')}`]: collection([customer], '/customers?size=5'),
      [`GET /v1/customers?size=5&filter=${filter('Domain')}`]: collection([], '/customers?size=5'),
    },
    run: ({ partnerCenter }) => partnerCenter.searchCustomers(' bell & co ', 5),
    expected: [summary],
    needs: ['companyProfile', 'id', 'items'],
  },
  {
    operation: 'partnerCenter.getCustomer',
    replies: {
      [`GET /v1/customers/${TENANT}`]: customer,
      [`GET /v1/customers/${TENANT}/profiles/billing`]: new WholeReply(403, { code: 900308, description: 'No.' }),
      [`GET /v1/customers/${TENANT}/organization`]: new WholeReply(403, { code: 900308, description: 'No.' }),
      [`GET /v1/customers/${TENANT}/profiles/company`]: new WholeReply(403, { code: 900329, description: 'No.' }),
    },
    run: ({ partnerCenter }) => partnerCenter.getCustomer(TENANT),
    expected: { ...summary, country: 'IT', countrySource: 'billing-profile', culture: 'it-IT', language: 'it' },
    needs: ['companyProfile', 'id'],
  },
  {
    operation: 'partnerCenter.customerBillingProfile',
    replies: { [`GET /v1/customers/${TENANT}/profiles/billing`]: customer.billingProfile },
    run: ({ partnerCenter }) => partnerCenter.customerBillingProfile(TENANT),
    expected: { name: 'Bellows College', country: 'IT', culture: 'it-IT', language: 'it' },
    needs: [],
  },
  {
    operation: 'partnerCenter.customerCompanyProfile',
    replies: { [`GET /v1/customers/${TENANT}/profiles/company`]: customer.companyProfile },
    run: ({ partnerCenter }) => partnerCenter.customerCompanyProfile(TENANT),
    expected: { name: 'Bellows College', domain: 'bellows.example', country: 'IT' },
    needs: [],
  },
  {
    operation: 'partnerCenter.organizationCountry',
    replies: {
      [`GET /v1/customers/${TENANT}/organization`]: [
        { street: '', countryLetterCode: 'IT', displayName: 'Bellows College', technicalNotificationMails: [] },
      ],
    },
    run: ({ partnerCenter }) => partnerCenter.organizationCountry(TENANT),
    expected: 'IT',
    needs: [],
  },
  {
    operation: 'partnerCenter.subscribedSkus',
    replies: {
      [`GET /v1/customers/${TENANT}/subscribedskus?licenseGroupIds=group1&licenseGroupIds=group2`]: collection(
        [
          {
            availableUnits: 4,
            activeUnits: 5,
            consumedUnits: 1,
            suspendedUnits: 0,
            totalUnits: 5,
            warningUnits: 0,
            productSku: {
              id: SKU_ID.toUpperCase(),
              name: 'Microsoft 365 Business Basic',
              skuPartNumber: 'O365_BUSINESS_ESSENTIALS',
              targetType: 'User',
              licenseGroupId: 'group1',
            },
            servicePlans: [{ displayName: 'Exchange', serviceName: 'EXCHANGE_S', id: SKU_ID, targetType: 'User' }],
            capabilityStatus: 'Enabled',
          },
        ],
        '/',
      ),
    },
    run: ({ partnerCenter }) => partnerCenter.subscribedSkus(TENANT),
    expected: [
      {
        skuId: SKU_ID,
        partNumber: 'O365_BUSINESS_ESSENTIALS',
        name: 'Microsoft 365 Business Basic',
        active: 5,
        consumed: 1,
        status: 'Enabled',
      },
    ],
    needs: ['id', 'items', 'productSku'],
  },
  {
    operation: 'partnerCenter.relationshipRequestUrl',
    replies: {
      'GET /v1/customers/relationshiprequests': {
        url: 'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&DAP=false#/BillingAccounts',
        attributes: { objectType: 'RelationshipRequest' },
      },
    },
    run: ({ partnerCenter }) => partnerCenter.relationshipRequestUrl(),
    expected: 'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&DAP=false#/BillingAccounts',
    needs: ['url'],
  },
  {
    operation: 'partnerCenter.agreement',
    replies: {
      [`GET /v1/customers/${TENANT}/agreements?agreementType=MicrosoftCustomerAgreement`]: {
        totalCount: 2,
        items: ['2025-08-26T00:00:00', '2025-08-27T00:00:00'].map((dateAgreed) => ({
          primaryContact: { firstName: 'A', lastName: 'B', email: 'a@bellows.example' },
          templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
          dateAgreed,
          type: 'MicrosoftCustomerAgreement',
          agreementLink: 'https://aka.ms/customeragreement',
        })),
      },
    },
    run: ({ partnerCenter }) => partnerCenter.agreement(TENANT),
    expected: { status: 'accepted', acceptedOn: '2025-08-27' },
    needs: ['items', 'type'],
  },
  {
    operation: 'partnerCenter.agreement',
    replies: {
      [`GET /v1/customers/${TENANT}/agreements?agreementType=MicrosoftCustomerAgreement`]: { totalCount: 0, items: [] },
      [`GET /v1/customers/${TENANT}/directSignedMicrosoftCustomerAgreementStatus`]: { isSigned: true },
    },
    run: ({ partnerCenter }) => partnerCenter.agreement(TENANT),
    expected: { status: 'accepted', acceptedOn: null },
    needs: ['isSigned', 'items'],
  },
  {
    operation: 'partnerCenter.vetting',
    replies: {
      [`GET /v1/customers/${TENANT}/validationStatus?type=account`]: {
        type: 'account',
        status: 'Not Ready',
        lastUpdateDateTime: '2026-07-14T18:02:00',
      },
    },
    run: ({ partnerCenter }) => partnerCenter.vetting(TENANT),
    expected: 'Not Ready',
    needs: ['status'],
  },
  {
    operation: 'partnerCenter.qualifications',
    replies: {
      [`GET /v1/customers/${TENANT}/qualifications`]: [
        { qualification: 'Education', vettingStatus: 'Approved' },
        { qualification: 'None' },
      ],
    },
    run: ({ partnerCenter }) => partnerCenter.qualifications(TENANT),
    expected: ['Education'],
    needs: ['qualification'],
  },
  {
    operation: 'partnerCenter.subscriptions',
    replies: { [`GET /v1/customers/${TENANT}/subscriptions`]: collection([subscription], '/') },
    run: ({ partnerCenter }) => partnerCenter.subscriptions(TENANT),
    expected: [{ ...ownSubscription, etag: 'eyJpZCI6IjEifQ==' }],
    needs: ['id', 'items', 'offerId', 'quantity', 'status'],
  },
  {
    operation: 'partnerCenter.subscription',
    replies: { [`GET /v1/customers/${TENANT}/subscriptions/${SUBSCRIPTION}`]: subscription },
    run: ({ partnerCenter }) => partnerCenter.subscription(TENANT, SUBSCRIPTION),
    expected: { ...ownSubscription, etag: 'eyJpZCI6IjEifQ==' },
    needs: ['id', 'offerId', 'quantity', 'status'],
  },
  {
    operation: 'partnerCenter.changeSubscription',
    replies: {
      [`GET /v1/customers/${TENANT}/subscriptions/${SUBSCRIPTION}`]: subscription,
      [`PATCH /v1/customers/${TENANT}/subscriptions/${SUBSCRIPTION}`]: new WholeReply(202, undefined, {
        Location: `/customers/${TENANT}/subscriptions/${SUBSCRIPTION}`,
      }),
    },
    run: ({ partnerCenter }) =>
      partnerCenter.changeSubscription(
        TENANT,
        { ...ownSubscription, etag: null, resource: {} },
        { autoRenew: false },
        { correlationId: 'c-1' },
      ),
    // The second reading still shows the old state: 202 only promises the change.
    expected: { ...ownSubscription, etag: 'eyJpZCI6IjEifQ==' },
    needs: ['autoRenewEnabled', 'id', 'offerId', 'quantity', 'status'],
    sent: { ...subscription, autoRenewEnabled: false },
  },
  {
    operation: 'partnerCenter.catalogue',
    replies: {
      'GET /v1/products?country=IT&targetView=OnlineServices&targetSegment=commercial': collection(
        [{ id: 'CFQ7TTC0LH18', title: 'Microsoft 365 Business Basic', productType: { id: 'OnlineServicesNCE' } }],
        '/',
      ),
      'GET /v1/products/CFQ7TTC0LH18/skus?country=IT': collection(
        [
          {
            id: '0001',
            productId: 'CFQ7TTC0LH18',
            title: 'Microsoft 365 Business Basic',
            minimumQuantity: 1,
            maximumQuantity: 300,
            isTrial: false,
            supportedBillingCycles: ['annual', 'monthly'],
            purchasePrerequisites: ['MicrosoftCloudAgreement'],
            dynamicAttributes: {
              isAddon: false,
              prerequisiteSkus: ['CFQ7TTC0LDPB:0001'],
              provisioningId: SKU_ID.toUpperCase(),
            },
          },
          { id: '0002', title: 'Something that is no licence', dynamicAttributes: { isAddon: false } },
        ],
        '/',
      ),
    },
    run: ({ partnerCenter }) => partnerCenter.catalogue({ country: 'IT' }),
    expected: [
      {
        catalogSku: 'CFQ7TTC0LH18:0001',
        skuId: SKU_ID,
        title: 'Microsoft 365 Business Basic',
        minimumSeats: 1,
        maximumSeats: 300,
        segment: 'commercial',
        isTrial: false,
        isAddon: false,
        prerequisites: ['CFQ7TTC0LDPB:0001'],
        terms: [],
      },
    ],
    needs: ['id', 'items', 'title'],
  },
  {
    operation: 'partnerCenter.availabilities',
    replies: {
      [`GET /v1/customers/${TENANT}/products/CFQ7TTC0LH18/skus/0001/availabilities`]: collection(
        [
          {
            id: 'CFQ7TTC0K971',
            productId: 'CFQ7TTC0LH18',
            skuId: '0001',
            catalogItemId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K971',
            defaultCurrency: { code: 'EUR', symbol: '€' },
            segment: 'commercial',
            country: 'IT',
            isPurchasable: true,
            isRenewable: true,
            terms: [{ id: 't1', duration: 'P1Y', description: 'A year', billingCycle: 'Annual' }],
          },
        ],
        '/',
      ),
    },
    run: ({ partnerCenter }) =>
      partnerCenter.availabilities({ tenantId: TENANT }, { productId: 'CFQ7TTC0LH18', skuId: '0001' }),
    expected: [
      {
        catalogItemId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K971',
        segment: 'commercial',
        isPurchasable: true,
        currency: 'EUR',
        terms: [{ termDuration: 'P1Y', billingCycle: 'annual' }],
      },
    ],
    needs: ['billingCycle', 'catalogItemId', 'duration', 'items'],
  },
  {
    operation: 'partnerCenter.createCart',
    replies: { [`POST /v1/customers/${TENANT}/carts`]: new WholeReply(201, cart) },
    run: ({ partnerCenter }) =>
      partnerCenter.createCart(TENANT, [
        {
          catalogItemId: 'a:b:c',
          quantity: 12,
          termDuration: 'P1Y',
          billingCycle: 'monthly',
          attestationAccepted: true,
        },
      ]),
    expected: pricedCart,
    needs: CART_NEEDS,
    sent: {
      lineItems: [
        {
          id: 0,
          catalogItemId: 'a:b:c',
          quantity: 12,
          termDuration: 'P1Y',
          billingCycle: 'monthly',
          attestationAccepted: true,
        },
      ],
    },
  },
  {
    operation: 'partnerCenter.getCart',
    replies: { [`GET /v1/customers/${TENANT}/carts/${CART}`]: cart },
    run: ({ partnerCenter }) => partnerCenter.getCart(TENANT, CART),
    expected: pricedCart,
    needs: CART_NEEDS,
  },
  {
    operation: 'partnerCenter.checkoutCart',
    replies: {
      [`POST /v1/customers/${TENANT}/carts/${CART}/checkout`]: new WholeReply(201, {
        orders: [order],
        orderErrors: [{ orderGroupId: 1, code: 800069, description: 'Words for nobody.' }],
        attributes: { objectType: 'CartCheckoutResult' },
      }),
    },
    run: ({ partnerCenter }) =>
      partnerCenter.checkoutCart(TENANT, {
        id: CART,
        requestId: 'r-1',
        sentBefore: false,
        lines: [],
        otherOrders: [],
      }),
    expected: {
      orders: [placedOrder],
      refusals: [{ orderGroup: '1', error: 'microsoft.risk-check' }],
      recovered: false,
    },
    // What cannot be read leads to reading cart and orders, which are not recorded here.
    needs: ['id', 'lineItemNumber', 'lineItems', 'offerId', 'orders', 'quantity'],
  },
  {
    operation: 'partnerCenter.orders',
    replies: { [`GET /v1/customers/${TENANT}/orders`]: collection([order], '/') },
    run: ({ partnerCenter }) => partnerCenter.orders(TENANT),
    expected: [placedOrder],
    needs: ['id', 'items', ...ORDER_NEEDS.slice(1)],
  },
  {
    operation: 'partnerCenter.provisioningStatus',
    replies: {
      [`GET /v1/customers/${TENANT}/orders/o1/provisioningstatus`]: collection(
        [
          {
            orderLineItemId: 0,
            lineItemNumber: 0,
            status: 'prefulfillmentPending',
            quantityProvisioningInformation: [{ quantity: 1, status: 'prefulfillmentPending' }],
          },
        ],
        '/',
      ),
    },
    run: ({ partnerCenter }) => partnerCenter.provisioningStatus(TENANT, 'o1'),
    expected: [{ lineNumber: 0, status: 'prefulfillmentPending' }],
    needs: ['items', 'lineItemNumber', 'status'],
  },
  {
    operation: 'partnerCenter.createTransfer',
    replies: { [`POST /v1/customers/${TENANT}/transfers`]: new WholeReply(201, transfer) },
    run: ({ partnerCenter }) => partnerCenter.createTransfer(TENANT, transferRequest),
    expected: handedOver,
    needs: ['id', 'status'],
    sent: transferSent,
  },
  {
    operation: 'partnerCenter.requestTransfer',
    replies: {
      [`GET /v1/customers/${TENANT}/transfers`]: [],
      [`POST /v1/customers/${TENANT}/transfers`]: new WholeReply(201, transfer),
    },
    run: ({ partnerCenter }) => partnerCenter.requestTransfer(TENANT, transferRequest),
    expected: handedOver,
    needs: ['id', 'status'],
    sent: transferSent,
  },
  {
    operation: 'partnerCenter.cancelTransfer',
    replies: {
      [`PATCH /v1/customers/${TENANT}/transfers/t1`]: {},
      [`GET /v1/customers/${TENANT}/transfers/t1`]: transfer,
    },
    run: ({ partnerCenter }) => partnerCenter.cancelTransfer(TENANT, 't1'),
    expected: handedOver,
    needs: ['id', 'status'],
    sent: { id: 't1', status: 'Cancel' },
  },
  {
    operation: 'partnerCenter.getTransfer',
    replies: { [`GET /v1/customers/${TENANT}/transfers/t1`]: transfer },
    run: ({ partnerCenter }) => partnerCenter.getTransfer(TENANT, 't1'),
    expected: handedOver,
    needs: ['id', 'status'],
  },
  {
    operation: 'partnerCenter.listTransfers',
    replies: { [`GET /v1/customers/${TENANT}/transfers`]: [transfer] },
    run: ({ partnerCenter }) => partnerCenter.listTransfers(TENANT),
    expected: [handedOver],
    needs: ['id', 'status'],
  },
  {
    operation: 'graph.secretEndsOn',
    replies: {
      [`GET /v1.0/applications(appId='${SKU_ID}')?$select=passwordCredentials`]: {
        passwordCredentials: [
          {
            customKeyIdentifier: null,
            displayName: 'the assistant',
            endDateTime: '2027-03-31T10:00:00Z',
            hint: 'sec',
            keyId: SUBSCRIPTION,
            secretText: null,
            startDateTime: '2026-03-31T10:00:00Z',
          },
        ],
      },
    },
    run: async ({ graph }) => (await graph.secretEndsOn({ appId: SKU_ID, secret: 'secret' }))?.toString() ?? null,
    expected: '2027-03-31',
    needs: ['passwordCredentials'],
  },
  {
    operation: 'graph.findTenant',
    replies: {
      "GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='bellows.example')": {
        tenantId: TENANT.toUpperCase(),
        displayName: 'Bellows College',
        federationBrandName: null,
        defaultDomainName: 'bellows.example',
      },
    },
    run: ({ graph }) => graph.findTenant('bellows.example'),
    expected: { tenantId: TENANT, name: 'Bellows College', defaultDomain: 'bellows.example' },
    needs: ['tenantId'],
  },
  {
    operation: 'graph.findTenant',
    replies: {
      'GET /bellows.example/v2.0/.well-known/openid-configuration': {
        issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
        token_endpoint: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
        tenant_region_scope: 'EU',
        cloud_instance_name: 'microsoftonline.com',
      },
    },
    run: ({ graph }) => graph.findTenant('bellows.example'),
    expected: { tenantId: TENANT, name: null, defaultDomain: null },
    needs: ['issuer'],
  },
  {
    operation: 'graph.tenantCloud',
    replies: {
      [`GET /${TENANT}/v2.0/.well-known/openid-configuration`]: {
        issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
        cloud_instance_name: 'microsoftonline.us',
      },
    },
    run: ({ graph }) => graph.tenantCloud(TENANT),
    expected: 'microsoftonline.us',
    needs: ['issuer'],
  },
  {
    operation: 'graph.customerSubscriptions',
    replies: {
      'GET /v1.0/directory/subscriptions': {
        value: [
          {
            createdDateTime: '2026-01-01T00:00:00Z',
            commerceSubscriptionId: SUBSCRIPTION,
            id: 'b1',
            isTrial: false,
            nextLifecycleDateTime: '2027-02-01T00:00:00Z',
            serviceStatus: [{ appliesTo: 'User', provisioningStatus: 'Success', servicePlanId: SKU_ID }],
            skuId: SKU_ID.toUpperCase(),
            skuPartNumber: 'O365_BUSINESS_ESSENTIALS',
            status: 'Enabled',
            totalLicenses: 25,
            ownerId: GROUP,
            ownerTenantId: PARTNER.toUpperCase(),
            ownerType: 'User',
          },
        ],
      },
      'GET /v1.0/subscribedSkus': {
        '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#subscribedSkus',
        value: [{ skuId: SKU_ID, consumedUnits: 14, prepaidUnits: { enabled: 25 }, capabilityStatus: 'Enabled' }],
      },
    },
    run: ({ graph }) => graph.customerSubscriptions(TENANT),
    expected: {
      access: 'read',
      subscriptions: [
        {
          id: SUBSCRIPTION,
          skuId: SKU_ID,
          partNumber: 'O365_BUSINESS_ESSENTIALS',
          seats: 25,
          assignedSeats: 14,
          assignedSeatsOfSku: 14,
          status: 'Enabled',
          nextLifecycleDate: '2027-01-31',
          endDate: '2027-01-31',
          createdDate: '2026-01-01',
          ownerTenantId: PARTNER,
          isTrial: false,
        },
      ],
    },
    needs: ['id', 'skuId', 'status', 'totalLicenses', 'value'],
  },
  {
    operation: 'graph.delegatedSupport',
    replies: {
      [`GET ${ROOT}?$filter=${encodeURIComponent(`status eq 'active' and customer/tenantId eq '${TENANT}'`)}&$top=300`]:
        {
          value: [relationship],
        },
    },
    run: ({ graph }) => graph.delegatedSupport(TENANT),
    expected: { status: 'no', until: null },
    needs: ['id', 'status', 'value', ...HOLDS],
  },
  {
    operation: 'graph.endingDelegations',
    replies: {
      [`GET ${ROOT}?$filter=${encodeURIComponent("status eq 'active'")}&$top=300`]: { value: [relationship] },
    },
    run: ({ graph }) => graph.endingDelegations(31, Temporal.PlainDate.from('2028-01-10')),
    expected: [
      {
        relationshipId: GDAP,
        name: 'Move of Bellows College',
        customerTenantId: TENANT,
        customerName: 'Bellows College',
        endsOn: '2028-02-10',
        rolesLost: [ADMIN_READERS],
      },
    ],
    needs: ['id', 'status', 'value', ...HOLDS],
  },
  {
    operation: 'graph.delegatedAdminRelationships',
    replies: { [`GET ${ROOT}?$top=300`]: { '@odata.count': 1, value: [relationship] } },
    run: ({ graph }) => graph.delegatedAdminRelationships(),
    expected: [delegated],
    needs: ['id', 'status', 'value', ...HOLDS],
  },
  {
    operation: 'graph.delegatedAdminRelationship',
    replies: { [`GET ${ROOT}/${GDAP}`]: relationship },
    run: ({ graph }) => graph.delegatedAdminRelationship(GDAP),
    expected: delegated,
    needs: ['id', 'status', ...HOLDS],
  },
  {
    operation: 'graph.createDelegatedAdminRelationship',
    replies: {
      [`POST ${ROOT}`]: new WholeReply(201, relationship, { Location: `${ROOT}/${GDAP}` }),
      [`GET ${ROOT}?$filter=${encodeURIComponent(`customer/tenantId eq '${TENANT}'`)}&$top=300`]: { value: [] },
    },
    run: ({ graph }) =>
      graph.createDelegatedAdminRelationship({
        name: 'Move of Bellows College',
        customerTenantId: TENANT,
        duration: 'P730D',
        roles: [ADMIN_READERS],
      }),
    expected: delegated,
    needs: ['id', 'status', ...HOLDS],
    sent: {
      displayName: 'Move of Bellows College',
      duration: 'P730D',
      customer: { tenantId: TENANT },
      accessDetails: { unifiedRoles: [{ roleDefinitionId: ADMIN_READERS }] },
      autoExtendDuration: 'PT0S',
    },
  },
  {
    operation: 'graph.lockForApproval',
    replies: {
      [`POST ${ROOT}/${GDAP}/requests`]: new WholeReply(201, {
        id: 'q1',
        action: 'lockForApproval',
        status: 'succeeded',
        createdDateTime: '2026-02-10T11:24:42Z',
        lastModifiedDateTime: '2026-02-10T11:24:42Z',
      }),
      [`GET ${ROOT}/${GDAP}`]: relationship,
    },
    run: ({ graph }) => graph.lockForApproval(GDAP),
    expected: delegated,
    needs: ['id', 'status', ...HOLDS],
    sent: { action: 'lockForApproval' },
  },
  {
    operation: 'graph.assignAccess',
    replies: {
      [`POST ${ROOT}/${GDAP}/accessAssignments`]: new WholeReply(201, assignment),
      [`GET ${ROOT}/${GDAP}/accessAssignments`]: { value: [] },
    },
    run: ({ graph }) => graph.assignAccess(GDAP, { groupId: GROUP, roles: [ADMIN_READERS] }),
    expected: assigned,
    needs: ['id', 'status', ...HOLDS],
    sent: {
      accessContainer: { accessContainerId: GROUP, accessContainerType: 'securityGroup' },
      accessDetails: { unifiedRoles: [{ roleDefinitionId: ADMIN_READERS }] },
    },
  },
  {
    operation: 'graph.accessAssignments',
    replies: { [`GET ${ROOT}/${GDAP}/accessAssignments`]: { value: [assignment] } },
    run: ({ graph }) => graph.accessAssignments(GDAP),
    expected: [assigned],
    needs: ['id', 'status', 'value', ...HOLDS],
  },
];

function filter(field: string): string {
  return encodeURIComponent(JSON.stringify({ Field: field, Value: 'bell & co', Operator: 'starts_with' }));
}
