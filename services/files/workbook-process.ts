import { zipSync } from 'fflate';
import readWorkbook from 'read-excel-file/universal';
import { AppError } from '../errors.ts';
import { LONGEST_CELL } from './limits.ts';
import type { CellValue } from './table.ts';
import type { WorkbookRead } from './workbook.ts';
import { checkPlaces, partsIn } from './workbook-parts.ts';

// A process of its own, begun by workbook.ts, that reads one workbook and ends.
process.once('message', async (bytes: Uint8Array) => {
  process.send?.(await read(bytes), () => process.disconnect());
});

async function read(bytes: Uint8Array): Promise<WorkbookRead> {
  try {
    const parts = partsIn(bytes);
    for (const part of Object.values(parts)) checkPlaces(part);
    // Packed anew without compression: the reader unfolds all that it is given. The copy has exactly these bytes, whatever they are a view of.
    const sheets = await readWorkbook(new Uint8Array(zipSync({ ...parts }, { level: 0 })).buffer);
    return { kind: 'read', sheets: sheets.map(({ data }) => data.map((row) => row.map(cellValue))) };
  } catch (error) {
    if (error instanceof AppError) return { kind: 'refused', code: error.code, params: error.params };
    return { kind: 'refused', code: 'file.unreadable', params: {}, cause: String(error) };
  }
}

function cellValue(value: unknown): CellValue | null {
  if (typeof value === 'string') return value.slice(0, LONGEST_CELL);
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return String(value);
  // A date of Excel is a calendar date without a time zone; the reader gives it in UTC.
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : { date: value.toISOString().slice(0, 10) };
  return null;
}
