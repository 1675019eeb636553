import type { Lexicon, Slot } from '../understanding/lexicon.ts';
import { readMessage } from '../understanding/tokens.ts';

/** What somebody says to a question that wants yes or no; `unknown` is an answer, too (`I don't know`). Null: something else. */
export type YesNo = 'yes' | 'no' | 'unknown';

/** Reads yes, no and "I don't know" in any language of the lexicon, the whole message being that answer and politeness. */
export function readYesNo(text: string, lexicon: Lexicon): YesNo | null {
  const sign = SIGNS.get(text.trim());
  if (sign !== undefined) return sign;
  const { tokens } = readMessage(text);
  if (tokens.length === 0 || tokens.length > MOST_WORDS) return null;
  const words = tokens.map(({ word }) => word);
  // Longer answers first: `I don't know` begins like a no, `certo che no` like a yes.
  const found = lexicon.languages.flatMap(({ answers, noise }) =>
    KINDS.flatMap((kind) =>
      answers[kind].flatMap((slots) => {
        const rest = afterPhrase(words, slots);
        const wellMeant = rest?.every((word) => noise.has(word) || says(answers[kind], word)) ?? false;
        return wellMeant ? [{ kind, size: slots.length }] : [];
      }),
    ),
  );
  const longest = Math.max(0, ...found.map(({ size }) => size));
  const kinds = new Set(found.filter(({ size }) => size === longest).map(({ kind }) => kind));
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? only : null;
}

const KINDS = ['yes', 'no', 'unknown'] as const;
const MOST_WORDS = 8;

const SIGNS: ReadonlyMap<string, YesNo> = new Map([
  ['👍', 'yes'],
  ['👌', 'yes'],
  ['✅', 'yes'],
  ['+', 'yes'],
  ['👎', 'no'],
  ['❌', 'no'],
  ['-', 'no'],
  ['🤷', 'unknown'],
  ['?', 'unknown'],
]);

function afterPhrase(words: readonly string[], slots: readonly Slot[]): readonly string[] | null {
  const fits = slots.every((slot, i) => slot !== 'name' && slot.has(words[i] ?? ''));
  return fits ? words.slice(slots.length) : null;
}

const says = (phrases: readonly (readonly Slot[])[], word: string): boolean =>
  phrases.some(([only, ...more]) => more.length === 0 && only !== undefined && only !== 'name' && only.has(word));
