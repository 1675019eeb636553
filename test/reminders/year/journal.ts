import type { ExpectedEntry, Violation } from './oracle.ts';
import type { Entry, Year } from './timeline.ts';

/**
 * Where the product's journal says something else than what happened: what people did and what came of it, line by line, and what Teams
 * took. What was rerouted is left out: Teams' own log tells it.
 */
export function disagreements({ journal, seen }: Year, expected: readonly ExpectedEntry[]): readonly Violation[] {
  const happened = [
    ...expected.map((entry) => ({ ...entry, text: entry.kind })),
    ...seen.flatMap(({ at, place, message, ...what }) =>
      what.kind === 'told' ? what.lines.map((line) => ({ ...line, at, text: sentText(message, place) })) : [],
    ),
  ];
  const written = journal.filter(({ kind }) => kind !== 'rerouted').map((entry) => ({ ...entry, text: textOf(entry) }));
  const open = new Map<string, Line[]>();
  for (const line of happened) {
    const lines = open.get(nameOf(line));
    if (lines === undefined) open.set(nameOf(line), [line]);
    else lines.push(line);
  }
  const violations: Violation[] = [];
  for (const line of written) {
    if (open.get(nameOf(line))?.pop() !== undefined) continue;
    const { moveId, key, at, text } = line;
    violations.push({ moveId, key, at, what: `is noted in the journal as ${text}, which did not happen then` });
  }
  for (const { moveId, key, at, text } of [...open.values()].flat())
    violations.push({ moveId, key, at, what: `is not noted in the journal as ${text}` });
  return violations;
}

interface Line {
  readonly moveId: string;
  readonly key: string;
  readonly at: number;
  readonly text: string;
}

const sentText = (message: string | null, place: string | null): string => `sent in ${place} by message ${message}`;

const textOf = ({ kind, message, place }: Entry): string => (kind === 'sent' ? sentText(message, place) : kind);

const nameOf = ({ moveId, key, at, text }: Line): string => `${at} ${moveId} ${key} ${text}`;
