import type { IsoDate } from '../services/rules/calendar-date.ts';
import type { Block } from './blocks.ts';
import { formatDay } from './formats.ts';
import { openLine } from './open-line.ts';
import type { ReminderView } from './reminder.ts';
import { titleAhead } from './reminder-ahead.ts';
import { alone } from './reminder-group.ts';
import { inPlainWords, inWords, type NamedAfter } from './reminder-line.ts';
import type { Speaker } from './speaker.ts';
import type { Sentence } from './view.ts';

/** A subject of which the bot will speak: what it says next, and when it says something again. */
export interface PlannedView {
  readonly next: ReminderView;
  /** The day on which that really comes. */
  readonly on: IsoDate;
  /** The days that follow, the earliest first. */
  readonly later: readonly IsoDate[];
}

/**
 * A planned subject in a list; the line opens its move. Among all customers how often it comes again is enough; in the list of one the days
 * stand there.
 */
export function plannedLine(say: Speaker, planned: PlannedView, namedAfter: NamedAfter): Block {
  const { next } = planned;
  const { moveId, version, customer } = next;
  const now = whenOf(say, planned, namedAfter);
  const { title, below } = inWords(say, namedAfter, titleAhead(next.reminder), alone(next), now);
  return openLine(say, { severity: 'note', title, below, customer, moveId, version });
}

/** The same without markup, for who hears the card. */
export const spokenPlanned = (say: Speaker, planned: PlannedView): string =>
  inPlainWords(say, titleAhead(planned.next.reminder), alone(planned.next), whenOf(say, planned, 'customer'));

function whenOf(say: Speaker, { next, on, later }: PlannedView, namedAfter: NamedAfter): readonly Sentence[] {
  const { state, assignee, by } = next;
  return [
    state === 'snoozed'
      ? { key: 'reminder-card.snoozed-short', params: { who: by?.name ?? say.plain('word.somebody'), when: on } }
      : { key: 'reminder-card.comes', params: { due: on } },
    ...(later.length === 0 ? [] : [afterThat(say, on, later, namedAfter)]),
    ...(assignee === null ? [] : [{ key: 'reminder-card.on-it-short', params: { who: assignee.name } }]),
  ];
}

const afterThat = (say: Speaker, on: IsoDate, later: readonly IsoDate[], namedAfter: NamedAfter): Sentence =>
  namedAfter === 'customer'
    ? { key: 'reminder-card.then', params: { count: later.length } }
    : {
        key: 'reminder-card.then-on',
        params: { dates: later.map((day) => formatDay(say.locale, day, on)).join('\n') },
      };
