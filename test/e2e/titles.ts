import { plainSentence } from '../../cards/language.ts';
import type { SentenceParams } from '../../services/errors.ts';

/** What a button, an input or a sentence reads, from the product's own catalogue: a changed word breaks no test. */
export const says = (key: string, params: SentenceParams = {}): string => plainSentence('en', key, params);
