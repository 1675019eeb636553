import type { LanguageWords, Lexicon, Slot } from '../understanding/lexicon.ts';
import { type Message, readMessage, type Token } from '../understanding/tokens.ts';
import { typoCost } from '../understanding/typo.ts';
import type { ReplyTopic } from './replies.ts';

/** What a message says in place of a press, and what else stands in it. */
export interface SaidReply {
  readonly topic: ReplyTopic;
  /** What may be a day or a number; empty for nothing. */
  readonly rest: string;
  /** The rest says nothing of its own. */
  readonly silent: boolean;
}

/** What tells of something that has happened: asked (`sent?`) it tells nothing. */
const REPORTS: ReadonlySet<ReplyTopic> = new Set(['sent', 'done', 'accepted', 'refused', 'complete', 'requested']);

/** More than this is a story, and no answer to a button. */
const MOST_WORDS = 12;

/**
 * What a message may say in place of a press, in any language of the lexicon, the longest phrase first. Politeness around it says nothing.
 * What one of the languages hears denied (`not sent yet`; `no` is a denial in Spanish and none in Portuguese) is something else. Pure.
 *
 * @param about what the talk is of, which may be named once more
 */
export function repliesIn(text: string, about: string, lexicon: Lexicon): readonly SaidReply[] {
  const message = readMessage(text);
  if (message.tokens.length === 0 || message.tokens.length > MOST_WORDS) return [];
  const isAsked = /[?？]\s*$/u.test(text);
  const names = new Set(readMessage(about).tokens.map(({ word }) => word));
  const found = lexicon.languages.flatMap((language) => phrasesIn(message, language, names));
  const longest = Math.max(0, ...found.map(({ size }) => size));
  const told = found.filter(({ size, topic }) => size === longest && !(isAsked && REPORTS.has(topic)));
  const best = new Map<ReplyTopic, SaidReply>();
  for (const { topic, rest, silent } of told) if (silent || !best.has(topic)) best.set(topic, { topic, rest, silent });
  for (const { topic, denied } of told) if (denied) best.delete(topic);
  return [...best.values()];
}

interface Found extends SaidReply {
  readonly size: number;
  readonly denied: boolean;
}

function phrasesIn(message: Message, language: LanguageWords, names: ReadonlySet<string>): readonly Found[] {
  const { tokens, text } = message;
  const { replies, noise, joins, articles, against, dates } = language;
  // `Yesterday` is against a command, and the day on which something was done.
  const denies = ({ word }: Token) => against.has(word) && (dates.of(word) ?? 'noise') === 'noise';
  const empty = [noise, joins, articles, names];
  return replies.flatMap(({ topic, slots }) =>
    placesOf(slots, tokens).map((from) => {
      const left = [...tokens.slice(0, from), ...tokens.slice(from + slots.length)];
      const isEmpty = ({ word }: Token) =>
        empty.some((words) => words.has(word)) || replies.some((one) => isOnly(one, topic, word));
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
  if (token === undefined || token.isDomain || token.quote !== null) return false;
  if (slot.has(token.word)) return true;
  return token.word.length >= 6 && [...slot].some((word) => typoCost(token.word, word) !== null);
}
