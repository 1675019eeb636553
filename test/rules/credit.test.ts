import assert from 'node:assert/strict';
import type { Original } from '../../services/moves/move.ts';
import { judgeCredit } from '../../services/rules/credit.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import { aMove, anOriginal, day, someone } from './builders.ts';

const TODAY = '2026-11-20';
const judge = (overrides: Partial<Original>) => judgeCredit([anOriginal(overrides)], 'yes', TODAY)[1];
const ended = (how: 'expired' | 'cancelled', on: string) => ({ ended: { how, on, by: someone } });

describe('credit: until when (C4)', () => {
  const table: readonly (readonly [Partial<Original>, string, Readonly<Record<string, unknown>>])[] = [
    [{ endDate: '2026-12-31' }, 'credit.mosa', { end: '2026-12-31' }],
    [{ endDate: '2026-12-31', seats: 26 }, 'credit.mosa-many', { end: '2026-12-31', limit: 25 }],
    [{ endDate: null }, 'credit.mosa-no-end', {}],
    [{ endDate: null, seats: 26 }, 'credit.mosa-many-no-end', {}],
    [{ endDate: '2026-11-19' }, 'credit.mosa-over', { end: '2026-11-19' }],
    [{ endDate: '2026-11-19', autoRenew: true }, 'credit.mosa-renewed', {}],
    [{ endDate: '2026-11-19', autoRenew: null }, 'credit.mosa-renewed', {}],
    [{ endDate: '2027-03-31', ...ended('cancelled', '2026-11-18') }, 'credit.cancelled', { on: '2026-11-18' }],
    [{ endDate: '2026-10-31', ...ended('expired', '2026-10-31') }, 'credit.mosa-over', { end: '2026-10-31' }],
    [{ source: 'direct-mca', termStart: '2026-11-14' }, 'credit.mca-open', { until: '2026-11-20', days: 7 }],
    [{ source: 'direct-mca', termStart: '2026-11-13' }, 'credit.mca-over', { until: '2026-11-19', days: 7 }],
    [{ source: 'direct-mca', termStart: null }, 'credit.mca-ask-start', { days: 7 }],
    [
      { source: 'direct-mca', termStart: '2025-11-18', endDate: '2026-11-17', autoRenew: true },
      'credit.mca-open',
      { until: '2026-11-24' },
    ],
    [
      { source: 'direct-mca', termStart: '2025-11-18', endDate: '2026-11-17', autoRenew: false },
      'credit.mca-over',
      { until: '2025-11-24' },
    ],
    [{ source: 'direct-mca', termStart: '2026-11-14', ...ended('cancelled', '2026-11-16') }, 'credit.cancelled', {}],
    [{ source: 'direct-unknown' }, 'credit.ask-billing-account', {}],
  ];
  for (const [overrides, code, params] of table) {
    it(`when ${JSON.stringify(overrides)}, then ${code}`, () => {
      const verdict = judge(overrides);
      assert.equal(verdict?.code, code);
      for (const [name, value] of Object.entries(params)) assert.equal(verdict?.params[name], value, name);
    });
  }
  it('when it stays where it is, then there is no talk of a credit', () => {
    assert.deepEqual(judgeCredit([anOriginal({ path: 'leave' })], 'yes', TODAY), []);
  });
});

describe('credit: reminders (C4, N1)', () => {
  const verified = {
    ...aMove().facts.provisioning,
    state: 'verified',
    verifiedAt: '2026-11-20T08:00:00Z',
  } as const;
  const due = (...originals: Partial<Original>[]) =>
    planReminders(
      aMove({ originals: originals.map((o, i) => anOriginal({ id: `o${i}`, ...o })), provisioning: verified }),
      day(TODAY),
    )
      .filter((r) => r.anchor === 'credit-open')
      .map((r) => [r.stage, r.params.count]);
  it('when the account gives nothing back any more, then nobody is told to ask', () => {
    assert.deepEqual(due({ source: 'direct-mca', termStart: '2026-06-01' }), []);
  });
  it('when its days end between two reminders, then only those within them come', () => {
    assert.deepEqual(due({ source: 'direct-mca', termStart: '2026-11-17' }), [[1, 1]]);
  });
  it('when one of two may bring a credit, then one is counted', () => {
    assert.deepEqual(due({ source: 'direct-mca', termStart: '2026-06-01' }, { source: 'direct-mosa' })[0], [1, 1]);
  });
  it('when the old term is over by then, then nothing is left to ask for', () => {
    assert.deepEqual(
      due({ source: 'direct-mosa', endDate: '2026-11-29' }).map(([stage]) => stage),
      [1, 7],
    );
  });
});
