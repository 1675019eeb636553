import assert from 'node:assert/strict';
import fc from 'fast-check';
import { proposeTargets } from '../../services/rules/equivalence.ts';
import { specialUseOf } from '../../services/rules/special-use.ts';
import { anOffer, facts, sku } from './builders.ts';
import { holds } from './property.ts';

const CATALOGUE = [
  'O365_BUSINESS_ESSENTIALS',
  'O365_BUSINESS_PREMIUM',
  'SPB',
  'O365_BUSINESS',
  'ENTERPRISEPACK',
  'Office_365_E3_(no_Teams)',
  'Microsoft_Teams_Enterprise_New',
  'SPE_E3',
  'SPE_E5',
  'EXCHANGESTANDARD',
  'EXCHANGEENTERPRISE',
  'EXCHANGEARCHIVE_ADDON',
  'PROJECT_P1',
  'PROJECTPROFESSIONAL',
  'STANDARDWOFFPACK_FACULTY',
  'STANDARDWOFFPACK_STUDENT',
  'MCOEV',
].map((p) => anOffer(p, { isAddon: p === 'MCOEV' || p === 'EXCHANGEARCHIVE_ADDON' }));

const propose = (partNumber: string, catalogue = CATALOGUE) => proposeTargets(facts, sku(partNumber).skuId, catalogue);
const partNumbers = (proposals: ReturnType<typeof propose>) => proposals.map((p) => facts.find(p.skuId)?.partNumber);

describe('proposed targets', () => {
  it('when R3 the same SKU is sold, then it comes first', () => {
    assert.deepEqual([propose('SPB')[0]?.skuId, propose('SPB')[0]?.equivalence.kind], [sku('SPB').skuId, 'same']);
  });
  it('when the direct-only twin is the original, then the CSP twin comes first as equivalent', () => {
    const [first] = propose('SMB_BUSINESS_ESSENTIALS');
    assert.deepEqual([first?.name, first?.equivalence.kind], ['Microsoft 365 Business Basic', 'equivalent']);
    assert.equal(first?.catalogSku, 'P:O365_BUSINESS_ESSENTIALS');
  });
  it('when R6 the original is discontinued, then documented replacements come before others', () => {
    const proposals = propose('PROJECTPREMIUM');
    assert.deepEqual(partNumbers(proposals).slice(0, 2), ['PROJECTPROFESSIONAL', 'PROJECT_P1']);
    assert.deepEqual(
      proposals.map((p) => p.documented),
      proposals.map((_, i) => i < 2),
    );
  });
  it('when the replacement is a pair, then only its main offer is proposed, not Teams alone', () => {
    assert.ok(!partNumbers(propose('ENTERPRISEPACK')).includes('Microsoft_Teams_Enterprise_New'));
    assert.equal(partNumbers(propose('ENTERPRISEPACK'))[1], 'Office_365_E3_(no_Teams)');
  });
  it('when a suite is replaced, then no add-on is proposed', () => {
    for (const { partNumber } of facts.skus.filter(
      (s) => s.plans.length > 30 && facts.byPartNumber(s.partNumber).length === 1,
    )) {
      const addons = new Set(CATALOGUE.filter((o) => o.isAddon).map((o) => o.skuId));
      assert.ok(
        propose(partNumber).every((p) => !addons.has(p.skuId)),
        partNumber,
      );
    }
  });
  it('when an add-on is replaced, then add-ons are proposed', () => {
    assert.equal(partNumbers(propose('MCOEV'))[0], 'MCOEV');
    assert.ok(partNumbers(propose('EXCHANGEARCHIVE')).includes('EXCHANGEARCHIVE_ADDON'));
  });
  it('when an offer is a trial, then it is never proposed', () => {
    assert.deepEqual(propose('SPB', [anOffer('SPB', { isTrial: true })]), []);
  });
  it('when L6 students need a replacement, then no faculty offer is proposed', () => {
    const proposed = partNumbers(propose('STANDARDWOFFPACK_IW_STUDENT'));
    assert.ok(proposed.includes('STANDARDWOFFPACK_STUDENT'));
    assert.ok(!proposed.includes('STANDARDWOFFPACK_FACULTY'));
  });
  it('when an offer stands twice in the catalogue, then it is proposed once, with the smaller minimum', () => {
    const proposals = propose('SPB', [
      anOffer('SPB', { catalogSku: 'P:large', minimumSeats: 100 }),
      anOffer('SPB', { catalogSku: 'P:small', minimumSeats: 1 }),
    ]);
    assert.deepEqual(
      proposals.map((p) => p.catalogSku),
      ['P:small'],
    );
  });
  for (const [segments, taken] of [
    [[], 'COM:1'],
    [['education'], 'EDU:1'],
    [['charity'], 'COM:1'],
  ] as const) {
    it(`when L6 an offer stands in two segments and the customer buys in "${segments}", then ${taken} is taken`, () => {
      const catalogue = [
        anOffer('SPB', { catalogSku: 'EDU:1', segment: 'education', minimumSeats: null }),
        anOffer('SPB', { catalogSku: 'COM:1', segment: 'commercial', minimumSeats: 5 }),
      ];
      for (const offers of [catalogue, [...catalogue].reverse()]) {
        assert.deepEqual(
          proposeTargets(facts, sku('SPB').skuId, offers, { segments }).map((p) => p.catalogSku),
          [taken],
        );
      }
    });
  }
  it('when the catalogue writes SKU ids in capitals, then the same and the documented offers are still found', () => {
    const capitals = CATALOGUE.map((o) => ({ ...o, skuId: ` ${o.skuId.toUpperCase()} ` }));
    for (const part of ['SPB', 'PROJECTPREMIUM', 'ENTERPRISEWITHSCAL']) {
      assert.deepEqual(propose(part, capitals), propose(part), part);
    }
  });
  it('when C10 one of two documented replacements is closed to new customers, then the open one comes first', () => {
    assert.deepEqual(partNumbers(propose('MIDSIZEPACK')).slice(0, 2), ['O365_BUSINESS_PREMIUM', 'ENTERPRISEPACK']);
  });
  it('when C10 offers of one kind are closed or open, then every closed one comes after the open ones', () => {
    const everything = facts.skus
      .filter((s) => facts.byPartNumber(s.partNumber).length === 1)
      .map((s) => anOffer(s.partNumber));
    const closed = (p: ReturnType<typeof propose>[number]) =>
      p.equivalence.also.some((v) => v.code.startsWith('equivalence.target-end-of-sale'));
    for (const part of [
      'O365_BUSINESS_ESSENTIALS',
      'O365_BUSINESS_PREMIUM',
      'SPB',
      'EXCHANGEENTERPRISE',
      'POWER_BI_PRO',
    ]) {
      const equivalent = propose(part, everything)
        .filter((p) => p.equivalence.kind === 'equivalent')
        .map(closed);
      assert.deepEqual(equivalent, [...equivalent].sort(), part);
    }
  });
  for (const part of [
    'ENTERPRISEPACK',
    'SPE_E3',
    'SPB',
    'SMB_BUSINESS',
    'EXCHANGESTANDARD',
    'STANDARDPACK',
    'PROJECTPROFESSIONAL',
  ]) {
    it(`when ordinary users have ${part} and everything is sold, then nothing for robots, developers, devices or trials is proposed`, () => {
      const everything = facts.skus
        .filter((s) => facts.byPartNumber(s.partNumber).length === 1)
        .map((s) => anOffer(s.partNumber));
      for (const { skuId, documented } of propose(part, everything)) {
        const target = facts.find(skuId);
        if (target !== null && !documented) assert.equal(specialUseOf(target), null, target.name);
      }
    });
  }
  it('when the original itself is for robots, then offers for robots are proposed', () => {
    const robots = ['SPE_E3_RPA1', 'Microsoft_365_E3_EEA_(no_Teams)_Unattended_License', 'SPE_E3'].map((p) =>
      anOffer(p),
    );
    assert.equal(partNumbers(propose('SPE_E3_RPA1', robots))[0], 'SPE_E3_RPA1');
    assert.ok(partNumbers(propose('SPE_E3_RPA1', robots)).length > 1);
  });
  it('when there is no catalogue, then the same SKU and the documented replacements are proposed from the facts', () => {
    const proposals = propose('STANDARDWOFFPACK_IW_STUDENT', []);
    assert.deepEqual(partNumbers(proposals), [
      'STANDARDWOFFPACK_IW_STUDENT',
      'ENTERPRISEPACKPLUS_STUDENT',
      'STANDARDWOFFPACK_STUDENT',
    ]);
    assert.ok(proposals.every((p) => p.catalogSku === null));
  });
  it('when the original is missing, then nothing is proposed', () => {
    assert.deepEqual(proposeTargets(facts, null, CATALOGUE), []);
  });
  it('when the original is not in the table, then at most the same id is proposed', () => {
    const id = '00000000-0000-4000-8000-00000000dead';
    assert.deepEqual(proposeTargets(facts, id, CATALOGUE), []);
    const own = { ...anOffer('SPB'), skuId: id, title: 'New offer' };
    assert.deepEqual(
      proposeTargets(facts, id, [...CATALOGUE, own]).map((p) => [p.name, p.equivalence.kind]),
      [['New offer', 'same']],
    );
  });
  it('when any offer is the original, then at most six are proposed, best first, none twice', () => {
    const group = (p: ReturnType<typeof propose>[number]) =>
      p.equivalence.kind === 'same' ? 0 : p.documented ? 1 : p.equivalence.kind === 'equivalent' ? 2 : 3;
    holds(
      fc.property(fc.constantFrom(...facts.skus), fc.subarray(CATALOGUE), (original, catalogue) => {
        const proposals = proposeTargets(facts, original.skuId, catalogue);
        assert.ok(proposals.length <= 6);
        assert.equal(new Set(proposals.map((p) => p.skuId)).size, proposals.length);
        const groups = proposals.map(group);
        assert.deepEqual(groups, [...groups].sort());
      }),
    );
  });
});
