import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../cards/languages.ts';
import { folded } from '../services/store/search-text.ts';

/** What somebody who names a language means; `teams`: the language their Teams is set to. */
export type NamedLanguage = Language | 'teams';

/**
 * The language that is named in a text, in any of the product's languages, by its code, or by a word that begins as its name does (`ital`):
 * `Russian`, `in italiano, per favore`, `по-русски`, `pt`. Null: none, or two different ones.
 */
export function readLanguage(text: string): NamedLanguage | null {
  const words = folded(text)
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
  const named = new Set(
    words.flatMap((word, i) => meant(word, words.length === 1 ? null : (words[i - 1] ?? '')) ?? []),
  );
  const [only] = named;
  return named.size === 1 && only !== undefined ? only : null;
}

/** @param before the word before it; null: it stands alone */
function meant(word: string, before: string | null): NamedLanguage | null {
  const known = NAMES.get(word);
  // `es` and `it` are words of their own languages as well: a code stands alone, or after the word for "to".
  if (known !== undefined) return word.length > 2 || before === null || CODE_FOLLOWS.has(before) ? known : null;
  if (word.length < SHORTEST_BEGINNING) return null;
  const begun = new Set([...NAMES].flatMap(([name, language]) => (name.startsWith(word) ? [language] : [])));
  const [only] = begun;
  return begun.size === 1 && only !== undefined ? only : null;
}

const SHORTEST_BEGINNING = 4;

const CODE_FOLLOWS: ReadonlySet<string> = new Set(['to', 'in', 'a', 'en', 'em', 'para', 'на', 'language', 'pt']);

/** Beside the names that are derived: adjectives (`lingua italiana`), adverbs (`по-русски`) and what people say for short. */
const ALSO: Readonly<Record<NamedLanguage, readonly string[]>> = {
  en: ['eng', 'inglesa'],
  it: ['ita', 'italiana'],
  es: ['esp', 'castellano', 'castellana', 'castilian', 'castigliano', 'castelhano', 'spagnola', 'espanola'],
  ru: ['rus', 'russa', 'rusa'],
  'pt-BR': [
    'por',
    'ptbr',
    'br',
    'brazilian',
    'brasileiro',
    'brasileira',
    'brasiliano',
    'brasiliana',
    'brasileno',
    'brasilena',
    'brasil',
    'brazil',
    'brasile',
    'бразилия',
    'бразильский',
    'portoghese',
    'portuguesa',
  ],
  teams: ['teams', 'auto', 'automatic', 'automatico', 'automatica', 'автоматически', 'default', 'тимс'],
};

/** Every name, folded, and what it means: codes, the languages' own names and their names in each of the others. */
const NAMES: ReadonlyMap<string, NamedLanguage> = new Map([
  ...LANGUAGES.flatMap((language) => {
    const code = language.split('-')[0] ?? language;
    const own = folded(LANGUAGE_NAMES[language]).split(/[^\p{L}]+/u)[0] ?? '';
    const elsewhere = LANGUAGES.map((reader) => {
      const name = new Intl.DisplayNames([reader], { type: 'language' }).of(code) ?? code;
      return folded(name);
    });
    return [code, own, ...elsewhere].flatMap(forms).map((name) => [name, language] as const);
  }),
  ...[...LANGUAGES, 'teams' as const].flatMap((language) =>
    ALSO[language].flatMap((name) => forms(folded(name)).map((form) => [form, language] as const)),
  ),
]);

/** A Russian name is said as an adjective in its cases: `русский`, `на русском`, `по-русски`. */
function forms(name: string): readonly string[] {
  if (!name.endsWith('скии')) return [name];
  return [name, name.slice(0, -1), `${name.slice(0, -2)}ом`];
}
