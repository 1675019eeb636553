import type { Severity } from '../services/rules/verdict.ts';
import { execute } from './actions.ts';
import type { Block } from './blocks.ts';
import { pressLine } from './press-line.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';

export interface OpenLine {
  readonly severity: Severity;
  /** Customer data, as it is. */
  readonly title: string;
  /** Escaped. */
  readonly below: string;
  /** Whose move it is, where the title does not say so. */
  readonly customer?: string;
  readonly moveId: string;
  readonly version: number;
}

/** One move in a list; the whole line is its button. */
export function openLine(say: Speaker, { moveId, version, customer, ...line }: OpenLine): Block {
  return pressLine(say, {
    ...line,
    action: execute({
      title: say.plain('button.open-of', { customer: customer ?? line.title }),
      verb: VERBS.openMove,
      data: { moveId, version },
    }),
    hint: say.plain('button.open'),
  });
}
