import { drawClosed } from '../cards/closed.ts';
import { drawStep } from '../cards/step-card.ts';
import type { MoveView, Sentence } from '../cards/view.ts';
import type { StepId } from '../services/moves/move.ts';
import type { MoveState } from '../services/moves/move-service.ts';
import type { Services } from '../services/services.ts';
import { cardReply, type Reply, showing as shownAs, type Turn } from './turn.ts';

/** What a card says beside the state of the move. */
export interface Showing {
  /** Another step than the current one. */
  readonly step?: StepId;
  /** The first line to show of a list that is too long for one card. */
  readonly from?: number;
  readonly notice?: Sentence | null;
  readonly problems?: MoveView['problems'];
  readonly typed?: MoveView['typed'];
}

/** The card of a move as it stands now. */
export function showMove(services: Services, turn: Turn, state: MoveState, showing: Showing = {}): Reply {
  if (state.move.facts.closed !== null) {
    return cardReply(drawClosed({ move: state.move, notice: showing.notice ?? null }, turn.reader));
  }
  const { step, from, problems } = showing;
  const reply = cardReply(drawStep(viewOf(services, state, showing), turn.reader));
  // What somebody has to correct stands there until they have.
  if (problems !== undefined && Object.keys(problems).length > 0) return reply;
  const { id, openedBy } = state.move;
  return shownAs(
    reply,
    { view: 'step', moveId: id, ...(step !== undefined && { step }), ...(from !== undefined && { from }) },
    [openedBy.id],
  );
}

export function viewOf(
  services: Services,
  state: MoveState,
  { step, from, notice, problems, typed }: Showing = {},
): MoveView {
  return {
    move: state.move,
    steps: state.steps,
    step: state.steps.find((s) => s.id === step) ?? state.current,
    assessment: state.assessment,
    ...(from !== undefined && { from }),
    notice: notice ?? null,
    problems: problems ?? {},
    typed: typed ?? {},
    ordering: services.ordering !== null,
    lastChange: state.lastChange,
  };
}

/** One sentence that says who changed the move last, for a card that was overtaken. */
export function goneOnNotice(state: MoveState): Sentence {
  const { lastChange } = state;
  return lastChange === null
    ? { key: 'notice.gone-on' }
    : { key: 'notice.gone-on-by', params: { who: lastChange.by.name, command: lastChange.command } };
}
