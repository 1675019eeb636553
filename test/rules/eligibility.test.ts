import assert from 'node:assert/strict';
import { STEP_IDS } from '../../services/moves/move.ts';
import { judgeCredit } from '../../services/rules/credit.ts';
import { judgeCustomer } from '../../services/rules/customer.ts';
import { judgeAgreement, judgeEligibility } from '../../services/rules/eligibility.ts';
import { PARTNER_ROLES, TASKS, type Task } from '../../services/rules/permissions.ts';
import { judgeRoles, rolesFor, rolesOn } from '../../services/rules/roles.ts';
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
    ['accepted', '2026-11-20', 'agreement.accepted', 'ok'],
    ['accepted', '2026-11-21', 'agreement.ask-impossible-date', 'ask'],
    ['accepted', '2099-01-01T00:00:00Z', 'agreement.ask-impossible-date', 'ask'],
    ['accepted', '0001-01-01T00:00:00', 'agreement.ask-date', 'ask'],
    ['accepted', '2018-12-31', 'agreement.ask-impossible-date', 'ask'],
  ] as const) {
    it(`when ${status} on ${acceptedOn}, then ${code}`, () => {
      const verdict = judgeAgreement({ status, acceptedOn, source: null }, '2026-11-20');
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
    ['L6', [''], ['eligibility.ask-qualification']],
    ['L6', [' ', 'Nonprofit'], ['eligibility.ask-qualification', 'eligibility.nonprofit']],
    [
      'L6',
      ['Education', 'NotAnEducationCustomer'],
      ['eligibility.contradictory-qualifications', 'eligibility.education', 'eligibility.not-education'],
    ],
    ['L7', ['None', 'Nonprofit'], ['eligibility.contradictory-qualifications', 'eligibility.nonprofit']],
    [
      'L8',
      ['GovernmentCommunityCloud', 'Education'],
      ['eligibility.contradictory-qualifications', 'eligibility.government', 'eligibility.education'],
    ],
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
      assert.deepEqual(judgeCredit([anOriginal({ source })], 'yes', '2026-11-20'), []);
    });
  }
  for (const [source, seats, code] of [
    ['direct-mosa', 25, 'credit.mosa'],
    ['direct-mosa', 26, 'credit.mosa-many'],
    ['direct-mca', 5, 'credit.mca-over'],
    ['direct-unknown', 5, 'credit.ask-billing-account'],
  ] as const) {
    it(`when C4 ${seats} seats were bought ${source}, then ${code}`, () => {
      assert.deepEqual(codes(judgeCredit([anOriginal({ source, seats })], 'yes', '2026-11-20')), [
        'credit.partner-may-call',
        code,
      ]);
    });
  }
  for (const [delegated, code, severity] of [
    ['yes', 'credit.partner-may-call', 'ok'],
    ['no', 'credit.customer-calls', 'warn'],
    ['unknown', 'credit.ask-delegated', 'ask'],
  ] as const) {
    it(`when G6 delegated support is ${delegated}, then ${code}`, () => {
      const [verdict] = judgeCredit([anOriginal()], delegated, '2026-11-20');
      assert.deepEqual([verdict?.code, verdict?.severity], [code, severity]);
    });
  }
  it('when C4 several were bought directly, then each is judged and no amount is told', () => {
    const verdicts = judgeCredit(
      [anOriginal(), anOriginal({ source: 'partner-nce' }), anOriginal()],
      'yes',
      '2026-11-20',
    );
    assert.equal(verdicts.length, 3);
    for (const v of verdicts) assert.ok(!('amount' in v.params));
  });
});

describe('customer', () => {
  it('when I13 the tenant is one of a CSP partner, then it stops; where nothing tells, it is noted', () => {
    assert.deepEqual(
      ([true, null] as const).map(judgeCustomer).map((v) => [v.code, v.severity]),
      [
        ['customer.is-partner', 'stop'],
        ['customer.ask-partner', 'note'],
      ],
    );
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

  it('when A1 the agreement is accepted, then the customer does it and nobody of the partner', () => {
    assert.deepEqual(rolesFor('agreement').now, ['customer-global-admin']);
    assert.ok(!rolesFor('agreement').sources.some((id) => id === 'A2'));
  });

  for (const [step, path, held, code, severity] of [
    ['provision', 'buy-and-let-end', ['sales-agent'], 'roles.held', 'ok'],
    ['provision', 'buy-and-let-end', ['partner-global-admin'], 'roles.missing', 'warn'],
    ['provision', 'transfer', ['sales-agent'], 'roles.missing', 'warn'],
    ['provision', 'transfer', ['admin-agent'], 'roles.held', 'ok'],
    ['region', null, ['admin-agent'], 'roles.ask-untold', 'ask'],
    ['agreement', null, ['admin-agent'], 'roles.others-act', 'warn'],
    ['agreement', null, null, 'roles.ask-unread', 'ask'],
    ['licences', null, ['admin-agent'], 'roles.missing-delegated', 'warn'],
  ] as const) {
    it(`when ${held === null ? 'roles could not be read' : held.join()} and the step is ${step} (${path}), then ${code}`, () => {
      const verdict = judgeRoles(step, path, held === null ? null : new Set(held));
      assert.deepEqual([verdict.code, verdict.severity], [code, severity]);
    });
  }

  it('when the gate lets somebody act at Microsoft, then the step names that role', () => {
    for (const [task, { now }] of [
      ['relationship', rolesFor('relationship')],
      ['plan-order', rolesFor('provision')],
      ['order', rolesFor('provision')],
      ['transfer', rolesOn('provision', 'transfer')],
    ] as const) {
      for (const role of TASKS[task].roles ?? []) assert.ok(now.includes(role), `${task}: ${role}`);
    }
  });

  it('when somebody holds a role the step names, then the gate lets somebody of these record it', () => {
    for (const step of STEP_IDS) {
      const told = rolesFor(step).now.filter((role) => PARTNER_ROLES.some((known) => known === role));
      const records = TASKS[RECORDED_BY[step] ?? 'record'].roles ?? [];
      if (told.length > 0)
        assert.ok(
          told.some((role) => records.some((known) => known === role)),
          step,
        );
    }
  });
});

/** The task of a step's buttons where it is not `record`. */
const RECORDED_BY: Partial<Record<(typeof STEP_IDS)[number], Task>> = {
  relationship: 'relationship',
  agreement: 'agreement',
  credit: 'credit',
};
