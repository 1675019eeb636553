import { fold } from './fold.ts';

/** One word of a message, and where it stands in it. */
export interface Token {
  /** As it is compared. */
  readonly word: string;
  /** As it was written. */
  readonly written: string;
  readonly from: number;
  readonly to: number;
  readonly isDomain: boolean;
  /** Number of the quotation it stands in; null outside of quotation marks. */
  readonly quote: number | null;
  /** Written right after an apostrophe: the `s` of a possessive. */
  readonly afterApostrophe: boolean;
}

export interface Message {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly quotes: readonly string[];
}

/** A message without what phones and clients add to it (full-width forms, zero-width signs, emoji), cut into words. */
export function readMessage(said: string): Message {
  const text = clean(said).slice(0, MOST_READ);
  const quotes: { from: number; to: number; inner: string }[] = [];
  for (const found of text.matchAll(QUOTED)) {
    const inner = found[1] ?? found[2] ?? '';
    if (/[\p{L}\p{N}]/u.test(inner))
      quotes.push({ from: found.index, to: found.index + found[0].length, inner: inner.trim() });
  }
  // A message that is quoted as a whole was copied from the help: its marks mean nothing.
  const only = quotes[0];
  const rest = only === undefined ? '' : text.slice(0, only.from) + text.slice(only.to);
  const counted = /[\p{L}\p{N}]/u.test(rest) ? quotes : [];
  const tokens: Token[] = [];
  let quote = 0;
  for (const chunk of text.matchAll(/\S+/gu)) {
    for (const { written, at, isDomain } of wordsOf(chunk[0])) {
      const from = chunk.index + at;
      const to = from + written.length;
      while (quote < counted.length && (counted[quote]?.to ?? 0) <= from) quote++;
      const inside = counted[quote];
      tokens.push({
        word: fold(written),
        written,
        from,
        to,
        isDomain,
        quote: inside !== undefined && inside.from <= from ? quote : null,
        afterApostrophe: /['’]/u.test(text[from - 1] ?? ''),
      });
    }
  }
  return { text, tokens, quotes: counted.map(({ inner }) => inner) };
}

/** One sign may become eighteen when it is taken apart; more than this is nobody's message. */
const MOST_READ = 4000;

const QUOTED = /[«“„"]([^«»“”„"\n]{1,120})[»”“"]|(?<=^|\s)['‘]([^'’‘\n]{2,120})['’](?=$|[\s.,!?])/gu;

const clean = (said: string): string =>
  said
    .normalize('NFKC')
    .replace(INVISIBLE, (sign) => (/\s/u.test(sign) ? ' ' : ''))
    .replace(PICTURE, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^\//u, '');

const INVISIBLE = /\p{Cf}|\p{Cc}|\p{Co}|\u{FE0F}/gu;
const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}/gu;

function wordsOf(chunk: string): readonly { written: string; at: number; isDomain: boolean }[] {
  const address =
    chunk.length > LONGEST_ADDRESS ? null : ADDRESS.exec(chunk.replace(/(?:['’]s)?[^\p{L}\p{N}/]*$/u, ''));
  if (address?.[1] !== undefined && address[1].length <= 253 && DOMAIN.test(address[1])) {
    return [{ written: address[1], at: chunk.indexOf(address[1]), isDomain: true }];
  }
  return [...chunk.matchAll(/[\p{L}\p{M}\p{N}ºª]+/gu)].map((word) => ({
    written: word[0],
    at: word.index,
    isDomain: false,
  }));
}

/** Whatever is longer is no address: the expression below reads a long row of signs again and again. */
const LONGEST_ADDRESS = 400;

/** A domain alone, of an address or of somebody's mail, whatever stands around it. */
const ADDRESS = /^[^\p{L}\p{N}]*(?:https?:\/\/)?(?:[\p{L}\p{N}._+-]{1,64}@)?([\p{L}\p{N}.-]+)(?:\/\S*)?$/u;
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.)+\p{L}{2,}$/u;
