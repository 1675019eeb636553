import { LEXICON } from './understanding/lexicon.ts';
import { understand } from './understanding/understand.ts';

/** Asked for without naming a customer. */
export type FixedCommand =
  | 'moves'
  | 'help'
  | 'greeting'
  | 'remind-here'
  | 'stop-reminding-here'
  | 'alerts-here'
  | 'stop-alerts-here'
  | 'settings'
  | 'undelivered'
  | 'weekly'
  | 'sign-in'
  | 'sign-out';

/** Asked for one customer, or for all. */
export type CustomerCommand = 'move' | 'status' | 'check' | 'reminders' | 'why-no-reminder' | 'export' | 'calendar';

/** What a person can ask for by typing. */
export type Command =
  | { readonly kind: CustomerCommand; readonly customer: string | null }
  | { readonly kind: FixedCommand }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'language'; readonly name: string | null }
  | { readonly kind: 'fast-forward'; readonly days: number | null };

/**
 * The command in a message in any of the five languages, or null when it is none for sure (an answer to a question, small talk, or
 * something with two meanings: `understand` names them). Case, accents, politeness around it and small slips do not matter.
 */
export function parseCommand(text: string): Command | null {
  const understood = understand(text, LEXICON);
  return understood.kind === 'command' ? understood.command : null;
}
