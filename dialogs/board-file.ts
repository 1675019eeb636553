import { boardHeader, boardLines } from '../cards/export-tables.ts';
import { formatLocale, plainSentence } from '../cards/language.ts';
import type { Reader } from '../cards/view.ts';
import { type CsvValue, fileName, separatorOf, toCsv } from '../services/files/csv.ts';
import type { Move } from '../services/moves/move.ts';
import type { Services } from '../services/services.ts';

type Row = readonly CsvValue[];

/** Moves that are read and judged at once. Of all others only their lines are held, and other people are answered between two pages. */
const PAGE = 200;

/** What the file of all open moves is called. */
export const boardFileName = (reader: Reader): string =>
  `${fileName(plainSentence(reader.locale, 'export.board-file'), reader.today)}.csv`;

/** All open moves as CSV, by the customer's name, however many there are; null: none is open. */
export async function boardFile(services: Services, reader: Reader): Promise<Uint8Array | null> {
  const rows: Row[] = [];
  for (let after: string | null = null; ; ) {
    const moves: readonly Move[] = await services.moveStore.openAfter(after, PAGE);
    for (const row of await rowsOf(services, moves, reader)) rows.push(row);
    after = moves.at(-1)?.id ?? null;
    if (after === null || moves.length < PAGE) break;
  }
  if (rows.length === 0) return null;
  const { compare } = new Intl.Collator(formatLocale(reader.locale));
  return csvOf(
    rows.sort(([a], [b]) => compare(String(a), String(b))),
    reader,
  );
}

/**
 * About how large the file of all open moves will be, in bytes; null: none is open. Who asks for it is offered it at once, also where
 * making it takes longer than they wait: beyond a page the size is worked out from the first one.
 */
export async function boardFileSize(services: Services, reader: Reader): Promise<number | null> {
  const moves = await services.moveStore.openAfter(null, PAGE);
  if (moves.length === 0) return null;
  const size = csvOf(await rowsOf(services, moves, reader), reader).length;
  if (moves.length < PAGE) return size;
  const count = await services.inFlight.open({ conversationId: null });
  return Math.ceil((size * Math.max(count, moves.length)) / moves.length);
}

async function rowsOf(services: Services, moves: readonly Move[], reader: Reader): Promise<readonly Row[]> {
  const due = await services.figures.nextDueOf(moves.map(({ id }) => id));
  const states = await Promise.all(moves.map((move) => services.moves.derived(move)));
  const lines = states.map(({ move, current }) => ({ move, current, nextDate: due.get(move.id) ?? null }));
  return boardLines(lines, reader);
}

const csvOf = (rows: readonly Row[], reader: Reader): Uint8Array =>
  toCsv([boardHeader(reader), ...rows], separatorOf(formatLocale(reader.locale)));
