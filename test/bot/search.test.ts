import assert from 'node:assert/strict';
import { Wire } from './wire.ts';

describe('the search boxes of the cards', () => {
  let wire: Wire;
  const titles = async (dataset: string, text?: string, person = 'Sam') =>
    (await wire.search(dataset, text, { person })).map(({ title }) => title.split(' · ')[0]);
  before(async () => {
    wire = await Wire.open();
    // What Microsoft holds is read behind the first search.
    await wire.search('customers', '');
    await wire.chat.house.services.customerIndex.settled();
    await wire.chat.house.services.catalogue();
  });
  after(() => wire.close());

  it('when nothing is typed yet, then there is a list all the same', async () => {
    assert.ok((await wire.search('customers', '')).length > 0);
    assert.ok((await wire.search('customers')).length > 0);
    assert.ok((await wire.search('offers', '')).length > 0);
  });

  it('when a person has open moves, then their customers come first, for nobody else', async () => {
    const sam = wire.chat.as('Sam');
    await sam.say('move wingtiptoys.com');
    await sam.say('move margiestravel.com');
    assert.deepEqual((await titles('customers', '')).slice(0, 2), ["Margie's Travel", 'Wingtip Toys']);
    assert.notEqual((await titles('customers', '', 'Ava'))[0], "Margie's Travel");
    assert.equal((await titles('customers', 'w'))[0], 'Wingtip Toys');
  });

  it('when somebody worked on a move of a colleague, then that customer counts as recent for them', async () => {
    const { items } = await wire.chat.house.services.moveStore.list({ state: 'open', limit: 10 });
    const wingtip = items.find(({ customer }) => customer.name === 'Wingtip Toys');
    const lea = wire.chat.as('Lea');
    await lea.execute('move.open', { moveId: wingtip?.id });
    await lea.press('Save the country', { country: 'IT' });
    assert.equal((await titles('customers', '', 'Lea'))[0], 'Wingtip Toys');
  });

  for (const [typed, first] of [
    ['alpine', 'Alpine Ski House'],
    ['альпайн', 'Alpine Ski House'],
    ['fine art', 'School of Fine Art'],
    ['lucrene', 'Lucerne Publishing'],
  ] as const) {
    it(`when "${typed}" is typed, then ${first} comes first, and choosing it is understood`, async () => {
      const [found] = await wire.search('customers', typed);
      assert.equal(found?.title.split(' · ')[0], first);
      const chosen = await wire.execute('customer.choose', { customer: found?.value });
      assert.match(JSON.stringify(chosen.value), new RegExp(first));
    });
  }

  it('when a domain is typed whose tenant is no customer yet, then it is found as before', async () => {
    const [found] = await wire.search('customers', 'litware.com');
    assert.equal(found?.value, 'litware.com');
  });

  it('when the number of an offer in the catalogue is typed, or its beginning, then the offer is found', async () => {
    const [offer] = await wire.chat.house.services.catalogue();
    assert.ok(offer);
    for (const typed of [offer.catalogSku, offer.catalogSku.toLowerCase(), offer.catalogSku.slice(0, -2)]) {
      const found = await wire.search('offers', typed);
      assert.ok(
        found.some(({ value }) => value === offer.skuId),
        typed,
      );
    }
  });

  for (const [typed, part] of [
    ['bussines premium', 'Business Premium'],
    ['ENTERPRISEPACK', 'Office 365 E3'],
    ['бизнес премиум', 'Business Premium'],
    ['éxchange onlíne', 'Exchange Online'],
  ] as const) {
    it(`when the offer "${typed}" is typed, then one with ${part} is found`, async () => {
      assert.ok(
        (await titles('offers', typed)).some((title) => title?.includes(part)),
        typed,
      );
    });
  }

  it('when what is chosen is no customer at all, then it is said, and nothing is opened', async () => {
    const before = (await wire.chat.house.services.moveStore.list({ state: 'open', limit: 50 })).items.length;
    for (const customer of ['00000000-0000-4000-8000-000000000000', "'; drop table move; --", 'x'.repeat(390)])
      assert.equal((await wire.execute('customer.choose', { customer })).statusCode, 200);
    assert.equal((await wire.chat.house.services.moveStore.list({ state: 'open', limit: 50 })).items.length, before);
  });

  it('when the query is unreadable, or Microsoft does not answer, then the list is empty and nothing is said', async () => {
    wire.sent.splice(0);
    for (const value of [undefined, null, 7, { dataset: 'planets', queryText: 'x' }, { queryText: { a: 1 } }]) {
      const answer = await wire.invoke('application/search', value);
      assert.deepEqual([answer.httpStatus, answer.statusCode, answer.value], [200, 200, { results: [] }]);
    }
    await wire.chat.lever('faults', [{ kind: 'refuse', path: '/v', status: 400, times: 20 }]);
    assert.deepEqual(await wire.search('customers', 'zzz.example'), []);
    await wire.chat.lever('faults', []);
    assert.deepEqual(wire.sent, []);
  });
});
