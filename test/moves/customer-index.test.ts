import assert from 'node:assert/strict';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { CustomerIndex } from '../../services/moves/customer-index.ts';

const CUSTOMERS = [
  ['Contoso', 'contoso.com'],
  ['Contoso Pharmaceuticals', 'contosopharma.com'],
  ['Woodgrove Bank', 'woodgrovebank.com'],
  ['Café Montréal', 'cafe-montreal.ca'],
  ['Мебель Москва', 'mebel-moskva.ru'],
  ['Пётр и сыновья', 'petr-synovya.ru'],
  ['Łódź Logistyka', 'lodzlog.pl'],
  ['São Paulo Café', 'saopaulocafe.com.br'],
  ['Müller & Söhne', 'mueller.de'],
  ['Alpine Ski House', 'alpineskihouse.com'],
  ['3Com Store', '3com.example'],
  ['Farmacia Verde', 'farmaciaverde.it'],
] as const;

/** What is typed, and who comes first; null: nobody. */
const FIRST: readonly (readonly [why: string, typed: string, first: string | null])[] = [
  ['the whole name', 'Contoso', 'Contoso'],
  ['the beginning of a name', 'cont', 'Contoso'],
  ['a word in the middle', 'bank', 'Woodgrove Bank'],
  ['words in another order', 'house alpine', 'Alpine Ski House'],
  ['a domain', 'woodgrovebank.com', 'Woodgrove Bank'],
  ['the beginning of a domain', 'contosoph', 'Contoso Pharmaceuticals'],
  ['a letter too few', 'Contso', 'Contoso'],
  ['a letter too many', 'Woodgroove', 'Woodgrove Bank'],
  ['two letters changed places', 'Alpnie', 'Alpine Ski House'],
  ['the first letter wrong', 'xontoso', 'Contoso'],
  ['no accents', 'cafe montreal', 'Café Montréal'],
  ['accents where there are none', 'Cóntosò', 'Contoso'],
  ['letters that have no accent but look plain', 'lodz', 'Łódź Logistyka'],
  ['a tilde left out', 'sao paulo', 'São Paulo Café'],
  ['an umlaut left out', 'muller', 'Müller & Söhne'],
  ['Cyrillic for a Latin name', 'Контосо', 'Contoso'],
  ['Cyrillic as it is spoken', 'вудгров', 'Woodgrove Bank'],
  ['Cyrillic for a Cyrillic name', 'москва', 'Мебель Москва'],
  ['Latin for a Cyrillic name', 'Moskva', 'Мебель Москва'],
  ['e for ё', 'петр', 'Пётр и сыновья'],
  ['as it sounds', 'pharmacia', 'Farmacia Verde'],
  ['a digit that matters', '3com', '3Com Store'],
  ['in capitals with spaces around', '  CONTOSO  ', 'Contoso'],
  ['signs alone', '🚚', null],
  ['nothing like any', 'qqqqqqqq', null],
  ['signs of a query language', '*"(%_\\', null],
];

describe('the search among the customers in memory', () => {
  let now = Temporal.Instant.from('2027-03-10T08:00:00Z');
  let read = 0;
  let listed: readonly { tenantId: string; name: string; domain: string }[] = [];
  let fails = false;
  const anIndex = () =>
    new CustomerIndex({
      list: async (limit) => {
        read += 1;
        if (fails) throw new Error('Partner Center is away');
        return listed.slice(0, limit);
      },
      clock: { now: () => now },
      log: pino({ level: 'silent' }),
    });
  let index: CustomerIndex;
  beforeEach(async () => {
    read = 0;
    fails = false;
    listed = CUSTOMERS.map(([name, domain]) => ({ tenantId: domain, name, domain }));
    index = anIndex();
    assert.equal(index.find('contoso', 15), null, 'nobody waits for the first reading');
    await index.settled();
  });

  for (const [why, typed, first] of FIRST) {
    it(`when ${why} is typed ("${typed}"), then ${first ?? 'nobody'} comes first`, () => {
      assert.equal(index.find(typed, 15)?.[0]?.name ?? null, first);
    });
  }

  it('when several fit, then who is called so comes before who begins so, and these before who is only alike', () => {
    const names = index.find('contoso', 15)?.map(({ name }) => name);
    assert.deepEqual(names?.slice(0, 2), ['Contoso', 'Contoso Pharmaceuticals']);
  });

  it('when nothing is typed, then the first ones by name are there, no more than asked for', () => {
    assert.deepEqual(
      index.find('', 2)?.map(({ name }) => name),
      ['3Com Store', 'Alpine Ski House'],
    );
  });

  it('when hours have passed, then it is read anew behind the answer', async () => {
    now = now.add({ hours: 7 });
    listed = [{ tenantId: 'new', name: 'Fabrikam', domain: 'fabrikam.com' }];
    assert.equal(index.find('contoso', 15)?.[0]?.name, 'Contoso');
    await index.settled();
    assert.equal(index.find('fabrikam', 15)?.[0]?.name, 'Fabrikam');
    assert.equal(read, 2);
  });

  it('when the customers cannot be read, then it is tried again a minute later, and nothing is thrown', async () => {
    fails = true;
    const failing = anIndex();
    for (const minutes of [0, 0.5, 2]) {
      now = now.add({ seconds: minutes * 60 });
      assert.equal(failing.find('contoso', 15), null);
      await failing.settled();
    }
    assert.equal(read, 3, 'one of them made the index of this test');
  });
});
