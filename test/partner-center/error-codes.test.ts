import assert from 'node:assert/strict';
import { errorKey } from '../../cards/error-sentence.ts';
import { hasSentence } from '../../cards/language.ts';
import { AppError } from '../../services/errors.ts';
import { partnerCenterRefusal } from '../../services/partner-center/refusals.ts';
import { type RunningSandbox, runSandbox, tenantOf } from '../sandbox/start.ts';

/**
 * Every documented code that can meet a move -> the error of the client, and a word of the hint that tells this code from its
 * neighbours. Source: Partner Center REST error codes.
 */
const TABLE: readonly (readonly [status: number, code: number, error: string, hint: RegExp])[] = [
  [401, 900420, 'app-configuration', /graph\.windows\.net/],
  [403, 900329, 'needs-user', /app-only/],
  [403, 900308, 'role-missing', /role/],
  [403, 900309, 'sign-in-policy', /Conditional Access/],
  [403, 900124, 'partner-agreement-missing', /Partner Agreement/],
  [403, 2030, 'region-not-authorised', /country/],
  [403, 20002, 'no-relationship', /invitation/],
  [404, 60003, 'tenant-not-found', /tenant id/],
  [403, 13605, 'agreement-missing', /Customer Agreement/],
  [400, 900203, 'attestation-missing', /attestationAccepted/],
  [400, 900206, 'partner-attestation-missing', /PartnerOnRecordAttestationAccepted/],
  [403, 2085, 'offer-not-eligible', /segment/],
  [400, 800070, 'offer-not-in-region', /market/],
  [403, 800069, 'risk-check', /risk/],
  [409, 800060, 'order-in-progress', /recent orders/],
  [409, 800064, 'cart-busy', /being processed/],
  [400, 800065, 'cart-submitted', /submitted before/],
  [404, 20000, 'not-found', /does not know/],
  [404, 400013, 'catalogue-item-gone', /product/],
  [404, 400018, 'catalogue-item-gone', /SKU/],
  [404, 400019, 'catalogue-item-gone', /availability/],
  [400, 400041, 'addon-without-base', /base/],
  [403, 400030, 'catalogue-view', /not allowed/],
  [403, 400036, 'catalogue-view', /not supported/],
  [400, 2100, 'legacy-offer', /legacy/],
  [400, 800090, 'quantity-decrease', /lowered/],
  [400, 900214, 'seat-reduction-window', /hours/],
  [400, 900257, 'seat-reduction-window', /days/],
  [400, 900117, 'cancellation-window', /days/],
  [400, 900213, 'cancellation-window', /hours/],
  [400, 2054, 'billing-cycle', /order/],
  [400, 2055, 'changed-meanwhile', /etag/],
  [409, 900278, 'pending-operation', /24 hours/],
  [400, 900311, 'too-many-updates', /updates/],
  [400, 3000, 'invalid-request', /property/],
  [404, 600074, 'no-vetting-record', /vetting/],
  [409, 600061, 'agreement-recorded', /before/],
  [400, 600061, 'agreement-recorded', /before/],
  [400, 900419, 'subscription-limit', /300/],
  [400, 900400, 'transfer-refused', /transfer/],
  ...Array.from({ length: 49 }, (_, n) => [400, 900100 + n, '', /./] as const)
    .filter(([, code]) => code !== 900117 && code !== 900124)
    .map(([status, code]) => [status, code, 'transfer-refused', /transfer/] as const),
  ...[10000, 10019, 500600].map((code) => [400, code, 'cart-line', /CartErrorCode/] as const),
  [400, 10020, 'refused', /Look the code up/],
  [400, 900099, 'refused', /Look the code up/],
  [400, 900149, 'refused', /Look the code up/],
];

const SHAPES = ['classic', 'newer'] as const;

describe('error codes of Partner Center', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await runSandbox();
  });
  after(() => running.close());

  for (const [status, code, expected, hint] of TABLE) {
    it(`when it answers ${status} with ${code}, in any shape, then the error is microsoft.${expected}, with a sentence and a hint`, async () => {
      for (const shape of SHAPES) {
        for (const written of [code, String(code)]) {
          running.sandbox.faults.clear();
          // A refused token is replaced once, so the same answer comes twice.
          running.sandbox.faults.add({ kind: 'refuse', status, code: written, shape, path: '/profiles', times: 2 });
          await assert.rejects(running.partnerCenter.customerCompanyProfile(tenantOf('lucerne')), (error) => {
            assert.ok(error instanceof AppError);
            assert.equal(error.code, `microsoft.${expected}`);
            assert.deepEqual(error.params, { code: String(code), status });
            assert.match(error.hint, /MS-RequestId [0-9a-f-]{36}/);
            assert.match(error.hint.split('. ').slice(1).join('. '), hint);
            assert.doesNotMatch(error.hint, /Refused on demand/);
            assert.equal(errorKey(error.code), `error.${error.code}`);
            assert.ok(hasSentence(`error.${error.code}`));
            return true;
          });
        }
      }
    });
  }

  it('when the code is new or no number, then the status decides', () => {
    for (const [status, body, expected] of [
      [403, { code: 'SomethingNew', description: 'No' }, 'microsoft.refused'],
      [418, { code: 123456 }, 'microsoft.refused'],
      [404, { code: 123456 }, 'microsoft.not-found'],
      [401, undefined, 'microsoft.signed-out'],
      [409, { code: '' }, 'microsoft.conflict'],
      [412, { message: 'Precondition failed' }, 'microsoft.changed-meanwhile'],
      [400, '<html>Bad Request</html>', 'microsoft.refused'],
      [403, [], 'microsoft.refused'],
    ] as const) {
      assert.equal(partnerCenterRefusal(status, body, '').code, expected, `${status} ${JSON.stringify(body)}`);
    }
  });

  it('when names come in PascalCase, then the code is found', () => {
    const error = partnerCenterRefusal(403, { Code: 900329, Description: 'No', ErrorName: 'x' }, '');
    assert.equal(error.code, 'microsoft.needs-user');
  });

  it('when nothing is found where an order may be, then it may be there all the same', () => {
    const error = partnerCenterRefusal(
      404,
      { code: 20000 },
      'Partner Center GET /v1/customers/a/orders/b (MS-RequestId c)',
    );
    assert.equal(error.code, 'microsoft.order-not-readable');
  });

  it('when a gateway throttles, then its own shape is understood', async () => {
    running.sandbox.faults.clear();
    running.sandbox.faults.add({ kind: 'throttle', retryAfterSeconds: 61, path: '/profiles' });
    await assert.rejects(running.partnerCenter.customerCompanyProfile(tenantOf('lucerne')), {
      code: 'microsoft.throttled',
      params: { retryAfterSeconds: 61 },
    });
  });

  it('when a gateway answers with a page, then that is a failure of the service and no refusal', async () => {
    running.sandbox.faults.clear();
    running.sandbox.faults.add({ kind: 'error', path: '/profiles', times: 9 });
    await assert.rejects(running.partnerCenter.customerCompanyProfile(tenantOf('lucerne')), {
      code: 'microsoft.failed',
      params: { status: 500 },
    });
  });
});
