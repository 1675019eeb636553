import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { ReminderDates } from '../../services/reminders/working-calendar.ts';
import type { WorkingHours } from '../../services/reminders/working-days.ts';
import { addDays } from '../../services/rules/calendar-date.ts';

/** A team in UTC with a usual week; tests state only what differs. */
export function hours(overrides: Partial<WorkingHours> = {}): WorkingHours {
  return { timeZone: 'UTC', workingDays: [1, 2, 3, 4, 5], opens: '08:00', closes: '18:00', ...overrides };
}

export function dates(overrides: Partial<ReminderDates> = {}): ReminderDates {
  return { nextOn: '2026-11-26', early: false, deadline: null, ...overrides };
}

export const at = (iso: string): Temporal.Instant => Temporal.Instant.from(iso);

/** What is odd about clocks and calendars: both ends of the day line, half and quarter hours, jumps at midnight, half an hour and two hours long. */
const zones = fc.constantFrom(
  'UTC',
  'Europe/Rome',
  'Europe/Moscow',
  'Europe/Dublin',
  'America/Sao_Paulo',
  'America/Los_Angeles',
  'America/Nuuk',
  'America/St_Johns',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Honolulu',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Etc/GMT+12',
);

/** Days around which something happens: leap days, a day that never was, the clock going forward and back. */
const oddDates = fc.constantFrom(
  '2011-12-30',
  '2014-10-26',
  '2018-02-17',
  '2018-11-04',
  '2026-04-05',
  '2026-10-04',
  '2026-11-20',
  '2027-02-08',
  '2027-03-28',
  '2027-10-31',
  '2028-02-29',
  '2027-12-31',
);

export const anyDate = fc.oneof(
  oddDates,
  fc.tuple(oddDates, fc.integer({ min: -5, max: 5 })).map(([date, days]) => addDays(date, days)),
  fc.integer({ min: 0, max: 9_000 }).map((days) => addDays('2012-01-01', days)),
);

const quarter = fc.integer({ min: 0, max: 96 });

export const anyHours: fc.Arbitrary<WorkingHours> = fc
  .tuple(
    zones,
    fc.oneof(fc.constant<number[]>([1, 2, 3, 4, 5]), fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 })),
    fc.oneof(
      // Usual hours, and those of an evening in the west, which begin when the day in UTC ends.
      fc.constantFrom([32, 72] as const, [64, 84] as const),
      fc.tuple(quarter, quarter),
    ),
  )
  .filter(([, , [a, b]]) => a !== b)
  .map(([timeZone, workingDays, [a, b]]) => ({
    timeZone,
    workingDays,
    opens: timeOf(Math.min(a, b)),
    closes: timeOf(Math.max(a, b)),
  }));

function timeOf(quarters: number): string {
  return `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`;
}
