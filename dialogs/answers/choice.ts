import { fold } from '../understanding/fold.ts';
import type { Lexicon } from '../understanding/lexicon.ts';
import { readMessage } from '../understanding/tokens.ts';
import { typoCost } from '../understanding/typo.ts';

/** Which of some numbered choices is meant, from 0: by number (`2`, `the second`, `l'ultimo`), or as `readTitle` finds it. */
export function readChoice(text: string, titles: readonly string[], lexicon: Lexicon): number | null {
  const words = wordsOf(text);
  return placeOf(words, titles.length, lexicon) ?? titleIn(words, titles);
}

/** Which of some titles is meant, from 0: it, or a part of it that no other has. */
export const readTitle = (text: string, titles: readonly string[]): number | null => titleIn(wordsOf(text), titles);

/** A long text chooses nothing. */
function wordsOf(text: string): readonly string[] {
  const { tokens } = readMessage(text);
  return tokens.length > 30 ? [] : tokens.map(({ word }) => word);
}

function titleIn(words: readonly string[], titles: readonly string[]): number | null {
  if (words.length === 0) return null;
  const wanted = words.join(' ');
  const folded = titles.map((title) => readMessage(title).tokens.map(({ word }) => fold(word)));
  const exact = folded.findIndex((title) => title.join(' ') === wanted);
  if (exact !== -1) return exact;
  const telling = words.filter((word) => word.length > 2);
  if (telling.length === 0) return null;
  const fitting = folded.flatMap((title, i) =>
    telling.every((word) => title.some((t) => isLike(word, t))) ? [i] : [],
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function placeOf(words: readonly string[], count: number, lexicon: Lexicon): number | null {
  const places = new Set<number>();
  for (const word of words) {
    if (/^\d{1,2}$/.test(word)) places.add(Number(word) - 1);
    for (const { answers } of lexicon.languages) {
      const ordinal = answers.ordinals.findIndex((said) => said.has(word));
      // A word that means nothing but itself: `one of them is wrong` is no choice.
      if (ordinal !== -1 && words.length <= 3) places.add(ordinal);
      if (answers.last.has(word) && words.length <= 3) places.add(count - 1);
    }
  }
  const [only] = places;
  return places.size === 1 && only !== undefined && only >= 0 && only < count ? only : null;
}

const isLike = (typed: string, word: string): boolean =>
  typed === word || (typed.length >= 4 && word.startsWith(typed)) || typoCost(typed, word) !== null;
