import { type Block, small } from './blocks.ts';
import type { Speaker } from './speaker.ts';

/** Says how many lines of a list are not on the card. */
export function moreLine(say: Speaker, more: number): readonly Block[] {
  return more === 0 ? [] : [{ ...small(say.md('frame.more', { count: more })), spacing: 'Small' }];
}
