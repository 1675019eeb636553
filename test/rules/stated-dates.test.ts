import assert from 'node:assert/strict';
import { outOfReach } from '../../services/rules/stated-dates.ts';

const TODAY = '2027-03-10';

describe('a date of a subscription that somebody states', () => {
  for (const [which, date, expected] of [
    ['termStart', '2027-03-10', null],
    ['termStart', '2027-03-11', 'future'],
    ['termStart', '2001-01-01', null],
    ['endDate', '2027-03-10', null],
    // 240 days before.
    ['endDate', '2026-07-13', null],
    ['endDate', '2026-07-12', 'past'],
    // 1830 days ahead.
    ['endDate', '2032-03-13', null],
    ['endDate', '2032-03-14', 'too-far'],
  ] as const) {
    it(`when ${which} is ${date}, then it is ${expected ?? 'possible'}`, () => {
      assert.equal(outOfReach(which, date, TODAY), expected);
    });
  }
});
