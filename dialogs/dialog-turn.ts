import type { TurnContext } from 'botbuilder-core';
import { replyActivity } from './reply-activity.ts';
import type { Reply, Turn } from './turn.ts';

const TURN = Symbol('turn');
const FINISH = Symbol('finish');
const REPLIED = Symbol('replied');

/** What is still to be done to an answer before it is sent. */
type Finish = (answer: Reply) => Promise<Reply>;

/** Hands the turn to the dialogs that run in it. */
export function setTurn(context: TurnContext, turn: Turn, finish: Finish = async (answer) => answer): void {
  context.turnState.set(TURN, turn);
  context.turnState.set(FINISH, finish);
}

export function turnOf(context: TurnContext): Turn {
  const turn: Turn | undefined = context.turnState.get(TURN);
  if (turn === undefined) throw new Error('setTurn has to be called before a dialog runs');
  return turn;
}

/** In which locale to tell something went wrong: before the turn was read, the client's. */
export function localeOf(context: TurnContext): string {
  const turn: Turn | undefined = context.turnState.get(TURN);
  return turn?.reader.locale ?? context.activity.locale ?? 'en';
}

/** Sends an answer into the conversation. */
export async function reply(context: TurnContext, answer: Reply): Promise<void> {
  const finish: Finish | undefined = context.turnState.get(FINISH);
  const finished = finish === undefined ? answer : await finish(answer);
  context.turnState.set(REPLIED, answer);
  await context.sendActivity(replyActivity(finished, turnOf(context).reader));
}

/** The last answer that was sent in this turn; null: none. */
export function repliedIn(context: TurnContext): Reply | null {
  const replied: Reply | undefined = context.turnState.get(REPLIED);
  return replied ?? null;
}
