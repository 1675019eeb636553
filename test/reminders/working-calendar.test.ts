import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  dueWindow,
  isDue,
  isOpen,
  localDate,
  nextOpening,
  openingOn,
  type ReminderDates,
  sendAt,
} from '../../services/reminders/working-calendar.ts';
import { type WorkingHours, workingDays } from '../../services/reminders/working-days.ts';
import { addDays } from '../../services/rules/calendar-date.ts';
import { holds } from '../rules/property.ts';
import { anyDate, anyHours, at, dates, hours } from './builders.ts';

// 2026-11-27 is a Friday.
const FRIDAY = '2026-11-27';
const SATURDAY = '2026-11-28';
const SUNDAY = '2026-11-29';
const MONDAY = '2026-11-30';

describe('when a reminder is sent', () => {
  const early = true;
  const table: [title: string, reminder: Partial<ReminderDates>, hours: Partial<WorkingHours>, at: string][] = [
    ['its day is a working day', { nextOn: FRIDAY }, {}, '2026-11-27T08:00Z'],
    ['it counts towards a Saturday', { nextOn: SATURDAY, early }, {}, '2026-11-27T08:00Z'],
    ['it counts from a Saturday', { nextOn: SATURDAY }, {}, '2026-11-30T08:00Z'],
    ['only Mondays are worked on', { nextOn: SUNDAY, early }, { workingDays: [1] }, '2026-11-23T08:00Z'],
    ['its deadline is the Saturday', { nextOn: SATURDAY, deadline: SATURDAY }, {}, '2026-11-28T08:00Z'],
    ['its deadline is the Sunday', { nextOn: SATURDAY, deadline: SUNDAY }, {}, '2026-11-29T08:00Z'],
    ['its deadline is the Monday', { nextOn: SATURDAY, deadline: MONDAY }, {}, '2026-11-30T08:00Z'],
    ['it was put off past its deadline', { nextOn: MONDAY, deadline: SATURDAY }, {}, '2026-11-28T08:00Z'],
    ['the team lives in Rome', { nextOn: FRIDAY }, { timeZone: 'Europe/Rome' }, '2026-11-27T07:00Z'],
    ['the team lives in Auckland', { nextOn: FRIDAY }, { timeZone: 'Pacific/Auckland' }, '2026-11-26T19:00Z'],
    // Monday in Auckland begins on Sunday in UTC: still before the deadline ends.
    [
      'Monday begins before Sunday ends',
      { nextOn: SATURDAY, deadline: SUNDAY },
      { timeZone: 'Pacific/Auckland' },
      '2026-11-29T19:00Z',
    ],
    // 17:00 in Los Angeles is past the end of the day in UTC.
    [
      'the deadline ends before the day begins',
      { nextOn: FRIDAY, early, deadline: FRIDAY },
      { timeZone: 'America/Los_Angeles', opens: '17:00', closes: '21:00' },
      '2026-11-27T01:00Z',
    ],
    [
      'the deadline ends as the day begins',
      { nextOn: FRIDAY, deadline: FRIDAY },
      { timeZone: 'America/Los_Angeles', opens: '16:00', closes: '21:00' },
      '2026-11-27T00:00Z',
    ],
    ['it is a leap day', { nextOn: '2028-02-29' }, { timeZone: 'Europe/Moscow' }, '2028-02-29T05:00Z'],
    ['a leap day is no working day', { nextOn: '2028-02-29', early }, { workingDays: [1] }, '2028-02-28T08:00Z'],
    [
      'the clock jumps over the opening',
      { nextOn: '2027-03-28', deadline: '2027-03-28' },
      { timeZone: 'Europe/Rome', opens: '02:30' },
      '2027-03-28T01:00Z',
    ],
    [
      'its day has no midnight',
      { nextOn: '2018-11-04' },
      { timeZone: 'America/Sao_Paulo', opens: '00:00', workingDays: [7] },
      '2018-11-04T03:00Z',
    ],
    ['its day never was', { nextOn: '2011-12-30' }, { timeZone: 'Pacific/Apia' }, '2012-01-01T18:00Z'],
  ];
  for (const [title, reminder, given, expected] of table) {
    it(`when ${title}, then at ${expected}`, () => {
      assert.equal(sendAt(dates(reminder), hours(given)).toString(), at(expected).toString());
    });
  }

  it('when any reminder is planned, then it is sent on the day that the words say', () => {
    holds(
      fc.property(anyHours, anyDate, anyReminder, (given, base, make) => {
        const reminder = make(base);
        assert.equal(sendAt(reminder, given).toString(), inWords(reminder, given));
      }),
      { numRuns: 1_000 },
    );
  });
  it('when it has a deadline, then it is sent before that ends, whatever the zone', () => {
    holds(
      fc.property(anyHours, anyDate, anyReminder, (given, base, make) => {
        const reminder = make(base);
        if (reminder.deadline === null) return;
        const sent = sendAt(reminder, given).epochMilliseconds;
        assert.ok(sent < endOf(reminder.deadline), new Date(sent).toISOString());
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what is due', () => {
  const table: [title: string, now: string, reminder: Partial<ReminderDates>, due: boolean][] = [
    ['its hour has not come', '2026-11-26T07:59:59.999Z', {}, false],
    ['its hour has come', '2026-11-26T08:00Z', {}, true],
    ['the last minute of the day runs', '2026-11-26T17:59:59.999Z', {}, true],
    ['the day is over', '2026-11-26T18:00Z', {}, false],
    ['the next day begins', '2026-11-27T08:00Z', {}, true],
    ['the deadline is the night', '2026-11-26T20:00Z', { deadline: '2026-11-26' }, true],
    ['the deadline is tomorrow', '2026-11-26T20:00Z', { deadline: FRIDAY }, false],
    ['nothing was planned yet for today', '2026-11-26T20:00Z', { nextOn: FRIDAY, deadline: FRIDAY }, false],
    ['it counts towards Saturday and is Friday', '2026-11-27T08:00Z', { nextOn: SATURDAY, early: true }, true],
    ['it counts towards Monday and is Friday', '2026-11-27T08:00Z', { nextOn: MONDAY, early: true }, false],
    ['it was planned for Sunday on Friday evening', '2026-11-27T19:00Z', { nextOn: SUNDAY, early: true }, false],
    [
      'it was planned on Friday evening with a deadline on Saturday',
      '2026-11-27T19:00Z',
      { nextOn: SATURDAY, early: true, deadline: SATURDAY },
      true,
    ],
    [
      'it counts from Saturday, with a deadline on Saturday, on Friday evening',
      '2026-11-27T19:00Z',
      { nextOn: SATURDAY, deadline: SATURDAY },
      false,
    ],
    [
      'it counts from Saturday, with a deadline on Saturday, on Saturday',
      '2026-11-28T08:00Z',
      { nextOn: SATURDAY, deadline: SATURDAY },
      true,
    ],
    ['it came out of a snooze on Sunday', '2026-11-29T12:00Z', { nextOn: SUNDAY, deadline: MONDAY }, false],
    ['its deadline passed long ago', '2026-11-26T23:00Z', { deadline: '2026-11-01' }, true],
  ];
  for (const [title, now, reminder, due] of table) {
    it(`when ${title}, then ${due ? 'it is due' : 'it is not due'}`, () => {
      assert.equal(isDue(dates(reminder), dueWindow(at(now), hours())), due);
    });
  }

  // The table of dueWindow(), without the day of the index.
  for (const [now, onTimeThrough, earlyThrough, deadlineThrough, lastChanceThrough] of [
    ['2026-11-26T12:00Z', '2026-11-26', '2026-11-26', null, '2026-11-26'],
    ['2026-11-26T23:00Z', '2026-11-26', '2026-11-26', '2026-11-26', '2026-11-26'],
    ['2026-11-27T07:00Z', '2026-11-26', '2026-11-26', '2026-11-26', '2026-11-26'],
    ['2026-11-27T12:00Z', FRIDAY, SUNDAY, null, FRIDAY],
    ['2026-11-27T23:00Z', FRIDAY, SUNDAY, SUNDAY, FRIDAY],
    ['2026-11-28T12:00Z', FRIDAY, SUNDAY, SUNDAY, SATURDAY],
  ] as const) {
    it(`when it is ${now}, then these are the bounds`, () => {
      const { through, ...window } = dueWindow(at(now), hours());
      assert.deepEqual(window, { onTimeThrough, earlyThrough, deadlineThrough, lastChanceThrough });
      assert.equal(through, earlyThrough);
    });
  }

  it('when any reminder is looked at, then it is due just when its hour has come and nobody can wait', () => {
    let due = 0;
    let atNight = 0;
    holds(
      fc.property(
        anyHours,
        anyDate,
        anyMoment,
        fc.array(anyReminder, { minLength: 20 }),
        (given, base, moment, all) => {
          const now = moment(given, base);
          const window = dueWindow(now, given);
          for (const make of all) {
            const reminder = make(base);
            const expected = mustBeSent(reminder, now, given);
            assert.equal(isDue(reminder, window), expected, describeIt(reminder, now));
            assert.ok(!expected || least(reminder) <= window.through, describeIt(reminder, now));
            if (expected) due++;
            if (expected && !isOpen(now, given)) atNight++;
          }
        },
      ),
      { numRuns: 2_000 },
    );
    assert.ok(due > 1_000 && atNight > 100, 'the test has gone blind');
  });
  it('when time passes, then what is due by its deadline stays due until that ends', () => {
    holds(
      fc.property(anyHours, anyDate, anyMoment, anyReminder, (given, base, moment, make) => {
        const reminder = make(base);
        const now = moment(given, base);
        const { deadline } = reminder;
        const end = deadline === null ? null : endOf(deadline);
        if (end === null || isOpen(now, given) || !isDue(reminder, dueWindow(now, given))) return;
        for (let later = now.epochMilliseconds; later < end; later += 3_600_000) {
          assert.ok(isDue(reminder, dueWindow(Temporal.Instant.fromEpochMilliseconds(later), given)));
        }
      }),
      { numRuns: 1_000 },
    );
  });
  it('when a year passes minute by minute in parts, then looking costs next to nothing', () => {
    const rome = hours({ timeZone: 'Europe/Rome' });
    const start = at('2027-01-01T00:00Z').epochMilliseconds;
    const begun = performance.now();
    for (let i = 0; i < 10_000; i++) dueWindow(Temporal.Instant.fromEpochMilliseconds(start + i * 52 * 60_000), rome);
    const each = (performance.now() - begun) / 10_000;
    assert.ok(each < 1, `${each} ms`);
  });
});

describe('working hours', () => {
  const rome = hours({ timeZone: 'Europe/Rome' });
  for (const [now, open, next] of [
    ['2026-11-27T06:59:59Z', false, '2026-11-27T07:00:00Z'],
    ['2026-11-27T07:00:00Z', true, '2026-11-27T07:00:00Z'],
    ['2026-11-27T16:59:59.999999999Z', true, '2026-11-27T16:59:59.999999999Z'],
    ['2026-11-27T17:00:00Z', false, '2026-11-30T07:00:00Z'],
    ['2027-03-26T17:00:00Z', false, '2027-03-29T06:00:00Z'],
  ] as const) {
    it(`when it is ${now}, then the team ${open ? 'works' : 'does not'} and works from ${next} on`, () => {
      assert.equal(isOpen(at(now), rome), open);
      assert.equal(nextOpening(at(now), rome).toString(), next);
    });
  }
  it('when the team never closes, then it is open through the night, also where the clock is changed', () => {
    const always = hours({
      timeZone: 'America/Sao_Paulo',
      workingDays: [1, 2, 3, 4, 5, 6, 7],
      opens: '00:00',
      closes: '24:00',
    });
    for (const now of ['2018-02-18T01:30Z', '2018-02-18T02:30Z', '2018-11-04T02:59Z', '2018-11-04T03:00Z']) {
      assert.ok(isOpen(at(now), always), now);
    }
  });
  it('when it is late in UTC, then the team has its own date', () => {
    assert.equal(localDate(at('2026-11-27T23:30Z'), rome), SATURDAY);
    assert.equal(localDate(at('2026-11-27T23:30Z'), hours({ timeZone: 'Pacific/Honolulu' })), FRIDAY);
  });
  it('when a day is asked for, then its opening hour is told, worked on or not', () => {
    assert.equal(openingOn(SUNDAY, rome).toString(), '2026-11-29T07:00:00Z');
  });
  it('when any moment is looked at, then the team works or the next opening is the first to come', () => {
    holds(
      fc.property(anyHours, anyDate, anyMoment, (given, base, moment) => {
        const now = moment(given, base);
        const days = around(base).map((date) => workingDays(given).on(date));
        const ms = now.epochMilliseconds;
        const open = days.some((day) => day.works && day.opens <= ms && ms < day.closes);
        assert.equal(isOpen(now, given), open);
        const next = days.find((day) => day.works && day.opens > ms)?.opens;
        assert.equal(nextOpening(now, given).epochMilliseconds, open ? ms : next);
      }),
      { numRuns: 1_000 },
    );
  });
});

const endOf = (date: string): number => Date.parse(addDays(date, 1));

const around = (date: string): readonly string[] => Array.from({ length: 61 }, (_, i) => addDays(date, i - 30));

const least = ({ nextOn, deadline }: ReminderDates): string =>
  deadline !== null && deadline < nextOn ? deadline : nextOn;

/** Days around a date; the deadline is not always the later one. */
const anyReminder = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.boolean(), fc.option(fc.integer({ min: -4, max: 5 }), { freq: 4 }))
  .map(([days, early, more]) => (base: string): ReminderDates => {
    const nextOn = addDays(base, days);
    return { nextOn, early, deadline: more === null ? null : addDays(nextOn, more) };
  });

/** Any minute around a date, and the moments at which something changes: opening, closing and midnight in UTC, with the moments around them. */
const anyMoment = fc
  .tuple(
    fc.integer({ min: -4, max: 4 }),
    fc.constantFrom('minute', 'opens', 'closes', 'midnight'),
    fc.integer({ min: 0, max: 24 * 60 - 1 }),
    fc.integer({ min: -1, max: 1 }),
  )
  .map(([days, kind, minute, moment]) => (given: WorkingHours, base: string): Temporal.Instant => {
    const date = addDays(base, days);
    const { opens, closes } = workingDays(given).on(date);
    const midnight = Date.parse(date);
    const ms = { minute: midnight + minute * 60_000, opens, closes, midnight }[kind];
    return Temporal.Instant.fromEpochMilliseconds(ms + moment);
  });

/** The rule as it is told, day by day. */
function inWords(reminder: ReminderDates, given: WorkingHours): string {
  const { early, deadline } = reminder;
  const nextOn = least(reminder);
  const end = deadline === null ? Number.POSITIVE_INFINITY : endOf(deadline);
  const days = around(nextOn).map((date) => ({ date, ...workingDays(given).on(date) }));
  const usual = early
    ? days.findLast(({ date, works }) => works && date <= nextOn)
    : days.find(({ date, works }) => works && date >= nextOn);
  const latest = days.findLast(({ date, opens }) => opens < end && date <= (deadline ?? date));
  const day = usual !== undefined && usual.opens < end ? usual : latest;
  return Temporal.Instant.fromEpochMilliseconds(day?.opens ?? Number.NaN).toString();
}

function mustBeSent(reminder: ReminderDates, now: Temporal.Instant, given: WorkingHours): boolean {
  if (Temporal.Instant.compare(sendAt(reminder, given), now) > 0) return false;
  if (isOpen(now, given)) return true;
  return reminder.deadline !== null && nextOpening(now, given).epochMilliseconds >= endOf(reminder.deadline);
}

const describeIt = (reminder: ReminderDates, now: Temporal.Instant): string => `${JSON.stringify(reminder)} at ${now}`;
