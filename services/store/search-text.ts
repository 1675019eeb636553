import { plainLetters } from '../rules/folding.ts';

/** Letters that stay as they are under Unicode decomposition but that people type plain. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/**
 * A text without case and accents and with single spaces: `Café  Łódź` and `cafe lodz` are the same. What it gives is stored in columns:
 * a change of it needs a migration.
 */
export function folded(text: string): string {
  return plainLetters(text)
    .replace(/[ßøłđðþæœı]/gu, (letter) => PLAIN[letter] ?? letter)
    .replace(/[\s\0]+/gu, ' ')
    .trim()
    .toWellFormed();
}

/** A folded text as a literal inside a LIKE pattern. */
export function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/gu, (sign) => `\\${sign}`);
}
