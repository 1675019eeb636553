import { Temporal } from 'temporal-polyfill';
import { dayAfter, dayBefore, type IsoDate } from '../rules/calendar-date.ts';
import { type WorkingDays, type WorkingHours, workingDays } from './working-days.ts';

/** What decides when a reminder is sent. Only calendar dates (UTC): they stay right when the team moves its clock or its hours. */
export interface ReminderDates {
  /** The day for which it is planned, or on which its snooze ends. One after the deadline counts as the deadline. */
  readonly nextOn: IsoDate;
  /** It counts towards something: where nobody works on its day, it is told before, not after. */
  readonly early: boolean;
  /** Last day (inclusive, UTC) on which anybody can do something about it; null = none. */
  readonly deadline: IsoDate | null;
}

/**
 * When a reminder is to be sent.
 *
 * | reminder                                   | sent at the opening hour of                                      |
 * | ------------------------------------------ | ---------------------------------------------------------------- |
 * | early: before its anchor, or on it         | the last working day up to its day                               |
 * | else: after its anchor, or snoozed         | the first working day from its day on                            |
 * | either, where that is after its deadline   | the latest day before the end of the deadline, worked on or not  |
 *
 * The deadline ends with its day in UTC, so that the last row also holds for a team whose day begins after that: it is told at the opening hour
 * before. What this gives always lies before the end of the deadline. Whether somebody works at `now` is another question: {@link dueWindow}.
 */
export function sendAt({ nextOn, early, deadline }: ReminderDates, hours: WorkingHours): Temporal.Instant {
  const days = workingDays(hours);
  const on = earlierOf(nextOn, deadline);
  const { opens } = days.on(early ? days.workingUpTo(on) : days.workingFrom(on));
  if (deadline === null || opens < endOf(deadline)) return instant(opens);
  return instant(days.on(lastToOpen(deadline, days)).opens);
}

/**
 * Which reminders are due, as bounds for one query. All dates are inclusive.
 *
 * ```sql
 * where least(next_on, deadline) <= :through          -- implied by the rest: for the index
 *   and ((next_on <= :onTimeThrough or (early and least(next_on, deadline) <= :earlyThrough))
 *          and (:deadlineThrough is null or deadline <= :deadlineThrough)
 *        or deadline <= :lastChanceThrough)
 * ```
 *
 * `least` leaves out a deadline that is null. A table that never keeps a `next_on` after its deadline can say `next_on` instead of it.
 */
export interface DueWindow {
  /** No reminder that is due has a later day. */
  readonly through: IsoDate;
  /** The last working day that has opened. */
  readonly onTimeThrough: IsoDate;
  /** The day before the next working day: what counts towards a day between the two was due on the former. */
  readonly earlyThrough: IsoDate;
  /** Outside working hours: the last deadline that ends before the next opening, or just then. Null in working hours: all of them, and none. */
  readonly deadlineThrough: IsoDate | null;
  /** With a deadline up to here, the latest opening hour has come that lies before its end: nothing is left to wait for. */
  readonly lastChanceThrough: IsoDate;
}

/**
 * The reminders to send at `now`: those whose {@link sendAt} has come, in working hours; outside of them only those that would miss their
 * deadline by waiting for the next opening.
 *
 * | `now` (Monday to Friday, 08:00 to 18:00)| onTimeThrough | earlyThrough | deadlineThrough | lastChanceThrough |
 * | --------------------------------------- | ------------- | ------------ | --------------- | ----------------- |
 * | Thursday 12:00                          | Thursday      | Thursday     | any             | Thursday          |
 * | Thursday 23:00                          | Thursday      | Thursday     | Thursday        | Thursday          |
 * | Friday 07:00                            | Thursday      | Thursday     | Thursday        | Thursday          |
 * | Friday 12:00                            | Friday        | Sunday       | any             | Friday            |
 * | Friday 23:00                            | Friday        | Sunday       | Sunday          | Friday            |
 * | Saturday 12:00                          | Friday        | Sunday       | Sunday          | Saturday          |
 */
export function dueWindow(now: Temporal.Instant, hours: WorkingHours): DueWindow {
  const days = workingDays(hours);
  const at = now.epochMilliseconds;
  const opened = days.lastOpened(at);
  const lastWorked = days.workingUpTo(opened);
  const nextWorked = days.workingFrom(dayAfter(opened));
  const lastChance = lastToOpen(dayAfter(opened), days) === opened ? dayAfter(opened) : opened;
  const earlyThrough = dayBefore(nextWorked);
  const waiting = at < days.on(lastWorked).closes ? null : dayBefore(utcDate(days.on(nextWorked).opens));
  const lastChanceThrough = earlierOf(lastChance, waiting);
  return {
    through: laterOf(earlyThrough, lastChanceThrough),
    onTimeThrough: lastWorked,
    earlyThrough,
    deadlineThrough: waiting,
    lastChanceThrough,
  };
}

/** Whether a reminder is due in that window: what the query of {@link DueWindow} says. */
export function isDue({ nextOn, early, deadline }: ReminderDates, window: DueWindow): boolean {
  const { onTimeThrough, earlyThrough, deadlineThrough, lastChanceThrough } = window;
  if (deadline !== null && deadline <= lastChanceThrough) return true;
  const hasCome = nextOn <= onTimeThrough || (early && earlierOf(nextOn, deadline) <= earlyThrough);
  return hasCome && (deadlineThrough === null || (deadline !== null && deadline <= deadlineThrough));
}

/** Whether the team works at that moment. */
export function isOpen(now: Temporal.Instant, hours: WorkingHours): boolean {
  const days = workingDays(hours);
  const at = now.epochMilliseconds;
  return at < days.on(days.workingUpTo(days.lastOpened(at))).closes;
}

/** When the team works next: `now` while it does. */
export function nextOpening(now: Temporal.Instant, hours: WorkingHours): Temporal.Instant {
  if (isOpen(now, hours)) return now;
  const days = workingDays(hours);
  return instant(days.on(days.workingFrom(dayAfter(days.lastOpened(now.epochMilliseconds)))).opens);
}

/** When the opening hour of a date comes, whether the team works on it or not. */
export function openingOn(date: IsoDate, hours: WorkingHours): Temporal.Instant {
  return instant(workingDays(hours).on(date).opens);
}

/** The date on the team's wall at that moment. */
export function localDate(now: Temporal.Instant, hours: WorkingHours): IsoDate {
  return workingDays(hours).dateAt(now.epochMilliseconds);
}

/** The latest day up to the deadline whose opening hour comes before the deadline ends: no zone is so far west that it is not one of these. */
function lastToOpen(deadline: IsoDate, days: WorkingDays): IsoDate {
  return days.on(deadline).opens < endOf(deadline) ? deadline : dayBefore(deadline);
}

/** A calendar date in UTC ends when the next one begins. */
const endOf = (date: IsoDate): number => Date.parse(dayAfter(date));

const utcDate = (at: number): IsoDate => instant(at).toZonedDateTimeISO('UTC').toPlainDate().toString();

const instant = (at: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at);

/** Dates compare as text; null is no date. */
const earlierOf = (a: IsoDate, b: IsoDate | null): IsoDate => (b !== null && b < a ? b : a);
const laterOf = (a: IsoDate, b: IsoDate): IsoDate => (b > a ? b : a);
