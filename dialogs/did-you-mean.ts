import { z } from 'zod';
import { type CommandKind, isCommandKind, isTaking } from '../cards/commands.ts';
import { drawDidYouMean } from '../cards/did-you-mean.ts';
import { drawNotAllowed } from '../cards/not-allowed.ts';
import type { Sentence } from '../cards/view.ts';
import { exactName } from '../services/rules/folding.ts';
import type { Services } from '../services/services.ts';
import { answer } from './answer.ts';
import type { Command } from './command.ts';
import { refusedTask } from './permission.ts';
import { LONGEST_SEARCH } from './searched.ts';
import { taskOfCommand } from './tasks.ts';
import { cardReply, type Reply, type Turn, textReply } from './turn.ts';

/**
 * What to do about a message with several meanings: the one that names a customer we have, or a question with the meanings as
 * buttons; null when none of them can be answered here.
 */
export async function askWhichIsMeant(
  services: Services,
  turn: Turn,
  commands: readonly Command[],
): Promise<Reply | null> {
  const choices = commands.filter(({ kind }) => kind !== 'cancel');
  if (choices.length === 0) return null;
  const known = await namesACustomer(services, choices);
  if (known !== null) return answerMeant(services, turn, known);
  const titled = choices.map((command) => ({ title: titleOf(command), kind: command.kind, value: subjectOf(command) }));
  return cardReply(drawDidYouMean({ choices: titled }, turn.reader), { dialog: 'did-you-mean', commands: choices });
}

/** The answer to a command that was chosen, or why this person may not choose it. */
export async function answerMeant(services: Services, turn: Turn, command: Command): Promise<Reply> {
  const refused = await refusedTask(services, turn, taskOfCommand(command, turn.scope));
  if (refused !== null) return cardReply(drawNotAllowed(refused, turn.reader, null));
  if (command.kind === 'cancel') return textReply('say.cancelled');
  return answer(services, turn, command, subjectOf(command));
}

/** The only one of several readings whose customer is, letter by letter, one of ours. */
async function namesACustomer(services: Services, commands: readonly Command[]): Promise<Command | null> {
  const named = commands.filter((command) => 'customer' in command && command.customer !== null);
  if (named.length < 2) return null;
  const known: Command[] = [];
  for (const command of named) {
    if ('customer' in command && command.customer !== null && (await isCustomer(services, command.customer)))
      known.push(command);
  }
  const [only] = known;
  return known.length === 1 && only !== undefined ? only : null;
}

/** Whether a customer of the partner has exactly this name or domain. */
export async function isCustomer(services: Services, text: string): Promise<boolean> {
  if (text.trim() === '' || text.length > LONGEST_SEARCH) return false;
  const found = await services.directory.customers(text.trim(), 5);
  return found.some(({ name, domain }) => [name, domain].map(exactName).includes(exactName(text)));
}

/** How a reading is offered. */
export function titleOf(command: Command): Sentence {
  if ('customer' in command && command.customer !== null)
    return { key: `meant.${command.kind}-of`, params: { customer: command.customer } };
  if ('days' in command && command.days !== null)
    return { key: `meant.${command.kind}-by`, params: { count: command.days } };
  if ('name' in command && command.name !== null)
    return { key: `meant.${command.kind}-named`, params: { name: command.name } };
  return { key: `meant.${command.kind}` };
}

function subjectOf(command: Command): string {
  if ('customer' in command) return command.customer ?? '';
  if ('days' in command) return command.days === null ? '' : String(command.days);
  return 'name' in command ? (command.name ?? '') : '';
}

/** What a button of the question carries. A client may send anything: only commands that can be typed come out. */
export const MeantData = z
  .object({ kind: z.string(), value: z.string().max(253) })
  .transform(({ kind, value }, context): Command => {
    const named = value.trim() === '' ? null : value.trim();
    if (isCommandKind(kind)) return commandAbout(kind, named);
    context.addIssue({ code: 'custom', message: 'no command' });
    return z.NEVER;
  });

function commandAbout(kind: CommandKind, named: string | null): Command {
  if (isTaking(kind, 'customer')) return { kind, customer: named };
  if (isTaking(kind, 'language')) return { kind, name: named };
  if (!isTaking(kind, 'days')) return { kind };
  return { kind, days: named !== null && /^[1-9]\d{0,3}$/.test(named) ? Number(named) : null };
}
