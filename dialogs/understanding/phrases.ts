import type { Topic } from '../../cards/commands.ts';
import type { LanguageWords, Lexicon, Phrase, Slot } from './lexicon.ts';
import type { Token } from './tokens.ts';
import { typoCost } from './typo.ts';

/** A phrase found in a message. Places count tokens. */
export interface Found {
  readonly topic: Topic;
  readonly words: LanguageWords;
  readonly from: number;
  readonly to: number;
  /** Where the customer's name stands inside the phrase. */
  readonly name: readonly [from: number, to: number] | null;
  /** What its slips cost. */
  readonly cost: number;
  /** Words of the phrase itself. */
  readonly size: number;
}

/** What a token may be: the words it is, each with what it costs to believe so. */
type Likely = ReadonlyMap<string, number>;

/** In longer messages nothing is taken for a slip: a command does not hide in an essay. */
const MOST_FOR_SLIPS = 20;
/** How far into a message a command is looked for. */
const MOST_TOKENS = 80;
const LONGEST_NAME = 7;

/** Every phrase of every language in a message; of two in the same words the longer one. */
export function findPhrases(tokens: readonly Token[], lexicon: Lexicon): readonly Found[] {
  const heard = tokens.slice(0, MOST_TOKENS);
  const likely = heard.map((token) => likelyWords(token, lexicon, tokens.length <= MOST_FOR_SLIPS));
  return longest(lexicon.languages.flatMap((words) => foundIn(words, likely)));
}

function likelyWords({ word, isDomain, quote }: Token, lexicon: Lexicon, slips: boolean): Likely {
  if (isDomain || quote !== null) return new Map();
  if (lexicon.known.has(word) || !slips || /\p{N}/u.test(word) || word.length > 24) return new Map([[word, 0]]);
  const near = new Set([
    ...(lexicon.byLetter.get(word[0] ?? '') ?? []),
    ...(word.length < 4 ? [] : (lexicon.byLetter.get(word[1] ?? '') ?? [])),
  ]);
  const costs = [...near].flatMap((other) => {
    if (Math.abs(other.length - word.length) > 2) return [];
    const cost = typoCost(word, other);
    return cost === null ? [] : [[other, cost] as const];
  });
  // Of what it may have been the most likely alone.
  const least = Math.min(...costs.map(([, cost]) => cost));
  return new Map(costs.filter(([, cost]) => cost <= least + 0.03));
}

function foundIn(words: LanguageWords, likely: readonly Likely[]): readonly Found[] {
  return likely.flatMap((first, from) => {
    const begun = new Set<Phrase>(words.byFirst.get('') ?? []);
    for (const word of first.keys()) for (const phrase of words.byFirst.get(word) ?? []) begun.add(phrase);
    return [...begun].flatMap((phrase) => {
      const end = match(phrase.slots, 0, likely, from);
      if (end === null) return [];
      const size = phrase.slots.filter((slot) => slot !== 'name').length;
      return [{ topic: phrase.topic, words, from, to: end.to, name: end.name, cost: end.cost, size }];
    });
  });
}

interface End {
  readonly to: number;
  readonly name: Found['name'];
  readonly cost: number;
}

function match(slots: readonly Slot[], at: number, likely: readonly Likely[], place: number): End | null {
  const slot = slots[at];
  if (slot === undefined) return { to: place, name: null, cost: 0 };
  if (slot === 'name') {
    for (
      let length = 1;
      length <= LONGEST_NAME && place + length < likely.length + (at + 1 === slots.length ? 1 : 0);
      length++
    ) {
      const rest = match(slots, at + 1, likely, place + length);
      if (rest !== null) return { ...rest, name: [place, place + length] };
    }
    return null;
  }
  const cost = costOf(slot, likely[place]);
  if (cost === null) return null;
  const rest = match(slots, at + 1, likely, place + 1);
  return rest === null ? null : { ...rest, cost: rest.cost + cost };
}

function costOf(slot: ReadonlySet<string>, likely: Likely | undefined): number | null {
  let least: number | null = null;
  for (const [word, cost] of likely ?? []) if (slot.has(word) && (least === null || cost < least)) least = cost;
  return least;
}

/** Phrases that stand within a longer one say nothing of their own. */
const longest = (found: readonly Found[]): readonly Found[] =>
  found.filter((one) => !found.some((other) => other !== one && covers(other, one)));

function covers(other: Found, one: Found): boolean {
  if (other.from > one.from || other.to < one.to || other.size < one.size) return false;
  // Around a name the words count, not the name's.
  if (other.name !== null && other.name[0] <= one.from && one.to <= other.name[1]) return other.size > one.size;
  if (other.size > one.size) return other.cost <= one.cost + 0.2;
  return (
    other.words === one.words &&
    other.topic === one.topic &&
    (other.to - other.from > one.to - one.from || other.cost < one.cost)
  );
}
