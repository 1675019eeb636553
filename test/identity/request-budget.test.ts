import assert from 'node:assert/strict';
import sinon from 'sinon';
import { requestBudget } from '../../services/identity/request-budget.ts';
import { untilEnded, within } from '../../services/identity/time-limit.ts';

describe('the budget of requests a minute', () => {
  let time: sinon.SinonFakeTimers;
  let ended: AbortController;
  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    ended = new AbortController();
  });
  afterEach(() => {
    ended.abort();
    time.restore();
  });

  /** Asks for so many turns at once; `begun` holds the seconds at which each began. */
  function ask(turn: () => Promise<void>, count: number) {
    const begun: number[] = [];
    const all = Array.from({ length: count }, () => turn().then(() => void begun.push(time.now / 1000)));
    return { begun, all: Promise.allSettled(all) };
  }
  const awaited = <T>(work: () => Promise<T>) => within(new AbortController().signal, work);

  it('when more is asked for than a minute holds, then no minute holds more than the budget', async () => {
    const turn = requestBudget({ perMinute: 8, ended: ended.signal });
    const { begun, all } = await awaited(async () => ask(turn, 30));
    await time.tickAsync(600_000);
    await all;
    assert.equal(begun.length, 30);
    for (const from of begun) {
      const inMinute = begun.filter((at) => at >= from && at < from + 60).length;
      assert.ok(inMinute <= 8, `${inMinute} requests in the minute from ${from}`);
    }
    assert.ok(Math.max(...begun) <= 240, `the last began after ${Math.max(...begun)} seconds`);
  });

  it('when work in the background wants everything, then somebody who waits is not kept waiting', async () => {
    const turn = requestBudget({ perMinute: 8, ended: ended.signal });
    const catalogue = ask(turn, 50);
    await time.tickAsync(1000);
    const person = await awaited(async () => ask(turn, 2));
    await time.tickAsync(0);
    assert.deepEqual([catalogue.begun.length, person.begun], [6, [1, 1]]);
    ended.abort();
    await catalogue.all;
  });

  it('when the person does not wait any more, then the wait ends and no turn is taken', async () => {
    const turn = requestBudget({ perMinute: 1, ended: ended.signal });
    const limit = new AbortController();
    await awaited(turn);
    let sent = 0;
    const answer = within(limit.signal, () => turn().then(() => void sent++));
    limit.abort();
    await assert.rejects(answer, { code: 'microsoft.slow' });
    await time.tickAsync(180_000);
    assert.equal(sent, 0);
  });

  it('when the product ends, then all waiting ends', async () => {
    const turn = requestBudget({ perMinute: 1, ended: ended.signal });
    await turn();
    const background = untilEnded(ended.signal, turn);
    const job = turn();
    ended.abort();
    await assert.rejects(background, { code: 'microsoft.slow' });
    await assert.rejects(job, { code: 'microsoft.slow' });
  });
});
