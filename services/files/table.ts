import { CsvError, parse } from 'csv-parse/sync';
import { AppError } from '../errors.ts';
import { columnsIn, type Field } from './columns.ts';
import { HEADER_WITHIN, LONGEST_CELL, MOST_BYTES, MOST_ROWS } from './limits.ts';
import { sheetsIn } from './workbook.ts';

/** What stands in a cell: as it is written, a number, or a date of Excel (ISO calendar date). */
export type CellValue = string | number | { readonly date: string };

/** A table of subscriptions, as far as its columns are known. Small and plain, so that it can be kept while a question is open. */
export interface Table {
  /** What the columns are called in the file. */
  readonly titles: Readonly<Partial<Record<Field, string>>>;
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** As Excel counts: the first row of the file is 1. */
  readonly row: number;
  readonly cells: Readonly<Partial<Record<Field, CellValue>>>;
}

/**
 * The table in a file: CSV of any separator and encoding that Excel writes, or an Excel workbook (the first sheet with the columns).
 *
 * @throws AppError `file.too-large`, `file.too-many-rows`, `file.too-many-columns`, `file.empty`, `file.unreadable`, `file.old-excel`, `file.no-table`
 */
export async function readTable(bytes: Uint8Array): Promise<Table> {
  if (bytes.length > MOST_BYTES) throw new AppError('file.too-large', { params: { most: MOST_BYTES / 1000 } });
  if (bytes.length === 0) throw new AppError('file.empty');
  if (startsWith(bytes, OLD_EXCEL)) throw new AppError('file.old-excel');
  const grids = startsWith(bytes, ZIP) ? await sheetsIn(bytes) : textsIn(bytes).flatMap(gridsIn);
  const table = bestOf(grids);
  if (table === null) throw new AppError(grids.every(isEmpty) ? 'file.empty' : 'file.no-table');
  return checked(table);
}

/** The table somebody pasted; null: it is none. @throws AppError `file.too-many-rows`, `file.empty` */
export function tableInText(text: string): Table | null {
  if (!text.includes('\n')) return null;
  const table = bestOf(gridsIn(text));
  return table === null ? null : checked(table);
}

function checked(table: Table): Table {
  if (table.rows.length === 0) throw new AppError('file.empty');
  if (table.rows.length > MOST_ROWS) throw new AppError('file.too-many-rows', { params: { most: MOST_ROWS } });
  return table;
}

/** Rows of cells, as they come out of a file. */
export type Grid = readonly (readonly (CellValue | null)[])[];

const isEmpty = (grid: Grid): boolean => grid.every((row) => row.every((cell) => cell === null || cell === ''));

/** Of several ways to read a file the one in which most columns are known. */
function bestOf(grids: readonly Grid[]): Table | null {
  let best: Table | null = null;
  for (const grid of grids) {
    const table = tableIn(grid);
    if (table !== null && (best === null || columnsOf(table) > columnsOf(best))) best = table;
  }
  return best;
}

const columnsOf = ({ titles }: Table): number => Object.keys(titles).length;

function tableIn(grid: Grid): Table | null {
  for (const [at, header] of grid.slice(0, HEADER_WITHIN).entries()) {
    const titles = header.map((cell) => (typeof cell === 'string' ? cleaned(cell) : ''));
    const columns = columnsIn(titles);
    if (columns === null) continue;
    const rows = grid.slice(at + 1).flatMap((line, i): TableRow[] => {
      const cells: Partial<Record<Field, CellValue>> = {};
      for (const [field, column] of columns) {
        const cell = line[column] ?? null;
        const value = typeof cell === 'string' ? cleaned(cell) : cell;
        if (value !== null && value !== '') cells[field] = value;
      }
      return Object.keys(cells).length === 0 ? [] : [{ row: at + 2 + i, cells }];
    });
    const named = [...columns].map(([field, column]) => [field, titles[column] ?? '']);
    return { titles: Object.fromEntries(named), rows };
  }
  return null;
}

/** Without control characters and halves of characters, which no database keeps. */
const cleaned = (text: string): string =>
  text
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim()
    .slice(0, LONGEST_CELL)
    .toWellFormed();

const SEPARATORS = [',', ';', '\t'];

function gridsIn(text: string): readonly Grid[] {
  return SEPARATORS.flatMap((delimiter): Grid[] => {
    try {
      const options = { delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: false };
      const rows: string[][] = parse(text, { ...options, to: MOST_ROWS + HEADER_WITHIN + 1 });
      return [rows];
    } catch (error) {
      // With this separator it is no CSV, with another one it may be.
      if (error instanceof CsvError) return [];
      throw error;
    }
  });
}

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLD_EXCEL = [0xd0, 0xcf, 0x11, 0xe0];

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, i) => bytes[i] === byte);

/** The text of a file in the encodings Excel writes; several where nothing in it tells which one it is. */
function textsIn(bytes: Uint8Array): readonly string[] {
  if (startsWith(bytes, [0xff, 0xfe])) return [new TextDecoder('utf-16le').decode(bytes)];
  if (startsWith(bytes, [0xfe, 0xff])) return [new TextDecoder('utf-16be').decode(bytes)];
  if (bytes[1] === 0 && bytes[3] === 0) return [new TextDecoder('utf-16le').decode(bytes)];
  if (bytes[0] === 0 && bytes[2] === 0) return [new TextDecoder('utf-16be').decode(bytes)];
  // Another zero is no text at all.
  if (bytes.includes(0)) throw new AppError('file.unreadable');
  try {
    return [new TextDecoder('utf-8', { fatal: true }).decode(bytes)];
  } catch {
    return ['windows-1252', 'windows-1251'].map((encoding) => new TextDecoder(encoding).decode(bytes));
  }
}
