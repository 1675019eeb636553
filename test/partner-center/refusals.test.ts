import assert from 'node:assert/strict';
import { AppError } from '../../services/errors.ts';
import { MICROSOFT_ERRORS, partnerCenterRefusal } from '../../services/partner-center/refusals.ts';
import { type RunningSandbox, runSandbox, tenantOf } from '../sandbox/start.ts';

/** What Partner Center answers -> what the client ends with. */
const TABLE: readonly (readonly [status: number, code: number | string, error: string])[] = [
  [401, 900420, 'microsoft.app-configuration'],
  [403, 900329, 'microsoft.needs-user'],
  [403, 900308, 'microsoft.role-missing'],
  [403, 900309, 'microsoft.sign-in-policy'],
  [403, 900124, 'microsoft.partner-agreement-missing'],
  [403, 2030, 'microsoft.region-not-authorised'],
  [403, 20002, 'microsoft.no-relationship'],
  [404, 60003, 'microsoft.tenant-not-found'],
  [403, 13605, 'microsoft.agreement-missing'],
  [400, 900203, 'microsoft.attestation-missing'],
  [400, 900206, 'microsoft.attestation-missing'],
  [403, 2085, 'microsoft.offer-not-eligible'],
  [400, 800070, 'microsoft.offer-not-in-region'],
  [403, 800069, 'microsoft.risk-check'],
  [409, 800060, 'microsoft.order-in-progress'],
  [409, 800064, 'microsoft.cart-busy'],
  [400, 800065, 'microsoft.cart-submitted'],
  [404, 400013, 'microsoft.catalogue-item-gone'],
  [404, 400018, 'microsoft.catalogue-item-gone'],
  [404, 400019, 'microsoft.catalogue-item-gone'],
  [400, 400041, 'microsoft.addon-without-base'],
  [403, 400030, 'microsoft.catalogue-view'],
  [400, 800090, 'microsoft.quantity-decrease'],
  [400, 900214, 'microsoft.seat-reduction-window'],
  [400, 900117, 'microsoft.cancellation-window'],
  [400, 2054, 'microsoft.billing-cycle'],
  [400, 2055, 'microsoft.changed-meanwhile'],
  [409, 900278, 'microsoft.pending-operation'],
  [400, 900311, 'microsoft.too-many-updates'],
  [400, 3000, 'microsoft.invalid-request'],
  [400, 900131, 'microsoft.transfer-refused'],
  [400, 900419, 'microsoft.subscription-limit'],
  [409, '600061', 'microsoft.agreement-recorded'],
  [403, 'SomethingNew', 'microsoft.refused'],
  [418, 123456, 'microsoft.refused'],
  [404, 123456, 'microsoft.not-found'],
];

describe('a refusal of Partner Center', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await runSandbox();
  });
  after(() => running.close());

  for (const [status, code, expected] of TABLE) {
    it(`when it answers ${status} with ${code}, then the error is ${expected} with a hint`, async () => {
      running.sandbox.faults.add({ kind: 'refuse', status, code, path: '/agreements' });
      await assert.rejects(running.partnerCenter.agreement(tenantOf('lucerne')), (error) => {
        assert.ok(error instanceof AppError);
        assert.equal(error.code, expected);
        assert.deepEqual(error.params, { code: String(code), status });
        assert.match(error.hint, /MS-RequestId/);
        assert.ok(MICROSOFT_ERRORS.includes(error.code), `${error.code} is not in the list for the string catalogue`);
        return true;
      });
    });
  }

  it('when the body has the newer shape or another case, then the code is found', () => {
    const newer = { code: '20002', message: 'No', errorName: 'X', isRetryable: false };
    assert.equal(partnerCenterRefusal(403, newer, '').code, 'microsoft.no-relationship');
    assert.equal(partnerCenterRefusal(403, { Code: 900329, Description: 'No' }, '').code, 'microsoft.needs-user');
  });

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
