import assert from 'node:assert/strict';
import { offersCalled } from '../../dialogs/offer-choices.ts';
import { readOriginals } from '../../services/files/originals.ts';
import { tableInText } from '../../services/files/table.ts';
import { loadSkuFacts } from '../../services/rules/sku-facts.ts';
import { anOriginal } from '../builders.ts';

const facts = loadSkuFacts();

describe('the offers a text names', () => {
  it('when a name of the table is written in any case and spacing, then its offers are found, and none of another name', () => {
    for (const { name } of facts.skus) {
      const found = offersCalled(facts, ` ${name.toUpperCase().replaceAll(' ', '  ')} `);
      if (facts.byPartNumber(name).length === 0)
        assert.ok(found.every((sku) => same(sku.name, name)) && found.length > 0);
    }
  });

  it('when a former name is written, then the offers that had it are found', () => {
    const sku = facts.skus.find(({ otherNames }) => otherNames.some((n) => !facts.skus.some((s) => same(s.name, n))));
    const former = sku?.otherNames.find((name) => !facts.skus.some((s) => same(s.name, name))) ?? '';
    assert.ok(offersCalled(facts, former).some(({ skuId }) => skuId === sku?.skuId));
    assert.deepEqual(offersCalled(facts, 'nothing of the kind'), []);
    assert.deepEqual(offersCalled(facts, ' '), []);
  });

  it('when a file has a thousand rows, then the table of offers is gone through once, and what is known beside it too', () => {
    let read = 0;
    const skus = () => {
      read += 1;
      return facts.skus;
    };
    const counted = Object.create(facts, { skus: { get: skus } });
    const rows = Array.from({ length: 1000 }, (_, i) => `Something of our own (${i}) ${i}\t1\t2027-03-31`);
    const table = tableInText(['Product\tLicenses\tExpires', ...rows].join('\n'));
    assert.ok(table);
    let names = 0;
    const nameOf = (i: number) => () => {
      names += 1;
      return `Another ${i}`;
    };
    const known = rows.map((_, i) =>
      Object.defineProperty(anOriginal({ id: `known-${i}`, skuId: null }), 'name', { get: nameOf(i) }),
    );
    const options = { order: null, known, outOfReach: () => false };
    readOriginals(table, { ...options, offersCalled: (text) => offersCalled(counted, text) });
    assert.ok(read > 0 && read < 10, `gone through ${read} times`);
    assert.ok(names < 10_000, `names read ${names} times`);
  });
});

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
