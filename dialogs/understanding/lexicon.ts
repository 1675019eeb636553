import { readdirSync, readFileSync } from 'node:fs';
import type { Topic } from '../../cards/commands.ts';
import type { ReplyTopic } from '../answers/replies.ts';
import { fold } from './fold.ts';
import { WordsFile } from './words-file.ts';

/** One place in a phrase: one of some words, or the customer's name. */
export type Slot = ReadonlySet<string> | 'name';

export interface Phrase {
  readonly topic: Topic;
  readonly slots: readonly Slot[];
}

export type DateWord = Exclude<keyof WordsFile['dates'], 'nextIsUnclear'>;

export interface DateWords {
  readonly of: (word: string) => DateWord | null;
  readonly units: ReadonlyMap<string, 'days' | 'weeks' | 'months' | 'years'>;
  readonly nextIsUnclear: boolean;
}

export interface LanguageWords {
  readonly language: string;
  readonly phrases: readonly Phrase[];
  /** The phrases that may begin with a word; those that begin with a name stand under the empty word. */
  readonly byFirst: ReadonlyMap<string, readonly Phrase[]>;
  readonly joins: ReadonlySet<string>;
  readonly articles: ReadonlySet<string>;
  readonly noise: ReadonlySet<string>;
  readonly against: ReadonlySet<string>;
  readonly fillers: ReadonlySet<string>;
  readonly units: ReadonlyMap<string, number>;
  readonly numbers: ReadonlyMap<string, number>;
  readonly dates: DateWords;
  /** ISO 3166-1 alpha-2 codes by what people call a country beside its name. */
  readonly countries: ReadonlyMap<string, string>;
  /** Words around it that change nothing. */
  readonly polite: ReadonlySet<string>;
  /** What is said instead of pressing a button. */
  readonly replies: readonly { readonly topic: ReplyTopic; readonly slots: readonly Slot[] }[];
  /** Words of its greetings and its calls for help, as the file writes them and as they are compared. */
  readonly openings: { readonly exact: ReadonlySet<string>; readonly folded: ReadonlySet<string> };
  readonly answers: {
    readonly yes: readonly Phrase['slots'][];
    readonly no: readonly Phrase['slots'][];
    readonly unknown: readonly Phrase['slots'][];
    readonly ordinals: readonly ReadonlySet<string>[];
    readonly last: ReadonlySet<string>;
    /** What seats are called after a number. */
    readonly counted: ReadonlySet<string>;
  };
}

export interface Lexicon {
  readonly languages: readonly LanguageWords[];
  /** Every word of every language: such a word is never taken for another one that was mistyped. */
  readonly known: ReadonlySet<string>;
  /** Words of commands by their first letter and the second: what a mistyped word may have been. */
  readonly byLetter: ReadonlyMap<string, readonly string[]>;
}

/** Reads the files of words. @throws ZodError when one does not have the structure above */
function loadLexicon(folder: URL): Lexicon {
  const languages = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => languageOf(name.replace('.json', ''), JSON.parse(readFileSync(new URL(name, folder), 'utf8'))));
  const inPhrases = new Set(
    languages.flatMap(({ phrases }) =>
      phrases.flatMap(({ slots }) => slots.flatMap((s) => (s === 'name' ? [] : [...s]))),
    ),
  );
  const known = new Set(inPhrases);
  for (const { joins, articles, noise, against, fillers, units, numbers, answers } of languages) {
    for (const words of [joins, articles, noise, against, fillers, units.keys(), numbers.keys()])
      for (const word of words) known.add(word);
    for (const said of [answers.yes, answers.no, answers.unknown].flat(2))
      if (said !== 'name') for (const w of said) known.add(w);
  }
  const byLetter = new Map<string, string[]>();
  for (const word of inPhrases) {
    if (word.length < 3) continue;
    for (const letter of new Set([word[0] ?? '', word[1] ?? ''])) listAt(byLetter, letter).push(word);
  }
  return { languages, known, byLetter };
}

function languageOf(language: string, file: unknown): LanguageWords {
  const read = WordsFile.parse(file);
  const phrases = Object.entries(read.commands).flatMap(([topic, said]) =>
    // The schema has checked the names of the topics; the entries of a record lose them.
    said.flatMap(variants).map((slots) => ({ topic: topic as Topic, slots })),
  );
  const byFirst = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const [first] = phrase.slots;
    for (const word of first === undefined || first === 'name' ? [''] : first) listAt(byFirst, word).push(phrase);
  }
  const days = { days: 1, weeks: 7, months: 30 };
  const units = Object.entries(days).flatMap(([unit, count]) =>
    [...setOf(read.units[unit as keyof typeof days])].map((word) => [word, count] as const),
  );
  return {
    language,
    phrases,
    byFirst,
    joins: setOf(read.joins),
    articles: setOf(read.articles),
    noise: setOf(read.noise),
    against: setOf(read.against),
    fillers: setOf(read.fillers),
    units: new Map(units),
    numbers: new Map(Object.entries(read.numbers).map(([word, number]) => [fold(word), number])),
    dates: dateWordsOf(read),
    countries: new Map(
      Object.entries(read.countries).flatMap(([code, names]) =>
        names.split('|').map((name) => [fold(name), code] as const),
      ),
    ),
    polite: setOf(read.polite),
    replies: Object.entries(read.replies).flatMap(([topic, said]) =>
      said.flatMap(variants).map((slots) => ({ topic: topic as ReplyTopic, slots })),
    ),
    openings: openingsOf(read),
    answers: {
      yes: read.answers.yes.flatMap(variants),
      no: read.answers.no.flatMap(variants),
      unknown: read.answers.unknown.flatMap(variants),
      ordinals: read.answers.ordinals.map((said) => new Set(said.split('|').map(fold))),
      last: new Set(read.answers.last.flatMap((said) => said.split('|')).map(fold)),
      counted: setOf([read.answers.counted]),
    },
  };
}

function openingsOf({ commands }: WordsFile): LanguageWords['openings'] {
  const said = [...(commands.greeting ?? []), ...(commands.help ?? [])].join(' ').normalize('NFC').toLowerCase();
  const exact = new Set(said.match(/[\p{L}\p{M}]+/gu) ?? []);
  return { exact, folded: new Set([...exact].map(fold)) };
}

/** The list of a key, which begins empty. */
function listAt<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function dateWordsOf({ dates, units }: WordsFile): DateWords {
  const { nextIsUnclear, ...said } = dates;
  const kinds = new Map<string, DateWord>();
  for (const [kind, words] of Object.entries(said)) {
    // The names of the kinds are those of the schema; the entries of an object lose them.
    for (const word of setOf([words])) if (!kinds.has(word)) kinds.set(word, kind as DateWord);
  }
  const unitWords = (['days', 'weeks', 'months'] as const).flatMap((unit) =>
    [...setOf(units[unit])].map((word) => [word, unit] as const),
  );
  const years = [...setOf([dates.years])].map((word) => [word, 'years'] as const);
  return { of: (word) => kinds.get(word) ?? null, units: new Map([...unitWords, ...years]), nextIsUnclear };
}

const setOf = (lines: readonly string[]): ReadonlySet<string> =>
  new Set(
    lines
      .flatMap((line) => line.split(' '))
      .filter((word) => word !== '')
      .map(fold),
  );

/** The ways to say a phrase: with and without each of its parts that may be missing, with each of several ways to say a part. */
function variants(phrase: string): readonly (readonly Slot[])[] {
  let made: Slot[][] = [[]];
  for (const part of phrase.match(/\([^)]+\)|\[[^\]]+\]|\S+/gu) ?? []) {
    const ways = waysOf(part);
    const longer = made.flatMap((begun) => ways.map((way) => [...begun, ...way]));
    made = part.startsWith('(') ? [...made, ...longer] : longer;
  }
  return made.filter((slots) => slots.length > 0);
}

function waysOf(part: string): readonly (readonly Slot[])[] {
  const isGroup = /^[([]/u.test(part);
  const ways = (isGroup ? part.slice(1, -1) : part).split('|').map((way) => way.trim().split(' '));
  const single = ways.flatMap(([word, ...more]) =>
    more.length === 0 && word !== undefined && word !== '…' ? [word] : [],
  );
  const others = ways.filter(([word, ...more]) => more.length > 0 || word === '…');
  const slot = (word: string): Slot => (word === '…' ? 'name' : new Set([fold(word)]));
  return [...(single.length === 0 ? [] : [[new Set(single.map(fold))]]), ...others.map((way) => way.map(slot))];
}

/** The words the bot knows. */
export const LEXICON = loadLexicon(new URL('../words/', import.meta.url));
