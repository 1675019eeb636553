import type { Activity } from 'botbuilder';
import { z } from 'zod';

/** Longest message that is looked at for a command; Teams itself sends at most about 28 KB. */
export const LONGEST_TEXT = 2000;

/** What is read of a message at all: a pasted table may be longer than a command. */
export const MOST_READ = 32_000;

/** Longest name a mention is compared by. */
const LONGEST_NAME = 300;

type Spoken = Pick<Activity, 'text' | 'entities' | 'recipient'>;

/**
 * What a person said, as they would have typed it to somebody alone: mentions of the bot are gone wherever they stand and however often,
 * those of other people are their names, and what Teams' editor leaves behind (hard and invisible spaces, encoded characters) is undone.
 * Line breaks stay. Empty: the bot was only called. Of a text longer than MOST_READ its beginning.
 *
 * Teams writes a mention as `<at>Name</at>` in the text and names in `entities` who is meant; some clients give the tag attributes,
 * change its case, leave the entity out, or write `@Name`.
 */
export function textSaid({ text, entities, recipient }: Spoken): string {
  const me = Mentions.parse(entities ?? []).filter(({ mentioned }) => mentioned?.id === recipient?.id);
  const names = new Set(
    [recipient?.name, ...me.flatMap(({ mentioned, text: tag }) => [mentioned?.name, insideTag(tag)])]
      .map((name) => plain(name ?? ''))
      .filter((name) => name !== ''),
  );
  const spoken = (text ?? '')
    .slice(0, MOST_READ)
    .replace(TAG, (_, name: string) => (names.has(plain(name)) ? ' ' : decoded(name)));
  return withoutCall(decoded(spoken), names)
    .replace(INVISIBLE, '')
    .replace(/[^\S\n\t]+/gu, ' ')
    .trim();
}

/** Neither part reaches past the next tag, so that tags without an end are not read again and again. */
const TAG = /<at\b[^<>]*>((?:(?!<at\b).)*?)<\/at\s*>/gisu;

/** Zero-width spaces and joiners at the edge of mentions, the byte order mark, soft hyphens, marks of direction. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/gu;

const insideTag = (tag: string | undefined): string => (tag ?? '').slice(0, LONGEST_NAME).replace(TAG, '$1');

/** `@CSP Move Assistant moves`, typed and not chosen from the list. */
function withoutCall(text: string, names: ReadonlySet<string>): string {
  const start = text.trimStart();
  if (!start.startsWith('@')) return text;
  const said = start.slice(1);
  const called = [...names].find(
    (name) => plain(said.slice(0, name.length)) === name && !/^\p{L}/u.test(said.slice(name.length)),
  );
  return called === undefined ? text : said.slice(called.length);
}

/** A name for comparing. */
const plain = (name: string): string =>
  decoded(name.slice(0, LONGEST_NAME).replace(/<[^<>]*>/gu, ''))
    .replace(INVISIBLE, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();

const decoded = (text: string): string =>
  text.replace(/&(nbsp|amp|lt|gt|quot|apos|#39|#160);/giu, (_, name: string) => SIGNS[name.toLowerCase()] ?? '');

const SIGNS: Readonly<Record<string, string>> = {
  nbsp: ' ',
  '#160': ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
};

/** Anything else among the entities is passed over. */
const Mentions = z.array(z.unknown()).transform((all) =>
  all.flatMap((entity) => {
    const mention = Mention.safeParse(entity);
    return mention.success ? [mention.data] : [];
  }),
);

const Mention = z.looseObject({
  type: z.literal('mention'),
  text: z.string().optional(),
  mentioned: z.looseObject({ id: z.string().optional(), name: z.string().nullish() }).optional(),
});
