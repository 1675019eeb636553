import assert from 'node:assert/strict';
import type { Original } from '../../services/moves/move.ts';
import { judgeCredit } from '../../services/rules/credit.ts';
import { judgeAgreement, judgeEligibility } from '../../services/rules/eligibility.ts';
import { judgeEquivalence, proposeTargets } from '../../services/rules/equivalence.ts';
import { judgeLifecycle } from '../../services/rules/lifecycle.ts';
import { choosePaths } from '../../services/rules/path.ts';
import { judgeRegion } from '../../services/rules/region.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import { judgeSeats } from '../../services/rules/seats.ts';
import type { Verdict } from '../../services/rules/verdict.ts';
import { aMove, anOffer, anOriginal, aSubscription, aTarget, day, facts, sku, someone } from './builders.ts';

const TODAY = day('2026-11-20');
const SPB = sku('SPB').skuId;

/** Every field a rule reads, taken away one by one: a verdict of the rule asks for it, and none claims anything instead. */
const MISSING: readonly [rule: string, field: string, verdicts: () => readonly Verdict[], code: string][] = [
  [
    'region',
    'partnerCountry',
    () => [judgeRegion({ partnerCountry: null, tenantCountry: 'IT' })],
    'region.partner-unknown',
  ],
  [
    'region',
    'tenantCountry',
    () => [judgeRegion({ partnerCountry: 'IT', tenantCountry: null })],
    'region.tenant-unknown',
  ],
  [
    'agreement',
    'status',
    () => [judgeAgreement({ status: 'unknown', acceptedOn: null, source: null }, '2026-11-20')],
    'agreement.ask',
  ],
  ['eligibility', 'vetting', () => judgeEligibility({ vetting: null, qualifications: [] }), 'eligibility.ask-vetting'],
  [
    'eligibility',
    'qualifications',
    () => judgeEligibility({ vetting: 'Allowed', qualifications: null }),
    'eligibility.ask-qualification',
  ],
  ['credit', 'delegatedSupport', () => judgeCredit([anOriginal()], 'unknown', '2026-11-20'), 'credit.ask-delegated'],
  [
    'credit',
    'source (which account)',
    () => judgeCredit([anOriginal({ source: 'direct-unknown' })], 'yes', '2026-11-20'),
    'credit.ask-billing-account',
  ],
  ['lifecycle', 'endDate', () => lifecycle({ endDate: null }), 'lifecycle.ask-end-date'],
  ['lifecycle', 'autoRenew', () => lifecycle({ autoRenew: null }), 'lifecycle.ask-auto-renew'],
  ['lifecycle', 'termStart', () => lifecycle({ source: 'partner-nce', termStart: null }), 'lifecycle.ask-term-start'],
  ['lifecycle', 'source', () => lifecycle({ source: null }), 'lifecycle.ask-source'],
  [
    'lifecycle',
    'source (which commerce)',
    () => lifecycle({ source: 'partner-unknown' }),
    'lifecycle.ask-partner-commerce',
  ],
  [
    'lifecycle',
    'source (which account)',
    () => lifecycle({ source: 'direct-unknown' }),
    'lifecycle.ask-billing-account',
  ],
  ['path', 'source', () => paths({ source: null }), 'path.ask-source'],
  ['path', 'source (which commerce)', () => paths({ source: 'partner-unknown' }), 'path.ask-new-commerce'],
  ['path', 'source (which account)', () => paths({ source: 'direct-unknown' }), 'path.money-direct-unknown'],
  ['path', 'endDate', () => paths({ endDate: null }), 'path.need-end-date'],
  ['equivalence', 'original SKU', () => [judgeEquivalence(facts, null, SPB).verdict], 'equivalence.unknown-original'],
  ['equivalence', 'target SKU', () => [judgeEquivalence(facts, SPB, null).verdict], 'equivalence.unknown-target'],
  ['seats', 'assignedSeats', () => seats({ assignedSeats: null }), 'seats.ask-assigned'],
];

describe('a missing fact', () => {
  for (const [rule, field, verdicts, code] of MISSING) {
    it(`when ${rule} lacks ${field}, then it is asked for: ${code}`, () => {
      assert.equal(verdicts().find((v) => v.code === code)?.severity, 'ask');
    });
  }

  it('when region lacks the cloud, then the countries decide and it is noted', () => {
    assert.equal(judgeRegion({ partnerCountry: 'IT', tenantCountry: 'IT', cloud: null }).severity, 'note');
    assert.equal(judgeRegion({ partnerCountry: 'IT', tenantCountry: 'US', cloud: null }).severity, 'stop');
  });
  it('when agreement lacks the date, then it is accepted without one', () => {
    assert.equal(
      judgeAgreement({ status: 'accepted', acceptedOn: null, source: null }, '2026-11-20').code,
      'agreement.accepted-undated',
    );
  });
  it('when proposals lack the original SKU, then nothing is proposed', () => {
    assert.deepEqual(proposeTargets(facts, null, [anOffer('SPB')]), []);
  });
  it('when proposals lack the catalogue, then none of them can be ordered', () => {
    const proposals = proposeTargets(facts, SPB, []);
    assert.ok(proposals.length > 0 && proposals.every((p) => p.catalogSku === null));
  });
  it('when seats lack target, path, SKU, catalogue or limits of the offer, then nothing is claimed about them', () => {
    assert.deepEqual(seats({ target: null }), []);
    assert.deepEqual(overall({ skuId: null, seats: 400, target: aTarget({ seats: 200 }) }), []);
    const open = [anOffer('SPB', { catalogSku: 'P:1', minimumSeats: null, maximumSeats: null })];
    const { byOriginal } = judgeSeats([anOriginal({ target: aTarget() })], { catalogue: open });
    assert.deepEqual(
      byOriginal.get('o1')?.map((v) => v.code),
      ['seats.unchanged'],
    );
    assert.deepEqual(seats({ target: aTarget({ catalogSku: null }) }), [], 'only the ok verdict');
  });
  it('when seats lack the path, then buying anew, the heavier case, is counted', () => {
    assert.deepEqual(overall({ path: null, seats: 200, target: aTarget({ seats: 200 }) }), [
      'seats.family-cap-overlap',
    ]);
  });

  for (const [fact, facts] of [
    ['the end date', { originals: [anOriginal({ endDate: null })] }],
    ['the day of the invitation', { relationship: { ...invitation(), invited: { value: true, by: someone, at: '' } } }],
    ['the end and the last day to cancel of the new subscription', targets({ endDate: null, cancellableUntil: null })],
    [
      'the day of the verification',
      { originals: [anOriginal({ endDate: null })], ...targets({ endDate: null, cancellableUntil: null }) },
    ],
  ] as const) {
    it(`when the reminder plan lacks ${fact}, then nothing is planned from it`, () => {
      assert.deepEqual(planReminders(aMove(facts), TODAY), []);
    });
  }
});

describe('contradictory and malformed facts', () => {
  it('when the term ends before it begins, then both dates are told and asked for', () => {
    const [verdict] = lifecycle({ termStart: '2027-06-01', endDate: '2027-05-31' });
    assert.deepEqual([verdict?.code, verdict?.severity], ['lifecycle.end-before-start', 'ask']);
    assert.deepEqual([verdict?.params.start, verdict?.params.end], ['2027-06-01', '2027-05-31']);
  });
  it('when a term ends on the day it begins, then that is possible', () => {
    assert.ok(
      lifecycle({ termStart: '2027-06-01', endDate: '2027-06-01' }).every(
        (v) => v.code !== 'lifecycle.end-before-start',
      ),
    );
  });
  it('when more seats are assigned than there are, then both numbers are told and asked for', () => {
    const verdict = judgeSeats([anOriginal({ seats: 5, assignedSeats: 6 })]).byOriginal.get('o1')?.[0];
    assert.deepEqual([verdict?.code, verdict?.severity], ['seats.assigned-above-total', 'ask']);
    assert.deepEqual([verdict?.params.assigned, verdict?.params.seats], [6, 5]);
  });

  for (const [written, code] of [
    ['it', 'region.same-market'],
    [' It ', 'region.same-market'],
    ['Italy', 'region.tenant-malformed'],
    ['ITA', 'region.tenant-malformed'],
    ['uk', 'region.same-market'],
    ['su', 'region.tenant-obsolete'],
    ['YU', 'region.tenant-obsolete'],
  ] as const) {
    it(`when the country is written "${written}", then ${code}`, () => {
      assert.equal(judgeRegion({ partnerCountry: 'IT', tenantCountry: written }).code, code);
    });
  }

  for (const [title, id] of [
    ['in capitals', SPB.toUpperCase()],
    ['with spaces', `  ${SPB} `],
  ] as const) {
    it(`when a SKU id is ${title}, then every rule takes it for the same offer`, () => {
      assert.equal(judgeEquivalence(facts, id, SPB).kind, 'same');
      assert.equal(judgeEquivalence(facts, SPB, id).kind, 'same');
      assert.equal(judgeEquivalence(facts, id, sku('SPE_E3').skuId).kind, 'equivalent');
      assert.equal(proposeTargets(facts, id, [anOffer('SPB')])[0]?.equivalence.kind, 'same');
      assert.deepEqual(overall({ skuId: id, seats: 200, target: aTarget({ skuId: id, seats: 200 }) }), [
        'seats.family-cap-overlap',
      ]);
    });
  }
  for (const id of ['', '   ', '\n', '00000000-0000-0000-0000-000000000000']) {
    it(`when a SKU id is "${id}", which is none, then it counts as missing`, () => {
      assert.equal(judgeEquivalence(facts, id, SPB).verdict.code, 'equivalence.unknown-original');
      assert.equal(judgeEquivalence(facts, SPB, id).verdict.code, 'equivalence.unknown-target');
      assert.equal(judgeEquivalence(facts, id, id).kind, 'unknown');
      assert.deepEqual(proposeTargets(facts, id, []), []);
    });
  }
  for (const id of ['SPE_E3', 'null', '__proto__', 'constructor', 'Microsoft 365 F1', `{${SPB}}`, `\u200b${SPB}`]) {
    it(`when "${id}", which is no SKU id, stands on both sides, then it is not taken for the same offer`, () => {
      const { kind, verdict, needsConfirmation } = judgeEquivalence(facts, id, id);
      assert.deepEqual([kind, verdict.code, needsConfirmation], ['unknown', 'equivalence.original-not-in-table', true]);
      assert.deepEqual(proposeTargets(facts, id, [anOffer('SPB')]), []);
      assert.deepEqual(proposeTargets(facts, id, []), []);
    });
  }
  for (const id of ['SPB', 'not an id', '00000000-0000-4000-8000-00000000dead']) {
    it(`when a SKU id is "${id}", which is not known, then a person decides`, () => {
      const there = judgeEquivalence(facts, id, SPB);
      const back = judgeEquivalence(facts, SPB, id);
      assert.deepEqual([there.kind, there.verdict.code], ['unknown', 'equivalence.original-not-in-table']);
      assert.deepEqual([back.kind, back.verdict.code], ['unknown', 'equivalence.target-not-in-table']);
      assert.ok(there.needsConfirmation && back.needsConfirmation);
    });
  }
});

function lifecycle(overrides: Partial<Original>): readonly Verdict[] {
  return judgeLifecycle(anOriginal(overrides), TODAY).verdicts;
}

function paths(overrides: Partial<Original>): readonly Verdict[] {
  return choosePaths(anOriginal(overrides), TODAY).flatMap((p) => p.verdicts);
}

function seats(overrides: Partial<Original>): readonly Verdict[] {
  const verdicts = judgeSeats([anOriginal(overrides)]).byOriginal.get('o1') ?? [];
  return verdicts.filter((v) => v.severity !== 'ok');
}

function overall(overrides: Partial<Original>): readonly string[] {
  return judgeSeats([anOriginal(overrides)]).overall.map((v) => v.code);
}

function invitation() {
  return {
    status: 'none',
    invitationUrl: null,
    invited: null,
    acceptedAt: null,
    delegatedSupport: 'unknown',
    delegatedUntil: null,
  } as const;
}

function targets(overrides: Parameters<typeof aSubscription>[0]) {
  const subscriptions = [aSubscription(overrides)];
  return {
    provisioning: {
      state: 'verified',
      requested: null,
      order: null,
      quote: null,
      approval: null,
      before: null,
      subscriptions,
      verifiedAt: null,
    },
  } as const;
}
