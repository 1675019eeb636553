import assert from 'node:assert/strict';
import type { Move, OrderIntent } from '../../services/moves/move.ts';
import { atEnd } from '../setup.ts';
import { answers, targets } from './answers.ts';
import { Chat, copyOf, remove, type Talker } from './chat.ts';

let walked: Promise<string> | null = null;

/** Contoso, opened by Sam, at the step in which 32 seats of three offers are ordered. Walked through once and copied. */
export async function readyToOrder(
  settings: Readonly<Record<string, string>> = {},
): Promise<{ chat: Chat; sam: Talker }> {
  walked ??= walk();
  const chat = await Chat.open(await copyOf(await walked), settings);
  const sam = chat.as('Sam');
  await sam.say('move contoso.com');
  assert.match(sam.last.text, /Step 8 of/);
  return { chat, sam };
}

/** For a `before` hook: the walk takes longer than a test may. */
export async function walkedOnce(this: Mocha.Context): Promise<void> {
  this.timeout(120_000);
  walked ??= walk();
  await walked;
}

/** The one open move. */
export async function moveOf(chat: Chat): Promise<Move> {
  const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 1 });
  const [move] = items;
  assert.ok(move);
  return move;
}

export const orderOf = async (chat: Chat): Promise<OrderIntent | null> => (await moveOf(chat)).facts.provisioning.order;

/** Carries out the order job as the queue would. */
export async function place(chat: Chat): Promise<void> {
  const { ordering, moves } = chat.house.services;
  await ordering?.place(moves, (await moveOf(chat)).id);
}

async function walk(): Promise<string> {
  const chat = await Chat.open();
  const sam = chat.as('Sam');
  await sam.say('move contoso.com');
  await sam.press('Save the country', { country: 'Italy' });
  await sam.press('I have sent the invitation');
  await chat.pass(1);
  await sam.say('move contoso.com');
  await sam.press('Import from the tenant');
  await sam.press('The list is complete', await answers(chat, { source: 'direct-mosa', autoRenew: 'no' }));
  await sam.press('Save and go on', await answers(chat, { path: 'buy-and-let-end' }));
  await sam.press('Save and go on', await targets(chat));
  assert.match(sam.last.text, /Step 8 of/);
  const dir = await chat.stop();
  atEnd.push(() => remove(dir));
  return dir;
}
