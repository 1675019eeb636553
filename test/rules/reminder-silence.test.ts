import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Move, MoveFacts, Original, ProvisionedSubscription } from '../../services/moves/move.ts';
import type { PlannedReminder } from '../../services/reminders/reminder.ts';
import { stagesOf } from '../../services/reminders/stage-settings.ts';
import { judgeLifecycle } from '../../services/rules/lifecycle.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import { explainSilence } from '../../services/rules/reminder-silence.ts';
import type { Silence, SilenceSubject } from '../../services/rules/silence.ts';
import { aMove, anOriginal, aSubscription, day, someone } from './builders.ts';
import { anyMove, iso } from './moves.ts';
import { holds } from './property.ts';

const TODAY = '2026-11-20';
const { relationship, provisioning } = aMove().facts;
const stated = (at: string) => ({ value: true, by: someone, at }) as const;
const verified = { ...provisioning, state: 'verified', verifiedAt: TODAY } as const;

type Kind = SilenceSubject['kind'];
const told = (facts: Partial<MoveFacts>, kind: Kind, today = TODAY): Silence => {
  const [found, ...others] = explainSilence(aMove(facts), day(today)).filter(({ about }) => about.kind === kind);
  assert.ok(found && others.length === 0, kind);
  return found;
};
const ofOriginal = (overrides: Partial<Original>) => ({ originals: [anOriginal(overrides)] });
const ofTarget = (overrides: Partial<ProvisionedSubscription>) => ({
  provisioning: { ...verified, subscriptions: [aSubscription(overrides)] },
});
const invitation = (overrides: Partial<MoveFacts['relationship']>) => ({
  relationship: { ...relationship, status: 'none', acceptedAt: null, ...overrides } as const,
});
const request = {
  id: 't',
  sourcePartnerTenantId: 'p',
  sourcePartnerName: 'Trey',
  customerEmail: 'it@contoso.com',
  requested: stated('2026-11-19T10:00:00Z'),
  transferId: 'x',
  status: 'Pending',
  createdAt: null,
  failure: null,
  agedOut: false,
};
const transferred = ofOriginal({ path: 'transfer', source: 'partner-nce' });
const credit = { status: 'requested', ticket: null, by: someone, at: TODAY } as const;
const LONG_AGO = '2026-01-05';

/** Every code with the facts that give it. */
const TABLE: readonly (readonly [code: Silence['code'], kind: Kind, facts: Partial<MoveFacts>, params?: object])[] = [
  [
    'closed',
    'move',
    { closed: { value: 'done', by: someone, at: '2026-11-19T23:30:00Z' } },
    { outcome: 'done', on: '2026-11-19' },
  ],
  [
    'closed',
    'credit',
    { closed: { value: 'stopped', by: someone, at: '2026-11-19T23:30:00Z' } },
    { outcome: 'stopped', on: '2026-11-19' },
  ],
  ['every-part-is-quiet', 'move', {}],
  ['next', 'move', ofOriginal({}), { on: '2026-12-31' }],

  ['next', 'original', ofOriginal({}), { on: '2026-12-31' }],
  [
    'ended',
    'original',
    ofOriginal({ ended: { how: 'cancelled', on: '2026-11-01', by: someone } }),
    { how: 'cancelled', on: '2026-11-01' },
  ],
  ['left-where-it-is', 'original', ofOriginal({ path: 'leave' })],
  ['ours-already', 'original', ofOriginal({ source: 'own' })],
  ['other-tenant', 'original', ofOriginal({ source: 'other-tenant' })],
  ['end-unknown', 'original', ofOriginal({ endDate: null })],
  ['dates-contradict', 'original', ofOriginal({ termStart: '2028-01-01' })],
  ['dates-contradict', 'original', ofOriginal({ endDate: 'soon' })],
  ['all-stages-past', 'original', ofOriginal({ endDate: LONG_AGO, termStart: null })],
  ['next', 'original', ofOriginal({ endArranged: stated(TODAY) }), { on: '2026-12-31' }],

  ['next', 'provisioned', ofTarget({}), { on: '2026-11-25' }],
  ['renews-by-itself', 'provisioned', ofTarget({ cancellableUntil: null }), { end: '2027-11-19' }],
  ['new-end-unknown', 'provisioned', ofTarget({ cancellableUntil: null, endDate: null })],
  ['new-end-unknown', 'provisioned', ofTarget({ cancellableUntil: null, startedOn: '2028-01-01' })],
  ['all-stages-past', 'provisioned', ofTarget({ cancellableUntil: null, autoRenew: false, endDate: TODAY })],

  ['invitation-answered', 'invitation', {}],
  ['invitation-answered', 'invitation', invitation({ acceptedAt: TODAY, invited: stated(TODAY) })],
  ['invitation-refused', 'invitation', invitation({ status: 'refused', invited: stated(TODAY) })],
  ['not-invited-yet', 'invitation', invitation({})],
  ['next', 'invitation', invitation({ invited: stated(TODAY) }), { on: '2026-11-23' }],
  ['all-stages-past', 'invitation', invitation({ invited: stated(LONG_AGO) })],

  ['nothing-to-transfer', 'transfer', ofOriginal({})],
  ['transfer-not-asked-for', 'transfer', transferred],
  [
    'transfer-not-open',
    'transfer',
    { ...transferred, transfers: [{ ...request, status: 'Rejected' }] },
    { standing: 'rejected' },
  ],
  [
    'transfer-not-open',
    'transfer',
    { ...transferred, transfers: [{ ...request, failure: 'x' }] },
    { standing: 'failed' },
  ],
  ['provisioned-already', 'transfer', { ...transferred, provisioning: verified, transfers: [request] }],
  ['next', 'transfer', { ...transferred, transfers: [request] }, { on: '2026-11-26' }],
  ['all-stages-past', 'transfer', { ...transferred, transfers: [{ ...request, createdAt: LONG_AGO }] }],

  ['nothing-bought-directly', 'credit', transferred],
  ['purchase-unknown', 'credit', ofOriginal({ source: null })],
  ['purchase-unknown', 'credit', { originals: [] }],
  ['not-provisioned-yet', 'credit', ofOriginal({})],
  ['provisioned-when-unknown', 'credit', { ...ofOriginal({}), provisioning: { ...verified, verifiedAt: null } }],
  ['next', 'credit', { ...ofOriginal({}), provisioning: verified }, { on: '2026-11-21' }],
  ['credit-not-possible', 'credit', { ...ofOriginal({ source: 'direct-mca' }), provisioning: verified }],
  ['all-stages-past', 'credit', { ...ofOriginal({}), provisioning: { ...verified, verifiedAt: LONG_AGO } }],
  [
    'credit-recorded',
    'credit',
    { ...ofOriginal({}), provisioning: verified, credit: { ...credit, status: 'refused' } },
    { status: 'refused' },
  ],
  ['next', 'credit', { ...ofOriginal({}), provisioning: verified, credit }, { on: '2026-11-27' }],
  ['all-stages-past', 'credit', { ...ofOriginal({}), provisioning: verified, credit: { ...credit, at: LONG_AGO } }],

  ['no-delegated-support', 'delegated-access', { relationship: { ...relationship, delegatedSupport: 'no' } }],
  ['delegated-support-unknown', 'delegated-access', { relationship: { ...relationship, delegatedSupport: 'unknown' } }],
  ['delegated-end-unknown', 'delegated-access', {}],
  [
    'next',
    'delegated-access',
    { relationship: { ...relationship, delegatedUntil: '2027-01-31' } },
    { on: '2026-12-02' },
  ],
  [
    'delegated-not-needed',
    'delegated-access',
    { relationship: { ...relationship, delegatedUntil: '2027-01-31' }, ...ofOriginal({ path: 'leave' }) },
  ],
  ['all-stages-past', 'delegated-access', { relationship: { ...relationship, delegatedUntil: LONG_AGO } }],
];

describe('why no reminder is planned', () => {
  for (const [code, kind, facts, params = {}] of TABLE) {
    it(`when it is about ${kind} and ${JSON.stringify(facts).slice(0, 160)}, then ${code}`, () => {
      const found = told(facts, kind);
      assert.deepEqual([found.code, found.params], [code, params]);
    });
  }

  it('when a part is looked at, then original and new subscription are named', () => {
    const found = explainSilence(aMove({ ...ofOriginal({}), ...ofTarget({}) }), day(TODAY));
    assert.deepEqual(
      found.map(({ about }) => ('id' in about ? [about.kind, about.id, about.name] : about.kind)),
      [
        'move',
        'invitation',
        'transfer',
        'credit',
        'delegated-access',
        ['original', 'o1', 'Microsoft 365 Business Premium'],
        ['provisioned', 's1', 'Microsoft 365 Business Premium'],
      ],
    );
  });
  it('when an original and a new subscription have the same id, then each is told its own', () => {
    const facts = { ...ofOriginal({ id: 'x', path: 'leave' }), ...ofTarget({ id: 'x' }) };
    assert.equal(told(facts, 'original').code, 'left-where-it-is');
    assert.equal(told(facts, 'provisioned').code, 'next');
  });
  it('when a code can be given, then it has a sentence, which brings its own values, and none is left over', () => {
    const file = new URL('../../cards/strings/en/silence.json', import.meta.url);
    const sentences = new Map<string, string>(Object.entries(JSON.parse(readFileSync(file, 'utf8'))));
    const kinds: readonly Kind[] = ['move', 'invitation', 'transfer', 'credit', 'delegated-access'];
    assert.deepEqual(
      [...sentences.keys()].sort(),
      [...new Set(TABLE.map(([code]) => `silence.${code}`)), ...kinds.map((kind) => `silence.about.${kind}`)].sort(),
    );
    for (const [, kind, facts] of TABLE) {
      const { code, params } = told(facts, kind);
      for (const [, name = ''] of (sentences.get(`silence.${code}`) ?? '').matchAll(/\{\{(\w+)/g)) {
        assert.ok(name in params, `${code} needs ${name}`);
      }
    }
  });
});

describe('why no reminder is planned, for any move', () => {
  const own = fc.constantFrom(
    undefined,
    stagesOf({ stages: { 'original-end': [-10], 'original-unresolved': [5] } }),
    stagesOf({
      stages: { 'target-provisioned': [-5], 'credit-open': [2], 'invitation-sent': [40], 'gdap-expiry': [-2] },
    }),
  );

  it('when a part has a planned reminder, then silence names the earliest of them, and else a reason', () => {
    holds(
      fc.property(anyMove, iso, own, (move, today, stages) => {
        const plan = planReminders(move, day(today), [], stages);
        const silences = explainSilence(move, day(today), [], stages);
        assert.equal(silences.length, 5 + move.facts.originals.length + move.facts.provisioning.subscriptions.length);
        for (const silence of silences) {
          const [first] = plan.filter((r) => isAbout(silence.about, r));
          assert.equal(silence.code === 'next', first !== undefined, JSON.stringify(silence));
          if (silence.code === 'next') {
            assert.deepEqual([silence.params.on, silence.reminder], [first?.dueOn, first]);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
  it('when the lifecycles of the day are given, then the reasons are those there would be without them', () => {
    holds(
      fc.property(anyMove, iso, (move, today) => {
        const provisioned = move.facts.provisioning.state === 'verified';
        const assessed = move.facts.originals.map((original) => ({
          original,
          lifecycle: judgeLifecycle(original, day(today), provisioned),
        }));
        assert.deepEqual(explainSilence(move, day(today), assessed), explainSilence(move, day(today)));
      }),
    );
  });
  it('when a reason is no matter of dates, then nothing was planned on any other day either', () => {
    holds(
      fc.property(anyMove, iso, iso, (move, today, other) => {
        const plan = planReminders(move, day(other));
        for (const { about, code } of explainSilence(move, day(today))) {
          if (OF_DATES.has(code)) continue;
          assert.deepEqual(
            plan.filter(
              (r) => isAbout(about, r) && !(code === 'renews-by-itself' && r.anchor === 'target-provisioned'),
            ),
            [],
            code,
          );
        }
      }),
      { numRuns: 1000 },
    );
  });
  it('when all stages are past, then something was planned before', () => {
    holds(
      fc.property(anyMove, iso, (move, today) => {
        const before = planReminders(move, day('2024-01-01'));
        for (const { about, code } of explainSilence(move, day(today))) {
          if (code === 'all-stages-past')
            assert.ok(
              before.some((r) => isAbout(about, r)),
              JSON.stringify(about),
            );
        }
      }),
      { numRuns: 1000 },
    );
  });
  it('when the move is closed, then that is the only reason', () => {
    holds(
      fc.property(anyMove, iso, (move: Move, today) => {
        const closed = {
          ...move,
          facts: { ...move.facts, closed: { value: 'done', by: someone, at: TODAY } as const },
        };
        assert.deepEqual([...new Set(explainSilence(closed, day(today)).map(({ code }) => code))], ['closed']);
      }),
    );
  });
});

/** What depends on the day that is looked at. */
const OF_DATES: ReadonlySet<Silence['code']> = new Set([
  'next',
  'all-stages-past',
  'every-part-is-quiet',
  'credit-not-possible',
  'delegated-not-needed',
  'new-end-unknown',
]);

function isAbout(about: SilenceSubject, { anchor, subscriptionId }: PlannedReminder): boolean {
  switch (about.kind) {
    case 'move':
      return true;
    case 'original':
    case 'provisioned':
      return subscriptionId === about.id;
    case 'invitation':
      return anchor === 'invitation-sent';
    case 'transfer':
      return anchor === 'transfer-created';
    case 'credit':
      return anchor === 'credit-open';
    case 'delegated-access':
      return anchor === 'gdap-expiry';
  }
}
