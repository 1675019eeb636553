import { strFromU8, Unzip, UnzipInflate } from 'fflate';
import { AppError } from '../errors.ts';
import { HEADER_WITHIN, MOST_COLUMNS, MOST_ROWS } from './limits.ts';

/** Most that a workbook may unfold to, in bytes, over all its parts: a sheet of 1,000 rows takes less than one megabyte. */
const MOST_UNPACKED = 12_000_000;
const MOST_PARTS = 200;
/** So much of the file is unfolded before it is counted again. Deflate makes at most a thousand times as much of it. */
const STEP = 1024;

/** The parts that cells are read from; pictures, macros, links and the like stay folded. */
const NEEDED = /^xl\/(?:_rels\/workbook\.xml\.rels|(?:worksheets\/)?[^/]+\.xml)$/u;

/**
 * The parts of a workbook that hold cells. They are unfolded one after the other, as they lie in the file, and each one once; what the
 * directory promises is not believed, what comes out is counted.
 *
 * @throws AppError `file.too-large`, `file.unreadable`
 */
export function partsIn(bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  const parts = new Map<string, Uint8Array[]>();
  let [unpacked, open] = [0, 0];
  const unzip = new Unzip((file) => {
    if (!NEEDED.test(file.name)) return;
    if (parts.has(file.name)) throw new AppError('file.unreadable', { cause: new Error('Two parts of one name') });
    const chunks: Uint8Array[] = [];
    parts.set(file.name, chunks);
    open += 1;
    file.ondata = (error, chunk, final) => {
      if (error) throw error;
      unpacked += chunk.length;
      if (unpacked > MOST_UNPACKED || parts.size > MOST_PARTS)
        throw new AppError('file.too-large', { params: { most: MOST_UNPACKED / 1000 } });
      chunks.push(chunk);
      if (final) open -= 1;
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += STEP) {
      unzip.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError('file.unreadable', { cause });
  }
  if (open > 0) throw new AppError('file.unreadable', { cause: new Error('A part breaks off') });
  return Object.fromEntries([...parts].map(([name, chunks]) => [name, joined(chunks)]));
}

/**
 * Looks where the rows and cells of a part say they stand: a reader makes an empty row and an empty cell for everything that is left out
 * before them, so that two lines of a file could fill the memory.
 *
 * @throws AppError `file.too-many-rows`, `file.too-many-columns`, `file.unreadable`
 */
export function checkPlaces(part: Uint8Array): void {
  let rows = 0;
  // A tag ends at the latest where the next one begins.
  for (const [, tag, attributes = ''] of strFromU8(part).matchAll(/<(?:[\w.-]+:)?(row|c)(?=[\s/>])([^<]*)/gu)) {
    if (tag === 'row') rows += 1;
    if (rows > LAST_ROW) throw tooManyRows();
    for (const [, place = ''] of attributes.matchAll(/\sr\s*=\s*["']([^"']*)["']/gu)) checkPlace(place);
  }
}

const LAST_ROW = MOST_ROWS + HEADER_WITHIN;

const tooManyRows = (): AppError => new AppError('file.too-many-rows', { params: { most: MOST_ROWS } });

function checkPlace(place: string): void {
  const [, letters, row] = /^\s*([a-z]{0,9})(\d+)\s*$/iu.exec(place) ?? [];
  if (letters === undefined) throw new AppError('file.unreadable', { cause: new Error('No place of a sheet') });
  if (Number(row) > LAST_ROW) throw tooManyRows();
  const column = [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  if (column > MOST_COLUMNS) throw new AppError('file.too-many-columns', { params: { most: MOST_COLUMNS } });
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
