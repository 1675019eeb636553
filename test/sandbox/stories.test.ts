import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { generatedCustomers } from '../../services/sandbox/generated.ts';
import { RETIRED_LICENCES, SOLD_LICENCES } from '../../services/sandbox/licences.ts';
import { lifecycleOn } from '../../services/sandbox/lifecycle.ts';
import { SHOP } from '../../services/sandbox/shop.ts';
import { STORIES } from '../../services/sandbox/stories.ts';
import { tenantIdOf } from '../../services/sandbox/story.ts';

describe('the stories', () => {
  it('when they are read, then ids, domains and tenants are their own and each teaches something', () => {
    for (const field of ['id', 'domain', 'name', 'teaches'] as const) {
      assert.equal(new Set(STORIES.map((story) => story[field])).size, STORIES.length, field);
    }
    assert.equal(new Set(STORIES.map(tenantIdOf)).size, STORIES.length);
    assert.ok(STORIES.every(({ domain }) => domain.endsWith('.com')));
  });

  it('when the catalogue is read, then products, SKUs and part numbers are unique', () => {
    assert.equal(new Set(SHOP.map(({ productId }) => productId)).size, SHOP.length);
    assert.equal(new Set(SHOP.map(({ skuId }) => skuId)).size, SHOP.length);
    assert.ok(SHOP.every(({ partNumber }) => !(partNumber in RETIRED_LICENCES)));
  });

  it("when a licence is used, then its SKU id and part number are those of Microsoft's table", () => {
    const folder = new URL('../../services/rules/data/', import.meta.url);
    const table = existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.endsWith('.json'))
          .map((name) => readFileSync(new URL(name, folder), 'utf8'))
          .find((text) => text.includes('"servicePlans"') || text.includes('ENTERPRISEWITHSCAL'))
      : undefined;
    assert.ok(table, 'the SKU table is not in services/rules/data');
    for (const { skuId, partNumber } of SOLD_LICENCES) {
      assert.ok(table.includes(skuId) && table.includes(partNumber), `${skuId} ${partNumber}`);
    }
    for (const [partNumber, skuId] of Object.entries(RETIRED_LICENCES)) {
      assert.ok(table.includes(skuId) && table.includes(partNumber), `${skuId} ${partNumber}`);
    }
  });
});

describe('generated customers', () => {
  const generated = generatedCustomers(100_000);

  it('when there are many, then each has its own name, domain and tenant and is found by them', () => {
    assert.equal(new Set(Array.from({ length: 100_000 }, (_, i) => generated.at(i).name)).size, 100_000);
    for (const i of [0, 1, 4711, 99_999]) {
      assert.equal(generated.indexOfTenant(generated.tenantId(i).toUpperCase()), i);
      assert.equal(generated.indexOfDomain(generated.at(i).domain), i);
      assert.deepEqual(generated.at(i), generatedCustomers(100_000).at(i));
    }
    assert.equal(generated.indexOfTenant(generated.tenantId(100_000)), null);
    assert.equal(generated.indexOfDomain('amberbakery-7.example'), null);
  });

  it('when a prefix is searched, then exactly the customers that begin with it are found', () => {
    const few = generatedCustomers(500);
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.nat(499), fc.nat(12), fc.boolean(), (text, i, length, made) => {
        const prefix = made ? few.at(i).name.slice(0, length) : text;
        const found = few.startingWith('name', prefix);
        const numbers = Array.from({ length: found.count }, (_, n) => found.at(n)).sort((a, b) => a - b);
        const expected = Array.from({ length: 500 }, (_, n) => n).filter((n) =>
          few.at(n).name.toLowerCase().startsWith(prefix.toLowerCase()),
        );
        assert.deepEqual(numbers, expected);
      }),
    );
  });
});

describe('the life of a subscription', () => {
  const firstEnd = Temporal.PlainDate.from('2026-01-31');
  const statusOn = (day: string, atEnd: Parameters<typeof lifecycleOn>[1]['atEnd'], term: 'P1M' | 'P1Y' = 'P1Y') => {
    const now = lifecycleOn(Temporal.PlainDate.from(day), { term, firstEnd, atEnd });
    return `${now.status} until ${now.nextOn.subtract({ days: 1 })}`;
  };

  it('when the last day has come, then it is still running; the day after it is not', () => {
    assert.equal(statusOn('2026-01-31', 'grace'), 'Enabled until 2026-01-31');
    assert.equal(statusOn('2026-02-01', 'grace'), 'Warning until 2026-03-02');
    assert.equal(statusOn('2026-03-02', 'grace'), 'Warning until 2026-03-02');
    assert.equal(statusOn('2026-03-03', 'grace'), 'Suspended until 2026-05-31');
    assert.equal(statusOn('2026-06-01', 'grace'), 'Deleted until 2026-05-31');
  });

  it('when there is no grace, then it is disabled at once; under an agreement grace is longer', () => {
    assert.equal(statusOn('2026-02-01', 'disabled'), 'Suspended until 2026-05-01');
    assert.equal(statusOn('2026-05-01', 'enterprise-grace'), 'Warning until 2026-05-01');
    assert.equal(statusOn('2026-05-02', 'enterprise-grace'), 'Suspended until 2026-06-30');
  });

  it('when it renews month by month, then the last days of months are kept', () => {
    assert.equal(statusOn('2026-02-01', 'renews', 'P1M'), 'Enabled until 2026-02-28');
    assert.equal(statusOn('2026-03-15', 'renews', 'P1M'), 'Enabled until 2026-03-31');
    assert.equal(statusOn('2026-02-01', 'extended-term'), 'Enabled until 2026-02-28');
    assert.equal(statusOn('2026-02-01', 'renews'), 'Enabled until 2027-01-31');
  });
});
