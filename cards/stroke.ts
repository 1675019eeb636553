import type { Block } from './blocks.ts';

/** A stretch of a line. */
export interface Run {
  /** In spaces of the largest text, about 7 pixels each. */
  readonly length: number;
  /** Left out: as quiet as a remark. */
  readonly color?: 'Accent' | 'Good' | 'Warning' | 'Attention' | 'Default';
  readonly bold?: boolean;
  /** Begins with a gap, so that it differs from its neighbour by more than a colour. */
  readonly dashed?: boolean;
  /** Nothing is drawn: a hole in the line, which shows in every theme. */
  readonly blank?: boolean;
}

/**
 * A line of coloured stretches: struck-through spaces. Every client of Adaptive Cards 1.5 draws them, in the colours of its theme, a screen
 * reader passes over them, and no picture has to be fetched. What the line means has to stand beside it in words.
 */
export const stroke = (runs: readonly Run[]): Block => ({
  type: 'RichTextBlock',
  spacing: 'None',
  inlines: joined(runs.filter(({ length }) => length > 0)).flatMap(stretch),
});

function stretch({ length, color, bold, dashed, blank }: Run): readonly (string | Block)[] {
  const drawn = { type: 'TextRun', text: SPACE.repeat(Math.max(1, dashed === true ? length - 1 : length)) };
  // A hole has the size of what surrounds it, so that the line stays as long as it is.
  if (blank === true) return [{ ...drawn, size: 'ExtraLarge' }];
  return [
    ...(dashed === true ? [SPACE] : []),
    {
      ...drawn,
      size: 'ExtraLarge',
      strikethrough: true,
      ...(bold === true && { weight: 'Bolder' }),
      ...(color === undefined ? { isSubtle: true } : { color }),
    },
  ];
}

/** One that does not break. */
const SPACE = '\u00A0';

/** Neighbours that look the same are one stretch, to save room. */
function joined(runs: readonly Run[]): readonly Run[] {
  const stretches: Run[] = [];
  for (const run of runs) {
    const last = stretches.at(-1);
    const alike = last?.color === run.color && last?.bold === run.bold && last?.blank === run.blank;
    const same = alike && !last?.dashed && !run.dashed;
    if (same && last !== undefined) stretches.splice(-1, 1, { ...last, length: last.length + run.length });
    else stretches.push(run);
  }
  return stretches;
}
