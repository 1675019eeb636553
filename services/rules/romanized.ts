import anyAscii from 'any-ascii';
import { plainLetters } from './folding.ts';

/**
 * A text in plain Latin letters, whatever script it is written in, without case and accents: `Café`, `cafe` and `Кафе` look alike.
 * For comparing only.
 */
export function romanized(text: string): string {
  return anyAscii(plainLetters(text))
    .toLowerCase()
    .replace(/[^a-z0-9.@-]+/gu, ' ')
    .trim();
}

/**
 * How a romanized word sounds, roughly: what people write in another way because they heard it or because their alphabet has no such
 * letter is the same here (`Kontoso` and `Contoso`, `Vudgrouv` and `Woodgrove` come close).
 */
export function sounding(word: string): string {
  return word
    .replace(/ph/gu, 'f')
    .replace(/ck|c(?!h)|q/gu, 'k')
    .replace(/w/gu, 'v')
    .replace(/ou|oo/gu, 'u')
    .replace(/[yj]/gu, 'i')
    .replace(/x/gu, 'ks')
    .replace(/z/gu, 's')
    .replace(/h(?=[aeiou])/gu, '')
    .replace(/(.)\1+/gu, '$1');
}
