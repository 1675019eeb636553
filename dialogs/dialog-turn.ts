import type { TurnContext } from 'botbuilder-core';
import { replyActivity } from './reply-activity.ts';
import type { Reply, Turn } from './turn.ts';

const TURN = Symbol('turn');
const FINISH = Symbol('finish');
const REPLIED = Symbol('replied');
const SAID = Symbol('said');

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

/** Hands what was said to the dialogs, without what Teams and its editor add to it. */
export function setSaid(context: TurnContext, text: string): void {
  context.turnState.set(SAID, text);
}

/** What was said, for the dialog that waits for it. */
export function saidIn(context: TurnContext): string {
  const said: string | undefined = context.turnState.get(SAID);
  if (said === undefined) throw new Error('setSaid has to be called before a dialog goes on');
  return said;
}

/** In which locale to tell something went wrong: before the turn was read, the client's. */
export function localeOf(context: TurnContext): string {
  const turn: Turn | undefined = context.turnState.get(TURN);
  return turn?.reader.locale ?? context.activity.locale ?? 'en';
}

/** Sends an answer into the conversation. */
export async function reply(context: TurnContext, answer: Reply): Promise<void> {
  await send(context, answer);
}

/** The same. @returns the id that Teams gives to the message; null: none was told */
export async function send(context: TurnContext, answer: Reply): Promise<string | null> {
  const finish: Finish | undefined = context.turnState.get(FINISH);
  const finished = finish === undefined ? answer : await finish(answer);
  context.turnState.set(REPLIED, answer);
  const sent = await context.sendActivity(replyActivity(finished, turnOf(context).reader));
  return sent?.id ?? null;
}

/** The last answer that was sent in this turn; null: none. */
export function repliedIn(context: TurnContext): Reply | null {
  const replied: Reply | undefined = context.turnState.get(REPLIED);
  return replied ?? null;
}
