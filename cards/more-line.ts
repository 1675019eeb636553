import { type Block, small } from './blocks.ts';
import { plainSentence } from './language.ts';
import type { Speaker } from './speaker.ts';

/** Says how many lines of a list are not on the card. */
export function moreLine(say: Speaker, more: number): readonly Block[] {
  return more === 0 ? [] : [{ ...small(say.md('frame.more', { count: more })), spacing: 'Small' }];
}

/** The same where nobody has counted to the end: more than so many in all. */
export const manyMoreLine = (say: Speaker, total: number): readonly Block[] => [
  { ...small(say.md('frame.many-more', { total })), spacing: 'Small' },
];

/** In a text that is sent, in its own language: its reader has no card, and must not take the list for the whole. */
export const mailMore = (language: string, more: number): readonly string[] =>
  more === 0 ? [] : [plainSentence(language, 'mail.more', { count: more })];
