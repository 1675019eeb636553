import assert from 'node:assert/strict';
import { timeLeft } from '../../cards/deadline.ts';
import { formatMoment, formatTime, formatWeekday } from '../../cards/formats.ts';
import { speaker } from '../../cards/speaker.ts';
import type { Reader } from '../../cards/view.ts';
import { reader } from './every-card.ts';

const told = (deadline: string | null, overrides: Partial<Reader>): string => {
  const who = reader(overrides);
  return speaker(who.locale, undefined, who.timeZone).toldPlain(timeLeft(who, deadline).sentence);
};

/** The deadline is 31 December 2026: it ends when the year ends in UTC. */
const TABLE: readonly (readonly [zone: string, now: string, said: string])[] = [
  ['UTC', '2026-11-20T09:00Z', '41 days left, until 31 December 2026.'],
  ['UTC', '2026-12-24T09:00Z', '7 days left, until 31 December 2026 at 23:59 UTC.'],
  ['UTC', '2026-12-31T23:59:59Z', 'Today is the last day, until 31 December 2026 at 23:59 UTC.'],
  ['UTC', '2027-01-01T00:00Z', 'The last day was yesterday, 31 December 2026.'],
  ['UTC', '2027-01-11T09:00Z', 'The last day was 31 December 2026, 11 days ago.'],
  // The clock there is behind: the evening of the last day is too late already.
  ['America/Sao_Paulo', '2026-12-30T09:00Z', '1 day left, until 31 December 2026 at 20:59 GMT-3.'],
  ['America/Sao_Paulo', '2026-12-31T23:00Z', 'Today is the last day, until 31 December 2026 at 20:59 GMT-3.'],
  ['America/Sao_Paulo', '2027-01-01T00:30Z', 'The last day is over: it ended on 31 December 2026 at 20:59 GMT-3.'],
  ['America/Sao_Paulo', '2027-01-01T12:00Z', 'The last day was yesterday, 31 December 2026.'],
  // The clock there is ahead: the last moment is in the night that follows, when nobody works.
  ['Europe/Moscow', '2026-11-20T09:00Z', '41 days left, until 31 December 2026.'],
  ['Europe/Moscow', '2026-12-30T22:30Z', 'Today is the last day, until 1 January 2027 at 02:59 GMT+3.'],
  ['Europe/Moscow', '2026-12-31T23:30Z', 'Today is the last day, until 1 January 2027 at 02:59 GMT+3.'],
  ['Europe/Moscow', '2027-01-01T00:00Z', 'The last day was yesterday, 31 December 2026.'],
  // Half a day ahead: there is a morning left.
  ['Pacific/Auckland', '2026-11-20T09:00Z', '42 days left, until 1 January 2027 at 12:59 GMT+13.'],
  ['Pacific/Auckland', '2026-12-31T09:00Z', '1 day left, until 1 January 2027 at 12:59 GMT+13.'],
  ['Pacific/Auckland', '2026-12-31T20:00Z', 'Today is the last day, until 1 January 2027 at 12:59 GMT+13.'],
  ['No/Where', '2026-12-30T09:00Z', '1 day left, until 31 December 2026 at 23:59 UTC.'],
];

describe('the time that is left', () => {
  for (const [timeZone, now, said] of TABLE) {
    it(`when it is ${now} and the reader is in ${timeZone}, then it says "${said}"`, () => {
      assert.equal(told('2026-12-31', { timeZone, now, today: now.slice(0, 10) }), said);
    });
  }

  it('when nobody says what time it is, then the UTC day counts', () => {
    assert.equal(
      told('2026-11-20', { today: '2026-11-20' }),
      'Today is the last day, until 20 November 2026 at 23:59 UTC.',
    );
    assert.match(told('2026-11-20', { today: '2026-11-21' }), /yesterday, 20 November 2026/);
  });

  it('when there is no last day, then it says so and nothing is pressing', () => {
    assert.equal(told(null, {}), 'There is no fixed last day.');
    assert.equal(timeLeft(reader(), null).pressing, false);
  });

  it('when a week is left, then it is pressing, and the day before it is not', () => {
    const pressing = (today: string) => timeLeft(reader({ today }), '2026-12-31').pressing;
    assert.deepEqual(['2026-12-23', '2026-12-24', '2026-12-31', '2027-01-05'].map(pressing), [false, true, true, true]);
  });
});

describe('clocks and weekdays in words', () => {
  it('when a moment is told, then by the clock of the zone, and what is none stays as it came', () => {
    const at = '2026-12-31T23:59:00Z';
    assert.equal(formatMoment('en-US', at, 'America/Sao_Paulo'), 'December 31, 2026 at 8:59 PM GMT-3');
    assert.equal(formatMoment('en-GB', at, 'Europe/Moscow'), '1 January 2027 at 02:59 GMT+3');
    assert.equal(formatMoment('en-GB', at, 'Mars/Olympus'), '31 December 2026 at 23:59 UTC');
    assert.equal(formatMoment('en-GB', 'soon', 'UTC'), 'soon');
  });

  it('when a time of day or a weekday is told, then as the reader writes it', () => {
    assert.equal(formatTime('en-GB', '08:00'), '08:00');
    assert.equal(formatTime('en-US', '18:30').replace(/\s/u, ' '), '6:30 PM');
    assert.equal(formatTime('en-US', '24:00'), '24:00');
    assert.deepEqual(
      [1, 7].map((day) => formatWeekday('en', day)),
      ['Monday', 'Sunday'],
    );
  });
});
