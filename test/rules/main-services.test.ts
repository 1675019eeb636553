import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeEquivalence, proposeTargets } from '../../services/rules/equivalence.ts';
import { FACT_FILES } from '../../services/rules/fact-files.ts';
import { missingMainServices } from '../../services/rules/main-functions.ts';
import { countedPlans } from '../../services/rules/plan-loss.ts';
import { loadSkuFacts, type ServicePlan, type Sku } from '../../services/rules/sku-facts.ts';
import { SOLD_LICENCES, skuIdOf } from '../../services/sandbox/licences.ts';
import { STORIES } from '../../services/sandbox/stories.ts';
import { anOffer, facts, sku } from './builders.ts';
import { holds } from './property.ts';

const lacks = (original: string, target: string) =>
  missingMainServices(facts, sku(original), sku(target)).map((p) => p.title);

describe('the main services of an offer (E1)', () => {
  for (const [original, target, missing] of [
    ['VISIOCLIENT', 'SHAREPOINTSTANDARD', ['Visio Desktop App', 'Visio Web App']],
    ['VISIOCLIENT', 'PROJECT_P1', ['Visio Desktop App', 'Visio Web App']],
    ['VISIOCLIENT', 'O365_BUSINESS', ['Visio Desktop App', 'Visio Web App']],
    ['VISIOCLIENT', 'SPE_E5', ['Visio Desktop App', 'Visio Web App']],
    ['VISIOCLIENT', 'VISIOONLINE_PLAN1', ['Visio Desktop App']],
    ['VISIOONLINE_PLAN1', 'VISIOCLIENT', []],
    ['O365_BUSINESS', 'O365_BUSINESS_ESSENTIALS', ['Microsoft 365 Apps for business']],
    ['O365_BUSINESS_PREMIUM', 'O365_BUSINESS_ESSENTIALS', ['Microsoft 365 Apps for business']],
    ['OFFICESUBSCRIPTION', 'O365_BUSINESS', []],
    [
      'EMS',
      'INTUNE_A',
      [
        'Azure Information Protection Premium P1',
        'Microsoft Entra ID P1',
        'Microsoft Defender for Cloud Apps Discovery',
      ],
    ],
    ['EXCHANGESTANDARD', 'EXCHANGEENTERPRISE', []],
    ['POWER_BI_PRO', 'ENTERPRISEPREMIUM', []],
    ['SPB', 'SPE_E3', []],
    ['PROJECTPROFESSIONAL', 'PROJECT_P1', ['Project Online Desktop Client']],
    ['SPE_E3', 'DEVELOPERPACK_E5', ['Windows 10/11 Enterprise (Original)']],
  ] as const) {
    it(`when ${original} is replaced by ${target}, then ${missing.length === 0 ? 'none' : missing.join(' and ')} is missing`, () => {
      assert.deepEqual(lacks(original, target), missing);
    });
  }

  for (const [what, original, target, missing] of [
    [
      'the product is a plan nobody classified',
      'Microsoft_Sustainability_Manager_Premium',
      'Forms_Pro_USL',
      /Sustainability/,
    ],
    ['the product has only its Dataverse', 'Power_Automate_per_process', 'GUIDES_USER', /Process/i],
    [
      'the product beside its Dataverse is in a larger suite',
      'Power_Automate_per_process',
      'DYN365_ENTERPRISE_PLAN1',
      /Process/i,
    ],
    ['two plans are the product', 'Intelligent_Content_Services', 'DYN365_RETAIL', /Syntex/],
    [
      'its Dataverse is told by its id',
      'D365_FIELD_SERVICE_CONTRACTOR',
      'Dynamics_365_for_Operations',
      /Field Service/i,
    ],
    ['a bundle of plans nobody classified is lost', 'M365_A5_SUITE_COMPONENTS_FACULTY', 'INTUNE_A', /Insider Risk/],
    ['the product is in no suite', 'POWER_BI_INDIVIDUAL_USER', 'SPE_E5', /Power BI Information/],
    ['a small data service is the product', 'Clipchamp_Premium', 'OFFICEBASIC', /Clipchamp/],
    ['the smaller of two is the product', 'Clipchamp_Premium', 'Clipchamp_Standard', /Clipchamp Premium/],
  ] as const) {
    it(`when E1 ${what} (${original} -> ${target}), then it stops and is named`, () => {
      const e = judgeEquivalence(facts, sku(original).skuId, sku(target).skuId);
      assert.deepEqual([e.kind, e.verdict.severity, e.needsConfirmation], ['different', 'stop', true]);
      assert.match(String(e.verdict.params.services), missing);
    });
  }
  for (const [what, original, target] of [
    ['extras of a suite', 'Microsoft_365_Business_Basic_EEA_(no_Teams)', 'SPE_E3'],
    ['the same service under another id', 'OFFICESUBSCRIPTION_STUDENT', 'OFFICESUBSCRIPTION'],
    ['a directory service that a larger one contains', 'M365EDU_A1', 'EMS'],
    ['the carrier of directory attributes', 'MCOEV', 'BUSINESS_VOICE'],
    ['a small data service beside a larger one', 'EXCHANGESTANDARD', 'EXCHANGEENTERPRISE'],
  ] as const) {
    it(`when E1 only ${what} is missing (${original} -> ${target}), then nothing of the product is`, () => {
      assert.deepEqual(lacks(original, target), []);
    });
  }

  it('when E1 any two offers are called equivalent, then no plan that tells the product is missing', () => {
    const holds = (target: Sku, { id, service }: ServicePlan) =>
      target.plans.some(
        (p) =>
          p.id === id || (service !== null && p.service?.name === service.name && p.service.level >= service.level),
      );
    const bare = facts.servicePlans.filter((p) => p.capabilities.length === 0 && !p.isExtra);
    const rarePlans = new Set(bare.filter((p) => facts.skus.filter((s) => holds(s, p)).length <= 3));
    assert.ok(rarePlans.size > 50);
    for (const original of facts.skus) {
      const rare = countedPlans(original).filter((p) => rarePlans.has(p));
      for (const target of facts.skus) {
        const missing = rare.filter((p) => !holds(target, p)).map((p) => p.name);
        if (missing.length === 0) continue;
        const { kind } = judgeEquivalence(facts, original.skuId, target.skuId);
        assert.notEqual(kind, 'equivalent', `${original.partNumber} -> ${target.partNumber}: ${missing}`);
      }
    }
  });
  it('when E1 an offer is nothing but its Dataverse, then only one that has the same is equivalent', () => {
    const underlay = (p: ServicePlan) => p.capabilities.some((c) => facts.dataClass(c.dataClass)?.isUnderlay === true);
    const alone = facts.skus.filter((s) => countedPlans(s).length > 0 && countedPlans(s).every(underlay));
    assert.ok(alone.length > 0);
    for (const original of alone) {
      const ids = new Set(countedPlans(original).map((p) => p.id));
      for (const target of facts.skus) {
        const { kind } = judgeEquivalence(facts, original.skuId, target.skuId);
        if (kind === 'equivalent')
          assert.ok(
            target.plans.some((p) => ids.has(p.id)),
            target.partNumber,
          );
      }
    }
  });

  it('when R3 the main service is missing, then the offer is different, stops, and the service is named', () => {
    const { kind, verdict, needsConfirmation } = judgeEquivalence(
      facts,
      sku('VISIOCLIENT').skuId,
      sku('SHAREPOINTSTANDARD').skuId,
    );
    assert.deepEqual(
      [kind, verdict.code, verdict.severity, needsConfirmation],
      ['different', 'equivalence.other-services', 'stop', true],
    );
    assert.match(String(verdict.params.services), /Visio Desktop App/);
  });
  it('when R6 the original is no longer sold and the target lacks its main service, then that is told too', () => {
    const { kind, verdict } = judgeEquivalence(facts, sku('MIDSIZEPACK').skuId, sku('O365_BUSINESS_ESSENTIALS').skuId);
    assert.deepEqual([kind, verdict.severity], ['discontinued', 'stop']);
    assert.match(String(verdict.params.services), /Apps for enterprise/);
  });
  it('when R6 the target itself is no longer sold, then it stops', () => {
    const { verdict } = judgeEquivalence(facts, sku('O365_BUSINESS_ESSENTIALS').skuId, sku('ENTERPRISEWITHSCAL').skuId);
    assert.deepEqual([verdict.code, verdict.severity], ['equivalence.target-not-sold', 'stop']);
  });
  it('when E1 a service is new and nobody has classified it, then losing it stops', () => {
    const premium = sku('Clipchamp_Premium_Add_on').plans[0];
    const unseen = loadSkuFacts({ ...FACT_FILES.skus(), plansToClassify: [premium?.id ?? ''] });
    const holder = unseen.skus.find((s) => s.partNumber === 'Clipchamp_Premium');
    const { verdict } = judgeEquivalence(unseen, holder?.skuId ?? null, sku('Clipchamp_Standard').skuId);
    assert.deepEqual([verdict.code, verdict.severity], ['equivalence.loses-medium', 'stop']);
  });

  it('when a plan is taken from the target, then a main service that was missing stays missing', () => {
    const any = fc.constantFrom(...facts.skus);
    holds(
      fc.property(any, any, fc.nat(), (original, target, pick) => {
        const removed = target.plans[pick % Math.max(target.plans.length, 1)];
        const smaller: Sku = { ...target, plans: target.plans.filter((p) => p !== removed) };
        if (missingMainServices(facts, original, target).length === 0) return;
        assert.ok(missingMainServices(facts, original, smaller).length > 0);
      }),
      { numRuns: 1000 },
    );
  });
  it('when an offer is compared with itself, then no main service is missing', () => {
    for (const s of facts.skus) assert.deepEqual(missingMainServices(facts, s, s), [], s.partNumber);
  });
});

describe('what a salesperson is shown (R3, R6, C10)', () => {
  const catalogue = SOLD_LICENCES.map(({ partNumber, title, addonOf }) =>
    anOffer(partNumber, { title, isAddon: addonOf.length > 0 }),
  );
  const shown = (skuId: string, without: readonly string[] = []) => {
    const left = catalogue.filter((o) => !without.includes(facts.find(o.skuId)?.partNumber ?? ''));
    return proposeTargets(facts, skuId, left);
  };
  const names = (partNumber: string, without: readonly string[] = []) =>
    shown(sku(partNumber).skuId, without).map((p) => facts.find(p.skuId)?.partNumber);
  const originals = new Set([
    ...SOLD_LICENCES.map((l) => l.skuId),
    ...STORIES.flatMap((s) => s.originals.map((o) => skuIdOf(o.partNumber))),
  ]);

  for (const skuId of originals) {
    const original = facts.find(skuId);
    it(`when the original is ${original?.name} (${original?.partNumber}), then nothing without its main service is proposed beside better ones`, () => {
      const proposals = shown(skuId);
      assert.ok(proposals.length > 0);
      for (const { skuId: id, equivalence, documented } of proposals) {
        const target = facts.find(id);
        if (original === null || target === null || id === skuId || documented) continue;
        const missing = missingMainServices(facts, original, target).map((p) => p.title);
        assert.deepEqual(missing, [], target.name);
        if (equivalence.kind === 'equivalent') assert.ok(equivalence.lost.every((p) => p.weight === 'low'));
      }
    });
  }

  it('when Visio Plan 2 is sold, then it alone is proposed for itself', () => {
    assert.deepEqual(names('VISIOCLIENT'), ['VISIOCLIENT']);
  });
  it('when Visio Plan 2 is not sold, then what brings most of it comes first, and as different', () => {
    const [first] = shown(sku('VISIOCLIENT').skuId, ['VISIOCLIENT']);
    assert.deepEqual(
      [facts.find(first?.skuId ?? '')?.partNumber, first?.equivalence.kind],
      ['VISIOONLINE_PLAN1', 'different'],
    );
  });
  it('when SharePoint is replaced, then Planner, bought for something else, is not among the first', () => {
    assert.deepEqual(names('SHAREPOINTSTANDARD').slice(0, 3), [
      'SHAREPOINTSTANDARD',
      'SHAREPOINTENTERPRISE',
      'O365_BUSINESS_ESSENTIALS',
    ]);
    assert.ok(!names('SHAREPOINTSTANDARD').includes('PROJECT_P1'));
  });
  it('when an offer for everybody is replaced, then frontline offers are not proposed beside others', () => {
    for (const part of ['EMS', 'AAD_PREMIUM', 'INTUNE_A', 'TEAMS_ESSENTIALS_AAD', 'Microsoft_Teams_EEA_New']) {
      assert.ok(!names(part).some((p) => ['SPE_F1', 'M365_F1_COMM', 'DESKLESSPACK'].includes(p ?? '')), part);
    }
    assert.ok(names('DESKLESSPACK').includes('SPE_F1'));
  });
  it('when C10 offers closed to new customers cover it as well, then the open ones come first', () => {
    assert.deepEqual(names('O365_BUSINESS_ESSENTIALS').slice(0, 3), [
      'O365_BUSINESS_ESSENTIALS',
      'O365_BUSINESS_PREMIUM',
      'SPB',
    ]);
  });
  it('when Power BI Pro is replaced, then the suites that contain it are proposed', () => {
    assert.ok(names('POWER_BI_PRO').includes('Office_365_w/o_Teams_Bundle_E5'));
  });
  it('when R6 Office 365 E4 is replaced, then E5 comes before E3, both documented', () => {
    assert.deepEqual(names('ENTERPRISEWITHSCAL').slice(0, 2), ['ENTERPRISEPREMIUM', 'ENTERPRISEPACK']);
  });
  it('when R6 Project Online is replaced, then only its two documented successors are proposed', () => {
    assert.deepEqual(names('PROJECTPREMIUM'), ['PROJECTPROFESSIONAL', 'PROJECT_P1']);
  });
});
