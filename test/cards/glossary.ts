import { z } from 'zod';
import glossary from '../../cards/glossary.json' with { type: 'json' };

const Words = z.array(z.string().min(1)).min(1);

/**
 * `cards/glossary.json`: which words a translation uses for the terms of the field.
 *
 * A term is found in an English sentence by `en` (whole words; a plural `s` may follow). The translation then has one of the language's
 * beginnings of words; `avoid` lists beginnings of words that none of its sentences may have. All without regard to case.
 */
export const Glossary = z.strictObject({
  /** Names that stand the same in every language. */
  names: Words,
  /** Whole sentences that are right although they are the same as in English. */
  same: z.record(z.string(), z.array(z.string())),
  terms: z.record(z.string(), z.strictObject({ en: Words, not: Words.optional() }).catchall(Words)),
  avoid: z.record(z.string(), z.array(z.string())),
});
export type Glossary = z.infer<typeof Glossary>;

export const theGlossary: Glossary = Glossary.parse(glossary);
