import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Original, PURCHASE_SOURCES } from '../../services/moves/move.ts';
import { judgeLifecycle } from '../../services/rules/lifecycle.ts';
import { anOriginal, combinations, day, someone } from './builders.ts';
import { holds } from './property.ts';

const TODAY = day('2026-11-20');
const judge = (overrides: Partial<Original>, today = TODAY) => judgeLifecycle(anOriginal(overrides), today);
const codes = (overrides: Partial<Original>, today = TODAY) => judge(overrides, today).verdicts.map((v) => v.code);

describe('lifecycle: which rule applies', () => {
  for (const [title, source, termStart, endDate, rule] of [
    ['C1 begun and ending on the first days of the rule', 'partner-nce', '2025-04-01', '2026-05-04', 'extended-term'],
    ['C1 ending a day before the rule', 'partner-nce', '2025-05-04', '2026-05-03', 'grace'],
    ['C1 begun a day before the rule', 'partner-nce', '2025-03-31', '2028-03-30', 'grace'],
    ['C1 term start unknown, but ended before the rule', 'partner-nce', null, '2026-05-03', 'grace'],
    ['C1 term start unknown', 'partner-nce', null, '2027-01-31', 'unknown'],
    ['C1 direct MCA begun on the first day', 'direct-mca', '2026-02-09', '2027-02-08', 'extended-term'],
    ['C1 direct MCA begun a day before', 'direct-mca', '2026-02-08', '2027-02-07', 'grace'],
    ['C1 direct MCA, start unknown', 'direct-mca', null, '2027-02-07', 'unknown'],
    ['C1 direct MCA, ended before the rule', 'direct-mca', null, '2026-02-08', 'grace'],
    ['D1 direct MOSA needs no start', 'direct-mosa', null, '2027-02-07', 'grace'],
    ['C4 account unknown, begun before the rule', 'direct-unknown', '2026-01-01', '2026-12-31', 'grace'],
    ['C4 account unknown, begun after the rule', 'direct-unknown', '2026-03-01', '2027-02-28', 'unknown'],
    ['D2 legacy', 'partner-legacy', null, '2027-02-07', 'legacy'],
    ['D2 kind of commerce unknown', 'partner-unknown', '2026-03-01', '2027-02-28', 'unknown'],
    ['D3 Enterprise Agreement', 'enterprise-agreement', null, '2027-02-28', 'enterprise'],
    ['D1 open or other', 'open-or-other', '2026-03-01', '2027-02-28', 'unknown'],
    ['R10 other tenant', 'other-tenant', '2026-03-01', '2027-02-28', 'unknown'],
    ['C15 source unknown', null, '2026-03-01', '2027-02-28', 'unknown'],
    ['own', 'own', '2026-03-01', '2027-02-28', 'extended-term'],
  ] as const) {
    it(`when ${title}, then ${rule}`, () => assert.equal(judge({ source, termStart, endDate }).rule, rule));
  }
});

describe('lifecycle: the dates', () => {
  it('when R8 grace applies, then it is counted from the day after the inclusive end date', () => {
    const { graceUntil, dataUntil, provisionBy } = judge({ source: 'direct-mosa', endDate: '2026-11-30' });
    assert.deepEqual([graceUntil, dataUntil, provisionBy], ['2026-12-30', '2027-03-30', '2026-12-30']);
  });
  it('when C1 applies, then the new subscription is due by the end date and the data stays 90 days', () => {
    const { graceUntil, dataUntil, provisionBy } = judge({
      source: 'partner-nce',
      termStart: '2025-12-01',
      endDate: '2026-11-30',
    });
    assert.deepEqual([graceUntil, dataUntil, provisionBy], [null, '2027-02-28', '2026-11-30']);
  });
  it('when nothing is known about the rule, then nothing is promised', () => {
    const { graceUntil, dataUntil, provisionBy } = judge({ source: null, endDate: '2026-11-30' });
    assert.deepEqual([graceUntil, dataUntil, provisionBy], [null, null, '2026-11-30']);
  });
  it('when the grace runs over a leap day, then it counts', () => {
    assert.equal(judge({ endDate: '2028-02-15' }).graceUntil, '2028-03-16');
    assert.equal(judge({ endDate: '2027-02-15' }).graceUntil, '2027-03-17');
  });
  it('when the end date is the leap day or the last day of the year, then it is read', () => {
    assert.equal(judge({ endDate: '2028-02-29' }).provisionBy, '2028-03-30');
    assert.equal(judge({ endDate: '2026-12-31' }).provisionBy, '2027-01-30');
  });

  for (const [today, state] of [
    ['2026-11-30', 'active'],
    ['2026-12-01', 'grace'],
    ['2026-12-30', 'grace'],
    ['2026-12-31', 'disabled'],
    ['2027-03-30', 'disabled'],
    ['2027-03-31', 'deleted'],
  ] as const) {
    it(`when C2 it ended on 2026-11-30 and today is ${today}, then it is ${state}`, () => {
      assert.equal(judge({ endDate: '2026-11-30' }, day(today)).state, state);
    });
  }
  for (const [source, today, state] of [
    ['partner-legacy', '2026-12-01', 'disabled'],
    ['partner-legacy', '2027-03-01', 'deleted'],
    ['enterprise-agreement', '2026-12-01', 'disabled'],
    ['enterprise-agreement', '2027-03-31', 'deleted'],
    ['partner-nce', '2026-12-01', 'extended-term'],
    [null, '2026-12-01', 'unknown'],
  ] as const) {
    it(`when it was bought from ${source}, ended on 2026-11-30 and today is ${today}, then it is ${state}`, () => {
      assert.equal(judge({ source, termStart: '2025-12-01', endDate: '2026-11-30' }, day(today)).state, state);
    });
  }
});

describe('lifecycle: what is missing is asked for', () => {
  for (const [title, overrides, code] of [
    ['R7 the end date is missing', { endDate: null }, 'lifecycle.ask-end-date'],
    ['N4 auto-renew is missing', { autoRenew: null }, 'lifecycle.ask-auto-renew'],
    [
      'N4 auto-renew is missing and the end has passed',
      { autoRenew: null, endDate: '2026-11-19' },
      'lifecycle.ask-renewed',
    ],
    ['C1 the term start is missing', { source: 'partner-nce', termStart: null }, 'lifecycle.ask-term-start'],
    ['C15 the source is missing', { source: null }, 'lifecycle.ask-source'],
    ['C1 the kind of commerce is missing', { source: 'partner-unknown' }, 'lifecycle.ask-partner-commerce'],
    ['C4 the billing account is missing', { source: 'direct-unknown' }, 'lifecycle.ask-billing-account'],
    ['N5 the end is before the start', { termStart: '2027-04-01' }, 'lifecycle.end-before-start'],
    ['N5 the end date is no date', { endDate: '31.12.2026' }, 'lifecycle.not-a-date'],
    ['N5 the end date does not exist', { endDate: '2027-02-29' }, 'lifecycle.not-a-date'],
    ['N5 the term start is no date', { termStart: 'yesterday' }, 'lifecycle.not-a-date'],
    [
      'N4 it renewed by itself',
      { autoRenew: true, endDate: '2026-11-19', termStart: null },
      'lifecycle.ask-new-end-date',
    ],
  ] as const) {
    it(`when ${title}, then ${code}`, () => {
      const verdict = judge(overrides).verdicts.find((v) => v.code === code);
      assert.equal(verdict?.severity, 'ask');
    });
  }
  it('when N4 it renews by itself, then the person is warned before it happens', () => {
    assert.deepEqual(codes({ autoRenew: true, source: 'partner-nce' }), ['lifecycle.auto-renews']);
    assert.deepEqual(codes({ autoRenew: true, source: 'direct-mca' }), ['lifecycle.auto-renews']);
    assert.ok(codes({ autoRenew: true, source: 'own' }).includes('lifecycle.own-renews'));
  });
  it('when C4 a renewal may be cancelled later than in seven days, then that limit is not claimed', () => {
    for (const source of ['direct-mosa', 'partner-legacy', 'enterprise-agreement', 'open-or-other'] as const) {
      assert.deepEqual(codes({ autoRenew: true, source }), ['lifecycle.auto-renews-billed'], source);
    }
  });
  it('when N4 it renews or may have renewed, then nothing is said about what comes after its end', () => {
    assert.deepEqual(codes({ autoRenew: true }), ['lifecycle.auto-renews-billed']);
    assert.deepEqual(codes({ autoRenew: null, endDate: '2026-11-19' }), ['lifecycle.ask-renewed']);
    assert.deepEqual(codes({ autoRenew: null }), [
      'lifecycle.ask-auto-renew',
      'lifecycle.if-ends-grace',
      'lifecycle.provision-by',
    ]);
  });
  it('when nothing is missing, then nothing is asked', () => {
    assert.deepEqual(codes({}), ['lifecycle.grace', 'lifecycle.provision-by']);
  });
  for (const how of ['expired', 'cancelled', 'transferred'] as const) {
    it(`when it was ${how}, then that is all there is to say`, () => {
      assert.deepEqual(codes({ ended: { how, on: '2026-11-01', by: someone } }), [`lifecycle.${how}`]);
    });
  }
});

describe('lifecycle: for any facts', () => {
  const date = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  const iso = date.map((d) => d.toISOString().slice(0, 10));

  it('when facts are arbitrary, then there is a verdict, unknown rules ask or warn, and the dates are in order', () => {
    holds(
      fc.property(
        fc.constantFrom(...SOURCES),
        fc.option(fc.oneof(iso, fc.string())),
        fc.option(iso),
        fc.option(fc.boolean()),
        iso,
        (source, endDate, termStart, autoRenew, today) => {
          const l = judgeLifecycle(anOriginal({ source, endDate, termStart, autoRenew }), day(today));
          assert.ok(l.verdicts.length > 0);
          if (l.rule === 'unknown') assert.ok(l.verdicts.some((v) => v.severity === 'ask' || v.severity === 'warn'));
          if (l.graceUntil !== null) assert.ok(l.endDate !== null && l.graceUntil > l.endDate);
          if (l.dataUntil !== null) assert.ok(l.provisionBy !== null && l.dataUntil > l.provisionBy);
        },
      ),
    );
  });

  it('when a fact becomes known, then the time to provision never gets shorter than the careful answer', () => {
    for (const { source, termStart } of combinations({
      source: SOURCES,
      termStart: [null, '2024-06-01', '2026-06-01'],
    })) {
      const l = judge({ source, termStart, endDate: '2027-05-31' });
      assert.ok(l.provisionBy !== null && l.provisionBy >= '2027-05-31');
    }
  });
});

const SOURCES = [...PURCHASE_SOURCES, null] as const;
