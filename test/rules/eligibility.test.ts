import assert from 'node:assert/strict';
import { STEP_IDS } from '../../services/moves/move.ts';
import { judgeCredit } from '../../services/rules/credit.ts';
import { judgeAgreement, judgeEligibility } from '../../services/rules/eligibility.ts';
import { rolesFor } from '../../services/rules/roles.ts';
import { heaviest } from '../../services/rules/verdict.ts';
import { anOriginal } from './builders.ts';

describe('agreement (C9, A1)', () => {
  for (const [status, acceptedOn, code, severity] of [
    ['accepted', '2026-11-10', 'agreement.accepted', 'ok'],
    ['accepted', '2026-11-10T12:00:00Z', 'agreement.accepted', 'ok'],
    ['accepted', null, 'agreement.accepted-undated', 'ok'],
    ['accepted', '10/11/2026', 'agreement.ask-date', 'ask'],
    ['accepted', '2026-02-30', 'agreement.ask-date', 'ask'],
    ['not-accepted', null, 'agreement.not-accepted', 'stop'],
    ['unknown', null, 'agreement.ask', 'ask'],
  ] as const) {
    it(`when ${status} on ${acceptedOn}, then ${code}`, () => {
      const verdict = judgeAgreement({ status, acceptedOn, source: null });
      assert.deepEqual([verdict.code, verdict.severity], [code, severity]);
    });
  }
});

describe('eligibility', () => {
  for (const [vetting, code, severity] of [
    ['Allowed', 'eligibility.vetting-allowed', 'ok'],
    ['UnderReview', 'eligibility.vetting-under-review', 'stop'],
    ['under review', 'eligibility.vetting-under-review', 'stop'],
    ['NotAllowed', 'eligibility.vetting-not-allowed', 'stop'],
    ['Unknown', 'eligibility.vetting-unknown', 'stop'],
    ['Not Ready', 'eligibility.vetting-not-ready', 'warn'],
    ['SomethingNew', 'eligibility.vetting-other', 'ask'],
    ['', 'eligibility.ask-vetting', 'ask'],
    [null, 'eligibility.ask-vetting', 'ask'],
  ] as const) {
    it(`when A1 the vetting status is ${vetting}, then ${code}`, () => {
      const [verdict] = judgeEligibility({ vetting, qualifications: [] });
      assert.deepEqual([verdict?.code, verdict?.severity], [code, severity]);
    });
  }

  for (const [rule, qualifications, codes] of [
    ['L6', [], ['eligibility.commercial']],
    ['L6', ['None'], ['eligibility.commercial']],
    ['L6', ['Education'], ['eligibility.education']],
    ['L6', ['InReview'], ['eligibility.education-in-review']],
    ['L6', ['Not an education customer'], ['eligibility.not-education']],
    ['L7', ['Nonprofit'], ['eligibility.nonprofit']],
    ['L8', ['GovernmentCommunityCloud', 'StateOwnedEntity'], ['eligibility.government', 'eligibility.state-owned']],
    ['L8', ['Martian'], ['eligibility.qualification-other']],
    ['L6', null, ['eligibility.ask-qualification']],
  ] as const) {
    it(`when ${rule} the qualifications are ${JSON.stringify(qualifications)}, then ${codes.join(', ')}`, () => {
      const [, ...verdicts] = judgeEligibility({ vetting: 'Allowed', qualifications });
      assert.deepEqual(
        verdicts.map((v) => v.code),
        codes,
      );
    });
  }

  it('when all is well, then nothing weighs', () => {
    assert.equal(heaviest(judgeEligibility({ vetting: 'Allowed', qualifications: [] })), 'ok');
  });
});

describe('credit', () => {
  const codes = (verdicts: readonly { code: string }[]) => verdicts.map((v) => v.code);

  for (const source of [
    'partner-nce',
    'partner-legacy',
    'partner-unknown',
    'enterprise-agreement',
    'open-or-other',
    'own',
    'other-tenant',
    null,
  ] as const) {
    it(`when C4 it was bought from ${source}, then there is no talk of a credit`, () => {
      assert.deepEqual(judgeCredit([anOriginal({ source })], 'yes'), []);
    });
  }
  for (const [source, seats, code] of [
    ['direct-mosa', 25, 'credit.mosa'],
    ['direct-mosa', 26, 'credit.mosa-many'],
    ['direct-mca', 5, 'credit.mca'],
    ['direct-unknown', 5, 'credit.ask-billing-account'],
  ] as const) {
    it(`when C4 ${seats} seats were bought ${source}, then ${code}`, () => {
      assert.deepEqual(codes(judgeCredit([anOriginal({ source, seats })], 'yes')), ['credit.partner-may-call', code]);
    });
  }
  for (const [delegated, code, severity] of [
    ['yes', 'credit.partner-may-call', 'ok'],
    ['no', 'credit.customer-calls', 'warn'],
    ['unknown', 'credit.ask-delegated', 'ask'],
  ] as const) {
    it(`when G6 delegated support is ${delegated}, then ${code}`, () => {
      const [verdict] = judgeCredit([anOriginal()], delegated);
      assert.deepEqual([verdict?.code, verdict?.severity], [code, severity]);
    });
  }
  it('when C4 several were bought directly, then each is judged and no amount is told', () => {
    const verdicts = judgeCredit([anOriginal(), anOriginal({ source: 'partner-nce' }), anOriginal()], 'yes');
    assert.equal(verdicts.length, 3);
    for (const v of verdicts) assert.ok(!('amount' in v.params));
  });
});

describe('roles (C13)', () => {
  for (const step of STEP_IDS) {
    it(`when the step is ${step}, then somebody may do it, today as before`, () => {
      const { now, original, sources } = rolesFor(step);
      assert.ok(now.length > 0 && original.length > 0 && sources.length > 0);
      assert.ok(!now.includes('billing-agent') && !now.includes('partner-global-admin'));
    });
  }
});
