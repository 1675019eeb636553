import type { TeamSettings } from '../../../services/reminders/team-settings.ts';
import { type Day, dayOf, endOf, plainDate, utcDay } from './dates.ts';

/** When a reminder is due, by its own dates. */
export interface Due {
  readonly nextOn: Day;
  readonly early: boolean;
  readonly deadline: Day | null;
}

/**
 * A team's working hours, worked out day by day: slower and simpler than the product's own calendar, and on purpose without a line of it.
 */
export class Calendar {
  readonly settings: TeamSettings;
  readonly #opens = new Map<Day, number>();

  constructor(settings: TeamSettings) {
    this.settings = settings;
  }

  /** When the opening hour of a day comes, worked on or not. */
  opens(day: Day): number {
    let at = this.#opens.get(day);
    if (at === undefined) {
      at = this.#at(day, this.settings.opens);
      this.#opens.set(day, at);
    }
    return at;
  }

  closes(day: Day): number {
    return this.settings.closes === '24:00' ? this.#at(day + 1, '00:00') : this.#at(day, this.settings.closes);
  }

  works(day: Day): boolean {
    // 1970-01-01 was a Thursday.
    return this.settings.workingDays.includes(((((day + 3) % 7) + 7) % 7) + 1);
  }

  isOpen(at: number): boolean {
    return around(at).some((day) => this.works(day) && this.opens(day) <= at && at < this.closes(day));
  }

  /** The next moment from which the team works; later than `at` even while it works. */
  nextOpening(at: number): number {
    let day = utcDay(at) - 1;
    while (!this.works(day) || this.opens(day) <= at) day += 1;
    return this.opens(day);
  }

  /** The next opening hour of any day, worked on or not. */
  nextHour(at: number): number {
    let day = utcDay(at) - 1;
    while (this.opens(day) <= at) day += 1;
    return this.opens(day);
  }

  /** The opening hour for which a reminder is meant. */
  sendAt({ nextOn, early, deadline }: Due): number {
    const day = deadline === null ? nextOn : Math.min(nextOn, deadline);
    let worked = day;
    while (!this.works(worked)) worked += early ? -1 : 1;
    const at = this.opens(worked);
    if (deadline === null || at < endOf(deadline)) return at;
    // Too late on a working day: on the last day that opens in time, worked on or not.
    return this.opens(deadline) < endOf(deadline) ? this.opens(deadline) : this.opens(deadline - 1);
  }

  /** The first moment in a span at which it may be told: in working hours, or when its deadline would pass before the next. Null: none. */
  firstChance(due: Due, from: number, to: number): number | null {
    const at = Math.max(from, this.sendAt(due));
    if (at >= to) return null;
    if (this.isOpen(at)) return at;
    const opening = this.nextOpening(at);
    if (due.deadline !== null && endOf(due.deadline) <= opening) return at;
    return opening < to ? opening : null;
  }

  #at(day: Day, time: string): number {
    const date = plainDate(day);
    return date.toZonedDateTime({ timeZone: this.settings.timeZone, plainTime: time }).epochMilliseconds;
  }
}

/** The days that some team on earth may have on its wall. */
function around(at: number): readonly Day[] {
  const day = utcDay(at);
  return [day - 1, day, day + 1];
}

export const dueOf = (nextOn: string, early: boolean, deadline: string | null): Due => ({
  nextOn: dayOf(nextOn),
  early,
  deadline: deadline === null ? null : dayOf(deadline),
});
