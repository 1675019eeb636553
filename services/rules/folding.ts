/**
 * How texts are made alike before they are compared. What is needed depends on what a difference means, so there are several, each made
 * of the one before it where it can be:
 *
 * | | leaves out | for |
 * | --- | --- | --- |
 * | `exactName` | case, width, spaces | whole names: of a customer, of an offer. `Café` and `Cafe` may be two companies |
 * | `plainLetters` | case, width, accents | single words of people, who leave accents out on a phone |
 * | `wordsOnly` | the same, and all signs | titles of columns, names of countries |
 * | `folded` (store/search-text.ts) | the same as plainLetters, and letters that never come apart: `ß`, `ø` | what is searched in the database; it is stored |
 * | `romanized` (romanized.ts) | the same, and the script | what sounds or looks alike |
 */

/** A text without case, accents and the forms of width that keyboards of phones write. */
export function plainLetters(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Only the letters and digits of a text, without case and accents, as words with a single space between them. */
export function wordsOnly(text: string): string {
  return plainLetters(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A whole name as it is compared letter by letter: case, width and spaces do not matter, accents do. */
export function exactName(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase();
}
