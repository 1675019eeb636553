import { z } from 'zod';
import { VERBS } from '../../cards/verbs.ts';
import { answerFile, offerFile } from '../../dialogs/files.ts';
import type { Reply, Turn } from '../../dialogs/turn.ts';
import type { Services } from '../../services/services.ts';
import { type Action, moveOf, parse } from './action.ts';

const OfMove = z.object({ moveId: z.guid().optional() });

/** A move, or all open ones, as CSV. */
export const exportMoves: Action = {
  verb: VERBS.exportMoves,
  run: (services, turn, data) => below(services, turn, 'export', data),
};

/** The deadlines of a move for a calendar. */
export const exportCalendar: Action = {
  verb: VERBS.exportCalendar,
  run: (services, turn, data) => below(services, turn, 'calendar', data),
};

/** The card with the button stays; the file is offered below it. */
async function below(services: Services, turn: Turn, file: 'export' | 'calendar', data: unknown): Promise<Reply> {
  const { moveId } = parse(OfMove, data);
  const move = moveId === undefined ? null : await moveOf(services, moveId);
  const answered =
    turn.scope === 'personal'
      ? await offerFile(services, turn, { file, moveId: move?.id ?? null })
      : await answerFile(services, turn, file, move?.customer.domain ?? null);
  return { ...answered, below: answered.kind !== 'text' };
}
