import type { Activity } from 'botbuilder';
import { z } from 'zod';

/**
 * Takes out of an activity, in place, what no client of Teams sends and what does harm further on: control characters (PostgreSQL keeps no
 * NUL; the others grow sixfold in JSON), halves of a character, what is nested deeper than any card, and parts of another shape than the
 * protocol gives them. Line breaks and tabs stay.
 */
export function cleanActivity(activity: Activity): void {
  for (const part of FREE) {
    // What goes in comes out in the same shape: only texts change, and what is too deep is gone.
    if (activity[part] !== undefined) activity[part] = cleaned(activity[part]) as never;
  }
  for (const [part, shape] of Object.entries(SHAPED) as [keyof typeof SHAPED, z.ZodType][]) {
    if (activity[part] === undefined) continue;
    const read = shape.safeParse(cleaned(activity[part]));
    // The schema has seen to the shape.
    if (read.success) activity[part] = read.data as never;
    else delete activity[part];
  }
}

const FREE = ['text', 'value', 'from', 'recipient', 'conversation', 'channelData'] as const;

/** A list without the entries that are of no use. */
const listOf = (entry: z.ZodType) =>
  z.array(z.unknown()).transform((all) => all.filter((one) => entry.safeParse(one).success));
const members = listOf(z.looseObject({ id: z.string(), aadObjectId: z.string().nullish() }));

const SHAPED = {
  entities: listOf(z.looseObject({})),
  attachments: listOf(z.looseObject({ contentType: z.string() })),
  membersAdded: members,
  membersRemoved: members,
  topicName: z.string(),
  replyToId: z.string(),
};

/** Deeper than the data of any button, the cards among the attachments included. */
const MOST_DEPTH = 64;

function cleaned(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(CONTROL, '').toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MOST_DEPTH) return undefined;
  if (Array.isArray(value)) return value.map((part) => cleaned(part, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, cleaned(part, depth + 1)]));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/gu;
