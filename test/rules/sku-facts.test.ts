import assert from 'node:assert/strict';
import { FACT_FILES } from '../../services/rules/fact-files.ts';
import { marketTable } from '../../services/rules/region.ts';
import { facts, sku } from './builders.ts';

describe('SKU facts', () => {
  it('when loaded, then nothing of the tables is lost', () => {
    assert.equal(facts.skus.length, 619);
    assert.equal(facts.servicePlans.length, 791);
    assert.equal(marketTable().countries.length, 242);
    assert.equal(FACT_FILES.discontinuedOffers().offers.length, 34);
    assert.equal(
      facts.skus.reduce((n, s) => n + s.plans.length, 0),
      5959,
    );
  });

  it('when a plan gives a capability, then its class is known and the plan is in the table', () => {
    const classes = new Set(facts.servicePlans.flatMap((p) => p.capabilities.map((c) => c.dataClass)));
    for (const id of classes) assert.notEqual(facts.dataClass(id), null, id);
    const listed = new Set(facts.servicePlans.map((p) => p.id));
    for (const row of FACT_FILES.dataClasses().capabilities) assert.ok(listed.has(row[0] ?? ''), row.join('|'));
  });

  it('when discontinued offers name SKUs, then each is in the table', () => {
    for (const offer of FACT_FILES.discontinuedOffers().offers) {
      for (const id of [...offer.skus, ...offer.replacements.flatMap((r) => r.skus)]) {
        assert.notEqual(facts.find(id), null, `${offer.id}: ${id}`);
      }
    }
  });

  it('when an entry renames an offer, then each SKU is replaced by itself only', () => {
    for (const offer of FACT_FILES.discontinuedOffers().offers.filter((o) => o.status === 'renamed')) {
      for (const id of offer.skus) {
        const own = offer.replacements.filter((r) => r.for === undefined || r.for === id).flatMap((r) => r.skus);
        assert.deepEqual(own, [id], offer.id);
      }
    }
  });

  it('when students are offered a replacement, then it is a student offer', () => {
    const plus = sku('STANDARDWOFFPACK_IW_STUDENT');
    const replacements = facts
      .discontinued(plus.skuId)
      .flatMap((o) => o.replacements.filter((r) => r.for === plus.skuId).flatMap((r) => r.skus));
    assert.ok(replacements.length > 0);
    for (const id of replacements) assert.equal(facts.find(id)?.audience, 'student');
  });

  it('when E1 a plan only carries directory attributes, then it is told by its id, not by how its name begins', () => {
    assert.deepEqual(
      facts.servicePlans.filter((p) => p.isCarrier).map((p) => p.name),
      ['EXCHANGE_S_FOUNDATION', 'EXCHANGE_S_FOUNDATION_GOV'],
    );
    const [plan] = sku('PBI_PREMIUM_EM1_ADDON').plans.filter((p) => !p.isCarrier);
    assert.deepEqual([plan?.name, plan?.capabilities[0]?.dataClass], ['PBI_PREMIUM_EM1_ADDON', 'power-bi']);
  });
  it('when a service has several ids, then each is a plan of the table, and no plan is two services', () => {
    const rows = FACT_FILES.dataClasses().services;
    const listed = new Set(facts.servicePlans.map((p) => p.id));
    for (const [id = ''] of rows) assert.ok(listed.has(id), id);
    assert.equal(new Set(rows.map(([id]) => id)).size, rows.length);
  });
  it('when a plan is named retired by Microsoft, then it holds nothing any more', () => {
    for (const name of ['CRM_AUTO_ROUTING_ADDON', 'DYN365_MARKETING_APP_MSE']) {
      const plan = facts.servicePlans.find((p) => p.name === name);
      assert.equal(plan?.retired, true, name);
      assert.deepEqual(plan?.capabilities, [], name);
    }
  });

  describe('find', () => {
    for (const id of [
      '6fd2c87f-b296-42f0-b197-1e91e994b900',
      '6FD2C87F-B296-42F0-B197-1E91E994B900',
      '  6fd2c87f-b296-42f0-b197-1e91e994b900 ',
    ]) {
      it(`when asked for "${id}", then E3 is found`, () => assert.equal(facts.find(id)?.partNumber, 'ENTERPRISEPACK'));
    }
    for (const id of ['', 'nonsense', '00000000-0000-0000-0000-000000000000']) {
      it(`when asked for "${id}", then there is none`, () => assert.equal(facts.find(id), null));
    }
  });

  describe('by part number', () => {
    it('when one part number stands for two SKUs, then both are given', () => {
      assert.equal(facts.byPartNumber('MCOPSTN5').length, 2);
    });
    for (const text of ['enterprisepack', ' ENTERPRISEPACK ', 'contoso:ENTERPRISEPACK']) {
      it(`when written "${text}", then E3 is found`, () => {
        assert.deepEqual(
          facts.byPartNumber(text).map((s) => s.name),
          ['Office 365 E3'],
        );
      });
    }
    it('when unknown, then none is given', () => assert.deepEqual(facts.byPartNumber('NO_SUCH_PART'), []));
  });

  describe('search', () => {
    for (const [text, first] of [
      ['business premium', 'SPB'],
      ['busines premuim', 'SPB'],
      ['Búsiness Premíum', 'SPB'],
      ['SPB', 'SPB'],
      ['Office 365 Business Premium', 'O365_BUSINESS_PREMIUM'],
      ['office 365 e3', 'ENTERPRISEPACK'],
      ['m365 e5', 'SPE_E5'],
      ['exchange plan 1', 'EXCHANGESTANDARD'],
      ['Project Plan 3', 'PROJECTPROFESSIONAL'],
    ] as const) {
      it(`when "${text}" is typed, then ${first} comes first`, () => {
        assert.equal(facts.search(text, 5)[0]?.partNumber, first);
      });
    }
    it('when a limit is given, then there are no more', () => assert.equal(facts.search('microsoft', 3).length, 3));
    for (const text of ['', '   ', '***', 'qqqqzzzz']) {
      it(`when "${text}" is typed, then nothing is found`, () => assert.deepEqual(facts.search(text), []));
    }
  });
});
