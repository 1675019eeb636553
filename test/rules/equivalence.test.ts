import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeEquivalence } from '../../services/rules/equivalence.ts';
import { lostPlans } from '../../services/rules/plan-loss.ts';
import type { Sku } from '../../services/rules/sku-facts.ts';
import { day, facts, factsWith, sku } from './builders.ts';
import { holds } from './property.ts';

const judge = (original: string, target: string) => judgeEquivalence(facts, sku(original).skuId, sku(target).skuId);
const GONE = '00000000-0000-4000-8000-00000000dead';

describe('equivalence: verdicts', () => {
  const table: [title: string, original: string, target: string, kind: string, code: string, confirm: boolean][] = [
    ['R4 the same SKU', 'SPB', 'SPB', 'same', 'equivalence.same', false],
    [
      'C10 the same SKU, closed to new customers',
      'ENTERPRISEPACK',
      'ENTERPRISEPACK',
      'same',
      'equivalence.same-end-of-sale',
      false,
    ],
    ['R6 the same SKU, no longer sold', 'MIDSIZEPACK', 'MIDSIZEPACK', 'same', 'equivalence.same-not-sold', true],
    [
      'R6 the same SKU, switched off',
      'PROJECTPREMIUM',
      'PROJECTPREMIUM',
      'same',
      'equivalence.same-service-retired',
      true,
    ],
    [
      'R6 the same SKU, switched off, for faculty',
      'PROJECTONLINE_PLAN_1_FACULTY',
      'PROJECTONLINE_PLAN_1_FACULTY',
      'same',
      'equivalence.same-service-retired',
      true,
    ],
    [
      'R6 the same SKU, switched off, for government',
      'PROJECTESSENTIALS_GOV',
      'PROJECTESSENTIALS_GOV',
      'same',
      'equivalence.same-service-retired',
      true,
    ],
    ['R6 the same SKU, all of it ended', 'MCOSTANDARD', 'MCOSTANDARD', 'same', 'equivalence.same-service-ended', true],
    [
      'R6 the same SKU, all of it ended but a carrier',
      'STREAM',
      'STREAM',
      'same',
      'equivalence.same-service-ended',
      true,
    ],
    ['R6 the same SKU, its only plan ended', 'STREAM_P2', 'STREAM_P2', 'same', 'equivalence.same-service-ended', true],
    [
      'R4 the same SKU, a part of it switched off',
      'PROJECTPROFESSIONAL',
      'PROJECTPROFESSIONAL',
      'same',
      'equivalence.same-part-ended',
      false,
    ],
    [
      'R6 the same plans under another id, a part of them switched off',
      'PROJECTPROFESSIONAL',
      'PROJECT_PLAN3_DEPT',
      'equivalent',
      'equivalence.equivalent',
      false,
    ],
    [
      'E1 an add-on whose plan is named like a carrier',
      'PBI_PREMIUM_EM1_ADDON',
      'PBI_PREMIUM_EM1_ADDON',
      'same',
      'equivalence.same',
      false,
    ],
    [
      'E1 an add-on whose plan is named like a carrier, lost',
      'PBI_PREMIUM_EM1_ADDON',
      'POWER_BI_PRO',
      'different',
      'equivalence.loses-medium',
      true,
    ],
    [
      'L10 the same SKU in two programmes',
      'STANDARDPACK',
      'STANDARDPACK',
      'same',
      'equivalence.same-ask-programme',
      true,
    ],
    [
      'E1 the direct-only twin',
      'SMB_BUSINESS_ESSENTIALS',
      'O365_BUSINESS_ESSENTIALS',
      'equivalent',
      'equivalence.equivalent',
      false,
    ],
    ['E1 a larger suite', 'ENTERPRISEPACK', 'SPE_E5', 'equivalent', 'equivalence.equivalent', false],
    [
      'E2 only low classes lost',
      'WACONEDRIVESTANDARD',
      'SHAREPOINTSTANDARD',
      'equivalent',
      'equivalence.minor-loss',
      false,
    ],
    ['E1 only functions lost', 'SPB', 'SPE_E3', 'equivalent', 'equivalence.fewer-functions', false],
    [
      'E2 mailbox of Plan 1 to kiosk',
      'EXCHANGESTANDARD',
      'EXCHANGEDESKLESS',
      'different',
      'equivalence.loses-high',
      true,
    ],
    [
      'E2 sites to OneDrive only',
      'SHAREPOINTSTANDARD',
      'WACONEDRIVESTANDARD',
      'different',
      'equivalence.loses-high',
      true,
    ],
    ['E2 phone system to audio conferencing', 'MCOEV', 'MCOMEETADV', 'different', 'equivalence.loses-medium', true],
    [
      'E2 a smaller Cloud PC',
      'CPC_B_2C_8RAM_256GB',
      'CPC_B_2C_4RAM_128GB',
      'different',
      'equivalence.loses-high',
      true,
    ],
    [
      'E2 a Cloud PC of another family',
      'CPC_B_2C_4RAM_128GB',
      'CPC_E_2C_8GB_256GB',
      'different',
      'equivalence.loses-high',
      true,
    ],
    [
      'E2 a larger Cloud PC',
      'CPC_B_2C_4RAM_128GB',
      'CPC_B_2C_8RAM_256GB',
      'equivalent',
      'equivalence.equivalent',
      false,
    ],
    [
      'E1 a product without data for another one',
      'AAD_PREMIUM',
      'EXCHANGESTANDARD',
      'different',
      'equivalence.other-services',
      true,
    ],
    [
      'E1 a product without data for a suite that has it',
      'AAD_PREMIUM',
      'SPE_E3',
      'equivalent',
      'equivalence.equivalent',
      false,
    ],
    [
      'I10 an offer of another cloud',
      'ENTERPRISEPACK',
      'ENTERPRISEPACK_GOV',
      'different',
      'equivalence.other-cloud',
      true,
    ],
    [
      'L6 the faculty offer for students',
      'STANDARDWOFFPACK_IW_STUDENT',
      'STANDARDWOFFPACK_FACULTY',
      'different',
      'equivalence.other-audience',
      true,
    ],
    [
      'L6 an education offer for anybody else',
      'ENTERPRISEPACK',
      'ENTERPRISEPACKPLUS_FACULTY',
      'different',
      'equivalence.other-audience',
      true,
    ],
    [
      'R6 a documented replacement',
      'ENTERPRISEWITHSCAL',
      'ENTERPRISEPREMIUM',
      'discontinued',
      'equivalence.discontinued-documented',
      true,
    ],
    [
      'R6 another one that covers it',
      'ENTERPRISEWITHSCAL',
      'SPE_E5',
      'discontinued',
      'equivalence.discontinued-covered',
      true,
    ],
    [
      'R6 a documented one that loses',
      'ENTERPRISEWITHSCAL',
      'ENTERPRISEPACK',
      'discontinued',
      'equivalence.discontinued-documented-loses',
      true,
    ],
    [
      'C10 the suite without Teams',
      'SPE_E3',
      'Microsoft_365_E3_(no_Teams)',
      'discontinued',
      'equivalence.closed-documented-loses',
      true,
    ],
    ['C10 a smaller suite', 'SPE_E3', 'SPB', 'discontinued', 'equivalence.closed-loses', true],
    ['L10 two programmes', 'STANDARDPACK', 'SPB', 'discontinued', 'equivalence.ask-programme', true],
    [
      'R6 Project Online has ended',
      'PROJECTPREMIUM',
      'PROJECTPROFESSIONAL',
      'discontinued',
      'equivalence.retired-documented',
      true,
    ],
    ['R6 nothing left but Skype', 'MCOSTANDARD', 'SPB', 'discontinued', 'equivalence.service-ended', true],
  ];
  for (const [title, original, target, kind, code, confirm] of table) {
    it(`when ${title} (${original} -> ${target}), then ${kind}`, () => {
      const e = judge(original, target);
      assert.deepEqual([e.kind, e.verdict.code, e.needsConfirmation], [kind, code, confirm]);
      assert.equal(e.reassignment, kind !== 'same');
    });
  }

  for (const [title, original, target, kind, code] of [
    ['the original is missing', null, sku('SPB').skuId, 'unknown', 'equivalence.unknown-original'],
    ['the target is missing', sku('SPB').skuId, null, 'unknown', 'equivalence.unknown-target'],
    ['the original is not in the table', GONE, sku('SPB').skuId, 'unknown', 'equivalence.original-not-in-table'],
    ['the target is not in the table', sku('SPB').skuId, GONE, 'unknown', 'equivalence.target-not-in-table'],
    ['R4 both are the same id that is not in the table', GONE, GONE.toUpperCase(), 'same', 'equivalence.same'],
  ] as const) {
    it(`when ${title}, then ${kind}`, () => {
      const e = judgeEquivalence(facts, original, target);
      assert.deepEqual([e.kind, e.verdict.code, e.needsConfirmation], [kind, code, kind === 'unknown']);
    });
  }

  for (const [title, original, target, also] of [
    [
      'C10 another offer is closed to new customers',
      'O365_BUSINESS_ESSENTIALS',
      'ENTERPRISEPACK',
      ['target-end-of-sale-unconfirmed'],
    ],
    [
      'C10 a documented replacement is closed itself',
      'ENTERPRISEWITHSCAL',
      'ENTERPRISEPREMIUM',
      ['target-end-of-sale-unconfirmed'],
    ],
    [
      'L10 it is closed in one of its two programs',
      'O365_BUSINESS_ESSENTIALS',
      'STANDARDPACK',
      ['target-end-of-sale-unconfirmed'],
    ],
    ['C10 the other offer is open', 'O365_BUSINESS_ESSENTIALS', 'SPB', []],
    ['C10 the closed offer is the same', 'ENTERPRISEPACK', 'ENTERPRISEPACK', []],
    ['R6 a part of the original was switched off', 'PROJECTPROFESSIONAL', 'PROJECT_PLAN3_DEPT', ['part-ended']],
    ['R6 the original itself was switched off', 'PROJECTPREMIUM', 'PROJECTPROFESSIONAL', []],
  ] as const) {
    it(`when ${title} (${original} -> ${target}), then it is told besides: ${also.join() || 'nothing'}`, () => {
      assert.deepEqual(
        judge(original, target).also.map((v) => [v.code, v.severity]),
        also.map((code) => [`equivalence.${code}`, 'warn']),
      );
    });
  }

  for (const [today, same, other] of [
    ['2025-09-30', 'equivalence.same', 'equivalent'],
    ['2025-10-01', 'equivalence.same-end-of-sale', 'equivalent'],
    ['2026-09-29', 'equivalence.same-end-of-sale', 'equivalent'],
    ['2026-09-30', 'equivalence.same-service-retired', 'discontinued'],
    ['2026-11-20', 'equivalence.same-service-retired', 'discontinued'],
  ] as const) {
    it(`when R6 it is ${today}, then the dates of Project Online decide: ${same}`, () => {
      const { skuId } = sku('PROJECTPREMIUM');
      assert.equal(judgeEquivalence(facts, skuId, skuId, day(today)).verdict.code, same);
      const e = judgeEquivalence(facts, skuId, sku('PROJECTPROFESSIONAL').skuId, day(today));
      assert.equal(e.kind, other);
      if (other === 'discontinued') assert.equal(e.verdict.params.date, '2026-09-30');
      const plan3 = sku('PROJECTPROFESSIONAL').skuId;
      const part = judgeEquivalence(facts, plan3, plan3, day(today)).verdict.code;
      assert.equal(part, today < '2026-09-30' ? 'equivalence.same' : 'equivalence.same-part-ended');
    });
  }

  for (const [title, original, target, confirmable] of [
    ['I10 the target is for another cloud', 'ENTERPRISEPACK', 'ENTERPRISEPACK_GOV', false],
    ['L6 the target is for other people', 'ENTERPRISEPACK', 'ENTERPRISEPACKPLUS_FACULTY', false],
    ['R6 the target is no longer sold', 'O365_BUSINESS_ESSENTIALS', 'ENTERPRISEWITHSCAL', false],
    ['R6 the target was switched off', 'O365_BUSINESS_ESSENTIALS', 'PROJECTPREMIUM', false],
    ['E2 the target loses data', 'EXCHANGESTANDARD', 'EXCHANGEDESKLESS', true],
  ] as const) {
    it(`when ${title}, then a person ${confirmable ? 'may' : 'cannot'} accept it`, () => {
      const e = judge(original, target);
      assert.deepEqual([e.needsConfirmation, e.confirmable], [true, confirmable]);
    });
  }

  it('when E1 an offer holds only a carrier and nothing that ended, then nobody knows what it contains', () => {
    const emptied = factsWith({ ...sku('SPB'), plans: sku('SPB').plans.filter((p) => p.isCarrier) });
    const { kind, verdict } = judgeEquivalence(emptied, sku('SPB').skuId, sku('SPE_E3').skuId);
    assert.deepEqual([kind, verdict.code, verdict.severity], ['unknown', 'equivalence.contents-unknown', 'ask']);
  });

  it('when E2 several services are lost, then the sentence counts and names what the list shows', () => {
    const e = judge('SPB', 'Office_365_w/o_Teams_Bundle_Business_Premium');
    const named = String(e.verdict.params.services).split('\n');
    assert.deepEqual(named, [...new Set(e.lost.map((p) => p.planName))]);
    assert.equal(e.verdict.params.count, named.length);
    assert.ok(named.length > 1);
  });

  it('when two SKUs share a name, then the part numbers are told', () => {
    const { params } = judge('SMB_BUSINESS_ESSENTIALS', 'O365_BUSINESS_ESSENTIALS').verdict;
    assert.match(String(params.original), /SMB_BUSINESS_ESSENTIALS/);
    assert.match(String(params.target), /O365_BUSINESS_ESSENTIALS/);
  });
});

describe('equivalence: what is lost', () => {
  const lost = (original: string, target: string) =>
    judge(original, target).lost.map((p) => `${p.dataClass}${p.reduced ? ' smaller' : ''}`);

  it('when Business Premium moves to E3, then the archive add-on is covered by Exchange Plan 2', () => {
    assert.ok(sku('SPB').plans.some((p) => p.name === 'EXCHANGE_S_ARCHIVE_ADDON'));
    assert.deepEqual(
      lost('SPB', 'SPE_E3').filter((c) => c.startsWith('exchange')),
      [],
    );
  });
  it('when Exchange Plan 2 moves to Plan 1, then the mailbox gets smaller and the archive is lost', () => {
    assert.deepEqual(lost('EXCHANGEENTERPRISE', 'EXCHANGESTANDARD'), ['exchange-archive', 'exchange-mailbox smaller']);
  });
  it('when E3 loses Teams, then that is a medium loss that a named person confirms', () => {
    const e = judge('ENTERPRISEPACK', 'Office_365_E3_(no_Teams)');
    assert.deepEqual([e.lost[0]?.dataClass, e.lost[0]?.weight, e.needsConfirmation], ['teams', 'medium', true]);
    assert.match(String(e.verdict.params.replacement), /Microsoft Teams Enterprise/);
  });
  it('when C10 Teams alone would replace a suite, then it is not taken for the documented pair', () => {
    const e = judge('ENTERPRISEPACK', 'Microsoft_Teams_Enterprise_New');
    assert.deepEqual([e.kind, e.verdict.code], ['discontinued', 'equivalence.closed-loses']);
  });
  it('when Project Plan 3 moves to Planner Plan 1, then the plans get smaller', () => {
    assert.ok(lost('PROJECTPROFESSIONAL', 'PROJECT_P1').includes('project-web smaller'));
  });
  it('when Project Online data was held, then no offer keeps it, not even one that lists the plan', () => {
    assert.ok(sku('PROJECTPROFESSIONAL').plans.some((p) => p.name === 'SHAREPOINT_PROJECT'));
    const e = judge('PROJECTPREMIUM', 'PROJECTPROFESSIONAL');
    assert.deepEqual(
      e.ended.map((p) => [p.dataClass, p.weight]),
      [['project-online', 'high']],
    );
    assert.ok(
      e.lost.every((p) => p.dataClass !== 'project-online'),
      'the target is not to blame',
    );
  });
  it('when a mailbox is lost, then its retention is told, and none for a smaller one', () => {
    const gone = judge('EXCHANGESTANDARD', 'MCOEV').lost.find((p) => p.dataClass === 'exchange-mailbox');
    assert.equal(gone?.retentionDays, 30);
    const smaller = judge('EXCHANGESTANDARD', 'EXCHANGEDESKLESS').lost.find((p) => p.dataClass === 'exchange-mailbox');
    assert.equal(smaller?.retentionDays, null);
  });
  it('when several classes are lost, then the heaviest come first', () => {
    const order = ['high', 'medium', 'low'];
    const weights = judge('SPE_E5', 'MCOEV').lost.map((p) => order.indexOf(p.weight));
    assert.deepEqual(weights, [...weights].sort());
    assert.ok(weights.includes(0) && weights.includes(1) && weights.includes(2));
  });
  it('when desktop apps are lost, then they are marked as holding no data', () => {
    const apps = judge('O365_BUSINESS_PREMIUM', 'O365_BUSINESS_ESSENTIALS').lost.find(
      (p) => p.dataClass === 'desktop-apps',
    );
    assert.deepEqual([apps?.weight, apps?.holdsData], ['low', false]);
  });
});

describe('equivalence: for any pair of offers', () => {
  const any = fc.constantFrom(...facts.skus);
  const suite = fc.constantFrom(...facts.skus.filter((s) => s.plans.length >= 10));
  const rank = { same: 0, equivalent: 1, discontinued: 2, different: 3, unknown: 4 } as const;

  it('when R4 an offer is compared with itself, then it is the same and nothing is lost', () => {
    for (const s of facts.skus) {
      const e = judgeEquivalence(facts, s.skuId, ` ${s.skuId.toUpperCase()} `);
      assert.deepEqual([e.kind, e.lost.length, e.reassignment], ['same', 0, false], s.partNumber);
    }
  });
  it('when R4 two offers are swapped, then "same" stays, and never for two ids', () => {
    holds(
      fc.property(any, any, (a, b) => {
        const there = judgeEquivalence(facts, a.skuId, b.skuId).kind === 'same';
        assert.equal(there, judgeEquivalence(facts, b.skuId, a.skuId).kind === 'same');
        assert.equal(there, a.skuId === b.skuId);
      }),
      { numRuns: 500 },
    );
  });
  it('when a high or medium class is lost or nothing is known, then a named person has to confirm', () => {
    holds(
      fc.property(any, any, (a, b) => {
        const e = judgeEquivalence(facts, a.skuId, b.skuId);
        if (e.kind === 'unknown' || e.lost.some((p) => p.weight !== 'low')) assert.ok(e.needsConfirmation);
        if (e.kind === 'equivalent') assert.ok(!e.needsConfirmation && e.reassignment);
      }),
      { numRuns: 500 },
    );
  });
  it('when a data-holding plan is taken from the target, then the verdict never gets better', () => {
    holds(
      fc.property(suite, suite, fc.nat(), (original, target, pick) => {
        const holding = target.plans.filter((p) => p.capabilities.length > 0);
        const removed = holding[pick % Math.max(holding.length, 1)];
        const smaller: Sku = { ...target, plans: target.plans.filter((p) => p !== removed) };
        const before = judgeEquivalence(facts, original.skuId, target.skuId);
        const after = judgeEquivalence(factsWith(smaller), original.skuId, target.skuId);
        assert.ok(after.lost.length >= before.lost.length);
        assert.ok(Number(after.needsConfirmation) >= Number(before.needsConfirmation));
        if (before.kind === 'different' || before.kind === 'discontinued')
          assert.ok(rank[after.kind] >= rank.discontinued);
      }),
      { numRuns: 1000 },
    );
  });
  it('when the target has all plans of the original, then nothing is lost but what ended for everybody', () => {
    holds(
      fc.property(suite, suite, (original, target) => {
        const both: Sku = { ...target, plans: [...target.plans, ...original.plans] };
        const lost = lostPlans(original, both, facts.dataClass);
        assert.ok(lost.every((p) => facts.dataClass(p.dataClass)?.endedOn !== null));
      }),
    );
  });
});
