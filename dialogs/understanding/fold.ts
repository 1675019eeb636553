import { plainLetters } from '../../services/rules/folding.ts';

/** A word of a message as it is compared: in plain letters, and with one apostrophe instead of the many that people write. */
export const fold = (word: string): string => plainLetters(word).replace(/[’‘ʼ`´]/gu, "'");
