import { DAY, HOUR, MINUTE } from './dates.ts';
import type { Dice } from './dice.ts';
import type { Span } from './timeline.ts';

/** What goes wrong in a year that nobody planned. */
export interface Troubles {
  /** When each instance is down. */
  readonly down: readonly (readonly Span[])[];
  /** When none runs. */
  readonly downtimes: readonly Span[];
  /** When Teams takes nothing. */
  readonly outages: readonly Span[];
}

/** Hours to weeks without one instance or both, and days without Teams. */
export function anyTroubles(dice: Dice, year: Span): Troubles {
  const down: Span[][] = [[], []];
  const outages: Span[] = [];
  // One trouble after the other, so that a message is never under way for a week: it would be given up.
  const troubles = dice.some([...TROUBLES, ...TROUBLES.slice(0, 3)], 11);
  const room = (year.to - year.from) / troubles.length;
  for (const [n, { who, from, to }] of troubles.entries()) {
    const length = Math.min(dice.int(from, to), room - 4 * DAY);
    const begins = roundedTo(year.from + n * room + dice.int(0, room - length - 3 * DAY), MINUTE) + 7_000;
    const span = { from: begins, to: begins + roundedTo(length, MINUTE) };
    if (who === 'teams') outages.push(span);
    else for (const instance of who) down[instance]?.push(span);
  }
  return { down, outages, downtimes: common(down) };
}

const TROUBLES: readonly { readonly who: 'teams' | readonly number[]; readonly from: number; readonly to: number }[] = [
  { who: [0, 1], from: HOUR, to: 10 * HOUR },
  { who: [0, 1], from: 12 * HOUR, to: 4 * DAY },
  { who: [0, 1], from: 5 * DAY, to: 21 * DAY },
  { who: [0, 1], from: 10 * MINUTE, to: HOUR },
  { who: [0], from: HOUR, to: 9 * DAY },
  { who: [1], from: HOUR, to: 9 * DAY },
  { who: 'teams', from: HOUR, to: DAY },
  { who: 'teams', from: DAY, to: 4 * DAY },
];

function common([a = [], b = []]: readonly (readonly Span[])[]): readonly Span[] {
  return a
    .flatMap((one) => b.map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) })))
    .filter(({ from, to }) => from < to);
}

export const isIn = (at: number, spans: readonly Span[]): boolean =>
  spans.some(({ from, to }) => from <= at && at < to);

function roundedTo(ms: number, unit: number): number {
  return Math.floor(ms / unit) * unit;
}
