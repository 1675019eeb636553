import { execute } from '../actions.ts';
import { type Block, text } from '../blocks.ts';
import { escapeMarkdown } from '../escape.ts';
import { moreLine } from '../more-line.ts';
import { cut, type Room } from '../room.ts';
import type { Speaker } from '../speaker.ts';
import { VERBS, type Verb } from '../verbs.ts';
import type { MoveView } from '../view.ts';
import { refOf } from './step-parts.ts';

export interface Page<T> {
  readonly shown: readonly T[];
  /** How many are not shown, before and after. */
  readonly hidden: number;
  /** Says how many are not shown, and leads on to them. Empty where all are there. */
  readonly turn: readonly Block[];
}

/** The part of a long list that is asked for: as many lines as there is room for. After the last, the first come again. */
export function page<T>(view: MoveView, say: Speaker, lines: readonly T[], room: Pick<Room, 'lines'>): Page<T> {
  const asked = view.from ?? 0;
  // The list may have become shorter since the button was drawn.
  const from = asked < lines.length ? asked : 0;
  const { shown } = cut(lines.slice(from), room);
  const hidden = lines.length - shown.length;
  if (hidden === 0) return { shown, hidden, turn: [] };
  const rest = lines.length - from - shown.length;
  const to = (title: string, first: number) =>
    pressLine(title, VERBS.showStep, { ...refOf(view), step: view.step.id, from: first });
  const next =
    rest > 0
      ? to(say.plain('button.show-next', { count: Math.min(rest, shown.length) }), from + shown.length)
      : to(say.plain('button.show-first'), 0);
  return { shown, hidden, turn: [...moreLine(say, hidden), next] };
}

/** A line that is pressed, and no button: a card has six of those at most. */
export const pressLine = (title: string, verb: Verb, data: Readonly<Record<string, unknown>>): Block => ({
  type: 'Container',
  spacing: 'Small',
  selectAction: execute({ title, verb, data }),
  items: [text(escapeMarkdown(title), { color: 'Accent' })],
});
