import assert from 'node:assert/strict';
import { PartnerCenterClient } from '../../services/partner-center/client.ts';

/** Replies that the sandbox does not give and the real service documents: answered from a table of path -> body. */
function clientOf(replies: Record<string, unknown>) {
  const asked: { path: string; continuation: string | null }[] = [];
  const client = new PartnerCenterClient({
    baseUrl: 'https://partnercenter.example/',
    tokens: { token: async () => 'token' },
    transport: {
      retries: 0,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        const { pathname, search } = new URL(request.url);
        const continuation = request.headers.get('MS-ContinuationToken');
        asked.push({ path: `${pathname}${search}`, continuation });
        const key = `${request.method} ${pathname}${continuation ? ` ${continuation}` : ''}`;
        const body = replies[key];
        return body === undefined ? new Response('{"code":1}', { status: 404 }) : new Response(JSON.stringify(body));
      },
    },
  });
  return { client, asked };
}

const customer = (id: string) => ({ id, companyProfile: { tenantId: id, domain: `${id}.example`, companyName: id } });
const next = (uri: string, token: string) => ({
  next: { uri, method: 'GET', headers: [{ key: 'MS-ContinuationToken', value: token }] },
});

describe('pages of Partner Center', () => {
  for (const uri of [
    '/customers?size=500&seekOperation=Next',
    '/v1/customers?size=500&seekOperation=Next',
    'customers?seekOperation=Next',
  ]) {
    it(`when the next page is written ${uri}, then it is found, with its continuation token`, async () => {
      const { client, asked } = clientOf({
        'GET /v1/customers': { items: [customer('a')], links: next(uri, 't1') },
        'GET /v1/customers t1': { items: [customer('b')], links: { self: { uri: '/customers' } } },
      });
      assert.deepEqual(
        (await client.listCustomers(1000)).map(({ name }) => name),
        ['a', 'b'],
      );
      assert.equal(asked[1]?.continuation, 't1');
    });
  }

  it('when the pages go in a circle, then reading ends with an error', async () => {
    const { client } = clientOf({
      'GET /v1/customers': { items: [customer('a')], links: next('/customers?seekOperation=Next', 't1') },
      'GET /v1/customers t1': { items: [customer('b')], links: next('/customers?seekOperation=Next', 't1') },
    });
    await assert.rejects(client.listCustomers(1000), { code: 'microsoft.unexpected-reply' });
  });

  it('when the next page is on another host, then the token is not sent there', async () => {
    const { client, asked } = clientOf({
      'GET /v1/customers': { items: [customer('a')], links: next('https://elsewhere.example/customers', 't1') },
    });
    await assert.rejects(client.listCustomers(1000), { code: 'microsoft.unexpected-reply' });
    assert.equal(asked.length, 1);
  });

  it('when there is enough, then no further page is read', async () => {
    const { client, asked } = clientOf({
      'GET /v1/customers': {
        items: [customer('a'), customer('b')],
        links: next('/customers?seekOperation=Next', 't1'),
      },
    });
    assert.equal((await client.listCustomers(1)).length, 1);
    assert.equal(asked.length, 1);
  });
});

describe('replies of Partner Center', () => {
  it('when names come in PascalCase and words are new, then they are read as data', async () => {
    const { client } = clientOf({
      'GET /v1/customers/A': {
        Id: 'A',
        CompanyProfile: { TenantId: 'A', Domain: 'a.example', CompanyName: 'A', Address: { Country: 'fr' } },
        RelationshipToPartner: 'Something_New',
      },
    });
    assert.deepEqual(await client.getCustomer('A'), {
      tenantId: 'a',
      name: 'A',
      domain: 'a.example',
      relationship: 'something_new',
      country: 'FR',
      countrySource: 'company-profile',
      culture: null,
      language: null,
    });
  });

  it('when the billing profile names no country, then the organisation does', async () => {
    const { client } = clientOf({
      'GET /v1/customers/a': { ...customer('a'), billingProfile: { culture: 'it-IT', language: '' } },
      'GET /v1/customers/a/organization': [{ countryLetterCode: 'IT' }],
    });
    const found = await client.getCustomer('a');
    assert.deepEqual([found?.country, found?.countrySource, found?.language], ['IT', 'organization', null]);
  });

  it('when the customer is shown without its profiles, then they are asked for one after the other, best first', async () => {
    const billing = { defaultAddress: { country: 'ES' } };
    const found = await clientOf({
      'GET /v1/customers/a': customer('a'),
      'GET /v1/customers/a/profiles/billing': billing,
      'GET /v1/customers/a/organization': [{ countryLetterCode: 'IT' }],
    }).client.getCustomer('a');
    assert.deepEqual([found?.country, found?.countrySource], ['ES', 'billing-profile']);
    const company = clientOf({
      'GET /v1/customers/a': customer('a'),
      'GET /v1/customers/a/profiles/company': { address: { country: 'PT' } },
    });
    const last = await company.client.getCustomer('a');
    assert.deepEqual([last?.country, last?.countrySource], ['PT', 'company-profile']);
    assert.deepEqual(
      company.asked.map(({ path }) => path.replace('/v1/customers/a', '')),
      ['', '/profiles/billing', '/organization', '/profiles/company'],
    );
  });

  it('when no source names a country, then it is unknown', async () => {
    const { client } = clientOf({ 'GET /v1/customers/a': customer('a') });
    const found = await client.getCustomer('a');
    assert.deepEqual([found?.country, found?.countrySource], [null, null]);
  });

  it('when the agreement was signed directly with Microsoft, then it is accepted on an unknown day', async () => {
    const { client } = clientOf({
      'GET /v1/customers/a/agreements': {
        items: [{ type: 'MicrosoftCloudAgreement', dateAgreed: '2019-08-26T00:00:00' }],
      },
      'GET /v1/customers/a/directSignedMicrosoftCustomerAgreementStatus': { isSigned: true },
    });
    assert.deepEqual(await client.agreement('a'), { status: 'accepted', acceptedOn: null });
  });

  it('when it was accepted more than once, then the latest day counts', async () => {
    const items = ['2019-08-27T00:00:00', '2021-02-03T23:30:00-05:00', '0001-01-01T00:00:00'].map((dateAgreed) => ({
      type: 'MicrosoftCustomerAgreement',
      dateAgreed,
    }));
    const { client } = clientOf({ 'GET /v1/customers/a/agreements': { items } });
    assert.deepEqual(await client.agreement('a'), { status: 'accepted', acceptedOn: '2021-02-04' });
  });

  it('when a checkout answers with the bare order, then that is the order', async () => {
    const line = { lineItemNumber: 0, offerId: 'P:0001:A', quantity: 1, termDuration: 'P1M', subscriptionId: 's' };
    const { client } = clientOf({
      'POST /v1/customers/a/carts/c/checkout': {
        id: 'o',
        status: 'pending',
        creationDate: '2026-11-20T10:00:00Z',
        lineItems: [line],
      },
    });
    const { orders, recovered } = await client.checkoutCart('a', {
      id: 'c',
      requestId: 'r',
      sentBefore: false,
      lines: [],
      otherOrders: [],
    });
    assert.deepEqual([orders[0]?.id, orders[0]?.lines[0]?.subscriptionId, recovered], ['o', 's', false]);
  });

  it('when a subscription is a legacy one, then its end date is the first day after the term', async () => {
    const resource = { id: 's', offerId: '796b6b5f-613c-4e24-a17c-eba730d49c02', quantity: 2, status: 'Active' };
    const { client } = clientOf({
      'GET /v1/customers/a/subscriptions': { items: [{ ...resource, commitmentEndDate: '2027-03-01T00:00:00Z' }] },
    });
    const [own] = await client.subscriptions('a');
    assert.deepEqual(
      [own?.endDate, own?.catalogSku, own?.status, own?.autoRenew],
      ['2027-02-28', null, 'active', null],
    );
  });

  it('when something we need is missing, then that is an error and nothing is made up', async () => {
    const { client } = clientOf({ 'GET /v1/customers/a/subscriptions': { items: [{ id: 's', offerId: 'o' }] } });
    await assert.rejects(client.subscriptions('a'), { code: 'microsoft.unexpected-reply' });
  });
});
