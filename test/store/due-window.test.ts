import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { dueWindow, isDue, type ReminderDates } from '../../services/reminders/working-calendar.ts';
import { addDays } from '../../services/rules/calendar-date.ts';
import { dueIn } from '../../services/store/due-reminders.ts';
import { jsonb } from '../../services/store/json.ts';
import { anyDate, anyHours } from '../reminders/builders.ts';
import { holdsFor } from '../rules/property.ts';
import { onBothBackends } from './backends.ts';

/** As they are stored: the day is never after the deadline. */
const anyStored = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.boolean(), fc.option(fc.integer({ min: 0, max: 6 }), { freq: 4 }))
  .map(([days, early, more]) => (base: string): ReminderDates => {
    const nextOn = addDays(base, days);
    return { nextOn, early, deadline: more === null ? null : addDays(nextOn, more) };
  });

const anyMinute = fc.integer({ min: -4 * 24 * 60, max: 4 * 24 * 60 });

onBothBackends('what is due in the database', (store) => {
  it('when any reminders are looked at, at any moment, for any team, then the query finds what the calendar calls due', async function () {
    this.timeout(60_000);
    const { db } = store().database;
    const seen = { due: 0, all: 0 };
    const property = fc.asyncProperty(
      anyHours,
      anyDate,
      anyMinute,
      fc.array(anyStored, { minLength: 30, maxLength: 60 }),
      async (hours, base, minutes, make) => {
        const now = Temporal.Instant.from(`${base}T00:00Z`).add({ minutes });
        const window = dueWindow(now, hours);
        const all = make.map((of, n) => ({ n, ...of(base) }));
        const { rows } = await sql<{ n: number }>`
          select n from jsonb_to_recordset(${jsonb(all.map(({ nextOn, ...rest }) => ({ ...rest, next_on: nextOn })))}::jsonb)
            as reminder (n integer, next_on date, early boolean, deadline date)
          where ${dueIn(window)} order by n`.execute(db);
        const expected = all.filter((dates) => isDue(dates, window)).map(({ n }) => n);
        assert.deepEqual(
          rows.map(({ n }) => n),
          expected,
          JSON.stringify({ now, hours, window }),
        );
        seen.due += expected.length;
        seen.all += all.length;
      },
    );
    await holdsFor(property, { numRuns: 100 });
    assert.ok(seen.all > 3_000 && seen.due > 500 && seen.due < seen.all - 500, 'the test has gone blind');
  });
});
