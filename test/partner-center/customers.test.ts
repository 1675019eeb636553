import assert from 'node:assert/strict';
import { story } from '../../services/sandbox/stories.ts';
import { SANDBOX_PARTNER, tenantIdOf } from '../../services/sandbox/story.ts';
import { type RunningSandbox, runSandbox, tenantOf } from '../sandbox/start.ts';

describe('customers in Partner Center', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await runSandbox({ extraCustomers: 1200 });
  });
  afterEach(() => running.close());

  it('when the partner asks about itself, then it learns its tenant and country', async () => {
    assert.deepEqual(await running.partnerCenter.partnerProfile(), {
      tenantId: SANDBOX_PARTNER.tenantId,
      name: SANDBOX_PARTNER.name,
      country: 'IT',
    });
  });

  it('when there are more customers than a page holds, then all pages are read, each customer once', async () => {
    const all = await running.partnerCenter.listCustomers(5000);
    assert.equal(all.length, 1203);
    assert.equal(new Set(all.map(({ tenantId }) => tenantId)).size, 1203);
    assert.equal((await running.partnerCenter.listCustomers(7)).length, 7);
  });

  it('when text is searched, then names and domains that begin with it are found, in any case, once each', async () => {
    const found = await running.partnerCenter.searchCustomers('ALPINE', 10);
    assert.deepEqual(
      found.map(({ name, domain }) => [name, domain]),
      [['Alpine Ski House', 'alpineskihouse.com']],
    );
    assert.equal((await running.partnerCenter.searchCustomers('fineart', 10))[0]?.name, 'School of Fine Art');
    const many = await running.partnerCenter.searchCustomers('amber', 5);
    assert.equal(many.length, 5);
    assert.ok(many.every(({ name }) => name.startsWith('Amber')));
    assert.deepEqual(await running.partnerCenter.searchCustomers('no such', 5), []);
  });

  it('when the search text has quotes and other signs, then it is only text', async () => {
    assert.deepEqual(await running.partnerCenter.searchCustomers('"}&size=1#{"', 5), []);
  });

  it('when there is no relationship yet, then there is no customer; once accepted it is found with its country', async () => {
    const tenantId = tenantOf('northwind');
    assert.equal(await running.partnerCenter.getCustomer(tenantId), null);
    running.sandbox.sendInvitation(tenantId);
    assert.equal(await running.partnerCenter.getCustomer(tenantId), null);
    running.sandbox.clock.advance(2 / 24);
    assert.deepEqual(await running.partnerCenter.getCustomer(tenantId), {
      tenantId,
      name: 'Northwind Traders',
      domain: 'northwindtraders.com',
      relationship: 'reseller',
      country: 'ES',
      countrySource: 'billing-profile',
      culture: 'es-ES',
      language: 'es',
    });
    assert.equal((await running.partnerCenter.searchCustomers('northw', 5)).length, 1);
  });

  it('when the tenant is unknown or no id at all, then there is no customer', async () => {
    assert.equal(await running.partnerCenter.getCustomer('00000000-0000-4000-8000-000000000000'), null);
    assert.equal(await running.partnerCenter.getCustomer('../profiles/organization'), null);
  });

  it('when reading is refused for another reason, then that is an error and not a missing customer', async () => {
    running.sandbox.faults.add({ kind: 'refuse', status: 403, code: 900308 });
    await assert.rejects(running.partnerCenter.getCustomer(tenantOf('lucerne')), { code: 'microsoft.role-missing' });
  });

  it('when the relationship is asked for, then the link is the one Partner Center gives', async () => {
    const url = new URL(await running.partnerCenter.relationshipRequestUrl());
    assert.equal(url.hostname, 'admin.microsoft.com');
    assert.equal(url.searchParams.get('partnerId'), SANDBOX_PARTNER.tenantId);
  });
});

describe('eligibility in Partner Center', () => {
  const unvetted = story({
    id: 'unvetted',
    name: 'Unvetted',
    domain: 'unvetted.example',
    teaches: '',
    vetting: '',
    invitation: { kind: 'already-customer' },
    originals: [],
  });
  let running: RunningSandbox;
  before(async () => {
    running = await runSandbox({ stories: [...(await import('../../services/sandbox/stories.ts')).STORIES, unvetted] });
  });
  after(() => running.close());

  it('when the agreement was accepted with the invitation, then it carries that day', async () => {
    running.sandbox.sendInvitation(tenantOf('contoso'));
    running.sandbox.clock.advance(1);
    const agreement = await running.partnerCenter.agreement(tenantOf('contoso'));
    assert.deepEqual(agreement, { status: 'accepted', acceptedOn: '2026-11-20' });
  });

  it('when it is missing, then it is not accepted', async () => {
    const agreement = await running.partnerCenter.agreement(tenantOf('lucerne'));
    assert.deepEqual(agreement, { status: 'not-accepted', acceptedOn: null });
  });

  it('when vetting is told, then its word is kept; without a record it is unknown', async () => {
    assert.equal(await running.partnerCenter.vetting(tenantOf('fine-art')), 'UnderReview');
    assert.equal(await running.partnerCenter.vetting(tenantIdOf(unvetted)), null);
  });

  it('when the customer is of another segment, then the word says which; none = commercial', async () => {
    assert.deepEqual(await running.partnerCenter.qualifications(tenantOf('fine-art')), ['Education']);
    assert.deepEqual(await running.partnerCenter.qualifications(tenantOf('lucerne')), []);
  });
});
