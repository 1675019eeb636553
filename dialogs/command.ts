import type { CommandTaking } from '../cards/commands.ts';
import { LEXICON } from './understanding/lexicon.ts';
import { understand } from './understanding/understand.ts';

/** What a person can ask for by typing; `cards/commands.ts` is the table of it. */
export type Command =
  | { readonly kind: CommandTaking<'customer'>; readonly customer: string | null }
  | { readonly kind: Exclude<CommandTaking<'nothing'>, 'cancel'> }
  // Apart: it ends a question of the bot and has no answer of its own.
  | { readonly kind: 'cancel' }
  | { readonly kind: CommandTaking<'language'>; readonly name: string | null }
  | { readonly kind: CommandTaking<'days'>; readonly days: number | null };

/**
 * The command in a message in any of the five languages, or null when it is none for sure (an answer to a question, small talk, or
 * something with two meanings: `understand` names them). Case, accents, politeness around it and small slips do not matter.
 */
export function parseCommand(text: string): Command | null {
  const understood = understand(text, LEXICON);
  return understood.kind === 'command' ? understood.command : null;
}
