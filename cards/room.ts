import type { DrawnCard } from './view.ts';

/** How much of long lists and names a drawing may show. */
export interface Room {
  /** Lines of a list, beyond which the card says how many more there are. */
  readonly lines: number;
  /** Characters of a customer's, offer's or person's name. */
  readonly name: number;
}

/** Cards stay below this, far from the message size at which Teams refuses (bytes of UTF-8). */
export const LARGEST_CARD = 25_000;

/**
 * Draws with the most room that keeps the card below the limit. Lists are cut by the drawing itself, which says how
 * many more there are, so nothing disappears without a word.
 */
export function drawWithin(draw: (room: Room) => DrawnCard, largest: number = LARGEST_CARD): DrawnCard {
  let drawn = draw(ROOMY);
  for (const room of SMALLER) {
    if (sizeOf(drawn.card) <= largest) return drawn;
    drawn = draw(room);
  }
  return drawn;
}

export function sizeOf(card: DrawnCard['card']): number {
  return Buffer.byteLength(JSON.stringify(card));
}

/** First lines of a list, and how many were left off. */
export function cut<T>(lines: readonly T[], room: Room): { readonly shown: readonly T[]; readonly more: number } {
  // One more line is not worth a sentence about it.
  const fits = lines.length <= room.lines + 1;
  return fits ? { shown: lines, more: 0 } : { shown: lines.slice(0, room.lines), more: lines.length - room.lines };
}

export const ROOMY: Room = { lines: 12, name: 120 };
const SMALLER: readonly Room[] = [
  { lines: 10, name: 80 },
  { lines: 8, name: 60 },
  { lines: 6, name: 50 },
  { lines: 4, name: 40 },
  { lines: 2, name: 40 },
  { lines: 1, name: 30 },
];
