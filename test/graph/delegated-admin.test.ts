import assert from 'node:assert/strict';
import { approvalLink } from '../../services/graph/delegated-admin.ts';
import { DIRECTORY_READERS, SERVICE_SUPPORT_ADMINISTRATOR } from '../../services/graph/directory-roles.ts';
import { fixedGuid } from '../../services/sandbox/story.ts';
import { type RunningSandbox, runSandbox, tenantOf } from '../sandbox/start.ts';

const LITWARE = tenantOf('litware');
const GROUP = fixedGuid('group support');
const ROLES = [DIRECTORY_READERS, SERVICE_SUPPORT_ADMINISTRATOR] as const;
const WANTED = { name: 'Move of Litware', customerTenantId: LITWARE, duration: 'P90D', roles: ROLES };

describe('a delegated admin relationship', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await runSandbox();
  });
  afterEach(() => running.close());
  const minutes = (count: number) => running.sandbox.clock.advance(count / 1440);

  it('when it is made, locked, approved and assigned, then the partner may read and open tickets, not before', async () => {
    const { graph } = running;
    assert.deepEqual(await graph.customerSubscriptions(LITWARE), { access: 'none' });
    const made = await graph.createDelegatedAdminRelationship(WANTED);
    assert.deepEqual([made.status, made.customerTenantId, made.endsAt], ['created', LITWARE, null]);

    const locked = await graph.lockForApproval(made.id);
    assert.equal(locked.status, 'approvalPending');
    assert.equal(
      approvalLink(made.id),
      `https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/granularAdminRelationships/${made.id}`,
    );
    minutes(301);
    const active = await graph.delegatedAdminRelationship(made.id);
    assert.equal(active?.status, 'active');
    assert.equal((await graph.delegatedSupport(LITWARE)).status, 'no');

    const pending = await graph.assignAccess(made.id, { groupId: GROUP, roles: ROLES });
    assert.equal(pending.status, 'pending');
    assert.equal((await graph.delegatedSupport(LITWARE)).status, 'no');
    minutes(2);
    assert.equal((await graph.delegatedSupport(LITWARE)).status, 'yes');
    assert.equal((await graph.customerSubscriptions(LITWARE)).access, 'read');

    running.sandbox.clock.advance(90);
    assert.equal((await graph.delegatedAdminRelationship(made.id))?.status, 'expired');
    assert.equal((await graph.delegatedSupport(LITWARE)).status, 'no');
  });

  it('when each step is asked for twice, then it is done once', async () => {
    const { graph, sandbox } = running;
    const made = await graph.createDelegatedAdminRelationship(WANTED);
    assert.deepEqual(await graph.createDelegatedAdminRelationship(WANTED), made);
    await graph.lockForApproval(made.id);
    assert.equal((await graph.lockForApproval(made.id)).status, 'approvalPending');
    sandbox.changeRelationship(made.id, 'approved');
    const first = await graph.assignAccess(made.id, { groupId: GROUP, roles: ROLES });
    assert.equal((await graph.assignAccess(made.id, { groupId: GROUP, roles: ROLES })).id, first.id);
    assert.deepEqual(
      sandbox.happened().relationships.map(({ assignments }) => assignments.length),
      [1],
    );
  });

  it('when the name is taken by another one, then that is an error and not taken for ours', async () => {
    await running.graph.createDelegatedAdminRelationship(WANTED);
    await assert.rejects(
      running.graph.createDelegatedAdminRelationship({ ...WANTED, customerTenantId: tenantOf('adatum') }),
      { code: 'microsoft.conflict' },
    );
    await assert.rejects(running.graph.createDelegatedAdminRelationship({ ...WANTED, roles: [DIRECTORY_READERS] }), {
      code: 'microsoft.conflict',
    });
  });

  it('when the reply is lost and nothing can be read either, then the loss is told', async () => {
    running.sandbox.faults.add({ kind: 'lost-reply', method: 'POST' });
    running.sandbox.faults.add({ kind: 'unavailable', method: 'GET', times: 99 });
    await assert.rejects(running.graph.createDelegatedAdminRelationship(WANTED), { code: 'microsoft.unreachable' });
    running.sandbox.faults.clear();
    const made = await running.graph.createDelegatedAdminRelationship(WANTED);
    assert.equal(made.status, 'created');
    assert.equal(running.sandbox.happened().relationships.length, 1);
  });

  for (const [what, wrong] of [
    ['has no name', { name: '' }],
    ['has a name of 51 characters', { name: 'x'.repeat(51) }],
    ['is for less than a day', { duration: 'PT23H' }],
    ['is for more than two years', { duration: 'P2Y1D' }],
    ['has a duration that is none', { duration: 'two years' }],
  ] as const) {
    it(`when it ${what}, then nothing is sent`, async () => {
      const { graph, sandbox } = running;
      await assert.rejects(graph.createDelegatedAdminRelationship({ ...WANTED, ...wrong }), {
        code: 'microsoft.invalid-request',
      });
      assert.equal(sandbox.happened().relationships.length, 0);
    });
  }

  it('when it is at the bounds, then it is made', async () => {
    for (const [n, duration] of ['P1D', 'P730D', 'P2Y', 'P24M'].entries()) {
      const name = `${n}`.repeat(50);
      assert.equal((await running.graph.createDelegatedAdminRelationship({ ...WANTED, name, duration })).name, name);
    }
  });

  it('when nobody approves it, then it waits for 90 days and lapses', async () => {
    const { id } = await running.graph.createDelegatedAdminRelationship({
      ...WANTED,
      customerTenantId: tenantOf('coho'),
    });
    await running.graph.lockForApproval(id);
    const status = async () => (await running.graph.delegatedAdminRelationship(id))?.status;
    running.sandbox.clock.advance(89);
    assert.equal(await status(), 'approvalPending');
    running.sandbox.clock.advance(2);
    assert.equal(await status(), 'expired');
  });

  it('when the customer ends it, then the access ends with it', async () => {
    const { graph, sandbox } = running;
    const { id } = await graph.createDelegatedAdminRelationship(WANTED);
    await graph.lockForApproval(id);
    sandbox.changeRelationship(id, 'approved');
    await graph.assignAccess(id, { groupId: GROUP, roles: ROLES });
    minutes(2);
    assert.equal((await graph.delegatedSupport(LITWARE)).status, 'yes');
    sandbox.changeRelationship(id, 'terminated');
    assert.equal((await graph.delegatedSupport(LITWARE)).status, 'no');
    assert.deepEqual(await graph.customerSubscriptions(LITWARE), { access: 'none' });
  });

  it('when there are more than a page holds, then all are listed, each once, and filters stay over the pages', async () => {
    for (let n = 0; n < 45; n++) {
      await running.graph.createDelegatedAdminRelationship({ ...WANTED, name: `Move ${n}` });
    }
    const ours = await running.graph.delegatedAdminRelationships({ customerTenantId: LITWARE, status: 'created' });
    assert.equal(new Set(ours.map(({ id }) => id)).size, 45);
    assert.ok(ours.every(({ customerTenantId }) => customerTenantId === LITWARE));
    assert.ok((await running.graph.delegatedAdminRelationships()).length > 45);
  });

  it('when the lever is pulled over HTTP, then the customer has approved; a second time there is nothing to approve', async () => {
    const { id } = await running.graph.createDelegatedAdminRelationship(WANTED);
    await running.graph.lockForApproval(id);
    const pull = () =>
      fetch(`${running.sandbox.url}/sandbox/relationships`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ id, to: 'approved' }),
      });
    assert.equal((await pull()).status, 200);
    assert.equal((await running.graph.delegatedAdminRelationship(id))?.status, 'active');
    assert.equal((await pull()).status, 404);
  });

  it('when the id is unknown, then there is none', async () => {
    assert.equal(await running.graph.delegatedAdminRelationship('nothing'), null);
    await assert.rejects(running.graph.lockForApproval('nothing'), { code: 'microsoft.not-found' });
  });
});
