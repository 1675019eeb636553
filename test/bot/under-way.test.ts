import assert from 'node:assert/strict';
import { UnderWay } from '../../bot/under-way.ts';
import { Chat } from './chat.ts';

/** Something that ends when the test says so. */
function held() {
  let go: () => void = () => {};
  const gone = new Promise<void>((resolve) => {
    go = resolve;
  });
  return { gone, go };
}

describe('what is under way when the product stops', () => {
  it('when it ends, also what it began meanwhile and what failed, then it was waited for', async () => {
    const underWay = new UnderWay({ wait: () => new Promise(() => {}) });
    const [first, second] = [held(), held()];
    void underWay.add(first.gone.then(() => void underWay.add(second.gone)));
    void underWay.add(Promise.reject(new Error('a slip'))).catch(() => undefined);
    let over = false;
    const ended = underWay.ended(1000).then((left) => {
      over = true;
      return left;
    });
    first.go();
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(over, false);
    second.go();
    assert.equal(await ended, 0);
  });

  it('when it takes too long, then it is waited for no longer, and it is known how much goes on', async () => {
    const asked: number[] = [];
    const underWay = new UnderWay({ wait: async (ms) => asked.push(ms) });
    void underWay.add(held().gone);
    assert.equal(await underWay.ended(1000), 1);
    assert.deepEqual(asked, [1000]);
  });

  it('when there is nothing, then nobody waits', async () => {
    let ended = false;
    const wait = (_ms: number, over: AbortSignal) =>
      new Promise<void>((resolve) =>
        over.addEventListener('abort', () => {
          ended = true;
          resolve();
        }),
      );
    assert.equal(await new UnderWay({ wait }).ended(1000), 0);
    assert.ok(ended, 'and no clock runs on');
  });

  it('when somebody is being answered while the product stops, then they get the answer before the storage is closed', async () => {
    const chat = await Chat.open();
    const { services } = chat.house;
    const { go, gone } = held();
    const begun = held();
    const open = services.moves.open.bind(services.moves);
    services.moves.open = (...args) => {
      begun.go();
      return gone.then(() => open(...args));
    };
    const order: string[] = [];
    const answer = chat.as('Sam').say('move contoso.com');
    const answered = answer.then(() => order.push('answered'));
    await begun.gone;
    const closed = chat.close().then(() => order.push('closed'));
    go();
    await Promise.all([answered, closed]);
    assert.deepEqual(order, ['answered', 'closed']);
    assert.match(JSON.stringify((await answer).card), /Contoso/);
  });
});
