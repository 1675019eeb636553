import type { Sentence } from '../cards/view.ts';
import type { Refusal } from '../services/moves/apply.ts';
import type { StepId } from '../services/moves/move.ts';
import type { Outcome } from '../services/moves/move-service.ts';
import type { Services } from '../services/services.ts';
import { goneOnNotice, type Showing, showMove } from './show-move.ts';
import type { Reply, Turn } from './turn.ts';

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

/**
 * The card of the move as it stands after a command was carried out, or not, for a press as well as for what was typed or sent:
 *
 * | outcome | card | sentence |
 * | --- | --- | --- |
 * | done | next step | `done` of the answering, if any |
 * | unchanged | same step | `unchanged` of the answering, if any |
 * | overtaken by somebody | current step | who did what |
 * | refused because of an input | same step, what was typed is kept | the problem beside the input |
 * | refused otherwise | current step | why |
 */
export function answerOutcome(services: Services, turn: Turn, outcome: Outcome, answering: Answering = {}): Reply {
  const { step, problems } = answering;
  const where = { ...(step !== undefined && { step }), ...(problems !== undefined && { problems }) };
  switch (outcome.kind) {
    case 'done':
      return showMove(services, turn, outcome.state, { ...where, notice: answering.done ?? null });
    case 'unchanged':
      return showMove(services, turn, outcome.state, { ...where, notice: answering.unchanged ?? null });
    case 'gone-on':
      return showMove(services, turn, outcome.state, { notice: goneOnNotice(outcome.state) });
    case 'refused': {
      const { input } = outcome.refusal;
      const sentence = refusalNotice(outcome.refusal);
      return showMove(services, turn, outcome.state, {
        ...answering.refused,
        ...(input === undefined
          ? { notice: sentence }
          : { problems: { ...answering.refused?.problems, [input]: sentence } }),
      });
    }
  }
}

/** Why a command was refused. */
export const refusalNotice = ({ code, params }: Refusal): Sentence => ({
  key: `error.${code}`,
  ...(params !== undefined && { params }),
});
