type FixedCommand =
  | 'moves'
  | 'help'
  | 'greeting'
  | 'remind-here'
  | 'stop-reminding-here'
  | 'alerts-here'
  | 'stop-alerts-here'
  | 'settings'
  | 'undelivered'
  | 'weekly';

/** What a person can ask for by typing. */
export type Command =
  | { readonly kind: 'move' | 'status' | 'check' | 'reminders' | 'why-no-reminder'; readonly customer: string | null }
  | { readonly kind: FixedCommand }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'fast-forward'; readonly days: number | null };

/**
 * The command in a message, or null when it is none (an answer to a question, or something the bot does not know).
 * Case, surrounding spaces, closing punctuation and a leading slash do not matter. The longest phrase wins, so that
 * `moves` is not `move s` and `remind here` is not `remind`.
 */
export function parseCommand(text: string): Command | null {
  const said = text.replace(/\s+/gu, ' ').trim().replace(/^\//u, '');
  const bare = said.replace(/[\s.!?…]+$/u, '').toLowerCase();
  const fixed = FIXED.get(bare);
  if (fixed !== undefined) return { kind: fixed };

  const forward = /^(?:fast[ -]?forward|ff)\b\s*(?:(\S+)\s*(day|days|d|week|weeks)?)?/iu.exec(bare);
  if (forward !== null) return { kind: 'fast-forward', days: daysOf(forward[1], forward[2]) };

  const why = WHY.exec(said);
  if (why !== null) return { kind: 'why-no-reminder', customer: customerIn(why[1]) };

  const match = WITH_CUSTOMER.exec(said);
  if (match === null) return null;
  const word = (match[1] ?? '').toLowerCase();
  const kind = CUSTOMER_WORDS.get(word);
  if (kind === undefined) return null;
  return { kind, customer: customerIn(match[2]) };
}

function customerIn(text: string | undefined): string | null {
  const customer = (text ?? '')
    .replace(/^(?:of|for|to|about)\s+/iu, '')
    .replace(/[\s.!?…]+$/u, '')
    .trim();
  return customer === '' ? null : customer;
}

/** `why no reminder Contoso`, `why are there no reminders for Contoso?`, `why no reminder`. */
const WHY = /^why\b(?:\s+(?:is|are|was|were))?(?:\s+there)?\s+no\s+reminders?\b\s*(.*)$/isu;

const FIXED: ReadonlyMap<string, FixedCommand | 'cancel'> = new Map([
  ['moves', 'moves'],
  ['list', 'moves'],
  ['my moves', 'moves'],
  ['help', 'help'],
  ['?', 'help'],
  ['', 'help'],
  ['what can you do', 'help'],
  ['cancel', 'cancel'],
  ['stop', 'cancel'],
  ['never mind', 'cancel'],
  ['hi', 'greeting'],
  ['hello', 'greeting'],
  ['hey', 'greeting'],
  ['good morning', 'greeting'],
  ['remind here', 'remind-here'],
  ['remind us here', 'remind-here'],
  ['stop reminding here', 'stop-reminding-here'],
  ['alerts here', 'alerts-here'],
  ['alert here', 'alerts-here'],
  ['stop alerts here', 'stop-alerts-here'],
  ['settings', 'settings'],
  ['setting', 'settings'],
  ['undelivered', 'undelivered'],
  ['undelivered messages', 'undelivered'],
  ['failed messages', 'undelivered'],
  ['weekly', 'weekly'],
  ['weekly digest', 'weekly'],
  ['digest', 'weekly'],
]);

const CUSTOMER_WORDS: ReadonlyMap<string, 'move' | 'status' | 'check' | 'reminders'> = new Map([
  ['move', 'move'],
  ['status', 'status'],
  ['check', 'check'],
  ['reminders', 'reminders'],
  ['reminder', 'reminders'],
]);

const WITH_CUSTOMER = /^(\p{L}+)(?:\s+(.*))?$/su;

/** Days asked for; null when it is not a number between 1 and ten years. */
function daysOf(amount: string | undefined, unit: string | undefined): number | null {
  const number = amount === undefined ? Number.NaN : Number(amount);
  const days = unit?.startsWith('w') ? number * 7 : number;
  return Number.isInteger(days) && days >= 1 && days <= 3650 ? days : null;
}
