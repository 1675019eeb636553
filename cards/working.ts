import { execute } from './actions.ts';
import { drawFrame } from './frame.ts';
import { VERBS, type Verb } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

/** A press of a button: what was asked for, and with which inputs. */
export interface Pressed {
  readonly verb: Verb;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface WorkingView {
  readonly pressed: Pressed;
  /** The move it is about; null: none, or none yet. */
  readonly moveId: string | null;
  /** Whether this card will be replaced when the work is done; if not, looking again shows what came of it. */
  readonly replaced: boolean;
}

/**
 * Stands in the place of a card while something takes longer. Its button does what was pressed before: as long as the work is
 * under way it starts nothing, and if the work was lost, it begins it anew. So it leads on whatever happens.
 */
export function drawWorking({ pressed, moveId, replaced }: WorkingView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => ({
    heading: say.plain('working.title'),
    explanation: [{ key: 'working.what' }, { key: replaced ? 'working.replaced' : 'working.look-again' }],
    actions: [
      execute({ title: say.plain('button.look-again'), verb: pressed.verb, data: pressed.data, primary: true }),
      ...openMove(say.plain('button.open-move'), moveId),
    ],
  }));
}

/** The work ended with a sentence instead of a card: there is nothing else to go back to. */
export function drawNotDone(
  { pressed, moveId, reason }: Omit<WorkingView, 'replaced'> & { readonly reason: Sentence },
  reader: Reader,
): DrawnCard {
  return drawFrame(reader, (say) => ({
    heading: say.plain('not-done.title'),
    explanation: [reason, { key: 'not-done.what' }],
    actions: [
      execute({ title: say.plain('button.try-again'), verb: pressed.verb, data: pressed.data, primary: true }),
      ...openMove(say.plain('button.open-move'), moveId),
      execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} }),
    ],
  }));
}

const openMove = (title: string, moveId: string | null) =>
  moveId === null ? [] : [execute({ title, verb: VERBS.openMove, data: { moveId } })];
