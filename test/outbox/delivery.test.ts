import assert from 'node:assert/strict';
import { freshDatabase } from '../store/postgres.ts';
import { deliveryRun, described } from './delivery-run.ts';
import { seedOfRun } from './random.ts';

/** `npm run bench:delivery` sends two and a half times as many. */
const SIZE = { instances: 3, conversations: 200, each: 20, busy: 120, refusing: 0.01 };

describe('many messages to many conversations', function () {
  this.timeout(300_000);

  it('when several instances send them, then each arrives once, no limit is broken and little of what is allowed is left unused', async () => {
    const { url, drop } = await freshDatabase();
    const run = { ...SIZE, databaseUrl: url, seed: seedOfRun() };
    const began = performance.now();
    const found = await deliveryRun(run);
    console.log(described(run, found, (performance.now() - began) / 1000));
    await drop();
    assert.deepEqual(found.violations, []);
    assert.deepEqual({ lost: found.lost, doubled: found.doubled }, { lost: 0, doubled: 0 });
    assert.equal(found.messages, SIZE.conversations * SIZE.each + SIZE.busy);
    // So small a run would be judged by the one message that was refused last: the bench judges the whole.
    assert.ok(found.reachedInTheRun >= 0.9, `only ${found.reachedInTheRun} of what the limits allow`);
  });
});
