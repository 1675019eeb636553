import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MoveFacts } from '../../services/moves/move.ts';
import { stagesOf } from '../../services/reminders/stage-settings.ts';
import { STAGE_IDS, type StageId, type TeamSettings } from '../../services/reminders/team-settings.ts';
import { figures } from '../../services/rules/figures.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import { aMove, anOriginal, aSubscription, day, someone } from './builders.ts';
import { anyMove, iso } from './moves.ts';
import { holds } from './property.ts';

const TODAY = day('2026-11-20');

describe('a plan with the stages of a team', () => {
  const stated = { value: true, by: someone, at: '2026-11-19T10:00:00Z' } as const;
  const { relationship, provisioning } = aMove().facts;
  const verified = { ...provisioning, state: 'verified', verifiedAt: '2026-11-19' } as const;
  const table: [id: StageId, anchor: string, days: number[], facts: Partial<MoveFacts>][] = [
    [
      'invitation-sent',
      'invitation-sent',
      [5],
      { relationship: { ...relationship, status: 'none', acceptedAt: null, invited: stated } },
    ],
    [
      'transfer-created',
      'transfer-created',
      [5],
      {
        provisioning: { ...provisioning, state: 'reported', requested: stated },
        originals: [anOriginal({ path: 'transfer', source: 'partner-nce' })],
      },
    ],
    ['original-end', 'original-end', [-20, 0], { originals: [anOriginal()] }],
    ['original-grace', 'original-grace', [1, 20], { originals: [anOriginal()] }],
    ['original-disabled', 'original-disabled', [20], { originals: [anOriginal()] }],
    [
      'original-extended-term',
      'original-extended-term',
      [1, 20],
      { originals: [anOriginal({ source: 'partner-nce' })] },
    ],
    ['original-unresolved', 'original-end', [20], { originals: [anOriginal({ autoRenew: true })] }],
    ['credit-open', 'credit-open', [20], { originals: [anOriginal()], provisioning: verified }],
    [
      'credit-asked',
      'credit-open',
      [20],
      {
        originals: [anOriginal()],
        provisioning: verified,
        credit: { status: 'requested', ticket: null, by: someone, at: '2026-11-19' },
      },
    ],
    [
      'target-provisioned',
      'target-provisioned',
      [-4],
      { provisioning: { ...verified, subscriptions: [aSubscription()] } },
    ],
    [
      'target-term-end',
      'target-term-end',
      [-20],
      { provisioning: { ...verified, subscriptions: [aSubscription({ autoRenew: false })] } },
    ],
    [
      'target-term-end-unknown',
      'target-term-end',
      [-20],
      { provisioning: { ...verified, subscriptions: [aSubscription({ autoRenew: null })] } },
    ],
    ['gdap-expiry', 'gdap-expiry', [-20], { relationship: { ...relationship, delegatedUntil: '2027-01-31' } }],
  ];
  for (const [id, anchor, days, facts] of table) {
    it(`when it has its own ${id}, then these are the days that are planned`, () => {
      const stages = (of: StageId) => (of === id ? days : []);
      const planned = planReminders(aMove(facts), TODAY, [], stages);
      assert.deepEqual([...new Set(planned.map((r) => r.anchor))], [anchor]);
      assert.deepEqual([...new Set(planned.map((r) => r.stage))], days);
    });
  }
  it('when all have their row, then none was forgotten', () => {
    assert.deepEqual(table.map(([id]) => id).sort(), [...STAGE_IDS].sort());
  });

  it('when two lists name the same day of one anchor, then it is planned once', () => {
    const own: Partial<Record<StageId, readonly number[]>> = {
      'original-end': [-1, 7, 14],
      'original-grace': [7, 14],
      'original-unresolved': [7, 30],
    };
    const stages = (id: StageId) => own[id] ?? figures().stages(id);
    const planned = (overrides: Parameters<typeof anOriginal>[0]) =>
      planReminders(aMove({ originals: [anOriginal(overrides)] }), TODAY, [], stages)
        .filter((r) => r.anchor !== 'original-disabled')
        .map((r) => [r.anchor, r.stage]);
    assert.deepEqual(planned({}), [
      ['original-end', -1],
      ['original-grace', 7],
      ['original-grace', 14],
    ]);
    assert.deepEqual(planned({ autoRenew: true }), [
      ['original-end', -1],
      ['original-end', 7],
      ['original-end', 14],
      ['original-end', 30],
    ]);
  });

  const own: fc.Arbitrary<TeamSettings['stages']> = fc
    .array(
      fc.tuple(
        fc.constantFrom(...STAGE_IDS),
        fc.array(fc.integer({ min: -120, max: 120 }), { minLength: 1, maxLength: 6 }),
      ),
    )
    .map((lists) => Object.fromEntries(lists));
  it('when it has any lists, then keys stay unique, nothing lies in the past or after its deadline, and it is in order', () => {
    holds(
      fc.property(anyMove, iso, own, (move, today, lists) => {
        const planned = planReminders(move, day(today), [], stagesOf({ stages: lists }));
        for (const r of planned) assert.ok(r.dueOn >= today && (r.deadline === null || r.dueOn <= r.deadline), r.key);
        assert.equal(new Set(planned.map((r) => r.key)).size, planned.length);
        const order = planned.map((r) => `${r.dueOn} ${r.key}`);
        assert.deepEqual(
          order,
          order.toSorted((a, b) => (a < b ? -1 : 1)),
        );
      }),
      { numRuns: 500 },
    );
  });
});
