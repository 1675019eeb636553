import { COMMANDS, type CommandTaking, isCommandKind, isTaking } from '../../cards/commands.ts';
import type { Command } from '../command.ts';
import { isCapital, type Remainder, remainder } from './customer-name.ts';
import type { Found } from './phrases.ts';
import type { Message } from './tokens.ts';

/** What a message may mean, and how sure that is: 1 is certain, below 0.5 it is not worth asking. */
export interface Reading {
  readonly command: Command;
  readonly score: number;
  /** Words of the message that it leaves to a name. */
  readonly left: number;
  /** Its phrase is also said around other commands: `open the settings`. */
  readonly weak: boolean;
}

/**
 * What a phrase in a message means, by what stands around it.
 *
 * | before the phrase | after it | sure |
 * | --- | --- | --- |
 * | nothing | name, or nothing | 1 |
 * | politeness | name, or nothing | 0.97 |
 * | name | politeness, or nothing | 0.9 |
 * | small words | a name with a capital | 0.9 and less |
 * | something | something | a question at most |
 *
 * A command that takes no customer wants the whole message for itself. Slips cost a little, words that deny it (`don't`) half.
 */
export function readingOf(found: Found, message: Message): Reading | null {
  const meant = meaningOf(found, message);
  if (meant === null) return null;
  const phrase = message.tokens.slice(found.from, found.to);
  const left = 'customer' in meant.command ? (meant.command.customer?.split(' ').length ?? 0) : 0;
  return {
    ...meant,
    left,
    weak: phrase.every(({ word }) => found.words.noise.has(word) || found.words.articles.has(word)),
  };
}

type Meaning = Pick<Reading, 'command' | 'score'>;

function meaningOf(found: Found, message: Message): Meaning | null {
  const before = remainder(message, 0, found.from, found.words);
  const after = remainder(message, found.to, message.tokens.length, found.words);
  const kind = found.topic;
  if (!isCommandKind(kind)) {
    const command: Command = { kind: COMMANDS[kind].means, customer: null };
    return fixedReading(command, found, message, before, after);
  }
  if (isTaking(kind, 'days')) return timeReading(kind, found, message, before, after);
  if (isTaking(kind, 'language')) return languageReading(kind, found, message, before, after);
  if (!isTaking(kind, 'customer')) return fixedReading({ kind }, found, message, before, after);

  const explicit = found.from === 0;
  const [start, end] = found.name ?? [0, 0];
  const inside = found.name === null ? null : remainder(message, start, end, found.words);
  if (found.name !== null) {
    if (inside === null) return null;
    const stray = strayIn(before, found) + strayIn(after, found);
    return {
      command: { kind, customer: inside.text },
      score: 0.95 - found.cost - 0.2 * stray - doubts(inside, found, false),
    };
  }
  const denied = deniedBefore(found, message);
  if (before === null) {
    const alone = after === null ? slipAlone(found, message) : doubts(after, found, explicit);
    const sure = (explicit ? 1 : 0.97) - found.cost - denied - alone;
    return { command: { kind, customer: after?.text ?? null }, score: sure };
  }
  if (after === null) {
    const sure = 0.9 - found.cost - denied - doubts(before, found, false);
    return { command: { kind, customer: before.text }, score: sure };
  }
  const stray = strayIn(before, found);
  // Out of a whole sentence a name is taken that cannot be mistaken, or one that is written as a name behind small words.
  const marked = [after, before].find(isMarked);
  if (marked !== undefined) {
    const others = marked === after ? stray : strayIn(after, found);
    return { command: { kind, customer: marked.text }, score: 0.9 - found.cost - denied - 0.05 * others };
  }
  const introduced = before.tokens.every((token) => token.from === 0 || !isCapital(token)) && stray <= 4;
  if (!introduced) return null;
  const command: Command = { kind, customer: after.text };
  const [first] = after.tokens;
  const isName = first !== undefined && isCapital(first) && after.tokens.length <= 6;
  if (isName) return { command, score: 0.9 - 2 * found.cost - denied - 0.05 * stray - doubts(after, found, false) };
  // All in small letters it is worth a question at most.
  return after.tokens.length === 1 && stray <= 3 ? { command, score: 0.58 - found.cost - denied } : null;
}

function fixedReading(
  command: Command,
  found: Found,
  message: Message,
  before: Remainder | null,
  after: Remainder | null,
): Meaning | null {
  const stray = strayIn(before, found) + strayIn(after, found);
  // `where do I change the settings`: small words before it introduce it, a name or a word behind it does not.
  const isIntroduced =
    after === null && before?.tokens.every((token) => token.from === 0 || !isCapital(token)) === true;
  const strange = stray === 0 ? 0 : isIntroduced ? 0.14 * stray : 0.3 + 0.15 * stray;
  const score = 1 - found.cost - slipAlone(found, message) - deniedBefore(found, message) - strange;
  const { kind } = command;
  // Words that are said in passing, too, and parts of names: `Help Desk`, `Stop Srl`.
  if (stray > 0 && (kind === 'help' || kind === 'greeting' || kind === 'cancel')) return null;
  return { command, score };
}

function languageReading(
  kind: CommandTaking<'language'>,
  found: Found,
  message: Message,
  before: Remainder | null,
  after: Remainder | null,
): Meaning {
  const naming = message.tokens.slice(found.from, found.to).filter((_, i) => i === found.to - found.from - 1);
  // `in Italian` and `по-русски` name the language themselves.
  const own = after === null && NAMES_ITSELF.test(naming[0]?.word ?? '') ? (naming[0]?.written ?? null) : null;
  const stray = strayIn(before, found) + Math.max(0, strayIn(after, found) - 2);
  const score = 0.98 - found.cost - deniedBefore(found, message) - (stray === 0 ? 0 : 0.3 + 0.15 * stray);
  return {
    command: { kind, name: after?.text ?? own },
    // `in Italia` is a country, not a slip.
    score: own !== null && (before !== null || found.cost > 0) ? 0 : score,
  };
}

/** English, Italian, Spanish, Russian and Portuguese in the five languages. */
const NAMES_ITSELF = /^(?:engl|ingl|англи|ital|италь|span|espa|spag|испан|cast|russ|rus|русс|port|португ)/u;

function timeReading(
  kind: CommandTaking<'days'>,
  found: Found,
  message: Message,
  before: Remainder | null,
  after: Remainder | null,
): Meaning | null {
  const { units, numbers, fillers, noise, language } = found.words;
  const rest = message.tokens.slice(found.to).filter(({ word }) => !fillers.has(word) || numbers.has(word));
  const within = found.name === null ? [] : message.tokens.slice(...found.name);
  const said = [...within, ...rest];
  let amount: number | null = null;
  let unit: number | null = null;
  let stray = 0;
  for (const token of said) {
    const number = numberOf(token.word, numbers);
    const days = units.get(token.word);
    const joined = /^(\d+)([a-zа-я]+)$/u.exec(token.word);
    if (number !== null && amount === null) amount = message.text[token.from - 1] === '-' ? Number.NaN : number;
    else if (days !== undefined && unit === null) unit = days;
    else if (joined !== null && amount === null && units.has(joined[2] ?? '')) {
      amount = Number(joined[1]);
      unit = units.get(joined[2] ?? '') ?? null;
    } else if (!noise.has(token.word)) stray++;
  }
  if (amount === null && unit !== null && unit > 1 && stray === 0) amount = 1;
  const days = amount === null || stray > 0 ? null : amount * (unit ?? 1);
  const valid = days !== null && Number.isInteger(days) && days >= 1 && days <= 3650;
  const command: Command = { kind, days: valid ? days : null };
  const score = 1 - found.cost - (before === null ? 0 : 0.5) - deniedBefore(found, message);
  if (stray === 0 || unit !== null || amount !== null)
    return { command, score: found.name !== null && !valid ? 0 : valid ? score : score - 0.05 };
  // The English words mean nothing else; others also say that somebody gets on.
  return language === 'en' && found.from === 0 && found.name === null && after !== null
    ? { command, score: score - 0.1 }
    : null;
}

const numberOf = (word: string, numbers: ReadonlyMap<string, number>): number | null =>
  /^\d{1,5}$/u.test(word) ? Number(word) : (numbers.get(word) ?? null);

/** What speaks against words being a name. After an explicit command nearly everything is one. */
function doubts({ tokens }: Remainder, found: Found, explicit: boolean): number {
  const against = tokens.filter(
    (token, i) => (i === 0 || !isCapital(token)) && found.words.against.has(token.word),
  ).length;
  const denied = against > 0 && !tokens.some(({ quote, isDomain }) => quote !== null || isDomain) ? 0.5 : 0;
  if (explicit) return denied;
  const marked = tokens.some(
    (token) => token.isDomain || token.quote !== null || isCapital(token) || /\p{N}/u.test(token.word),
  );
  const long = tokens.length > 6 ? 0.3 : 0;
  return denied + long + (marked ? 0 : 0.15 * Math.max(0, tokens.length - 2));
}

/** A short word alone that is not written right is easily another word, or a name. */
function slipAlone({ cost, size, from }: Found, message: Message): number {
  return cost > 0 && size === 1 && (message.tokens[from]?.word.length ?? 0) <= 6 ? 0.1 + 0.8 * cost : 0;
}

const isMarked = (rest: Remainder): boolean =>
  rest.tokens.length <= 6 && rest.tokens.some(({ isDomain, quote }) => isDomain || quote !== null);

/** What it costs that a word before the command says that it is not meant. */
export function deniedBefore(found: Found, message: Message): number {
  // `не мог бы ты перенести …?` asks politely: in a question only a word close to the command denies it.
  const near = message.text.endsWith('?') ? found.from - 2 : 0;
  const outside = message.tokens.slice(Math.max(0, near), found.from);
  return outside.some(
    ({ word, quote }) => quote === null && found.words.against.has(word) && !found.words.noise.has(word),
  )
    ? 0.6
    : 0;
}

/** Words that say something which the reading does not explain. */
const strayIn = (rest: Remainder | null, { words }: Found): number =>
  rest?.tokens.filter(({ word }) => !words.noise.has(word) && !words.joins.has(word) && !words.articles.has(word))
    .length ?? 0;
