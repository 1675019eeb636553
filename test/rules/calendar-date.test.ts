import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dateOf } from '../../services/partner-center/eligibility.ts';
import { calendarDay, readDate } from '../../services/rules/calendar-date.ts';
import { judgeLifecycle } from '../../services/rules/lifecycle.ts';
import { anOriginal, day } from './builders.ts';
import { holds } from './property.ts';

describe('a date from outside', () => {
  for (const [given, read] of [
    ['2026-12-31', '2026-12-31'],
    [' 2026-12-31 ', '2026-12-31'],
    ['2026-12-31T23:59:59Z', '2026-12-31'],
    ['2026-12-31T00:00:00.0000000Z', '2026-12-31'],
    ['2026-12-31T23:30:00-08:00', '2027-01-01'],
    ['2027-01-01T01:00:00+02:00', '2026-12-31'],
    ['2026-12-31T23:30:00', '2026-12-31'],
    ['2026-12-31Tgarbage', null],
    ['2026-12-31T25:00:00Z', null],
    ['2027-02-29T00:00:00Z', null],
    ['2027-02-29', null],
    ['20261231', null],
    ['31.12.2026', null],
    ['', null],
    ['0001-01-01', null],
    ['0001-01-01T00:00:00Z', null],
    ['1989-12-31', null],
    ['1990-01-01', '1990-01-01'],
    ['2200-12-31', '2200-12-31'],
    ['2201-01-01', null],
    ['9999-12-31', null],
    ['9999-12-31T23:59:59.9999999Z', null],
    ['+010000-01-01', null],
  ] as const) {
    it(`when N5 it is written "${given}", then it is ${read ?? 'unknown'}`, () => assert.equal(readDate(given), read));
  }

  it('when Partner Center writes a date that stands for none, then there is none', () => {
    for (const given of ['0001-01-01T00:00:00', '0001-01-01', '9999-12-31T23:59:59', '9999-12-31T23:59:59Z']) {
      assert.equal(dateOf(given), null, given);
    }
  });

  it('when it is a day that stands for none, then the rules ask and promise nothing', () => {
    for (const endDate of ['0001-01-01T00:00:00Z', '9999-12-31']) {
      const { endDate: end, graceUntil, verdicts } = judgeLifecycle(anOriginal({ endDate }), day('2026-11-20'));
      assert.deepEqual([end, graceUntil, verdicts[0]?.severity], [null, null, 'ask']);
    }
  });

  it('when any text is read, then it is unknown or a day that is read as itself again', () => {
    holds(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.date().map(String),
          fc.date({ noInvalidDate: true }).map((d) => d.toISOString()),
        ),
        (text) => {
          const read = readDate(text);
          if (read === null) return;
          assert.match(read, /^\d{4}-\d{2}-\d{2}$/);
          assert.equal(readDate(read), read);
        },
      ),
    );
  });
});

describe('the day of three numbers', () => {
  for (const [numbers, expected] of [
    [[2028, 2, 29], '2028-02-29'],
    [[2027, 2, 29], null],
    [[2027, 4, 31], null],
    [[2027, 13, 1], null],
    [[2027, 0, 1], null],
    [[2027, 1, 0], null],
    [[1989, 12, 31], null],
    [[1990, 1, 1], '1990-01-01'],
    [[2100, 12, 31], '2100-12-31'],
    [[2101, 1, 1], null],
    [[2027, 1.5, 1], null],
    [[Number.NaN, 1, 1], null],
  ] as const) {
    it(`when they are ${numbers.join(', ')}, then it is ${expected ?? 'none'}`, () => {
      const [year, month, day] = numbers;
      assert.equal(calendarDay(year, month, day)?.toString() ?? null, expected);
    });
  }
});
