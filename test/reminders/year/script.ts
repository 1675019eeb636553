import type { TeamSettings } from '../../../services/reminders/team-settings.ts';
import { DAY, dayOf, HOUR, MINUTE } from './dates.ts';
import { Dice } from './dice.ts';
import { anyHours, anyStages, CHANNELS, OPENERS, TEAM } from './team.ts';
import type { Span } from './timeline.ts';
import { anyTroubles, type Troubles } from './troubles.ts';

/** How much there is in a simulated year. */
export interface Size {
  readonly moves: number;
  readonly originals: number;
  /** People who open moves. */
  readonly openers: number;
  /** How often somebody sits down and changes moves or acts on reminders. */
  readonly sessions: number;
  /** How often the team wants other stages: each time every open move is planned anew. */
  readonly stageChanges: number;
  /** The weeks that a team may have, as ISO weekdays. */
  readonly weeks: readonly (readonly number[])[];
}

/** What is to happen at a moment. */
export type Happening =
  | { readonly kind: 'session' }
  | { readonly kind: 'settings'; readonly settings: (before: TeamSettings) => TeamSettings }
  | { readonly kind: 'channel'; readonly conversationId: string }
  /** Somebody comes back to something. */
  | { readonly kind: 'later'; readonly work: () => Promise<void> }
  /** A minute like every other one. */
  | { readonly kind: 'minute' };

/** All that is decided before a year begins. */
export interface Script extends Troubles {
  readonly span: Span;
  readonly settings: TeamSettings;
  readonly happenings: readonly { readonly at: number; readonly happening: Happening }[];
  /** Conversations that disappear, and when. */
  readonly gone: ReadonlyMap<string, number>;
}

/** The year begins on some day; 2028-02-29 is in two of three. */
export function scriptOf(seed: number, size: Size): Script {
  const dice = new Dice(seed);
  const from = (dayOf('2027-01-01') + dice.int(0, 540)) * DAY;
  const span = { from, to: from + 366 * DAY };
  const troubles = anyTroubles(dice, span);
  const moment = () => span.from + dice.int(1, 365 * 24 * 60) * MINUTE + dice.int(1, 59) * 1000;
  const lost = dice.chance(0.8) ? moment() : span.to;
  const gone = new Map<string, number>([
    [CHANNELS[0], lost],
    [dice.pick(OPENERS.slice(1, size.openers)).chat, moment()],
    [TEAM.at(-2)?.chat ?? '', moment()],
  ]);
  const hasChannel = dice.chance(0.9);
  const many = (count: number, happening: () => Happening) =>
    Array.from({ length: count }, () => ({ at: moment(), happening: happening() }));
  return {
    span,
    ...troubles,
    settings: anyHours(dice, size.weeks),
    gone,
    happenings: [
      { at: span.from, happening: { kind: 'minute' } },
      ...(hasChannel ? [{ at: span.from, happening: { kind: 'channel', conversationId: CHANNELS[0] } } as const] : []),
      { at: lost + dice.int(1, 40) * DAY, happening: { kind: 'channel', conversationId: CHANNELS[1] } },
      ...many(size.sessions, () => ({ kind: 'session' })),
      ...troubles.outages.flatMap((outage) => sessionsIn(dice, outage)),
      ...many(dice.int(3, 7), () => {
        const hours = anyHours(dice, size.weeks);
        return { kind: 'settings', settings: ({ stages }) => ({ ...hours, stages }) };
      }),
      ...many(size.stageChanges, () => {
        const stages = anyStages(dice);
        return { kind: 'settings', settings: (before) => ({ ...before, stages }) };
      }),
      ...many(size.sessions / 4, () => ({ kind: 'minute' })),
      // An instance that comes back looks at once.
      ...troubles.down.flat().map(({ to }) => ({ at: to, happening: { kind: 'minute' } as const })),
      ...troubles.outages.flatMap((outage) => midnightsIn(outage)),
    ],
  };
}

/** While messages wait, people go on acting on what they have. */
function sessionsIn(dice: Dice, { from, to }: Span) {
  return Array.from({ length: 4 }, () => ({
    at: from + dice.int(1, (to - from) / MINUTE) * MINUTE,
    happening: { kind: 'session' } as const,
  }));
}

/** A day ends, and with it deadlines of what waits. */
function midnightsIn({ from, to }: Span) {
  const days = Array.from(
    { length: Math.ceil((to + 5 * HOUR - from) / DAY) + 1 },
    (_, n) => Math.ceil(from / DAY) * DAY + n * DAY,
  );
  return days.map((at) => ({ at, happening: { kind: 'minute' } as const }));
}
