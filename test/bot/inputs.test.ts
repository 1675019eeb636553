import assert from 'node:assert/strict';
import fc from 'fast-check';
import { calendarDate, seats } from '../../bot/actions/inputs.ts';

describe('inputs of a card', () => {
  it('when anything at all is typed, then it is a value or a problem, never an exception', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[\d ]{1,4}[./ -][\d ]{1,4}[./ -]\d{1,5}$/u),
    );
    const read = fc.property(texts, (text) => {
      for (const input of [calendarDate(text), seats(text)]) assert.ok('value' in input || input.problem.key !== '');
    });
    fc.assert(read, { numRuns: 2000 });
  });

  const dates: readonly (readonly [typed: string | undefined, value: string])[] = [
    ['2026-12-31', '2026-12-31'],
    ['2028-02-29', '2028-02-29'],
    ['31.12.2026', '2026-12-31'],
    ['04.03.2027', '2027-03-04'],
    ['31/12/2026', '2026-12-31'],
    ['12/31/2026', '2026-12-31'],
    ['5-5-2027', '2027-05-05'],
    [' 2026-12-31T00:00:00Z ', '2026-12-31'],
  ];
  for (const [typed, value] of dates) {
    it(`when the date "${typed}" is typed, then it is ${value}`, () => {
      assert.deepEqual(calendarDate(typed), { value });
    });
  }

  const wrongDates: readonly (readonly [typed: string | undefined, key: string])[] = [
    ['2026-02-30', 'error.input.date-not-in-calendar'],
    ['30.02.2026', 'error.input.date-not-in-calendar'],
    ['2027-02-29', 'error.input.date-not-in-calendar'],
    ['03/04/2027', 'error.input.date-ambiguous'],
    ['tomorrow', 'error.input.date'],
    ['', 'error.input.date'],
    [undefined, 'error.input.date'],
    ['31/12-2026', 'error.input.date'],
    ['📅', 'error.input.date'],
    ['00/05/2027', 'error.input.date-not-in-calendar'],
    ['5/0/2027', 'error.input.date-not-in-calendar'],
    ['0000-01-01', 'error.input.date'],
    ['9999-12-31', 'error.input.date'],
    ['99/99/9999', 'error.input.date'],
  ];
  for (const [typed, key] of wrongDates) {
    it(`when the date "${typed}" is typed, then the person is told: ${key}`, () => {
      const read = calendarDate(typed);
      assert.equal('problem' in read && read.problem.key, key);
    });
  }

  it('when a date can be read both ways, then both readings are named', () => {
    const read = calendarDate('03/04/2027');
    assert.deepEqual('problem' in read && read.problem.params, {
      typed: '03/04/2027',
      dayFirst: '2027-04-03',
      monthFirst: '2027-03-04',
    });
  });

  const counts: readonly (readonly [typed: string | undefined, expected: number | string])[] = [
    ['25', 25],
    [' 1 200 ', 1200],
    ['1,200', 1200],
    ['0', 'error.input.seats-too-few'],
    ['-3', 'error.input.seats-too-few'],
    ['1000000', 'error.input.seats-too-many'],
    ['2.5', 'error.input.seats'],
    ['1e3', 'error.input.seats'],
    ['0x10', 'error.input.seats'],
    ['9'.repeat(40), 'error.input.seats'],
    ['ten', 'error.input.seats'],
    ['', 'error.input.seats'],
    [undefined, 'error.input.seats'],
  ];
  for (const [typed, expected] of counts) {
    it(`when "${typed}" seats are typed, then it is ${expected}`, () => {
      const read = seats(typed);
      assert.equal('value' in read ? read.value : read.problem.key, expected);
    });
  }
});
