import assert from 'node:assert/strict';
import type { TenantSubscription } from '../../services/graph/customer-subscriptions.ts';
import { skuIdOf } from '../../services/sandbox/licences.ts';
import { STORIES, story } from '../../services/sandbox/stories.ts';
import { OTHER_PARTNER, SANDBOX_PARTNER, tenantIdOf } from '../../services/sandbox/story.ts';
import { type RunningSandbox, runSandbox, storyNamed, tenantOf } from '../sandbox/start.ts';

const MANY = story({
  id: 'many',
  name: 'Many',
  domain: 'many.example',
  teaches: '',
  delegatedAccess: 'read',
  originals: Array.from({ length: 45 }, (_, n) => ({
    partNumber: 'O365_BUSINESS',
    seats: n + 1,
    assigned: 1,
    term: 'P1Y' as const,
    endsInDays: n,
    atEnd: 'grace' as const,
    bought: 'direct-mosa' as const,
  })),
});

describe('Microsoft Graph', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await runSandbox({ stories: [...STORIES, MANY] });
  });
  afterEach(() => running.close());

  async function subscriptionsOf(tenantId: string): Promise<readonly TenantSubscription[]> {
    const found = await running.graph.customerSubscriptions(tenantId);
    assert.equal(found.access, 'read');
    return found.access === 'read' ? found.subscriptions : [];
  }

  describe('finding a tenant', () => {
    it('when the domain is known, then tenant, name and domain are told', async () => {
      const found = { tenantId: tenantOf('contoso'), name: 'Contoso', defaultDomain: 'contoso.com' };
      assert.deepEqual(await running.graph.findTenant(' contoso.com '), found);
    });

    it('when Graph refuses, then the sign-in metadata still knows the tenant', async () => {
      running.sandbox.faults.add({ kind: 'refuse', status: 403, path: 'findTenantInformation' });
      const found = { tenantId: tenantOf('contoso'), name: null, defaultDomain: null };
      assert.deepEqual(await running.graph.findTenant('contoso.com'), found);
    });

    it('when nobody knows it or it is no domain, then there is none', async () => {
      for (const domain of ['nobody.example', 'contoso', "x'),y.example", '../v1.0/me.example', '', 'a b.example']) {
        assert.equal(await running.graph.findTenant(domain), null, domain);
      }
    });

    it('when it is the partner itself, then that can be seen', async () => {
      assert.equal((await running.graph.findTenant(SANDBOX_PARTNER.domain))?.tenantId, SANDBOX_PARTNER.tenantId);
    });
  });

  describe('what a customer owns', () => {
    it('when access was given, then every subscription has its seats, use, last day and seller', async () => {
      const [standard, exchange] = await subscriptionsOf(tenantOf('northwind'));
      const { id, ...told } = standard ?? assert.fail('no subscription');
      assert.deepEqual(told, {
        skuId: skuIdOf('O365_BUSINESS_PREMIUM'),
        partNumber: 'O365_BUSINESS_PREMIUM',
        seats: 40,
        assignedSeats: 38,
        assignedSeatsOfSku: 38,
        status: 'Enabled',
        nextLifecycleDate: '2027-03-30',
        endDate: '2027-03-30',
        createdDate: '2026-03-31',
        ownerTenantId: OTHER_PARTNER.tenantId,
        isTrial: false,
      });
      assert.equal(exchange?.partNumber, 'EXCHANGESTANDARD');
    });

    it('when it was bought from Microsoft or under an agreement, then no seller is told', async () => {
      for (const id of ['contoso', 'woodgrove']) {
        assert.ok((await subscriptionsOf(tenantOf(id))).every(({ ownerTenantId }) => ownerTenantId === null));
      }
    });

    it('when access was not given, then nothing is known', async () => {
      assert.deepEqual(await running.graph.customerSubscriptions(tenantOf('litware')), { access: 'none' });
    });

    it('when Graph itself refuses, then nothing is known either', async () => {
      running.sandbox.faults.add({ kind: 'refuse', status: 403, path: '/directory/subscriptions' });
      assert.deepEqual(await running.graph.customerSubscriptions(tenantOf('contoso')), { access: 'none' });
    });

    it('when Graph fails otherwise, then that is an error and not a customer without access', async () => {
      running.sandbox.faults.add({ kind: 'unavailable', path: '/directory/subscriptions', times: 9 });
      await assert.rejects(running.graph.customerSubscriptions(tenantOf('contoso')), { code: 'microsoft.failed' });
    });

    it('when there are several pages, then all are read, and shared licences are not divided by guessing', async () => {
      const all = await subscriptionsOf(tenantIdOf(MANY));
      assert.equal(all.length, 45);
      assert.equal(new Set(all.map(({ id }) => id)).size, 45);
      assert.ok(
        all.every(({ assignedSeats, assignedSeatsOfSku }) => assignedSeats === null && assignedSeatsOfSku === 45),
      );
    });

    it('when the term is over, then grace is seen and the end of the term is no longer told', async () => {
      const [original] = await subscriptionsOf(tenantOf('margies-travel'));
      assert.deepEqual(
        [original?.status, original?.endDate, original?.nextLifecycleDate],
        ['Warning', null, '2026-12-08'],
      );
    });

    it('when the extended service term runs, then it looks like any monthly subscription', async () => {
      const [original] = await subscriptionsOf(tenantOf('wingtip'));
      assert.deepEqual([original?.status, original?.endDate], ['Enabled', '2026-12-11']);
    });
  });

  describe('delegated support', () => {
    it('when an active relationship holds Service Support Administrator, then yes', async () => {
      assert.equal((await running.graph.delegatedSupport(tenantOf('contoso'))).status, 'yes');
    });

    it('when it holds other roles or there is none, then no', async () => {
      assert.equal((await running.graph.delegatedSupport(tenantOf('northwind'))).status, 'no');
      assert.equal((await running.graph.delegatedSupport(tenantOf('litware'))).status, 'no');
    });

    it('when Graph does not let us look, then unknown', async () => {
      running.sandbox.faults.add({ kind: 'refuse', status: 403, path: '/delegatedAdminRelationships' });
      assert.equal((await running.graph.delegatedSupport(tenantOf('contoso'))).status, 'unknown');
    });
  });

  it('when a token was made for another resource, then it is refused', async () => {
    const reply = await fetch(`${running.sandbox.url}/${SANDBOX_PARTNER.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: 'sandbox',
        refresh_token: 'sandbox',
        scope: 'https://graph.windows.net/.default',
      }),
    });
    const { access_token: token } = Object(await reply.json());
    const refused = await fetch(`${running.sandbox.url}/v1/customers?size=1`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(refused.status, 401);
    assert.equal(Object(await refused.json()).code, 900420);
    assert.equal(storyNamed('contoso').delegatedAccess, 'read-and-support');
  });
});
