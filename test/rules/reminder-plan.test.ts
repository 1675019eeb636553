import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Move, MoveFacts, Original } from '../../services/moves/move.ts';
import { judgeLifecycle } from '../../services/rules/lifecycle.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import { isDue } from '../../services/rules/reminders-by-day.ts';
import { aMove, anOriginal, aSubscription, day, someone } from './builders.ts';
import { holds } from './property.ts';

const TODAY = day('2026-11-20');
const AT = '2026-11-20T08:00:00Z';
const plan = (overrides: Partial<MoveFacts>, today = TODAY) => planReminders(aMove(overrides), today);
const planFor = (overrides: Partial<Original>, today = TODAY, more: Partial<MoveFacts> = {}) =>
  plan({ originals: [anOriginal(overrides)], ...more }, today);
const stages = (reminders: ReturnType<typeof plan>, anchor: string) =>
  reminders.filter((r) => r.anchor === anchor).map((r) => r.stage);
const codeOf = (reminders: ReturnType<typeof plan>, anchor: string, stage: number) =>
  reminders.find((r) => r.anchor === anchor && r.stage === stage)?.code;

const verified = (more = {}) =>
  ({
    provisioning: {
      state: 'verified',
      requested: null,
      order: null,
      quote: null,
      approval: null,
      before: null,
      subscriptions: [],
      verifiedAt: AT,
      ...more,
    },
  }) as const;

const unanswered: MoveFacts['relationship'] = {
  status: 'none',
  invitationUrl: 'https://example.com/',
  invited: { value: true, by: someone, at: '2026-11-18T22:30:00Z' },
  acceptedAt: null,
  delegatedSupport: 'unknown',
  delegatedUntil: null,
};

describe('reminders: invitation (I9)', () => {
  it('when it is unanswered, then after 3, 7, 14 and 21 days', () => {
    const reminders = plan({ relationship: unanswered });
    assert.deepEqual(
      reminders.map((r) => [r.key, r.dueOn]),
      [
        ['-:invitation-sent:2026-11-18:3', '2026-11-21'],
        ['-:invitation-sent:2026-11-18:7', '2026-11-25'],
        ['-:invitation-sent:2026-11-18:14', '2026-12-02'],
        ['-:invitation-sent:2026-11-18:21', '2026-12-09'],
      ],
    );
  });
  for (const [title, change] of [
    ['accepted', { acceptedAt: AT }],
    ['a relationship by now', { status: 'reseller' }],
    ['refused', { status: 'refused' }],
    ['not sent', { invited: null }],
  ] as const) {
    it(`when it is ${title}, then there is nothing to remind of`, () => {
      assert.deepEqual(plan({ relationship: { ...unanswered, ...change } }), []);
    });
  }
  it('when some days have passed, then only the later stages are left, and today counts', () => {
    assert.deepEqual(stages(plan({ relationship: unanswered }, day('2026-11-25')), 'invitation-sent'), [7, 14, 21]);
    assert.deepEqual(stages(plan({ relationship: unanswered }, day('2026-11-26')), 'invitation-sent'), [14, 21]);
  });
});

describe('reminders: end of an original', () => {
  it('when it is far away, then all stages are planned', () => {
    assert.deepEqual(
      stages(planFor({ source: 'partner-legacy' }), 'original-end'),
      [-90, -60, -45, -30, -14, -7, -3, -1, 0, 1],
    );
  });
  it('when it is today, then today and the day after are left', () => {
    assert.deepEqual(stages(planFor({ source: 'partner-legacy', endDate: '2026-11-20' }), 'original-end'), [0, 1]);
  });

  for (const [rule, source, provision, ready] of [
    ['C2', 'direct-mosa', 'end-provision-grace', 'end-ready-credit'],
    ['C1', 'partner-nce', 'end-provision-extended-term', 'end-ready-extended-term'],
    ['D2', 'partner-legacy', 'end-provision-legacy', 'end-ready'],
    ['D3', 'enterprise-agreement', 'end-provision-enterprise', 'end-ready-enterprise'],
    ['C1', 'partner-unknown', 'end-provision-unknown', 'end-ready-unknown'],
    ['C15', null, 'end-provision-unknown', 'end-ready-confirm'],
  ] as const) {
    it(`when ${rule} it was bought from ${source}, then the text is of that rule`, () => {
      assert.equal(codeOf(planFor({ source }), 'original-end', -90), 'end-prepare');
      for (const stage of [-30, -14, -7, -3, -1]) {
        assert.equal(codeOf(planFor({ source }), 'original-end', stage), provision, `${stage}`);
      }
      assert.equal(codeOf(planFor({ source }), 'original-end', 0), provision);
      assert.equal(codeOf(planFor({ source }, TODAY, verified()), 'original-end', -90), ready);
      assert.equal(codeOf(planFor({ source }, TODAY, verified()), 'original-end', 0), ready);
    });
  }
  it('when N4 it renews by itself, then the team is told to switch that off, and on the day after that it renewed', () => {
    const nce = { autoRenew: true, source: 'partner-nce', termStart: '2025-03-31' } as const;
    const reminders = planFor(nce);
    assert.equal(codeOf(reminders, 'original-end', -30), 'end-auto-renew');
    assert.equal(codeOf(reminders, 'original-end', 1), 'ended-renewed-not-provisioned');
    const ready = planFor(nce, TODAY, verified());
    assert.equal(codeOf(ready, 'original-end', -30), 'end-auto-renew-ready');
    assert.equal(codeOf(ready, 'original-end', 7), 'ended-renewed');
    assert.equal(codeOf(ready, 'original-end', 14), 'ended-renewed-late');
    assert.deepEqual([...new Set(reminders.map((r) => r.anchor))], ['original-end']);
  });
  it('when N4 it is not known whether it renews, then the team is asked to find out, and nothing is claimed', () => {
    for (const [more, before] of [
      [{}, 'end-renewal-unknown'],
      [verified(), 'end-renewal-unknown-ready'],
    ] as const) {
      const reminders = planFor({ autoRenew: null, source: 'direct-mca', termStart: '2026-01-01' }, TODAY, more);
      assert.deepEqual(
        [...new Set(reminders.filter((r) => r.anchor === 'original-end').map((r) => r.code))],
        [before, 'ended-perhaps-renewed', 'ended-perhaps-renewed-late'],
      );
    }
  });
  it('when it is to be transferred or renewed into CSP, then the text says so until that is done', () => {
    const nce = { source: 'partner-nce', path: 'transfer' } as const;
    assert.equal(codeOf(planFor(nce), 'original-end', -7), 'end-transfer');
    assert.equal(codeOf(planFor(nce, TODAY, verified()), 'original-end', -7), 'end-ready-transfer');
    const ea = { source: 'enterprise-agreement', path: 'channel-renewal' } as const;
    assert.equal(codeOf(planFor(ea), 'original-end', -7), 'end-channel-renewal');
  });
  it('when the end has passed, then the check depends on what is provisioned', () => {
    assert.equal(codeOf(planFor({}), 'original-grace', 1), 'grace-running');
    assert.equal(codeOf(planFor({ source: 'partner-legacy' }), 'original-end', 1), 'ended-not-provisioned');
    assert.equal(codeOf(planFor({ source: 'partner-nce' }), 'original-extended-term', 1), 'extended-term-or-locked');
    assert.equal(codeOf(planFor({ source: null }), 'original-end', 1), 'ended-uncertain-not-provisioned');
    assert.equal(codeOf(planFor({}, TODAY, verified()), 'original-end', 1), 'ended-check');
  });
  for (const [title, change] of [
    ['has ended', { ended: { how: 'expired', on: '2026-11-01', by: someone } }],
    ['stays where it is', { path: 'leave' }],
    ['is ours already', { source: 'own' }],
    ['belongs to another tenant', { source: 'other-tenant' }],
    ['has no end date', { endDate: null }],
    ['has an end date that is none', { endDate: '2027-02-29' }],
    ['ends before it begins', { termStart: '2027-06-01' }],
  ] as const) {
    it(`when it ${title}, then there is nothing to plan`, () => assert.deepEqual(planFor(change), []));
  }
  for (const field of [
    'autoRenew',
    'source',
    'termStart',
    'skuId',
    'partNumber',
    'assignedSeats',
    'path',
    'target',
  ] as const) {
    it(`when ${field} is missing, then the end is still reminded of`, () => {
      assert.deepEqual(
        stages(planFor({ [field]: null }), 'original-end').slice(0, 9),
        [-90, -60, -45, -30, -14, -7, -3, -1, 0],
      );
    });
  }
});

describe('reminders: after the end', () => {
  const ended = day('2027-04-01');
  it('when R8 grace runs and nothing is provisioned, then up to a day before its last day', () => {
    const reminders = planFor({}, ended).filter((r) => r.anchor === 'original-grace');
    assert.deepEqual(
      reminders.map((r) => r.stage),
      [1, 7, 14, 21, 25, 28, 29],
    );
    assert.ok(reminders.every((r) => r.deadline === '2027-04-30'));
  });
  it('when data is kept for a time, then its end is told, counted from the end of the grace', () => {
    const reminders = planFor({}, ended).filter((r) => r.anchor === 'original-disabled');
    assert.deepEqual(
      reminders.map((r) => [r.stage, r.dueOn, r.deadline]),
      [
        [30, '2027-05-30', '2027-07-29'],
        [60, '2027-06-29', '2027-07-29'],
        [80, '2027-07-19', '2027-07-29'],
        [88, '2027-07-27', '2027-07-29'],
      ],
    );
  });
  it('when everything is provisioned, then neither is planned', () => {
    const anchors = planFor({}, ended, verified()).map((r) => r.anchor);
    assert.ok(!anchors.includes('original-grace') && !anchors.includes('original-disabled'));
  });
  it('when C1 applies, then there is no grace, but the paid months are told', () => {
    const reminders = planFor({ source: 'partner-nce' }, ended);
    assert.deepEqual(stages(reminders, 'original-grace'), []);
    assert.deepEqual(stages(reminders, 'original-disabled'), [], 'not locked out as well');
    const paid = stages(reminders, 'original-extended-term');
    assert.deepEqual(paid.slice(0, 5), [1, 7, 21, 51, 81]);
    assert.ok((paid.at(-1) ?? 0) > 330, 'as long as it is paid');
  });
  it('when the rule is unknown, then no grace and no deletion is claimed', () => {
    const anchors = planFor({ source: null }, ended).map((r) => r.anchor);
    assert.deepEqual([...new Set(anchors)], ['original-end']);
  });
});

describe('reminders: credit (C4)', () => {
  const direct = { originals: [anOriginal({ endDate: null })] };
  it('when all is provisioned and nobody asked, then after 1, 7, 14 and 30 days', () => {
    assert.deepEqual(
      plan({ ...direct, ...verified() }).map((r) => [r.code, r.stage, r.dueOn]),
      [
        ['credit-open', 1, '2026-11-21'],
        ['credit-open', 7, '2026-11-27'],
        ['credit-open', 14, '2026-12-04'],
        ['credit-open', 30, '2026-12-20'],
      ],
    );
  });
  it('when it was asked for, then it is counted from that day until there is an answer', () => {
    const credit = { status: 'requested', ticket: 'T-1', by: someone, at: '2026-11-25T10:00:00Z' } as const;
    const reminders = plan({ ...direct, ...verified(), credit });
    assert.deepEqual(
      reminders.map((r) => [r.code, r.dueOn]),
      [
        ['credit-unanswered-ticket', '2026-12-02'],
        ['credit-unanswered-ticket', '2026-12-09'],
        ['credit-unanswered-ticket', '2026-12-25'],
      ],
    );
    assert.equal(plan({ ...direct, ...verified(), credit: { ...credit, ticket: null } })[0]?.code, 'credit-unanswered');
  });
  for (const status of ['granted', 'refused', 'not-claimed'] as const) {
    it(`when it was ${status}, then there is nothing to remind of`, () => {
      assert.deepEqual(plan({ ...direct, ...verified(), credit: { status, ticket: null, by: someone, at: AT } }), []);
    });
  }
  it('when nothing was bought directly, or nothing is verified, or when is not known, then there is nothing', () => {
    assert.deepEqual(plan({ originals: [anOriginal({ endDate: null, source: 'partner-nce' })], ...verified() }), []);
    assert.deepEqual(plan(direct), []);
    assert.deepEqual(plan({ ...direct, ...verified({ verifiedAt: null }) }), []);
  });
});

describe('reminders: cancellation window (N1)', () => {
  const withWindow = (cancellableUntil: string | null) =>
    verified({ subscriptions: [aSubscription({ cancellableUntil })] });
  it('when it is open, then two days before, the day before and on its last day', () => {
    assert.deepEqual(
      plan(withWindow('2026-11-27')).map((r) => [r.key, r.dueOn, r.deadline]),
      [
        ['s1:target-provisioned:2026-11-27:-2', '2026-11-25', '2026-11-27'],
        ['s1:target-provisioned:2026-11-27:-1', '2026-11-26', '2026-11-27'],
        ['s1:target-provisioned:2026-11-27:0', '2026-11-27', '2026-11-27'],
      ],
    );
  });
  it('when today is its last day, then it is due today; when it is over or unknown, then nothing', () => {
    assert.deepEqual(stages(plan(withWindow('2026-11-20')), 'target-provisioned'), [0]);
    assert.deepEqual(plan(withWindow('2026-11-19')), []);
    assert.deepEqual(plan(withWindow(null)), []);
  });
});

describe('reminders: end of a new subscription (N4)', () => {
  const withTarget = (overrides: Parameters<typeof aSubscription>[0], today = TODAY) =>
    plan(
      verified({ subscriptions: [aSubscription({ cancellableUntil: null, endDate: '2027-02-28', ...overrides })] }),
      today,
    );
  it('when it renews by itself, then nothing has to be done and nothing is said', () => {
    assert.deepEqual(withTarget({ autoRenew: true }), []);
  });
  it('when it will not renew while the move is open, then in time before its last day', () => {
    assert.deepEqual(
      withTarget({ autoRenew: false }).map((r) => [r.key, r.code, r.dueOn, r.deadline]),
      [
        ['s1:target-term-end:2027-02-28:-60', 'target-ends', '2026-12-30', '2027-02-28'],
        ['s1:target-term-end:2027-02-28:-30', 'target-ends', '2027-01-29', '2027-02-28'],
        ['s1:target-term-end:2027-02-28:-14', 'target-ends', '2027-02-14', '2027-02-28'],
        ['s1:target-term-end:2027-02-28:-7', 'target-ends', '2027-02-21', '2027-02-28'],
        ['s1:target-term-end:2027-02-28:-1', 'target-ends', '2027-02-27', '2027-02-28'],
      ],
    );
  });
  it('when it is not known whether it renews, then it is asked twice and nothing is claimed', () => {
    assert.deepEqual(
      withTarget({ autoRenew: null }).map((r) => [r.code, r.stage]),
      [
        ['target-renewal-unknown', -30],
        ['target-renewal-unknown', -7],
      ],
    );
  });
  it('when its end is not known, has passed or the move is closed, then there is nothing', () => {
    assert.deepEqual(withTarget({ autoRenew: false, endDate: null }), []);
    assert.deepEqual(withTarget({ autoRenew: false }, day('2027-03-01')), []);
  });
});

describe('reminders: for any move', () => {
  const iso = fc
    .date({ min: new Date('2026-01-01'), max: new Date('2029-01-01'), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10));
  const original = fc
    .record({
      endDate: fc.option(fc.oneof(iso, fc.constantFrom('2028-02-29', '2027-12-31', '2027-01-01'))),
      autoRenew: fc.option(fc.boolean()),
      termStart: fc.option(iso),
      source: fc.constantFrom(
        'direct-mosa',
        'direct-mca',
        'direct-unknown',
        'partner-nce',
        'partner-legacy',
        'enterprise-agreement',
        'own',
        null,
      ),
      path: fc.constantFrom('transfer', 'buy-and-let-end', 'channel-renewal', 'leave', null),
    })
    .map((overrides) => anOriginal(overrides));
  const move = fc
    .record({
      originals: fc.array(original, { maxLength: 4 }),
      sent: fc.option(iso),
      state: fc.constantFrom('none', 'reported', 'verified'),
      cancellableUntil: fc.option(iso),
      verifiedAt: fc.option(iso),
    })
    .map(({ originals, sent, state, cancellableUntil, verifiedAt }) =>
      aMove({
        originals: originals.map((o, i) => ({ ...o, id: `o${i}` })),
        relationship: {
          ...unanswered,
          invited: sent === null ? null : { value: true, by: someone, at: `${sent}T23:59:59Z` },
        },
        provisioning: {
          state,
          requested: null,
          order: null,
          quote: null,
          approval: null,
          before: null,
          subscriptions: [aSubscription({ cancellableUntil })],
          verifiedAt,
        },
      }),
    );

  it('when a plan is made, then nothing lies in the past or after its deadline, keys are unique, and it is in order', () => {
    holds(
      fc.property(move, iso, (m: Move, today) => {
        const reminders = planReminders(m, day(today));
        for (const r of reminders) {
          assert.ok(r.dueOn >= today, r.key);
          assert.ok(r.deadline === null || r.dueOn <= r.deadline, r.key);
        }
        assert.equal(new Set(reminders.map((r) => r.key)).size, reminders.length);
        const due = reminders.map((r) => r.dueOn);
        assert.deepEqual(due, [...due].sort());
      }),
      { numRuns: 500 },
    );
  });
  for (const [dueOn, today, deadline, due] of [
    ['2026-11-20', '2026-11-20', null, true],
    ['2026-11-19', '2026-11-20', null, false],
    ['2026-11-20', '2026-11-20', '2026-11-20', true],
    ['2026-11-21', '2026-11-20', '2026-11-20', false],
    ['2026-11-21', '2026-11-20', '2026-11-21', true],
  ] as const) {
    it(`when ${dueOn} is looked at on ${today} with the deadline ${deadline}, then it is ${due ? '' : 'not '}due`, () => {
      assert.equal(isDue(dueOn, today, deadline), due);
    });
  }
  it('when the lifecycles of the day are given, then the plan is the one it would be without them', () => {
    holds(
      fc.property(move, iso, (m: Move, today) => {
        const assessed = m.facts.originals.map((original) => ({
          original,
          lifecycle: judgeLifecycle(original, day(today)),
        }));
        assert.deepEqual(planReminders(m, day(today), assessed), planReminders(m, day(today)));
      }),
    );
  });
  it('when a day passes, then what was planned for later stays as it was', () => {
    holds(
      fc.property(move, iso, (m: Move, today) => {
        const tomorrow = day(today).add({ days: 1 });
        // A term that has not begun is asked about; on its first day it counts, and the rule by which it ends is known.
        fc.pre(m.facts.originals.every(({ termStart }) => termStart !== tomorrow.toString()));
        const later = planReminders(m, day(today)).filter((r) => r.dueOn >= tomorrow.toString());
        assert.deepEqual(planReminders(m, tomorrow), later);
      }),
    );
  });
  it('when the end date of one original moves, then only its own reminders change', () => {
    holds(
      fc.property(move, iso, iso, (m: Move, today, endDate) => {
        const [first, ...rest] = m.facts.originals;
        if (first === undefined) return;
        const moved = { ...m, facts: { ...m.facts, originals: [{ ...first, endDate }, ...rest] } };
        // Whether a credit is still possible depends on the terms of all that were bought directly: that reminder is its own too.
        const others = (plan: ReturnType<typeof planReminders>) =>
          plan.filter((r) => r.subscriptionId !== first.id && r.anchor !== 'credit-open');
        assert.deepEqual(others(planReminders(moved, day(today))), others(planReminders(m, day(today))));
      }),
    );
  });
  it('when an end date moves by some days, then the reminders before the end move by as many, under other keys', () => {
    holds(
      fc.property(fc.integer({ min: 1, max: 40 }), (days) => {
        const before = planFor({ source: 'direct-mosa', termStart: null, endDate: '2027-12-20' });
        const end = day('2027-12-20').add({ days }).toString();
        const after = planFor({ source: 'direct-mosa', termStart: null, endDate: end });
        assert.deepEqual(
          after.map((r) => r.dueOn),
          before.map((r) => day(r.dueOn).add({ days }).toString()),
        );
        assert.ok(after.every((r) => !before.some((b) => b.key === r.key)));
      }),
    );
  });
  it('when the move is closed, then nothing is planned', () => {
    holds(
      fc.property(move, iso, fc.constantFrom('done', 'stopped'), (m: Move, today, value) => {
        const closed = { ...m, facts: { ...m.facts, closed: { value, by: someone, at: AT } } };
        assert.deepEqual(planReminders(closed, day(today)), []);
      }),
    );
  });
});
