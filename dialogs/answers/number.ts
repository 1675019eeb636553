import type { Lexicon } from '../understanding/lexicon.ts';
import { readMessage } from '../understanding/tokens.ts';

/**
 * A whole number as people write it, alone or with what it counts: `25`, `1.250`, `1 250`, `25 seats`, `venti licenze`. Null when there
 * is none, more than one, or something else beside it (`Visio Plan 2`).
 */
export function readNumber(text: string, lexicon: Lexicon): number | null {
  // A dot, a comma or a space before exactly three digits parts thousands; anything else there is a fraction or a date.
  const joined = text.normalize('NFKC').replace(/(?<=\d)[.,\s'’](?=\d{3}(?!\d))/gu, '');
  if (/\d\s*[./:,-]\s*\d/u.test(joined) || /(?:^|\s)[-−]\s*\d/u.test(joined)) return null;
  const { tokens } = readMessage(joined);
  const numbers: number[] = [];
  for (const { word } of tokens) {
    if (/^\d{1,9}$/.test(word)) numbers.push(Number(word));
    else if (lexicon.languages.some(({ answers, noise }) => answers.counted.has(word) || noise.has(word))) continue;
    else if (tokens.length > 2) return null;
    else {
      const spelled = lexicon.languages.flatMap((language) => language.numbers.get(word) ?? []);
      // `one` in some languages is something else in others: then it is no number for sure.
      if (new Set(spelled).size !== 1) return null;
      numbers.push(...spelled.slice(0, 1));
    }
  }
  const [only] = numbers;
  return numbers.length === 1 && only !== undefined ? only : null;
}
