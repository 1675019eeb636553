import { z } from 'zod';
import type { Verb } from '../../cards/verbs.ts';
import type { Sentence } from '../../cards/view.ts';
import { goneOnNotice, type Showing, showMove } from '../../dialogs/show-move.ts';
import type { Reply, Turn } from '../../dialogs/turn.ts';
import { AppError } from '../../services/errors.ts';
import type { MoveCommand } from '../../services/moves/command.ts';
import type { Move, StepId } from '../../services/moves/move.ts';
import type { MoveState, Outcome } from '../../services/moves/move-service.ts';
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
 * Carries out a command of a button and answers with the card of the move as it then stands.
 *
 * | outcome | card | sentence |
 * | --- | --- | --- |
 * | done | next step | `done` of the showing, if any |
 * | unchanged | same step | `unchanged` of the showing, if any |
 * | overtaken by somebody | current step | who did what |
 * | refused because of an input | same step, what was typed is kept | the problem beside the input |
 * | refused otherwise | current step | why |
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
  return answerTo(services, turn, outcome, showing);
}

/** What the card says beside the move when a command has been carried out, or not. */
export interface Answering {
  readonly done?: Sentence;
  readonly unchanged?: Sentence;
  readonly refused?: Showing;
  /** The step to show afterwards; left out: the current one. */
  readonly step?: StepId;
  /** What is still wrong or missing afterwards, by input id. */
  readonly problems?: Showing['problems'];
}

/** The card of the move as it stands after a command, by the table above. */
export function answerTo(services: Services, turn: Turn, outcome: Outcome, showing: Answering): Reply {
  const { step, problems } = showing;
  const where = { ...(step !== undefined && { step }), ...(problems !== undefined && { problems }) };
  switch (outcome.kind) {
    case 'done':
      return showMove(services, turn, outcome.state, { ...where, notice: showing.done ?? null });
    case 'unchanged':
      return showMove(services, turn, outcome.state, { ...where, notice: showing.unchanged ?? null });
    case 'gone-on':
      return showMove(services, turn, outcome.state, { notice: goneOnNotice(outcome.state) });
    case 'refused': {
      const { code, params, input } = outcome.refusal;
      const sentence: Sentence = { key: `error.${code}`, ...(params !== undefined && { params }) };
      return showMove(services, turn, outcome.state, {
        ...showing.refused,
        ...(input === undefined
          ? { notice: sentence }
          : { problems: { ...showing.refused?.problems, [input]: sentence } }),
      });
    }
  }
}
