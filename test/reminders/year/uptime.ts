import type { TeamSettings } from '../../../services/reminders/team-settings.ts';
import { Calendar, type Due } from './calendar.ts';
import { DAY, HOUR } from './dates.ts';
import type { Span, Year } from './timeline.ts';

/** So long after an outage a message may be on its way: it is tried at least every hour or so, and may fail again. */
const TRIED_AGAIN = 4 * HOUR;
/** A reminder counted towards is told so long before its day at most: a team works at least once a week. */
const EARLIEST = 9 * DAY;

/** When the product ran, by whose hours, and when Teams took messages. */
export class Uptime {
  readonly #shifts: readonly (Span & { readonly calendar: Calendar })[];
  readonly #troubles: readonly Span[];
  readonly #downtimes: readonly Span[];

  constructor({ span, inputs, downtimes, outages }: Pick<Year, 'span' | 'inputs' | 'downtimes' | 'outages'>) {
    const changes = inputs.flatMap((input) => (input.kind === 'settings' ? [input] : []));
    this.#shifts = changes.flatMap(({ at, settings }, n) =>
      shiftsIn({ from: at, to: changes[n + 1]?.at ?? span.to }, settings, downtimes),
    );
    this.#downtimes = downtimes;
    this.#troubles = [...downtimes, ...outages].sort((a, b) => a.from - b.from);
  }

  /** The first moment from which a reminder may be told: somebody runs, and it is due by the hours of that time. Null: none in the year. */
  firstChance(due: Due, from: number): number | null {
    const earliest = Math.max(from, due.nextOn * DAY - EARLIEST);
    for (const shift of this.#shifts) {
      if (shift.to <= earliest) continue;
      const at = shift.calendar.firstChance(due, Math.max(from, shift.from), shift.to);
      if (at !== null) return at;
    }
    return null;
  }

  /** The first moment from then on at which an instance runs. */
  running(at: number): number {
    const down = this.#downtimes.find(({ from, to }) => from <= at && at < to);
    return down?.to ?? at;
  }

  /** Until when a message that failed at that moment has to be there: as soon as Teams and an instance bear it. */
  deliveredBy(at: number): number {
    let by = at + TRIED_AGAIN;
    let since = at;
    for (const { from, to } of this.#troubles) {
      if (to <= since || from > by) continue;
      since = to;
      by = to + TRIED_AGAIN;
    }
    return by;
  }

  /** The hours of the team at a moment; null: nobody runs. */
  calendarAt(at: number): Calendar | null {
    return this.#shifts.find(({ from, to }) => from <= at && at < to)?.calendar ?? null;
  }
}

/** The spans in which somebody runs. */
function shiftsIn(span: Span, settings: TeamSettings, downtimes: readonly Span[]) {
  const calendar = new Calendar(settings);
  const shifts: (Span & { readonly calendar: Calendar })[] = [];
  let from = span.from;
  for (const down of downtimes) {
    if (down.to <= from || down.from >= span.to) continue;
    if (down.from > from) shifts.push({ from, to: down.from, calendar });
    from = down.to;
  }
  if (from < span.to) shifts.push({ from, to: span.to, calendar });
  return shifts;
}
