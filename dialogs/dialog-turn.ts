import type { TurnContext } from 'botbuilder-core';
import { replyActivity } from './reply-activity.ts';
import type { Reply, Turn } from './turn.ts';

const TURN = Symbol('turn');

/** Hands the turn to the dialogs that run in it. */
export function setTurn(context: TurnContext, turn: Turn): void {
  context.turnState.set(TURN, turn);
}

export function turnOf(context: TurnContext): Turn {
  const turn: Turn | undefined = context.turnState.get(TURN);
  if (turn === undefined) throw new Error('setTurn has to be called before a dialog runs');
  return turn;
}

/** Sends an answer into the conversation. */
export async function reply(context: TurnContext, answer: Reply): Promise<void> {
  await context.sendActivity(replyActivity(answer, turnOf(context).reader));
}
