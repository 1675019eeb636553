import type { Severity } from '../services/rules/verdict.ts';
import type { Action } from './actions.ts';
import { type Block, COLOR, sign, small, text } from './blocks.ts';
import type { Speaker } from './speaker.ts';

export interface PressLine {
  readonly severity: Severity;
  /** Customer data, as it is. */
  readonly title: string;
  /** Escaped. */
  readonly below: string;
  /** What pressing the line does; its title is what a screen reader says. */
  readonly action: Action;
  /** The word at the end of the line that shows that it can be pressed, plain. */
  readonly hint: string;
  /** Nothing to do about it any more: less loud than the others. */
  readonly settled?: boolean;
}

/** One line of a list; the whole line is its button. */
export function pressLine(say: Speaker, { severity, title, below, action, hint, settled }: PressLine): Block {
  return {
    type: 'ColumnSet',
    separator: true,
    spacing: 'Small',
    selectAction: action,
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
        items: [text(say.name(title), settled === true ? { isSubtle: true } : { weight: 'Bolder' }), small(below)],
      },
      {
        type: 'Column',
        width: 'auto',
        verticalContentAlignment: 'Center',
        items: [text(hint, { color: 'Accent' })],
      },
    ],
  };
}
