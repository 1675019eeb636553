import assert from 'node:assert/strict';
import { OTHER_PARTNER } from '../../services/sandbox/story.ts';
import { type RunningSandbox, runSandbox, tenantOf } from '../sandbox/start.ts';

const ALPINE = tenantOf('alpine-ski-house');
const REQUEST = {
  sourcePartnerTenantId: OTHER_PARTNER.tenantId,
  sourcePartnerName: OTHER_PARTNER.name,
  customerEmail: 'admin@alpineskihouse.com',
};

describe('a transfer', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await runSandbox();
  });
  afterEach(() => running.close());

  const request = (requestId: string) => running.partnerCenter.requestTransfer(ALPINE, REQUEST, { requestId });
  const created = () => running.sandbox.happened().transfers.length;

  it('when it is asked for, then it waits for the other partner', async () => {
    const transfer = await request('r-1');
    assert.deepEqual([transfer.status, transfer.sourcePartnerTenantId], ['Pending', OTHER_PARTNER.tenantId]);
    assert.deepEqual(await running.partnerCenter.getTransfer(ALPINE, transfer.id), transfer);
  });

  it('when it is asked for again while it is open, then the open one is the answer', async () => {
    const first = await request('r-1');
    assert.equal((await request('r-2')).id, first.id);
    assert.equal(created(), 1);
  });

  for (const [what, kind] of [
    ['the reply is lost after it was created', 'lost-reply'],
    ['the reply makes no sense', 'truncated'],
  ] as const) {
    it(`when ${what}, then it is found in the list and nothing is sent again`, async () => {
      running.sandbox.faults.add({ kind, method: 'POST', path: '/transfers' });
      assert.equal((await request('r-1')).status, 'Pending');
      assert.equal(created(), 1);
    });
  }

  it('when the connection breaks before anything is done, then the caller hears so, and the next attempt creates it', async () => {
    running.sandbox.faults.add({ kind: 'cut-off', method: 'POST', path: '/transfers' });
    await assert.rejects(request('r-1'), { code: 'microsoft.unreachable' });
    assert.equal(created(), 0);
    await request('r-1');
    assert.equal(created(), 1);
  });

  it('when the list cannot be read, then nothing is sent', async () => {
    running.sandbox.faults.add({ kind: 'refuse', status: 403, code: 900308, method: 'GET', path: '/transfers' });
    await assert.rejects(request('r-1'), { code: 'microsoft.role-missing' });
    assert.equal(created(), 0);
  });

  for (const status of ['Reject', 'Cancel', 'Complete', 'PartiallyComplete', 'Expired']) {
    it(`when an earlier one ended with ${status}, then a new one is created`, async () => {
      await request('r-1');
      running.sandbox.answerTransfers(ALPINE, status);
      assert.equal((await request('r-2')).status, 'Pending');
      assert.equal(created(), 2);
    });
  }

  it('when its status is a word nobody knows, then it is told as it is and taken for open', async () => {
    const first = await request('r-1');
    running.sandbox.answerTransfers(ALPINE, 'AwaitingSomething');
    const again = await request('r-2');
    assert.deepEqual([again.id, again.status], [first.id, 'AwaitingSomething']);
  });

  it('when it is withdrawn, then it is cancelled; a second time, or with a lost reply, makes no difference', async () => {
    const { id } = await request('r-1');
    running.sandbox.faults.add({ kind: 'lost-reply', method: 'PATCH', path: '/transfers' });
    assert.equal((await running.partnerCenter.cancelTransfer(ALPINE, id)).status, 'Cancel');
    assert.equal((await running.partnerCenter.cancelTransfer(ALPINE, id)).status, 'Cancel');
  });

  it('when it was answered before it could be withdrawn, then that is told', async () => {
    const { id } = await request('r-1');
    running.sandbox.answerTransfers(ALPINE, 'Complete');
    assert.equal((await running.partnerCenter.cancelTransfer(ALPINE, id)).status, 'Complete');
  });

  it('when it cannot be withdrawn although it is open, then the refusal is told', async () => {
    const { id } = await request('r-1');
    running.sandbox.answerTransfers(ALPINE, 'InProgress');
    await assert.rejects(running.partnerCenter.cancelTransfer(ALPINE, id), { code: 'microsoft.transfer-refused' });
  });
});
