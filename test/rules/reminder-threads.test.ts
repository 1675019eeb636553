import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MoveFacts, Original } from '../../services/moves/move.ts';
import { threadOf } from '../../services/reminders/reminder.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import { aMove, anOriginal, aSubscription, day, someone } from './builders.ts';
import { anyMove, iso } from './moves.ts';
import { holds } from './property.ts';

const TODAY = day('2026-11-20');
const { provisioning } = aMove().facts;
const verified = { ...provisioning, state: 'verified', verifiedAt: '2026-11-20' } as const;
const threads = (facts: Partial<MoveFacts>, today = TODAY) => [
  ...new Set(planReminders(aMove(facts), today).map(threadOf)),
];

describe('which reminders follow one another', () => {
  const table: [title: string, overrides: Partial<Original>][] = [
    ['runs through its grace to the end of its data', {}],
    ['is extended at a higher price', { source: 'partner-nce' }],
    ['may have renewed', { autoRenew: null }],
    ['renews', { autoRenew: true }],
    ['is an older one', { source: 'partner-legacy' }],
  ];
  for (const [title, overrides] of table) {
    it(`when an original ${title}, then all that is told of its end is one thread`, () => {
      assert.deepEqual(threads({ originals: [anOriginal(overrides)] }), ['o1:original-end']);
    });
  }
  it('when its end moves, then the thread stays', () => {
    const [first] = threads({ originals: [anOriginal()] });
    assert.deepEqual(threads({ originals: [anOriginal({ endDate: '2027-09-30' })] }), [first]);
  });
  it('when a credit was asked for, then what is told since follows what was told before', () => {
    const originals = [anOriginal({ endDate: null })];
    const before = threads({ originals, provisioning: verified });
    const credit = { status: 'requested', ticket: null, by: someone, at: '2026-12-01' } as const;
    assert.deepEqual(threads({ originals, provisioning: verified, credit }), before);
    assert.deepEqual(before, ['-:credit-open']);
  });
  it('when a new subscription may be cancelled and will end, then these are two threads', () => {
    const subscriptions = [aSubscription({ autoRenew: false })];
    assert.deepEqual(threads({ provisioning: { ...verified, subscriptions } }), [
      's1:target-provisioned',
      's1:target-term-end',
    ]);
  });
  it('when a new subscription has the id of an original, then their threads do not mix', () => {
    const found = threads({
      originals: [anOriginal({ id: 'x', source: 'partner-nce' })],
      provisioning: { ...verified, subscriptions: [aSubscription({ id: 'x' })] },
    });
    assert.deepEqual(found.sort(), ['x:original-end', 'x:target-provisioned']);
  });
  it('when a stage was told, then the next one of the same original comes in the same thread, whatever day it is', () => {
    holds(
      fc.property(anyMove, iso, (move, today) => {
        const perOriginal = new Map<string, Set<string>>();
        for (const r of planReminders(move, day(today))) {
          if (!r.anchor.startsWith('original-')) continue;
          const known = perOriginal.get(String(r.subscriptionId)) ?? new Set();
          perOriginal.set(String(r.subscriptionId), known.add(threadOf(r)));
        }
        for (const found of perOriginal.values()) assert.equal(found.size, 1);
      }),
    );
  });
});
