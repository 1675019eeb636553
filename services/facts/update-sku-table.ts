import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { AppError } from '../errors.ts';
import { skuTableFrom } from '../rules/fact-files.ts';
import { nextTable, textOf } from './next-table.ts';
import { readPublishedTable } from './published-table.ts';
import { changesBetween } from './table-changes.ts';

/** What the update needs from outside. */
export interface UpdateRequest {
  /** Path or http(s) URL of Microsoft's CSV. */
  readonly from: string;
  /** The table to replace. */
  readonly file: URL;
  /** Date of the published table, an ISO calendar date. */
  readonly sourceDate: string;
  readonly fetch: typeof fetch;
}

/**
 * Rebuilds the table of SKUs and service plans from Microsoft's published CSV and tells what changed, a sentence per line. The table is
 * replaced in one go, or not at all: whatever is wrong, it stays as it was.
 *
 * @throws AppError `facts.unreadable`, `facts.not-the-table`, `facts.half-a-table`, each with a hint in a sentence; `rules.facts-unreadable` for a broken table of ours
 */
export async function updateSkuTable({ from, file, sourceDate, fetch }: UpdateRequest): Promise<readonly string[]> {
  const now = skuTableFrom(JSON.parse(await readFile(file, 'utf8')));
  const next = nextTable(now, readPublishedTable(await contentOf(from, fetch)), sourceDate);
  const text = textOf(next);
  // Nothing is put in place that could not be read again.
  skuTableFrom(JSON.parse(text));
  await replace(file, text);
  return changesBetween(now, next);
}

async function contentOf(from: string, get: typeof fetch): Promise<string> {
  try {
    if (!/^https?:\/\//i.test(from)) return await readFile(from, 'utf8');
    const reply = await get(from, { signal: AbortSignal.timeout(60_000) });
    if (reply.ok) return await reply.text();
    throw new AppError('facts.unreadable', { hint: `${from} answered ${reply.status}.` });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('facts.unreadable', { hint: `${from} could not be read: ${why}.`, cause });
  }
}

/** A name beside the file first: readers see the old table or the new one, never a part. */
async function replace(file: URL, text: string): Promise<void> {
  const beside = new URL(`${file.href}.${process.pid}.tmp`);
  try {
    await writeFile(beside, text, { flush: true });
    await rename(beside, file);
  } finally {
    await rm(beside, { force: true });
  }
}
