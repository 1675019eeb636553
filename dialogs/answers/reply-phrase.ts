import type { LanguageWords, Lexicon, Slot } from '../understanding/lexicon.ts';
import { type Message, readMessage, type Token } from '../understanding/tokens.ts';
import type { ReplyTopic } from './replies.ts';

/** What a message says in place of a press, and what else stands in it. */
export interface SaidReply {
  readonly topic: ReplyTopic;
  /** What may be a day or a number; empty for nothing. */
  readonly rest: string;
  /** The rest says nothing of its own. */
  readonly silent: boolean;
}

/** More than this is a story, and no answer to a button. */
const MOST_WORDS = 12;
/** Characters: more is not read for a reply at all. */
export const LONGEST_REPLY = 200;

/** What only asks the assistant for something (`can you check again?`): a wish means it as well. All others tell what has happened. */
const WISHES: ReadonlySet<ReplyTopic> = new Set(['again', 'open', 'order', 'import', 'go-on', 'later', 'back', 'undo']);

/**
 * What a message may say in place of a press, in any language of the lexicon, the longest phrase first. What tells that something has
 * happened stands alone but for politeness and the customer's name: a wish (`I need it done`), a plan (`sent tomorrow`), a question and a
 * denial are something else, and so is a slip (`invite` is not `invited`). What one of the languages hears denied is denied: `no` is a
 * denial in Spanish and none in Portuguese. Pure.
 *
 * @param about what the talk is of, which may be named once more
 */
export function repliesIn(text: string, about: string, lexicon: Lexicon): readonly SaidReply[] {
  if (text.length > LONGEST_REPLY || isDoubted(text)) return [];
  const message = readMessage(text);
  if (message.tokens.length === 0 || message.tokens.length > MOST_WORDS) return [];
  const names = new Set(readMessage(about).tokens.map(({ word }) => word));
  const found = lexicon.languages.flatMap((language) => phrasesIn(message, language, names));
  const longest = Math.max(0, ...found.map(({ size }) => size));
  const told = found.filter(({ size, topic }) => size === longest && (WISHES.has(topic) || !isAsked(text)));
  const best = new Map<ReplyTopic, SaidReply>();
  for (const { topic, rest, silent } of told) if (silent || !best.has(topic)) best.set(topic, { topic, rest, silent });
  for (const { topic, denied } of told) if (denied) best.delete(topic);
  return [...best.values()];
}

/** Whether somebody asks. */
export const isAsked = (text: string): boolean => /[?？؟¿]/u.test(text);

/** Signs that deny, and lines that quote somebody else. */
export const isDoubted = (text: string): boolean => /[❌✖✗✘🚫⛔👎]|^\s*[>»]|\n/u.test(text.trim());

interface Found extends SaidReply {
  readonly size: number;
  readonly denied: boolean;
}

function phrasesIn(message: Message, language: LanguageWords, names: ReadonlySet<string>): readonly Found[] {
  const { tokens, text } = message;
  const { replies, polite, noise, joins, articles, against, dates } = language;
  // `Yesterday` is against a command, and the day on which something was done.
  const denies = ({ word }: Token) => against.has(word) && (dates.of(word) ?? 'noise') === 'noise';
  // `Sent yesterday` is sent; `sent tomorrow` is a plan.
  const isPast = (word: string) => dates.of(word) === 'yesterday' || dates.of(word) === 'today';
  return replies.flatMap(({ topic, slots }) =>
    placesOf(slots, tokens).map((from) => {
      const left = [...tokens.slice(0, from), ...tokens.slice(from + slots.length)];
      const isNamed = left.some(({ word }) => names.has(word));
      // `Done for Contoso`, `sent to the customer Contoso`: what leads to the name.
      const empty = [polite, names, ...(isNamed ? [joins, articles] : []), ...(WISHES.has(topic) ? [noise] : [])];
      const isEmpty = ({ word }: Token) =>
        isPast(word) || empty.some((words) => words.has(word)) || replies.some((one) => isOnly(one, topic, word));
      const unnamed = left.filter(({ word }) => !names.has(word));
      return {
        topic,
        size: slots.length,
        rest: written(unnamed, text),
        silent: left.every(isEmpty),
        denied: left.some(denies),
      };
    }),
  );
}

/** `Done, we ordered it`: the word alone says the same, or that it is done. */
const isOnly = ({ topic, slots: [only, ...more] }: LanguageWords['replies'][number], said: ReplyTopic, word: string) =>
  (topic === said || topic === 'done') && more.length === 0 && only !== undefined && only !== 'name' && only.has(word);

/** What was written, with the signs between the words: `3/4` is a day. */
function written(left: readonly Token[], text: string): string {
  return left
    .map((token, i) => {
      const next = left[i + 1];
      return next !== undefined && /^[^\s\p{L}\p{N}]+$/u.test(text.slice(token.to, next.from))
        ? text.slice(token.from, next.from)
        : `${token.written} `;
    })
    .join('')
    .trim();
}

function placesOf(slots: readonly Slot[], tokens: readonly Token[]): readonly number[] {
  return tokens.flatMap((_, from) =>
    slots.length > 0 && slots.every((slot, i) => slot !== 'name' && isOneOf(slot, tokens[from + i])) ? [from] : [],
  );
}

function isOneOf(slot: ReadonlySet<string>, token: Token | undefined): boolean {
  return token !== undefined && !token.isDomain && token.quote === null && slot.has(token.word);
}
