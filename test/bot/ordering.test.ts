import assert from 'node:assert/strict';
import { targets } from './answers.ts';
import type { Chat, Talker } from './chat.ts';
import { moveOf, orderOf, place, readyToOrder, walkedOnce } from './ready-to-order.ts';

describe('ordering by chat', () => {
  let chat: Chat;
  let sam: Talker;
  before(walkedOnce);
  beforeEach(async () => {
    ({ chat, sam } = await readyToOrder());
  });
  afterEach(() => chat.close());

  it('when the order is shown, then it says for how long both are paid and until when ordering is early enough', async () => {
    await sam.press('Order it');
    // The originals end 45 and 72 days after the start of the sandbox; a day has passed.
    const { originals } = (await moveOf(chat)).facts;
    const ends = originals.map((o) => o.endDate ?? '').sort();
    assert.match(sam.last.text, new RegExp(`until ${inWords(ends.at(-1))} old and new subscriptions run side by side`));
    assert.match(sam.last.text, new RegExp(`before .* ends on ${inWords(ends[0])}`));
    assert.equal(chat.happened().orders.length, 0, 'a price orders nothing');
  });

  it('when another way to pay is chosen, then its price is shown, and only what was shown can be confirmed', async () => {
    await sam.press('Order it');
    const monthly = sam.last;
    assert.match(monthly.text, /a month/);
    const other = await sam.press('Order 32 seats now', { term: 'P1Y annual' });
    assert.match(other.text, /You chose another way to pay/);
    assert.match(other.text, /per seat and year/);
    assert.equal(await orderOf(chat), null, 'nothing was confirmed');
    await sam.press('Order 32 seats now', { term: 'P1Y annual' });
    const order = await orderOf(chat);
    assert.deepEqual([...new Set(order?.lines.map((l) => `${l.term} ${l.billingCycle}`))], ['P1Y annual']);
    await place(chat);
    assert.deepEqual(
      chat.happened().orders[0]?.lines.map((l) => l.billingCycle),
      ['annual', 'annual', 'annual'],
    );
  });

  it('when the price is asked for with the button beside the choice, then the confirmation follows the choice', async () => {
    await sam.press('Order it');
    await sam.press('Show this price', { term: 'P1M monthly' });
    assert.match(sam.last.text, /1 month/);
    const { quote } = (await moveOf(chat)).facts.provisioning;
    assert.ok(quote?.lines.every((l) => l.term === 'P1M' && l.unitPrice !== null));
  });

  it('when the price changes between the confirmation and the order, then nothing is ordered and both prices are shown', async () => {
    await sam.press('Order it');
    await chat.lever('prices', { factor: 1.1 });
    await sam.press('Order 32 seats now', { term: 'P1Y monthly' });
    await place(chat);
    assert.equal(chat.happened().orders.length, 0);
    assert.equal((await orderOf(chat))?.failure, 'ordering.price-changed');
    await sam.say('move contoso.com');
    assert.match(sam.last.text, /asks for something else than what was confirmed/);
    const was = (await orderOf(chat))?.lines[0]?.linePrice ?? 0;
    await sam.press('Order it');
    const is = (await moveOf(chat)).facts.provisioning.quote?.lines[0]?.linePrice ?? 0;
    assert.ok(is > was);
    for (const amount of [was, is]) assert.ok(sam.last.text.includes(amount.toFixed(2)), `${amount} is on the card`);
    await sam.press('Order 32 seats now', { term: 'P1Y monthly' });
    await place(chat);
    assert.equal(chat.happened().orders.length, 1);
  });

  it('when the plan changes after the price was shown, then the old confirmation orders nothing', async () => {
    await sam.press('Order it');
    const shown = sam.last;
    const more = await targets(chat);
    const [first] = (await moveOf(chat)).facts.originals;
    const ben = chat.as('Ben');
    await ben.say('move contoso.com');
    const { moveId, version } = ben.last.actions.get('Order it')?.data ?? {};
    await ben.execute('equivalence.choose', { moveId, version, ...more, [`seats_${first?.id}`]: '40' });
    await sam.press('Order 32 seats now', { term: 'P1Y monthly' }, shown);
    assert.match(sam.last.text, /Ben/);
    assert.deepEqual([await orderOf(chat), (await moveOf(chat)).facts.provisioning.quote], [null, null]);
  });

  it('when somebody orders the same in Partner Center meanwhile, then ours is not placed, and the next price says so', async () => {
    await sam.press('Order it');
    await sam.press('Order 32 seats now', { term: 'P1Y monthly' });
    const { sandbox } = chat.house.services;
    await sandbox?.provisionedByHand(await moveOf(chat));
    await sandbox?.advance(0.01);
    await place(chat);
    assert.equal(chat.happened().orders.length, 1, 'theirs only');
    assert.equal((await orderOf(chat))?.failure, 'ordering.ordered-meanwhile');
    await sam.say('move contoso.com');
    await sam.press('Order it');
    assert.match(sam.last.text, /Somebody has ordered .* already/);
  });

  it('when the agreement turns out to be missing, then the move goes back to that step and says why', async () => {
    await chat.lever('faults', [{ kind: 'refuse', status: 403, code: 13605, method: 'POST', path: '/carts' }]);
    await sam.press('Order it');
    assert.match(sam.last.text, /Step 4 of/);
    assert.match(sam.last.text, /has not accepted the Microsoft Customer Agreement, so nothing can be ordered/);
    await sam.press('Check again');
    assert.match(sam.last.text, /Step 8 of/, 'once Partner Center knows it, the order goes on');
  });

  it('when the agreement is found missing at the checkout, then the same happens, and nothing is ordered', async () => {
    await sam.press('Order it');
    await sam.press('Order 32 seats now', { term: 'P1Y monthly' });
    await chat.lever('faults', [{ kind: 'refuse', status: 403, code: 13605, path: '/checkout' }]);
    await place(chat);
    assert.equal((await orderOf(chat))?.failure, 'microsoft.agreement-missing');
    await sam.say('move contoso.com');
    assert.match(sam.last.text, /Step 4 of/);
    assert.equal(chat.happened().orders.length, 0);
  });

  it('when a catalogue item is gone, then the availabilities are read once more and the order goes on', async () => {
    await chat.lever('faults', [{ kind: 'refuse', status: 404, code: 400019, method: 'POST', path: '/carts' }]);
    await sam.press('Order it');
    assert.ok(sam.last.actions.has('Order 32 seats now'));
    await sam.press('Order 32 seats now', { term: 'P1Y monthly' });
    await chat.lever('faults', [{ kind: 'refuse', status: 404, code: 400019, method: 'POST', path: '/carts' }]);
    await place(chat);
    assert.equal(chat.happened().orders.length, 1);
  });

  it('when it stays gone, then that is said and nothing is ordered', async () => {
    await sam.press('Order it');
    await sam.press('Order 32 seats now', { term: 'P1Y monthly' });
    const gone = { kind: 'refuse', status: 404, code: 400019, method: 'POST', path: '/carts', times: 2 };
    await chat.lever('faults', [gone]);
    await place(chat);
    assert.equal((await orderOf(chat))?.failure, 'microsoft.catalogue-item-gone');
    assert.equal(chat.happened().orders.length, 0);
  });
});

const inWords = (iso: string | undefined): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`));
