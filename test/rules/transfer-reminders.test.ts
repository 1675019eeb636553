import assert from 'node:assert/strict';
import type { MoveFacts, Original } from '../../services/moves/move.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import { aMove, anOriginal, day, someone } from './builders.ts';

const transferred = anOriginal({ source: 'partner-nce', path: 'transfer', endDate: '2027-12-31' });
const asked = { value: true, by: someone, at: '2026-11-20T09:00:00Z' } as const;
const request = {
  id: 'r1',
  sourcePartnerTenantId: 't2',
  sourcePartnerName: 'Fabrikam',
  customerEmail: 'a@example.com',
  requested: asked,
  transferId: 'x1',
  status: 'Pending',
  createdAt: '2026-11-21T09:00:00Z',
  failure: null,
  agedOut: false,
} as const;
const plan = (more: Partial<MoveFacts>, originals: readonly Original[] = [transferred]) =>
  planReminders(aMove({ originals, ...more }), day('2026-11-20')).filter((r) => r.anchor === 'transfer-created');
const reported = { ...aMove().facts.provisioning, state: 'reported', requested: asked } as const;

describe('reminders: a transfer that was asked for (T6)', () => {
  it('when somebody asked in Partner Center, then on days 7, 14, 21, 27 and 29, until the 30th', () => {
    assert.deepEqual(
      plan({ provisioning: reported }).map((r) => [r.key, r.dueOn, r.deadline, r.code]),
      [7, 14, 21, 27, 29].map((stage) => [
        `-:transfer-created:2026-11-20:${stage}`,
        day('2026-11-20').add({ days: stage }).toString(),
        '2026-12-20',
        'transfer-unanswered',
      ]),
    );
    assert.equal(plan({ provisioning: reported })[0]?.params.until, '2026-12-20');
  });
  it('when it was asked for from here, then from the day Partner Center names', () => {
    assert.equal(plan({ transfers: [request] })[0]?.dueOn, '2026-11-28');
    assert.equal(plan({ transfers: [{ ...request, createdAt: null }] })[0]?.dueOn, '2026-11-27');
  });
  for (const [title, facts, originals] of [
    ['nobody asked', {}],
    ['the other partner refused', { transfers: [{ ...request, status: 'Rejected' }] }],
    ['it is complete', { transfers: [{ ...request, status: 'Complete' }] }],
    ['Partner Center did not take it', { transfers: [{ ...request, failure: 'microsoft.refused' }] }],
    ['everything is active', { provisioning: { ...reported, state: 'verified' } }],
    ['what was reported is a purchase', { provisioning: reported }, [anOriginal({ endDate: '2027-12-31' })]],
  ] as const) {
    it(`when ${title}, then there is nothing to remind of`, () => {
      assert.deepEqual(plan(facts, originals), []);
    });
  }
});
