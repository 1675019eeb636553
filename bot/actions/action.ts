import { z } from 'zod';
import type { Verb } from '../../cards/verbs.ts';
import { type Answering, answerOutcome } from '../../dialogs/answer-outcome.ts';
import type { Reply, Turn } from '../../dialogs/turn.ts';
import { AppError } from '../../services/errors.ts';
import type { MoveCommand } from '../../services/moves/command.ts';
import type { Move } from '../../services/moves/move.ts';
import type { MoveState } from '../../services/moves/move-service.ts';
import type { Services } from '../../services/services.ts';

/** One thing a card can ask for. `data` is whatever the client sent: nobody but the action itself trusts it. */
export interface Action {
  readonly verb: Verb;
  run(services: Services, turn: Turn, data: unknown): Promise<Reply>;
}

/** What every button of a move's card carries. Clients may send numbers as text. */
export const MoveRef = z.object({
  moveId: z.guid(),
  version: z.coerce.number().int().positive(),
});
export type MoveRef = z.infer<typeof MoveRef>;

/** The parsed data of a button, or a clear refusal: the data was not written by one of our cards. */
export function parse<T extends z.ZodType>(schema: T, data: unknown): z.output<T> {
  const parsed = schema.safeParse(data);
  if (!parsed.success) {
    throw new AppError('action.malformed', {
      hint: `A card action with unusable data: ${z.prettifyError(parsed.error)}`,
    });
  }
  return parsed.data;
}

/** The move a button is about, with everything derived from it. @throws AppError `move.gone` */
export async function stateOf(services: Services, moveId: string): Promise<MoveState> {
  return services.moves.state(await moveOf(services, moveId));
}

/** The move a button is about. @throws AppError `move.gone` */
export async function moveOf(services: Services, moveId: string): Promise<Move> {
  const move = await services.moveStore.load(moveId);
  if (move === null)
    throw new AppError('move.gone', { hint: `A button for the move ${moveId}, which is not in the database.` });
  return move;
}

/**
 * Carries out a command of a button and answers with the card of the move as it then stands (dialogs/answer-outcome.ts).
 *
 * @param showing.state the move as the action has just read it, so that it is not read and judged once more
 */
export async function runCommand(
  services: Services,
  turn: Turn,
  { moveId, version }: MoveRef,
  command: MoveCommand,
  showing: Answering & { readonly state?: MoveState } = {},
): Promise<Reply> {
  const { state } = showing;
  const outcome = await services.moves.run(moveId, version, command, turn.person, state === undefined ? {} : { state });
  return answerOutcome(services, turn, outcome, showing);
}
