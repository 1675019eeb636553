import { Temporal } from 'temporal-polyfill';
import { isTimeZone } from '../services/reminders/team-settings.ts';
import type { Reader, Sentence } from './view.ts';

/** From so many days on a deadline is pressing, and its hour is told. */
const URGENT_DAYS = 7;

/** Before this hour nobody works: a moment in the night belongs to the day before. */
const NIGHT_ENDS = 6;

/** How long something can still be done, as one reader counts it. */
export interface TimeLeft {
  readonly sentence: Sentence;
  /** Drawn as pressing: a few days, or none any more. */
  readonly pressing: boolean;
}

/**
 * A deadline is a calendar date that ends at 24:00 UTC, wherever the reader is.
 *
 * | reader | last moment of 31 December | counted to |
 * | --- | --- | --- |
 * | São Paulo | 31 December, 20:59 | 31 December |
 * | UTC | 31 December, 23:59 | 31 December |
 * | Moscow | 1 January, 02:59 | 31 December: nobody works at that hour |
 * | Auckland | 1 January, 12:59 | 1 January |
 *
 * The hour is told when the day is near, or when it is another day than the one that stands in Microsoft's dates.
 */
export function timeLeft(reader: Reader, deadline: string | null): TimeLeft {
  if (deadline === null) return { sentence: { key: 'deadline.none' }, pressing: false };
  const zone = isTimeZone(reader.timeZone ?? 'UTC') ? (reader.timeZone ?? 'UTC') : 'UTC';
  const last = lastMomentOf(deadline);
  const lastDay = workday(last.toZonedDateTimeISO(zone));
  const days = today(reader, zone).until(lastDay).days;
  const until = last.toString();
  const date = lastDay.toString();
  if (isOver(reader, deadline, last)) {
    return { sentence: { key: 'deadline.over', params: { count: Math.max(0, -days), date, until } }, pressing: true };
  }
  if (days <= 0) return { sentence: { key: 'deadline.today', params: { until } }, pressing: true };
  const pressing = days <= URGENT_DAYS;
  const key = pressing || date !== deadline ? 'deadline.left-until' : 'deadline.left';
  return { sentence: { key, params: { count: days, date, until } }, pressing };
}

/** The last minute of a calendar date in UTC. */
function lastMomentOf(deadline: string): Temporal.Instant {
  return Temporal.PlainDate.from(deadline).toZonedDateTime('UTC').toInstant().add({ hours: 23, minutes: 59 });
}

function workday(moment: Temporal.ZonedDateTime): Temporal.PlainDate {
  return moment.hour < NIGHT_ENDS ? moment.toPlainDate().subtract({ days: 1 }) : moment.toPlainDate();
}

function today({ today: inUtc, now }: Reader, zone: string): Temporal.PlainDate {
  return now === undefined
    ? Temporal.PlainDate.from(inUtc)
    : Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate();
}

function isOver({ today: inUtc, now }: Reader, deadline: string, last: Temporal.Instant): boolean {
  return now === undefined
    ? inUtc > deadline
    : Temporal.Instant.compare(Temporal.Instant.from(now), last.add({ minutes: 1 })) >= 0;
}
