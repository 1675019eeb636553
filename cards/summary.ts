import type { Move, Original } from '../services/moves/move.ts';
import { type Block, table } from './blocks.ts';
import { moreLine } from './more-line.ts';
import { cut } from './room.ts';
import type { Speaker } from './speaker.ts';

/** Before and after, line by line: what the customer had, what carries it now, and how the original ended. */
export function summaryBlocks(move: Move, say: Speaker): readonly Block[] {
  const { originals } = move.facts;
  if (originals.length === 0) return [];
  const { shown, more } = cut(originals, say.room);
  return [
    table(
      [
        { title: say.plain('column.before'), width: 4 },
        {
          title: say.plain(move.facts.provisioning.state === 'verified' ? 'column.after' : 'column.planned'),
          width: 4,
        },
        { title: say.plain('column.ended'), width: 3 },
      ],
      shown.map((original) => [
        [say.name(original.name), say.md('line.seats', { count: original.seats })],
        after(original, say),
        original.ended === null
          ? say.plain(original.path === 'leave' ? 'summary.kept' : 'summary.not-ended')
          : [say.plain(`ended.${original.ended.how}`), say.shortDate(original.ended.on)],
      ]),
    ),
    ...moreLine(say, more),
  ];
}

function after(original: Original, say: Speaker): readonly [string, string] {
  if (original.path === 'leave') return [say.plain('summary.not-moved'), ''];
  if (original.path === null) return [say.plain('word.unknown'), ''];
  const { name, seats } = original.path === 'buy-and-let-end' && original.target !== null ? original.target : original;
  return [say.name(name), say.md('line.seats', { count: seats })];
}
