import { sentencesOf, speakAlso } from './language.ts';

/** English that looks foreign: a text on a card that is not in it did not come from the catalogue. */
export const PSEUDO_LANGUAGE = 'en-XA';

/**
 * Lets cards be drawn in the locale `en-XA`. For tests: nobody's client asks for that locale, and the product never calls this.
 */
export function usePseudoLanguage(): void {
  const english = Object.entries(sentencesOf('en'));
  speakAlso(PSEUDO_LANGUAGE, Object.fromEntries(english.map(([key, text]) => [key, pseudo(text)])));
}

/**
 * The text with accents on every letter, in brackets and about 40 % longer, as a translation may be: `⟦Ñéẋṯ šṯééþ⟧`. Placeholders
 * (`{{end, date}}`), addresses and marks stay as they are. The brackets show where a sentence was cut or glued to another.
 */
export function pseudo(text: string): string {
  const parts = text.split(UNTOUCHED);
  const letters = parts.filter((part) => !isUntouched(part)).join('');
  const wanted = Math.ceil(letters.length * GROWTH);
  let grown = 2;
  const foreign = parts.map((part) => {
    if (isUntouched(part)) return part;
    return [...part]
      .map((letter) => {
        const accented = ACCENTED.get(letter) ?? letter;
        // Words grow as well as sentences: a narrow column has to break the longest one.
        if (!VOWELS.has(letter) || grown >= wanted) return accented;
        grown += 1;
        return accented.repeat(2);
      })
      .join('');
  });
  return `⟦${foreign.join('')}${'≈'.repeat(Math.max(0, wanted - grown))}⟧`;
}

const GROWTH = 0.4;

const UNTOUCHED = /(\{\{[^}]*\}\}|https?:\/\/\S+|<[^>]*>)/u;
const isUntouched = (part: string): boolean => UNTOUCHED.test(part);

const VOWELS: ReadonlySet<string> = new Set('aeiouAEIOU');

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const FOREIGN = 'áƀçđéƒĝħíĵķļɱñóþʠŕšţúṽŵẋýžÁßÇĐÉƑĜĦÍĴĶĻṀÑÓÞǪŔŠŢÚṼŴẊÝŽ';
const ACCENTED: ReadonlyMap<string, string> = new Map(
  [...PLAIN].map((letter, i) => [letter, [...FOREIGN][i] ?? letter]),
);
