import { Temporal } from 'temporal-polyfill';
import { addDays, dayAfter, dayBefore, type IsoDate } from '../rules/calendar-date.ts';
import type { TeamSettings } from './team-settings.ts';

/** The part of the settings that says when the team works. */
export type WorkingHours = Pick<TeamSettings, 'timeZone' | 'workingDays' | 'opens' | 'closes'>;

/** One calendar date of the team, in milliseconds since 1970. */
export interface TeamDay {
  readonly works: boolean;
  /** When the opening hour comes, also on a day on which nobody works. */
  readonly opens: number;
  /** First moment after the working hours. */
  readonly closes: number;
}

/** The team's days; the same object for the same hours, so that a day is worked out once. */
export function workingDays({ timeZone, workingDays: weekdays, opens, closes }: WorkingHours): WorkingDays {
  const key = [timeZone, weekdays.join(), opens, closes].join('|');
  let days = calendars.get(key);
  if (days === undefined) {
    if (calendars.size >= MOST_CALENDARS) calendars.clear();
    days = new WorkingDays({ timeZone, workingDays: weekdays, opens, closes });
    calendars.set(key, days);
  }
  return days;
}

const MOST_CALENDARS = 50;
const calendars = new Map<string, WorkingDays>();

/**
 * When a team's days open and close, in its time zone.
 *
 * | the clock on that day                | the hours                                                             |
 * | ------------------------------------ | --------------------------------------------------------------------- |
 * | jumps over the opening (closing) hour| begin (end) at the jump                                               |
 * | shows the opening (closing) hour twice | begin (end) at the first one                                        |
 * | jumps over all working hours, or the whole day | there are none: nobody works then                           |
 *
 * So the openings of two days never change places, and working hours never overlap, whatever a zone does.
 */
export class WorkingDays {
  readonly #hours: WorkingHours;
  readonly #days = new Map<IsoDate, TeamDay>();

  constructor(hours: WorkingHours) {
    this.#hours = hours;
  }

  on(date: IsoDate): TeamDay {
    let day = this.#days.get(date);
    if (day === undefined) {
      if (this.#days.size >= MOST_DAYS) this.#days.clear();
      day = this.#workOut(date);
      this.#days.set(date, day);
    }
    return day;
  }

  /** What the team's calendar on the wall shows. */
  dateAt(at: number): IsoDate {
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(this.#hours.timeZone).toPlainDate().toString();
  }

  /** The last working day up to that day, itself included. */
  workingUpTo(date: IsoDate): IsoDate {
    let day = date;
    while (!this.on(day).works) day = dayBefore(day);
    return day;
  }

  /** The first working day from that day on, itself included. */
  workingFrom(date: IsoDate): IsoDate {
    let day = date;
    while (!this.on(day).works) day = dayAfter(day);
    return day;
  }

  /** The last day, worked on or not, whose opening hour has come. */
  lastOpened(at: number): IsoDate {
    // A clock that is set back across midnight shows an earlier date than the one that has begun.
    let day = dayAfter(this.dateAt(at));
    while (this.on(day).opens > at) day = dayBefore(day);
    return day;
  }

  #workOut(date: IsoDate): TeamDay {
    const opens = this.#reached(date, this.#hours.opens);
    const closes =
      this.#hours.closes === END_OF_DAY
        ? this.#reached(addDays(date, 1), MIDNIGHT)
        : this.#reached(date, this.#hours.closes);
    const weekday = Temporal.PlainDate.from(date).dayOfWeek;
    return { works: opens < closes && this.#hours.workingDays.includes(weekday), opens, closes };
  }

  /** The first moment at which the clock on the wall shows that time or a later one. */
  #reached(date: IsoDate, time: string): number {
    const wall = Temporal.PlainDate.from(date).toPlainDateTime(time);
    const shown = wall.toZonedDateTime(this.#hours.timeZone, { disambiguation: 'compatible' });
    if (shown.toPlainDateTime().equals(wall)) return shown.epochMilliseconds;
    const jump = shown.add({ nanoseconds: 1 }).getTimeZoneTransition('previous') ?? shown;
    return jump.epochMilliseconds;
  }
}

const MOST_DAYS = 2_000;
const MIDNIGHT = '00:00';
const END_OF_DAY = '24:00';
