import ical, { ICalAlarmType, ICalCalendarMethod } from 'ical-generator';
import type { Move } from '../services/moves/move.ts';
import { addDays } from '../services/rules/calendar-date.ts';
import { ROOMY } from './room.ts';
import { speaker } from './speaker.ts';
import type { Reader, Sentence } from './view.ts';

/** A day in a calendar. */
export interface Deadline {
  /** Names it as long as the move lives, also when its date moves: a calendar that has it already changes it. */
  readonly id: string;
  /** ISO calendar date. */
  readonly on: string;
  readonly what: Sentence;
  readonly about: Sentence;
  readonly todo: Sentence;
}

const SECONDS_A_DAY = 86_400;

/**
 * The deadlines of a move as a calendar file (RFC 5545): days, not hours, so that no time zone moves them; an alarm the day before.
 *
 * @param now ISO instant
 */
export function deadlineCalendar(move: Move, deadlines: readonly Deadline[], reader: Reader, now: string): string {
  const say = speaker(reader.locale, { ...ROOMY, name: 200 });
  const calendar = ical({
    name: say.plain('calendar-file.name', { customer: move.customer.name }),
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'CSP Move Assistant', product: 'moves', language: say.locale },
  });
  for (const { id, on, what, about, todo } of deadlines) {
    const summary = say.plain('calendar-file.event', { customer: move.customer.name, what: say.toldPlain(what) });
    const event = calendar.createEvent({
      id: `${id}@csp-move-assistant`,
      start: new Date(`${on}T00:00:00Z`),
      end: new Date(`${addDays(on, 1)}T00:00:00Z`),
      allDay: true,
      summary,
      description: `${say.toldPlain(about)}\n${say.toldPlain(todo)}`,
      // Each change of the move makes it newer than what a calendar has.
      sequence: move.version,
      stamp: new Date(now),
    });
    event.createAlarm({ type: ICalAlarmType.display, trigger: SECONDS_A_DAY, description: summary });
  }
  return calendar.toString();
}
