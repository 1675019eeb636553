import { z } from 'zod';
import { COMMANDS, type Topic } from '../../cards/commands.ts';
import { REPLIES } from '../answers/replies.ts';

/** What each file has words for: a file that lacks one is refused. */
export const TOPICS: readonly Topic[] = Object.keys(COMMANDS).filter((topic): topic is Topic =>
  Object.hasOwn(COMMANDS, topic),
);

const Words = z.array(z.string().min(1));

/** Something that has to be said: a phrase of which every part may be missing would be any of its parts alone. */
const Reply = z
  .string()
  .refine((phrase) => phrase.replace(/\([^)]*\)/gu, '').trim() !== '', 'every part may be missing');

/**
 * A file of words, one for each language: `dialogs/words/<language>.json`. To teach the bot another way of saying something, add a line.
 *
 * - `commands`: phrases by what they ask for. In a phrase `a|b` is either word, `(a)` a word that may be missing,
 *   `(a b|c)` either of several words that may be missing, `[a b|c]` either of them, `…` the customer's name where it stands inside. Longer phrases win over shorter ones. Case and accents do not matter.
 * - `joins`, `articles`: words between a command and a name (`of`, `the`), which do not belong to the name.
 * - `noise`: words around a command that say nothing, separated by spaces.
 * - `against`: words that say that it is no command (`not`, `was`).
 * - `units`, `numbers`, `fillers`: spans of time, for `fast-forward`.
 * - `dates`: words for days as people name them, separated by spaces; `nextIsUnclear` where "next Friday" may be this week's or next week's.
 *   The names of months and weekdays come with Node.
 * - `countries`: what countries are called beside their names, by code; the names come with Node.
 * - `polite`: words around a reply that change nothing of it (`just sent it, thanks`); nothing that wishes, asks or plans.
 * - `replies`: what people write instead of pressing a button of the card before their eyes, by what the button does (answers/replies.ts).
 * - `answers`: what people say to a question; `ordinals` in order, each with its ways of saying it; `counted`: seats.
 */
export const WordsFile = z.strictObject({
  commands: z.record(z.enum(TOPICS), Words.min(1)),
  joins: Words,
  articles: Words,
  noise: Words,
  against: Words,
  units: z.strictObject({ days: Words, weeks: Words, months: Words }),
  fillers: Words,
  numbers: z.record(z.string(), z.number().int().positive()),
  polite: Words,
  replies: z.record(z.enum(REPLIES), z.array(Reply).min(1)),
  answers: z.strictObject({ yes: Words, no: Words, unknown: Words, ordinals: Words, last: Words, counted: z.string() }),
  dates: z.strictObject({
    today: z.string(),
    tomorrow: z.string(),
    yesterday: z.string(),
    dayAfterTomorrow: z.string(),
    after: z.string(),
    end: z.string(),
    within: z.string(),
    ago: z.string(),
    next: z.string(),
    first: z.string(),
    years: z.string(),
    nextIsUnclear: z.boolean(),
    noise: z.string(),
  }),
  countries: z.record(z.string().regex(/^[A-Z]{2}$/), z.string()),
});

export type WordsFile = z.infer<typeof WordsFile>;
