import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type WorkingHours, workingDays } from '../../services/reminders/working-days.ts';
import { addDays } from '../../services/rules/calendar-date.ts';
import { holds } from '../rules/property.ts';
import { anyDate, anyHours, at, hours } from './builders.ts';

const QUARTER_MS = 15 * 60_000;

describe('the hours of a day', () => {
  const table: [title: string, zone: string, date: string, open: string, close: string, from: string, to: string][] = [
    ['it is a usual day', 'Europe/Rome', '2026-11-20', '08:00', '18:00', '2026-11-20T07:00Z', '2026-11-20T17:00Z'],
    ['it is a leap day', 'Europe/Rome', '2028-02-29', '08:00', '24:00', '2028-02-29T07:00Z', '2028-02-29T23:00Z'],
    ['it is a day ahead', 'Pacific/Auckland', '2026-11-20', '08:00', '18:00', '2026-11-19T19:00Z', '2026-11-20T05:00Z'],
    ['it has half hours', 'Asia/Kolkata', '2026-11-20', '08:00', '18:00', '2026-11-20T02:30Z', '2026-11-20T12:30Z'],
    ['it has quarters', 'Asia/Kathmandu', '2026-11-20', '08:00', '18:00', '2026-11-20T02:15Z', '2026-11-20T12:15Z'],
    ['the opening is skipped', 'Europe/Rome', '2027-03-28', '02:30', '18:00', '2027-03-28T01:00Z', '2027-03-28T16:00Z'],
    ['the closing is skipped', 'Europe/Rome', '2027-03-28', '00:00', '02:30', '2027-03-27T23:00Z', '2027-03-28T01:00Z'],
    [
      'the opening comes twice',
      'Europe/Rome',
      '2027-10-31',
      '02:30',
      '18:00',
      '2027-10-31T00:30Z',
      '2027-10-31T17:00Z',
    ],
    [
      'the closing comes twice',
      'Europe/Rome',
      '2027-10-31',
      '00:00',
      '02:30',
      '2027-10-30T22:00Z',
      '2027-10-31T00:30Z',
    ],
    [
      'midnight is skipped',
      'America/Sao_Paulo',
      '2018-11-04',
      '00:00',
      '18:00',
      '2018-11-04T03:00Z',
      '2018-11-04T20:00Z',
    ],
    [
      'the day ends in a jump',
      'America/Sao_Paulo',
      '2018-11-03',
      '08:00',
      '24:00',
      '2018-11-03T11:00Z',
      '2018-11-04T03:00Z',
    ],
    [
      'its last hour comes twice',
      'America/Sao_Paulo',
      '2018-02-17',
      '08:00',
      '24:00',
      '2018-02-17T10:00Z',
      '2018-02-18T03:00Z',
    ],
    [
      'its zone changed for good',
      'Europe/Moscow',
      '2014-10-26',
      '01:30',
      '18:00',
      '2014-10-25T21:30Z',
      '2014-10-26T15:00Z',
    ],
    [
      'it jumps by half an hour',
      'Australia/Lord_Howe',
      '2026-10-04',
      '02:15',
      '18:00',
      '2026-10-03T15:30Z',
      '2026-10-04T07:00Z',
    ],
  ];
  for (const [title, timeZone, date, opens, closes, from, to] of table) {
    it(`when ${title} (${timeZone} ${date} ${opens} to ${closes}), then ${from} to ${to}`, () => {
      const day = workingDays(hours({ timeZone, opens, closes, workingDays: EVERY_DAY })).on(date);
      assert.deepEqual(day, { works: true, opens: at(from).epochMilliseconds, closes: at(to).epochMilliseconds });
    });
  }

  it('when the clock jumps over all working hours, then nobody works on that day', () => {
    const night = hours({ timeZone: 'Europe/Rome', opens: '02:00', closes: '02:45', workingDays: EVERY_DAY });
    assert.deepEqual(
      ['2027-03-27', '2027-03-28', '2027-03-29'].map((date) => workingDays(night).on(date).works),
      [true, false, true],
    );
  });
  it('when a day never was, then nobody worked on it, and the days around it are as they were', () => {
    const samoa = workingDays(hours({ timeZone: 'Pacific/Apia', workingDays: EVERY_DAY }));
    assert.equal(samoa.on('2011-12-30').works, false);
    assert.equal(samoa.workingUpTo('2011-12-30'), '2011-12-29');
    assert.equal(samoa.workingFrom('2011-12-30'), '2011-12-31');
    assert.equal(samoa.on('2011-12-29').opens, at('2011-12-29T18:00Z').epochMilliseconds);
    assert.equal(samoa.on('2011-12-31').opens, at('2011-12-30T18:00Z').epochMilliseconds);
  });
  it('when the clock is set back across midnight, then the day that has begun stays begun', () => {
    const newfoundland = workingDays(hours({ timeZone: 'America/St_Johns', opens: '00:00', closes: '24:00' }));
    const twice = at('2006-10-29T02:45Z').epochMilliseconds;
    assert.equal(newfoundland.dateAt(twice), '2006-10-28');
    assert.equal(newfoundland.lastOpened(twice), '2006-10-29');
  });

  it('when any day is looked at, then it opens and closes when the clock on the wall first shows it', () => {
    holds(
      fc.property(anyHours, anyDate, (given, date) => {
        const { opens, closes } = workingDays(given).on(date);
        assert.equal(opens, firstShown(given, `${date}T${given.opens}`));
        const end = given.closes === '24:00' ? `${addDays(date, 1)}T00:00` : `${date}T${given.closes}`;
        assert.equal(closes, firstShown(given, end));
      }),
      { numRuns: 300 },
    );
  });
  it('when days follow one another, then their hours never overlap', () => {
    holds(
      fc.property(anyHours, anyDate, (given, date) => {
        const [today, next] = [workingDays(given).on(date), workingDays(given).on(addDays(date, 1))];
        assert.ok(today.opens <= today.closes && today.closes <= next.opens);
      }),
      { numRuns: 1_000 },
    );
  });
  it('when a week has few working days, then each day finds those around it', () => {
    holds(
      fc.property(anyHours, anyDate, (given, date) => {
        const days = workingDays(given);
        const [before, after] = [days.workingUpTo(date), days.workingFrom(date)];
        assert.ok(before <= date && date <= after && days.on(before).works && days.on(after).works);
        for (let day = addDays(before, 1); day < after; day = addDays(day, 1)) assert.equal(days.on(day).works, false);
      }),
      { numRuns: 1_000 },
    );
  });
});

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** Walks through two days and a half in quarters of an hour, as somebody would who looks at the wall. */
function firstShown({ timeZone }: WorkingHours, wall: string): number {
  const wanted = wall.slice(0, 16);
  const noon = at(`${wall.slice(0, 10)}T12:00Z`).epochMilliseconds;
  for (let moment = noon - 120 * QUARTER_MS; moment <= noon + 120 * QUARTER_MS; moment += QUARTER_MS) {
    const shown = at(new Date(moment).toISOString()).toZonedDateTimeISO(timeZone).toPlainDateTime().toString();
    if (shown.slice(0, 16) >= wanted) return moment;
  }
  throw new Error(`never ${wall} in ${timeZone}`);
}
