import { type Block, text } from './blocks.ts';
import type { Speaker } from './speaker.ts';
import type { Sentence } from './view.ts';

/** What is wrong with an input, just above it: a sign before the words, so that it does not depend on the colour. */
export function problemOf(say: Speaker, problem: Sentence | null | undefined): readonly Block[] {
  if (problem === null || problem === undefined) return [];
  return [text(`✕ ${say.told(problem)}`, { color: 'Attention', spacing: 'Medium' })];
}
