import assert from 'node:assert/strict';
import { judgeProvisioned } from '../../services/rules/provisioned.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import { aMove, aSubscription, day } from './builders.ts';

const TODAY = '2026-11-20';
const judge = (overrides: Parameters<typeof aSubscription>[0] = {}, today = TODAY) =>
  judgeProvisioned(aSubscription(overrides), today);
const codes = (overrides: Parameters<typeof aSubscription>[0] = {}, today = TODAY) =>
  judge(overrides, today).verdicts.map((v) => v.code);

describe('the new subscription', () => {
  it('when N1, N4 everything is known, then its end, its window and its renewal are dated', () => {
    const { endDate, cancellableUntil, renewsOn, state, rule } = judge();
    assert.deepEqual(
      [endDate, cancellableUntil, renewsOn, state, rule],
      ['2027-11-19', '2026-11-27', '2027-11-20', 'active', 'extended-term'],
    );
    assert.deepEqual(codes(), ['provisioned.renews', 'provisioned.cancellable']);
  });
  it('when N1 the window is over or nothing is said about it, then nothing is promised', () => {
    assert.deepEqual(codes({}, '2026-11-28'), ['provisioned.renews', 'provisioned.not-cancellable']);
    assert.equal(judge({}, '2026-11-28').cancellableUntil, null);
    assert.deepEqual(codes({ cancellableUntil: null }), ['provisioned.renews', 'provisioned.window-unknown']);
  });
  it('when N4 it does not renew or that is not known, then it is warned or asked, and no renewal is dated', () => {
    assert.deepEqual(
      [codes({ autoRenew: false })[0], judge({ autoRenew: false }).renewsOn],
      ['provisioned.ends', null],
    );
    assert.deepEqual(
      [codes({ autoRenew: null })[0], judge({ autoRenew: null }).renewsOn],
      ['provisioned.ask-renewal', null],
    );
  });
  it('when N5 its end is not known, then it is asked for', () => {
    assert.equal(codes({ endDate: null })[0], 'provisioned.ask-end');
    assert.equal(judge({ endDate: null }).verdicts[0]?.severity, 'ask');
  });
  it('when N5 its end has passed, then the present one is asked for', () => {
    assert.deepEqual(codes({}, '2027-11-20')[0], 'provisioned.over');
    assert.equal(judge({}, '2027-11-20').renewsOn, null);
  });
  it('when N1 its window would end after its term, then that is said, and the earlier day is counted', () => {
    const wrong = { endDate: '2026-12-01', cancellableUntil: '2027-12-30', autoRenew: false } as const;
    assert.deepEqual(codes(wrong), ['provisioned.window-after-end', 'provisioned.ends']);
    assert.equal(judge(wrong).verdicts[0]?.severity, 'ask');
    assert.equal(judge(wrong).cancellableUntil, '2026-12-01');
    const { provisioning } = aMove().facts;
    const plan = planReminders(
      aMove({ provisioning: { ...provisioning, state: 'verified', subscriptions: [aSubscription(wrong)] } }),
      day(TODAY),
    );
    assert.ok(plan.some((r) => r.anchor === 'target-provisioned'));
    assert.ok(plan.every((r) => r.dueOn <= '2026-12-01'));
  });
  it('when N5 its dates contradict each other or are none, then that is said', () => {
    assert.ok(codes({ startedOn: '2027-12-01' }).includes('lifecycle.end-before-start'));
    assert.ok(codes({ endDate: 'soon' }).includes('lifecycle.not-a-date'));
  });
});
