import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { MovePath, PurchaseSource } from '../../services/moves/move.ts';
import { judgeCredit } from '../../services/rules/credit.ts';
import { judgeEligibility } from '../../services/rules/eligibility.ts';
import { judgeEquivalence } from '../../services/rules/equivalence.ts';
import { figures } from '../../services/rules/figures.ts';
import { judgeLifecycle } from '../../services/rules/lifecycle.ts';
import { choosePaths } from '../../services/rules/path.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import { rolesFor, TRANSFER_ROLES } from '../../services/rules/roles.ts';
import { judgeSeats } from '../../services/rules/seats.ts';
import type { SourceId } from '../../services/rules/sources.ts';
import { aMove, anOffer, anOriginal, aSubscription, aTarget, day, facts, sku, someone } from './builders.ts';

const TODAY = day('2026-11-20');

describe('what each path says, by rule', () => {
  const table: [rule: SourceId, source: PurchaseSource, path: MovePath, code: string, severity: string][] = [
    ['C3', 'partner-nce', 'buy-and-let-end', 'path.money-partner', 'warn'],
    ['N13', 'partner-nce', 'buy-and-let-end', 'path.trap-extended-term', 'warn'],
    ['N13', 'direct-mca', 'buy-and-let-end', 'path.trap-extended-term-direct', 'warn'],
    ['N2', 'direct-mosa', 'buy-and-let-end', 'path.trap-direct-mosa', 'warn'],
    ['L3', 'partner-legacy', 'buy-and-let-end', 'path.trap-partner-legacy', 'warn'],
    ['R2', 'partner-nce', 'buy-and-let-end', 'path.need-before-end', 'note'],
    ['R8', 'direct-mosa', 'buy-and-let-end', 'path.need-in-grace', 'note'],
    ['R5', 'direct-mosa', 'buy-and-let-end', 'path.reassign-same-sku', 'note'],
    ['T10', 'partner-nce', 'transfer', 'path.money-transfer', 'ask'],
    ['T9', 'partner-nce', 'transfer', 'path.reassign-none-transfer', 'ok'],
    ['T8', 'partner-nce', 'transfer', 'path.transfer-as-it-is', 'ask'],
    ['T11', 'partner-nce', 'transfer', 'path.transfer-as-it-is', 'ask'],
    ['C6', 'enterprise-agreement', 'channel-renewal', 'path.reassign-none-channel', 'ask'],
    ['T3', 'partner-nce', 'transfer', 'path.trap-transfer', 'warn'],
    ['T2', 'partner-nce', 'transfer', 'path.trap-transfer', 'warn'],
    ['T4', 'partner-nce', 'transfer', 'path.need-transfer', 'note'],
    ['T5', 'partner-nce', 'transfer', 'path.need-transfer', 'note'],
    ['T12', 'partner-nce', 'transfer', 'path.need-transfer', 'note'],
    ['T11', 'partner-unknown', 'transfer', 'path.ask-new-commerce', 'ask'],
  ];
  for (const [rule, source, path, code, severity] of table) {
    it(`when ${rule} it was bought from ${source} and goes by ${path}, then ${code}`, () => {
      const option = choosePaths(anOriginal({ source }), TODAY).find((o) => o.path === path);
      const verdict = option?.verdicts.find((v) => v.code === code);
      assert.equal(verdict?.severity, severity);
      assert.ok(verdict?.sources.includes(rule), `${code} does not name ${rule}`);
    });
  }

  it('when T1 it is no new-commerce subscription, then no transfer is offered', () => {
    for (const source of [
      'direct-mca',
      'direct-mosa',
      'partner-legacy',
      'enterprise-agreement',
      'open-or-other',
    ] as const) {
      assert.ok(
        choosePaths(anOriginal({ source }), TODAY).every((o) => o.path !== 'transfer'),
        source,
      );
    }
  });
});

describe('credit, by rule', () => {
  const first = (delegated: 'yes' | 'no' | 'unknown') => judgeCredit([anOriginal()], delegated, '2026-11-20')[0];
  it('when C7 there is a relationship but no GDAP, then the customer calls: the invitation brings no rights', () => {
    assert.equal(first('no')?.code, 'credit.customer-calls');
  });
  it('when I11 there is no GDAP, then neither support nor licenses can be handled from here', () => {
    assert.equal(first('no')?.severity, 'warn');
    assert.ok(rolesFor('licences').now.every((role) => /license|user|customer/.test(role)));
  });
  it('when C8 GDAP holds Service Support Administrator, then the partner may call', () => {
    assert.deepEqual([first('yes')?.code, first('yes')?.sources.includes('C8')], ['credit.partner-may-call', true]);
    assert.ok(rolesFor('credit').now.includes('service-support-administrator'));
  });
  it('when G9 it is not known which rights there are (old DAP), then it is to be looked up, not assumed', () => {
    assert.deepEqual([first('unknown')?.severity, first('unknown')?.sources.includes('G9')], ['ask', true]);
  });
});

describe('roles, by rule', () => {
  it('when I1 a relationship is requested, then an Admin agent or Sales agent does it', () => {
    assert.deepEqual(rolesFor('relationship').now.slice(0, 2), ['admin-agent', 'sales-agent']);
  });
  it("when I5 it is accepted, then the customer's Global administrator does it", () => {
    assert.ok(rolesFor('relationship').now.includes('customer-global-admin'));
  });
  it('when A7 something is bought, then the roles that may buy are named', () => {
    assert.deepEqual(rolesFor('provision').now, ['admin-agent', 'billing-admin', 'helpdesk-agent', 'sales-agent']);
    assert.ok(rolesFor('provision').sources.includes('A7'));
  });
  it('when G7 licenses are assigned, then the two roles for that are named', () => {
    assert.deepEqual(rolesFor('licences').now.slice(0, 2), ['license-administrator', 'user-administrator']);
  });
  it('when T2 a transfer is created, then only an Admin agent may do it today', () => {
    assert.deepEqual(TRANSFER_ROLES.now, ['admin-agent']);
    assert.ok(TRANSFER_ROLES.original.includes('sales-agent'));
  });
});

describe('seats, by rule', () => {
  const codes = (...args: Parameters<typeof judgeSeats>) => {
    const { byOriginal, overall } = judgeSeats(...args);
    return [...[...byOriginal.values()].flat(), ...overall].map((v) => v.code);
  };
  it('when N3 seats are added, then it is said that they can be taken back for seven days only', () => {
    const original = anOriginal({ target: aTarget({ seats: 30 }) });
    assert.deepEqual(codes([original]), ['seats.more-than-before']);
    assert.equal(judgeSeats([original]).each[0]?.[0]?.params.days, figures().days('cancellation-window'));
  });
  it('when C14 the new small-business seats exceed 300, then it stops', () => {
    assert.ok(codes([anOriginal({ seats: 301, target: aTarget({ seats: 301 }) })]).includes('seats.family-cap'));
  });
  it('when L2 old and new small-business seats exceed 300 while both run, then it warns', () => {
    assert.ok(
      codes([anOriginal({ seats: 160, target: aTarget({ seats: 160 }) })]).includes('seats.family-cap-overlap'),
    );
  });
  it('when L2 one offer has a maximum, then it is kept', () => {
    const catalogue = [anOffer('SPB', { catalogSku: 'P:1', maximumSeats: 300 })];
    assert.ok(
      codes([anOriginal({ seats: 301, target: aTarget({ seats: 301 }) })], { catalogue }).includes(
        'seats.above-maximum',
      ),
    );
  });
  it('when L4 a tenant would hold more than 300 subscriptions, then it stops', () => {
    assert.deepEqual(codes([anOriginal()], { tenantSubscriptions: 301 }), ['seats.tenant-limit']);
  });
});

describe('further rules', () => {
  it('when C11 texts say what to do at the source, then none of them recommends suspending', () => {
    const texts = readFileSync(new URL('../../cards/strings/en/rules.json', import.meta.url), 'utf8');
    for (const [word] of texts.matchAll(/[^.:"]*\bsuspend\w*[^."]*/gi)) assert.match(word, /suspended or cancelled/);
  });
  it('when L9 the customer is an education customer, then the rules of education apply', () => {
    const verdict = judgeEligibility({ vetting: 'Allowed', qualifications: ['Education'] })[1];
    assert.deepEqual([verdict?.code, verdict?.sources.includes('L9')], ['eligibility.education', true]);
  });
  it('when R5 the offer differs, then licenses have to be reassigned', () => {
    const { reassignment, verdict } = judgeEquivalence(facts, sku('SPB').skuId, sku('SPE_E3').skuId);
    assert.deepEqual([reassignment, verdict.sources.includes('R5')], [true, true]);
  });
  it('when T9 an original was transferred, then nothing of it is left to do', () => {
    const ended = { how: 'transferred', on: '2026-11-01', by: someone } as const;
    assert.deepEqual(
      judgeLifecycle(anOriginal({ ended }), TODAY).verdicts.map((v) => v.code),
      ['lifecycle.transferred'],
    );
    assert.deepEqual(planReminders(aMove({ originals: [anOriginal({ ended })] }), TODAY), []);
  });
  it('when T15 Partner Center names no last day to cancel after a transfer, then none is assumed', () => {
    const subscriptions = [aSubscription({ cancellableUntil: null })];
    const provisioning = {
      state: 'verified',
      requested: null,
      order: null,
      quote: null,
      approval: null,
      before: null,
      subscriptions,
      verifiedAt: null,
    } as const;
    assert.deepEqual(planReminders(aMove({ provisioning }), TODAY), []);
  });
  it('when T15 an offer is closed to new customers, then it is not claimed that a transfer carries it over', () => {
    const e3 = sku('ENTERPRISEPACK').skuId;
    assert.ok(judgeEquivalence(facts, e3, e3).verdict.sources.includes('T15'));
  });
});
