import type { LanguageWords } from './lexicon.ts';
import type { Message, Token } from './tokens.ts';

/** What is left of a stretch of words without those that say nothing: perhaps a customer's name. */
export interface Remainder {
  readonly text: string;
  readonly tokens: readonly Token[];
}

/**
 * A stretch of a message without the words around a name (`of`, `the customer`, `please`), as it was written; null when nothing is left.
 * What is written with a capital in a sentence that is not is part of the name (`La Perla`, `De Longhi`).
 */
export function remainder(message: Message, from: number, to: number, words: LanguageWords): Remainder | null {
  const { tokens } = message;
  const plain = writtenPlainly(tokens.slice(from, to));
  const isEmpty = (index: number, ends: boolean): boolean => {
    const token = tokens[index];
    if (token === undefined || token.isDomain || token.quote !== null) return false;
    if (!plain && index > 0 && isCapital(token) && !(words.language === 'en' && words.joins.has(token.word)))
      return false;
    if (token.word === 's') return token.afterApostrophe || token.written === 's';
    return (
      words.noise.has(token.word) ||
      words.joins.has(token.word) ||
      (!(ends && to === tokens.length) && words.articles.has(token.word))
    );
  };
  let start = from;
  let end = to;
  while (start < end && isEmpty(start, false)) start++;
  while (start < end && isEmpty(end - 1, true)) end--;
  const [first, last] = [tokens[start], tokens[end - 1]];
  if (first === undefined || last === undefined || start >= end) return null;
  const kept = tokens.slice(start, end);
  const quoted = kept.find((token) => token.quote !== null)?.quote;
  const quote = quoted === null || quoted === undefined ? undefined : message.quotes[quoted];
  const domain = kept.find((token) => token.isDomain);
  if (quote !== undefined) return { text: quote, tokens: kept };
  // Only words of a sentence stand around a domain, as in `contoso.com when you can`.
  if (domain !== undefined && !kept.some((token) => token !== domain && isCapital(token)))
    return { text: domain.written, tokens: [domain] };
  const ends = plain ? last : endOfName(kept, last);
  return { text: spanOf(message.text, first.from, ends.to), tokens: kept };
}

/** After a name with capitals two small words and more go on with the sentence: `Contoso as soon as possible`. */
function endOfName(kept: readonly Token[], last: Token): Token {
  const capital = kept.findLastIndex(isCapital);
  const isName = kept[0] !== undefined && isCapital(kept[0]) && kept.length - 1 - capital >= 2;
  return isName ? (kept[capital] ?? last) : last;
}

/** Without the punctuation around it, but with what closes a bracket of the name. */
function spanOf(text: string, from: number, to: number): string {
  const span = text.slice(from, to);
  const closing = text[to] === ')' && span.includes('(') && !span.includes(')') ? ')' : '';
  return `${span}${closing}`.trim();
}

/** All capitals, all small, or a capital at every word: capitals then mean nothing. */
function writtenPlainly(tokens: readonly Token[]): boolean {
  const lettered = tokens.filter(({ written, isDomain }) => !isDomain && /\p{L}/u.test(written));
  return (
    lettered.every(({ written }) => written === written.toUpperCase()) || lettered.every((token) => !isCapital(token))
  );
}

export const isCapital = ({ written }: Token): boolean => /^\p{Lu}/u.test(written);
