import assert from 'node:assert/strict';
import { speaker } from '../../cards/speaker.ts';
import { type Original, PURCHASE_SOURCES } from '../../services/moves/move.ts';
import { judgeCredit } from '../../services/rules/credit.ts';
import { lifecycleOn } from '../../services/rules/lifecycle.ts';
import { choosePaths } from '../../services/rules/path.ts';
import { anOriginal, combinations, day, someone } from './builders.ts';

const TODAY = '2026-11-20';
const judge = (overrides: Partial<Original>, today = TODAY, provisioned = false) =>
  lifecycleOn(anOriginal({ autoRenew: false, ...overrides }), today, provisioned);
const codes = (overrides: Partial<Original>, today = TODAY, provisioned = false) =>
  judge(overrides, today, provisioned).verdicts.map((v) => v.code);

describe('lifecycle: terms that cannot be', () => {
  for (const source of ['partner-nce', 'own', 'direct-mca', 'direct-unknown'] as const) {
    it(`when N6 a term from ${source} would be longer than any, then the start is taken for the first purchase and asked for`, () => {
      const l = judge({ source, termStart: '2019-05-01', endDate: '2026-12-31' });
      assert.deepEqual([l.rule, l.graceUntil, l.dataUntil, l.provisionBy], ['unknown', null, null, '2026-12-31']);
      assert.equal(l.verdicts[0]?.code, 'lifecycle.ask-term-too-long');
      assert.equal(l.verdicts[0]?.severity, 'ask');
    });
  }
  it('when N6 a term is exactly three years, then it is one', () => {
    assert.equal(judge({ source: 'partner-nce', termStart: '2024-01-01', endDate: '2026-12-31' }).rule, 'grace');
    assert.equal(judge({ source: 'partner-nce', termStart: '2023-12-31', endDate: '2026-12-31' }).rule, 'unknown');
  });
  it('when the rule needs no start, then a long time asks nothing', () => {
    assert.equal(judge({ source: 'direct-mosa', termStart: '2015-01-01', endDate: '2026-12-31' }).rule, 'grace');
    assert.equal(judge({ source: 'partner-nce', termStart: '2019-01-01', endDate: '2026-05-03' }).rule, 'grace');
  });
  it('when N6 the start on record cannot be that of the term, then no credit is judged from it', () => {
    const original = anOriginal({ source: 'direct-mca', termStart: '2019-05-01', endDate: '2026-12-31' });
    assert.equal(judgeCredit([original], 'yes', TODAY)[1]?.code, 'credit.mca-ask-start');
  });
  it('when N5 the term would begin only later, then it is asked for', () => {
    const l = judge({ source: 'partner-nce', termStart: '2026-12-01', endDate: '2027-11-30' });
    assert.deepEqual([l.rule, l.verdicts[0]?.code], ['unknown', 'lifecycle.ask-term-not-begun']);
    assert.ok(
      codes({ source: 'direct-mosa', termStart: '2026-12-01', endDate: '2027-11-30' }).includes(
        'lifecycle.ask-term-not-begun',
      ),
    );
  });
  it('when the place it was bought is a word of another version, then it is asked for, without an exception', () => {
    for (const word of ['constructor', 'marketplace', '']) {
      // A document of another version of the product may hold any word.
      const source = word as Original['source'];
      assert.ok(codes({ source }).includes('lifecycle.ask-source'), word);
      assert.deepEqual(
        choosePaths(anOriginal({ source }), day(TODAY)).map((p) => [p.path, p.recommended]),
        [
          ['buy-and-let-end', false],
          ['leave', false],
        ],
      );
    }
  });
  it('when the day of an end is no date or still to come, then it is asked for', () => {
    const ended = (on: string) => ({ ended: { how: 'expired', on, by: someone } as const });
    assert.deepEqual(codes(ended('soon')), ['lifecycle.ended-no-date']);
    assert.deepEqual(codes(ended('2026-11-21')), ['lifecycle.ended-not-yet']);
    assert.deepEqual(codes(ended(TODAY)), ['lifecycle.expired']);
  });
});

describe('lifecycle: terms that are over', () => {
  for (const [source, endDate, state, code, severity] of [
    ['direct-mosa', '2026-09-30', 'disabled', 'lifecycle.grace-over', 'warn'],
    ['direct-mosa', '2026-01-31', 'deleted', 'lifecycle.deleted', 'stop'],
    ['partner-legacy', '2026-10-31', 'disabled', 'lifecycle.data-running', 'warn'],
    ['partner-legacy', '2026-01-31', 'deleted', 'lifecycle.deleted', 'stop'],
    ['enterprise-agreement', '2026-10-31', 'disabled', 'lifecycle.data-running', 'warn'],
    ['enterprise-agreement', '2026-01-31', 'deleted', 'lifecycle.deleted', 'stop'],
    ['open-or-other', '2026-01-31', 'unknown', 'lifecycle.no-rule-over', 'warn'],
  ] as const) {
    it(`when D2 it was bought from ${source} and ended on ${endDate}, then it is ${state}: ${code}`, () => {
      const l = judge({ source, endDate, termStart: null });
      assert.equal(l.state, state);
      const verdict = l.verdicts.find((v) => v.code === code);
      assert.equal(verdict?.severity, severity);
    });
  }
  it('when the new subscription is there, then the end of the old data stops nothing', () => {
    const l = judge({ source: 'direct-mosa', endDate: '2026-01-31', termStart: null }, TODAY, true);
    assert.deepEqual(
      l.verdicts.map((v) => [v.code, v.severity]),
      [['lifecycle.over', 'note']],
    );
  });

  it('when anything is said about a term or a path, then no "until" and no "before" names a day that has passed', () => {
    const say = speaker('en');
    const months = 'January February March April May June July August September October November December'.split(' ');
    const days = /\b(?:until|before) (?:then )?([A-Z][a-z]+) (\d{1,2}), (\d{4})/g;
    let seen = 0;
    for (const facts of combinations({
      source: [...PURCHASE_SOURCES, null],
      endDate: ['2025-06-30', '2026-01-31', '2026-08-31', '2026-10-31', '2026-11-19', '2026-11-20', '2026-12-31'],
      termStart: ['2019-01-01', '2024-03-01', '2025-05-01', null],
      autoRenew: [true, false, null],
      ended: [null, { how: 'cancelled', on: '2026-11-01', by: someone }] as const,
    })) {
      const original = anOriginal(facts);
      for (const provisioned of [false, true]) {
        const told = [
          ...lifecycleOn(original, TODAY, provisioned).verdicts,
          ...choosePaths(original, day(TODAY), provisioned).flatMap((p) => p.verdicts),
        ];
        for (const verdict of told) {
          for (const text of [say.verdict(verdict), say.verdictAction(verdict)]) {
            for (const [said, month = '', date = '', year] of text.matchAll(days)) {
              const iso = `${year}-${String(months.indexOf(month) + 1).padStart(2, '0')}-${date.padStart(2, '0')}`;
              seen += 1;
              assert.ok(iso >= TODAY, `${verdict.code}: ${said} (${JSON.stringify(facts)})`);
            }
          }
        }
      }
    }
    assert.ok(seen > 100);
  });
});

describe('path: terms that are over or cannot be', () => {
  const choose = (overrides: Partial<Original>) => choosePaths(anOriginal(overrides), day(TODAY));
  const recommended = (overrides: Partial<Original>) =>
    choose(overrides)
      .filter((p) => p.recommended)
      .map((p) => p.path);
  const told = (overrides: Partial<Original>) => choose(overrides).flatMap((p) => p.verdicts.map((v) => v.code));
  const OVER = { source: 'partner-nce', termStart: '2025-11-11', endDate: '2026-11-10' } as const;

  it('when N4 its term renewed, then the transfer stays the way and the new end date is asked for', () => {
    assert.deepEqual(recommended({ ...OVER, autoRenew: true }), ['transfer']);
    const codes = told({ ...OVER, autoRenew: true });
    assert.ok(codes.includes('path.need-present-end'));
    for (const wrong of ['path.trap-transfer-over', 'path.need-now', 'path.trap-renews'])
      assert.ok(!codes.includes(wrong), wrong);
  });
  it('when N4 it is not known whether it renewed, then nothing is recommended before that is known', () => {
    assert.deepEqual(recommended({ ...OVER, autoRenew: null }), []);
    assert.ok(told({ ...OVER, autoRenew: null }).includes('path.need-present-end'));
    assert.ok(!told({ ...OVER, autoRenew: null }).includes('path.trap-transfer-over'));
  });
  it('when C6 the agreement has ended, then a renewal at its end is not recommended any more', () => {
    const over = { source: 'enterprise-agreement', termStart: null, endDate: '2025-06-30' } as const;
    assert.deepEqual(recommended({ ...over, autoRenew: false }), ['buy-and-let-end']);
    assert.ok(told({ ...over, autoRenew: false }).includes('path.trap-channel-over'));
    assert.deepEqual(recommended({ ...over, autoRenew: true }), ['channel-renewal']);
    assert.deepEqual(recommended({ ...over, autoRenew: null }), []);
  });
  it('when T11 it was cancelled or has expired, then no transfer is recommended', () => {
    for (const how of ['cancelled', 'expired'] as const) {
      const options = choose({ source: 'partner-nce', ended: { how, on: '2026-11-01', by: someone } });
      assert.deepEqual(
        options.filter((p) => p.recommended).map((p) => p.path),
        ['buy-and-let-end'],
      );
      const transfer = options.find((p) => p.path === 'transfer');
      assert.deepEqual(
        [transfer?.verdicts[2]?.code, transfer?.verdicts[2]?.severity, transfer?.verdicts[2]?.params.end],
        ['path.trap-transfer-over', 'stop', '2026-11-01'],
      );
    }
    assert.deepEqual(
      recommended({ source: 'partner-nce', ended: { how: 'transferred', on: '2026-11-01', by: someone } }),
      ['transfer'],
    );
  });
  for (const source of PURCHASE_SOURCES.filter((s) => s !== 'own' && s !== 'other-tenant')) {
    it(`when N5 the dates from ${source} contradict each other, then that is said and nothing is recommended`, () => {
      const wrong = { source, termStart: '2028-01-01', endDate: '2027-01-01' } as const;
      assert.deepEqual(recommended(wrong), []);
      for (const option of choose(wrong).filter((p) => p.path !== 'leave')) {
        assert.ok(
          option.verdicts.some((v) => v.code === 'lifecycle.end-before-start'),
          option.path,
        );
      }
    });
  }
});
