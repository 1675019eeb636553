import assert from 'node:assert/strict';
import { waitingMessages } from '../messages.ts';
import { targets } from './answers.ts';
import type { Chat, Talker } from './chat.ts';
import { moveOf, orderOf, place, readyToOrder, walkedOnce } from './ready-to-order.ts';

/** News that were written since it was asked last, as `conversation: code`. */
function toldBy(chat: Chat): () => Promise<readonly string[]> {
  let known = 0;
  return async () => {
    const all = (await waitingMessages(chat.house.store.database)).filter(({ kind }) => kind === 'news');
    const news = all.slice(known);
    known = all.length;
    return news.map(({ conversationId, data }) => `${conversationId}: ${data.code}`);
  };
}

describe('a large order by chat', () => {
  let chat: Chat;
  let sam: Talker;
  let told: ReturnType<typeof toldBy>;
  before(walkedOnce);
  beforeEach(async () => {
    ({ chat, sam } = await readyToOrder({ ORDER_APPROVAL_SEATS: '32' }));
    told = toldBy(chat);
    await chat.as('Ann', 'channel').say('remind here');
    await told();
  });
  afterEach(() => chat.close());

  const request = async () => {
    await sam.press('Order it');
    assert.match(sam.last.text, /needs a second person/);
    const carts = chat.happened().carts.length;
    await sam.press('Ask for approval of 32 seats');
    return carts;
  };

  it('when one person confirms it, then nothing is sent to Microsoft, the channel is told, and the same person cannot approve it', async () => {
    const carts = await request();
    assert.deepEqual(await told(), ['19:moves@thread.tacv2: order-requested']);
    await place(chat);
    assert.match(sam.last.text, /Sam has asked for an order that needs a second person/);
    await sam.press('Approve and order 32 seats');
    assert.match(sam.last.text, /You asked for this order yourself/);
    await sam.press('Decline');
    assert.match(sam.last.text, /You asked for this order yourself/);
    await place(chat);
    assert.equal(await orderOf(chat), null);
    assert.deepEqual([chat.happened().carts.length, chat.happened().orders.length], [carts, 0]);
  });

  it('when a status is asked for meanwhile, then it says who waits for whom, and nothing that nobody said', async () => {
    await request();
    await sam.say('status contoso.com');
    assert.match(sam.last.text, /has asked for an order that needs a second person/);
    assert.doesNotMatch(sam.last.text, /You told us it is done/);
  });

  it('when another person approves it, then exactly what was confirmed is ordered, and who opened the move is told', async () => {
    await request();
    const { approval } = (await moveOf(chat)).facts.provisioning;
    await told();
    const ben = chat.as('Ben');
    await ben.say('move contoso.com');
    await ben.press('Approve and order 32 seats');
    assert.match(ben.last.text, /Approved. The order is being placed/);
    assert.deepEqual(await told(), ['a:sam: order-approved']);
    const order = await orderOf(chat);
    assert.deepEqual([order?.lines, order?.approvedBy?.name], [approval?.lines, 'Ben']);
    await place(chat);
    assert.equal(chat.happened().orders.length, 1);
  });

  it('when another person declines it, then nothing is ordered and it can be asked for again', async () => {
    await request();
    await told();
    const ben = chat.as('Ben');
    await ben.say('move contoso.com');
    await ben.press('Decline');
    assert.deepEqual(await told(), ['a:sam: order-declined']);
    await sam.say('move contoso.com');
    assert.match(sam.last.text, /Ben declined the order/);
    assert.equal(await orderOf(chat), null);
    await request();
  });

  it('when a card of an older version of the move is used, then the request it names is still decided about', async () => {
    await request();
    const ben = chat.as('Ben');
    await ben.say('move contoso.com');
    const shown = ben.last;
    await chat.house.services.moves.run(
      (await moveOf(chat)).id,
      null,
      { kind: 'refresh', snapshot: { delegatedSupport: 'no' } },
      { id: 'system', name: 'CSP Move Assistant' },
    );
    await ben.press('Approve and order 32 seats', {}, shown);
    assert.match(ben.last.text, /Approved/);
    await ben.press('Approve and order 32 seats', {}, shown);
    assert.match(ben.last.text, /answered already/);
    await place(chat);
    await place(chat);
    assert.equal(chat.happened().orders.length, 1);
  });

  it('when the plan changes, then the request no longer counts', async () => {
    await request();
    const ben = chat.as('Ben');
    await ben.say('move contoso.com');
    const shown = ben.last;
    const { moveId, version } = shown.actions.get('Approve and order 32 seats')?.data ?? {};
    const [first] = (await moveOf(chat)).facts.originals;
    await told();
    const change = { moveId, version, ...(await targets(chat)), [`seats_${first?.id}`]: '40' };
    await ben.execute('equivalence.choose', change);
    assert.deepEqual(await told(), ['a:sam: order-request-void']);
    const ann = chat.as('Ann');
    await ann.press('Approve and order 32 seats', {}, shown);
    assert.match(ann.last.text, /answered already, or the plan has changed/);
    assert.equal(await orderOf(chat), null);
  });

  it('when nobody answers for seven days, then it expires, and who asked is told', async () => {
    await request();
    const ben = chat.as('Ben');
    await ben.say('move contoso.com');
    const shown = ben.last;
    await told();
    await chat.house.services.sandbox?.advance(7.1);
    await ben.press('Approve and order 32 seats', {}, shown);
    assert.match(ben.last.text, /older than seven days/);
    await chat.pass(0);
    assert.deepEqual(
      (await told()).filter((t) => t.includes('order-request')),
      ['a:sam: order-request-expired'],
    );
    await sam.say('move contoso.com');
    assert.match(sam.last.text, /Nobody answered the request/);
    assert.equal(chat.happened().orders.length, 0);
  });

  it('when who asked takes it back, then it is gone', async () => {
    await request();
    await sam.press('Take the request back');
    assert.match(sam.last.text, /taken back/);
    assert.ok(sam.last.actions.has('Order it'));
  });

  it('when fewer seats are ordered than the setting says, then one person is enough', async () => {
    await chat.close();
    ({ chat, sam } = await readyToOrder({ ORDER_APPROVAL_SEATS: '33' }));
    await sam.press('Order it');
    await sam.press('Order 32 seats now', { term: 'P1Y monthly' });
    assert.equal((await orderOf(chat))?.approvedBy, null);
  });
});
