import type { Activity } from 'botbuilder';

/**
 * Takes out of an activity, in place, the characters that nobody types and that do harm further on: control characters (PostgreSQL keeps no
 * NUL; the others grow sixfold in JSON) and halves of a character. Line breaks and tabs stay.
 */
export function cleanActivity(activity: Activity): void {
  for (const part of ['text', 'value', 'from', 'conversation', 'channelData'] as const) {
    // What goes in comes out in the same shape: only texts change.
    if (activity[part] !== undefined) activity[part] = cleaned(activity[part]) as never;
  }
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(CONTROL, '').toWellFormed();
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, cleaned(part)]));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/gu;
