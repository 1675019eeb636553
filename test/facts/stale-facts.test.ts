import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { everyFact, type Fact, staleFacts } from '../../services/facts/stale-facts.ts';
import { FACT_FILES, FACTS_FOLDER } from '../../services/rules/fact-files.ts';
import { SOURCES } from '../../services/rules/sources.ts';

const on = (iso: string, all?: readonly Fact[]) => staleFacts(Temporal.PlainDate.from(iso), all);

describe('facts to check again', () => {
  const { lastVerified } = SOURCES.E1;
  const due = Temporal.PlainDate.from(lastVerified).add({ days: 180 });
  const fact = (id: string, date: string): Fact => [id, { ...SOURCES.E1, lastVerified: date }];

  it('when a fact was checked 180 days ago, then it is not listed yet, and a day later it is', () => {
    assert.ok(!on(due.toString()).some((f) => f.id === 'E1'));
    const found = on(due.add({ days: 1 }).toString()).find((f) => f.id === 'E1');
    assert.deepEqual(found, { id: 'E1', title: SOURCES.E1.title, docUrl: SOURCES.E1.docUrl, lastVerified, days: 181 });
  });

  it('when a row of a file is older than its neighbours, then it alone is listed', () => {
    const ids = on('2026-11-20').map((f) => f.id);
    assert.ok(ids.includes('discontinued-offers/o365-e4'));
    assert.ok(ids.includes('discontinued-offers/nonprofit-bp-grant') && !ids.includes('discontinued-offers/a1-plus'));
    assert.ok(ids.includes('data-classes/classes/onedrive') && !ids.includes('data-classes/classes/teams'));
    assert.ok(ids.includes('markets/europe') && !ids.includes('markets/UK'));
    assert.ok(ids.includes('figures/grace') && ids.includes('figures/extended-term-bought-since'));
  });

  it('when facts are listed, then every row of every file is among them, the oldest first', () => {
    const found = on('2030-12-31');
    assert.deepEqual(
      found.map((f) => f.days),
      found.map((f) => f.days).sort((a, b) => b - a),
    );
    const ids = new Set(found.map((f) => f.id));
    const { skus, dataClasses, discontinuedOffers, specialUses } = FACT_FILES;
    const rows = [
      ...Object.keys(SOURCES),
      ...skus().skus.map(([id]) => `skus/${id}`),
      ...dataClasses().capabilities.map(([id]) => `data-classes/capabilities/${id}`),
      ...dataClasses().ignored.map(([id]) => `data-classes/ignored/${id}`),
      ...discontinuedOffers().offers.map(({ id }) => `discontinued-offers/${id}`),
      ...specialUses().uses.map(([use]) => `special-uses/${use}`),
      ...['markets/africa', 'markets/AN', 'markets/EL', 'markets/worldwide', 'markets/countriesWithoutMarket'],
      ...['figures/businessFamily', 'figures/tenant-subscriptions', 'figures/customer-agreement-since'],
    ];
    assert.deepEqual(
      rows.filter((id) => !ids.has(id)),
      [],
    );
  });

  it('when all facts are new, then none is listed', () => {
    assert.deepEqual(on('2026-11-20', [fact('a', '2026-11-20'), fact('b', '2026-05-25')]), []);
  });
  it('when a fact claims to be checked tomorrow, then it is listed too', () => {
    const [found, ...others] = on('2026-11-20', [fact('a', '2026-11-21'), fact('b', '2026-11-20')]);
    assert.deepEqual([found?.id, found?.days, others], ['a', -1, []]);
  });

  it('when the files are read, then each row has a page and a date no later than the day the file was put together', () => {
    for (const [id, { title, docUrl, lastVerified: date }] of everyFact()) {
      assert.ok(title !== '' && URL.canParse(docUrl) && /^20\d\d-\d\d-\d\d$/.test(date), id);
    }
    for (const name of ['rules', 'data-classes', 'discontinued-offers', 'languages', 'markets', 'special-uses']) {
      const { compiled } = JSON.parse(readFileSync(new URL(`${name}.json`, FACTS_FOLDER), 'utf8'));
      assert.ok(compiled <= Temporal.Now.plainDateISO('UTC').toString(), `${name} was put together in the future`);
    }
  });
});
