import assert from 'node:assert/strict';
import { partnerCenterRefusal } from '../../services/partner-center/refusals.ts';
import { type RunningSandbox, runSandbox, tenantOf } from '../sandbox/start.ts';

describe('a refusal of Partner Center', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await runSandbox();
  });
  after(() => running.close());

  it('when there is no body, then the status decides', () => {
    assert.equal(partnerCenterRefusal(401, undefined, '').code, 'microsoft.signed-out');
    assert.equal(partnerCenterRefusal(409, 'text', '').code, 'microsoft.conflict');
  });

  it('when the token is app-only, then calls that need a user say so', async () => {
    const { partnerCenter } = running.clients({ as: 'application' });
    for (const call of [
      partnerCenter.relationshipRequestUrl(),
      partnerCenter.partnerProfile(),
      partnerCenter.agreement(tenantOf('lucerne')),
    ]) {
      await assert.rejects(call, { code: 'microsoft.needs-user' });
    }
    assert.equal((await partnerCenter.listCustomers(5)).length, 3);
  });

  it('when there is no token, then Partner Center answers 401', async () => {
    const reply = await fetch(`${running.sandbox.url}/v1/customers?size=1`);
    assert.equal(reply.status, 401);
  });
});
