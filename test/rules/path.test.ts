import assert from 'node:assert/strict';
import type { PurchaseSource } from '../../services/moves/move.ts';
import { judgeLifecycle } from '../../services/rules/lifecycle.ts';
import { choosePaths } from '../../services/rules/path.ts';
import { SOURCES } from '../../services/rules/sources.ts';
import { anOriginal, day } from './builders.ts';

const TODAY = day('2026-11-20');
const choose = (source: PurchaseSource | null, endDate: string | null = '2027-03-31') =>
  choosePaths(anOriginal({ source, endDate }), TODAY);

describe('path', () => {
  const table: [rule: string, PurchaseSource | null, paths: string[], recommended: string | null][] = [
    ['C5', 'partner-nce', ['transfer', 'buy-and-let-end', 'leave'], 'transfer'],
    ['C5', 'partner-legacy', ['buy-and-let-end', 'leave'], 'buy-and-let-end'],
    ['C5', 'partner-unknown', ['transfer', 'buy-and-let-end', 'leave'], null],
    ['C4', 'direct-mca', ['buy-and-let-end', 'leave'], 'buy-and-let-end'],
    ['C4', 'direct-mosa', ['buy-and-let-end', 'leave'], 'buy-and-let-end'],
    ['C4', 'direct-unknown', ['buy-and-let-end', 'leave'], 'buy-and-let-end'],
    ['C6', 'enterprise-agreement', ['channel-renewal', 'buy-and-let-end', 'leave'], 'channel-renewal'],
    ['C15', 'open-or-other', ['buy-and-let-end', 'leave'], 'buy-and-let-end'],
    ['I8', 'own', ['leave'], 'leave'],
    ['R10', 'other-tenant', ['leave'], 'leave'],
    ['C15', null, ['buy-and-let-end', 'leave'], null],
  ];
  for (const [rule, source, paths, recommended] of table) {
    it(`when ${rule} it was bought from ${source}, then ${recommended ?? 'nothing'} is recommended`, () => {
      const options = choose(source);
      assert.deepEqual(
        options.map((o) => o.path),
        paths,
      );
      assert.deepEqual(
        options.filter((o) => o.recommended).map((o) => o.path),
        recommended === null ? [] : [recommended],
      );
      for (const option of options) {
        const [money, reassignment, trap] = option.verdicts.map((v) => v.code.split('.')[1] ?? '');
        assert.match(money ?? '', /^(money|ask-source)/);
        assert.match(reassignment ?? '', /^reassign/);
        assert.match(trap ?? '', /^trap/);
      }
    });
  }

  it('when T11 the subscription has ended, then a transfer stops and buying is recommended', () => {
    const [first, second] = choose('partner-nce', '2026-11-19');
    assert.deepEqual([first?.path, first?.recommended], ['buy-and-let-end', true]);
    assert.equal(second?.verdicts[2]?.severity, 'stop');
  });
  it('when today is the last day, then a transfer is still possible, but late', () => {
    const [first] = choose('partner-nce', '2026-11-20');
    assert.equal(first?.path, 'transfer');
    assert.equal(first?.verdicts.at(-1)?.code, 'path.need-transfer-soon');
    assert.equal(first?.verdicts.at(-1)?.params.count, 0);
  });
  for (const [endDate, soon] of [
    ['2026-12-20', true],
    ['2026-12-21', false],
  ] as const) {
    it(`when T6 it ends on ${endDate}, then ${soon ? 'a' : 'no'} late transfer is warned of`, () => {
      const codes = choose('partner-nce', endDate)[0]?.verdicts.map((v) => v.code) ?? [];
      assert.equal(codes.includes('path.need-transfer-soon'), soon);
    });
  }
  for (const [rule, overrides, trap, need] of [
    ['C1', { source: 'partner-nce', termStart: '2026-04-01' }, 'path.trap-extended-term', 'path.need-before-end'],
    ['C1', { source: 'direct-mca', termStart: '2026-04-01' }, 'path.trap-extended-term-direct', 'path.need-before-end'],
    ['C1', { source: 'direct-mca', termStart: null }, 'path.trap-extended-term-unknown', 'path.need-before-end'],
    ['C2', { source: 'direct-mca', termStart: '2026-02-08' }, 'path.trap-grace', 'path.need-in-grace'],
    ['C2', { source: 'partner-nce', termStart: '2025-03-31' }, 'path.trap-grace', 'path.need-in-grace'],
    [
      'N4',
      { source: 'partner-nce', termStart: '2025-03-31', autoRenew: true },
      'path.trap-renews',
      'path.need-before-end',
    ],
    [
      'N4',
      { source: 'partner-nce', termStart: '2025-03-31', autoRenew: null },
      'path.trap-renews',
      'path.need-before-end',
    ],
    ['R8', { source: 'direct-mosa' }, 'path.trap-direct-mosa', 'path.need-in-grace'],
  ] as const) {
    it(`when ${rule} it is ${JSON.stringify(overrides)}, then trap and deadline are those of its lifecycle`, () => {
      const original = anOriginal({ ...overrides, endDate: '2027-03-31' });
      const option = choosePaths(original, TODAY).find((o) => o.path === 'buy-and-let-end');
      assert.deepEqual([option?.verdicts[2]?.code, option?.verdicts[3]?.code], [trap, need]);
      const { provisionBy } = judgeLifecycle(original, TODAY);
      const told = option?.verdicts[3]?.params;
      assert.equal(told?.by ?? told?.end, need === 'path.need-in-grace' ? provisionBy : '2027-03-31');
    });
  }
  it('when everything is provisioned, then no deadline for that is told', () => {
    const [buy] = choosePaths(anOriginal({ source: 'direct-mosa' }), TODAY, true);
    assert.ok(buy?.verdicts.every((v) => !v.code.startsWith('path.need')));
  });
  it('when T8, T10, T11 or the limits of C6 are all that speaks for a statement, then it is a question, not a promise', () => {
    const options = [...choose('partner-nce'), ...choose('enterprise-agreement')];
    for (const { code, severity, sources } of options.flatMap((o) => o.verdicts)) {
      const unconfirmed = sources.every((id) => !SOURCES[id].confirmed) || /channel|money-transfer/.test(code);
      if (unconfirmed) assert.ok(['ask', 'warn', 'stop'].includes(severity), code);
    }
  });
  it('when R7 the end date is missing or no date, then it is asked for', () => {
    for (const [endDate, code] of [
      [null, 'path.need-end-date'],
      ['soon', 'lifecycle.not-a-date'],
    ] as const) {
      assert.equal(choose('direct-mosa', endDate)[0]?.verdicts.at(-1)?.code, code);
    }
  });
});
