import { LRUCache } from 'lru-cache';
import { wordsOnly } from '../services/rules/folding.ts';
import { type CountryCode, countryOfCode, marketOf } from '../services/rules/region.ts';
import { LEXICON } from './understanding/lexicon.ts';

/**
 * The country a person means by a code, by a country's name in their own language or one of the catalogue's, or by what people call it
 * (`USA`, `Holland`): its ISO 3166-1 alpha-2 code, or the countries that a withdrawn code may mean today; null when it is neither.
 * Words around it (`in`, `la`) and the ending that a sentence gives it (`в Германии`) do not matter.
 */
export function readCountry(text: string, locale: string): CountryCode | null {
  const typed = text.trim();
  // Plain letters only: folding case would make countries of others.
  if (/^[A-Za-z]{2}$/.test(typed)) {
    const code = typed.toUpperCase();
    const known = countryOfCode(code);
    if (known !== null) return known;
    return name(code, 'en') === null && marketOf(code) === null ? null : { kind: 'country', code };
  }
  const folded = wordsOnly(typed);
  const languages = [locale, 'en', ...LEXICON.languages.map(({ language }) => language)];
  for (const name of new Set([folded, bare(folded)])) {
    const code = first(languages, (language) => namesIn(language).get(name)) ?? shortName(name);
    if (code !== null) return { kind: 'country', code };
  }
  const code = inflected(bare(folded));
  return code === null ? null : { kind: 'country', code };
}

function first<T>(list: readonly string[], find: (one: string) => T | undefined): T | null {
  for (const one of list) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return null;
}

function shortName(name: string): string | null {
  for (const { countries } of LEXICON.languages) {
    const code = countries.get(name);
    if (code !== undefined) return code;
  }
  return null;
}

/** Without the articles and prepositions before it. */
function bare(name: string): string {
  const words = name.split(' ');
  const empty = (word: string) =>
    LEXICON.languages.some(({ joins, articles }) => joins.has(word) || articles.has(word));
  while (words.length > 1 && empty(words[0] ?? '')) words.shift();
  return words.join(' ');
}

/** A Russian name in another case differs in its last two letters; two countries that fit are none. */
function inflected(name: string): string | null {
  if (name.length < 5 || !/^[а-я ]+$/u.test(name)) return null;
  const stem = (text: string) => text.slice(0, -2);
  const fitting = new Set(
    [...namesIn('ru')].flatMap(([other, code]) =>
      Math.abs(other.length - name.length) <= 1 &&
      other.length > 4 &&
      (stem(other) === stem(name) || other.slice(0, -1) === stem(name))
        ? [code]
        : [],
    ),
  );
  const [only] = fitting;
  return fitting.size === 1 && only !== undefined ? only : null;
}

/** The names of all countries by locale. A client may send any locale it likes: more than people here read are not kept. */
const known = new LRUCache<string, ReadonlyMap<string, string>>({ max: 20 });

function namesIn(locale: string): ReadonlyMap<string, string> {
  const cached = known.get(locale);
  if (cached !== undefined) return cached;
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const names = new Map<string, string>();
  for (const code of letters.flatMap((a) => letters.map((b) => a + b))) {
    const found = name(code, locale);
    // Withdrawn codes such as AN or SU carry the name of a country that came after them, and are none themselves.
    const standing = countryOfCode(code);
    const own = standing === null || (standing.kind === 'country' && standing.code === code);
    if (found !== null && own && !names.has(wordsOnly(found))) names.set(wordsOnly(found), code);
  }
  known.set(locale, names);
  return names;
}

function name(code: string, locale: string): string | null {
  if (NO_COUNTRY.has(code)) return null;
  const found = new Intl.DisplayNames([locale, 'en'], { type: 'region', fallback: 'none' }).of(code);
  return found === undefined || found === code ? null : found;
}

/** Codes that have a name but are nobody's country: unions, currencies' areas, pseudo regions. */
const NO_COUNTRY: ReadonlySet<string> = new Set(['ZZ', 'EU', 'EZ', 'UN', 'QO', 'XA', 'XB']);
