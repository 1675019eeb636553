import type { Severity } from '../services/rules/verdict.ts';
import { execute } from './actions.ts';
import { type Block, sign, small, text } from './blocks.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';

export interface OpenLine {
  readonly severity: Severity;
  /** Customer data, as it is. */
  readonly title: string;
  /** Escaped. */
  readonly below: string;
  readonly moveId: string;
  readonly version: number;
}

/** One move in a list; the whole line is its button. */
export function openLine(say: Speaker, { severity, title, below, moveId, version }: OpenLine): Block {
  return {
    type: 'ColumnSet',
    separator: true,
    spacing: 'Small',
    selectAction: execute({
      title: say.plain('button.open-of', { customer: title }),
      verb: VERBS.openMove,
      data: { moveId, version },
    }),
    columns: [
      {
        type: 'Column',
        width: '20px',
        items: [text(sign(severity), { weight: 'Bolder', color: COLOR[severity], horizontalAlignment: 'Center' })],
      },
      {
        type: 'Column',
        width: 'stretch',
        spacing: 'Small',
        items: [text(say.name(title), { weight: 'Bolder' }), small(below)],
      },
      {
        type: 'Column',
        width: 'auto',
        verticalContentAlignment: 'Center',
        items: [text(say.plain('button.open'), { color: 'Accent' })],
      },
    ],
  };
}

const COLOR: Record<Severity, string> = {
  ok: 'Good',
  note: 'Accent',
  warn: 'Warning',
  ask: 'Accent',
  stop: 'Attention',
};
