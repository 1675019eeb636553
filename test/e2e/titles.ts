import { plainSentence } from '../../cards/language.ts';
import type { SentenceParams } from '../../services/errors.ts';

/** What a button, an input or a sentence reads, from the product's own catalogue: a changed word breaks no test. */
export const says = (key: string, params: SentenceParams = {}): string => plainSentence('en', key, params);

/** The same as a pattern that finds it on a card, whatever fills it. */
export function saying(key: string): RegExp {
  const mark = '\u0000';
  const params = new Proxy<SentenceParams>({}, { get: () => mark, ownKeys: () => [] });
  return new RegExp(says(key, params).replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replaceAll(mark, '.*'), 'u');
}
