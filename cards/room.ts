import type { DrawnCard } from './view.ts';

/** How much of long lists and names a drawing may show. */
export interface Room {
  /** Lines of a list, beyond which the card says how many more there are. */
  readonly lines: number;
  /** Characters of a customer's, offer's or person's name. */
  readonly name: number;
  /** Entries of what somebody chooses from or sends to a customer: cut last, because what is left out there costs money. */
  readonly vital: number;
  /** Lines of what is only good to know (reasons and sources behind "Why?"): the first to give way. */
  readonly aside: number;
  /** In the list of steps, those that are only looked at cannot be opened any more. */
  readonly plainSteps: boolean;
}

/** Cards stay below this, far from the message size at which Teams refuses (bytes of UTF-8). */
export const LARGEST_CARD = 25_000;

/**
 * Draws with the most room that keeps the card below the limit. Lists are cut by the drawing itself, which says how
 * many more there are, so nothing disappears without a word.
 */
export function drawWithin(draw: (room: Room) => DrawnCard, largest: number = LARGEST_CARD): DrawnCard {
  const roomy = draw(ROOMY);
  if (sizeOf(roomy.card) <= largest) return roomy;
  // Halved instead of tried one by one: a drawing of 300 subscriptions takes its time.
  let [low, high] = [0, SMALLER.length - 1];
  let best = draw(SMALLER[high] ?? ROOMY);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const drawn = draw(SMALLER[middle] ?? ROOMY);
    if (sizeOf(drawn.card) <= largest) {
      best = drawn;
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return best;
}

export function sizeOf(card: DrawnCard['card']): number {
  return Buffer.byteLength(JSON.stringify(card));
}

/** First lines of a list, and how many were left off. */
export function cut<T>(
  lines: readonly T[],
  room: Pick<Room, 'lines'>,
): { readonly shown: readonly T[]; readonly more: number } {
  // One more line is not worth a sentence about it.
  const fits = lines.length <= room.lines + 1;
  return fits ? { shown: lines, more: 0 } : { shown: lines.slice(0, room.lines), more: lines.length - room.lines };
}

/** The same for what somebody chooses from or sends. */
export const cutVital = <T>(entries: readonly T[], { vital }: Pick<Room, 'vital'>) => cut(entries, { lines: vital });

/** The same for what is only good to know. */
export const cutAside = <T>(lines: readonly T[], { aside }: Pick<Room, 'aside'>) => cut(lines, { lines: aside });

export const ROOMY: Room = { lines: 12, name: 120, vital: 100, aside: 12, plainSteps: false };

const ASIDE_GIVES_WAY: readonly Room[] = [
  { ...ROOMY, aside: 6 },
  { ...ROOMY, name: 80, aside: 3 },
  { ...ROOMY, name: 60, aside: 1 },
  { ...ROOMY, name: 60, aside: 1, plainSteps: true },
];
const FEWER_LINES: readonly Room[] = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((lines) => ({
  ...ROOMY,
  lines,
  name: lines > 6 ? 50 : 40,
  aside: 1,
  plainSteps: true,
}));
const NOTHING_ELSE_LEFT: readonly Room[] = [60, 40, 30, 20, 10, 5, 2, 1].map((vital) => ({
  lines: 1,
  name: vital > 20 ? 40 : 30,
  vital,
  aside: 1,
  plainSteps: true,
}));
/** What is good to know gives way first, then the lines of lists one by one, and last what is chosen from or sent. */
const SMALLER: readonly Room[] = [...ASIDE_GIVES_WAY, ...FEWER_LINES, ...NOTHING_ELSE_LEFT];
