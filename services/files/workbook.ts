import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError, type SentenceParams } from '../errors.ts';
import type { Grid } from './table.ts';

/** What the process that reads a workbook answers. */
export type WorkbookRead =
  | { readonly kind: 'read'; readonly sheets: readonly Grid[] }
  | { readonly kind: 'refused'; readonly code: string; readonly params: SentenceParams; readonly cause?: string };

const READER = fileURLToPath(new URL('workbook-process.ts', import.meta.url));
/** A workbook of 1,000 rows takes less than a second. */
const MOST_MILLISECONDS = 8000;
const MOST_MEMORY = '--max-old-space-size=256';

/**
 * The sheets of an Excel workbook (.xlsx). Values only: formulas are not computed, macros are not looked at. It is read in a process of its
 * own with little memory and little time, so that no file, however it is made, keeps anybody else waiting. A thread would not do: one
 * that runs out of memory can take the whole process with it.
 *
 * @param mostMilliseconds after that it is given up
 * @throws AppError `file.unreadable`, `file.too-large`, `file.too-many-rows`, `file.too-many-columns`
 */
export async function sheetsIn(bytes: Uint8Array, mostMilliseconds = MOST_MILLISECONDS): Promise<readonly Grid[]> {
  const reader = fork(READER, {
    // It reads a stranger's file: it needs nothing of ours, least of all secrets.
    env: {},
    execArgv: [MOST_MEMORY],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const read = await new Promise<WorkbookRead>((resolve, reject) => {
      // The cast: what our own process answers.
      reader.once('message', (answer) => resolve(answer as WorkbookRead));
      reader.once('error', reject);
      reader.once('exit', () => reject(new Error('The reader ended without an answer')));
      timer = setTimeout(() => reject(new Error('The reader took too long')), mostMilliseconds);
      reader.send(bytes, (error) => error && reject(error));
    });
    if (read.kind === 'read') return read.sheets;
    throw new AppError(read.code, { params: read.params, cause: read.cause });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    // One that has answered ends by itself.
    reader.kill('SIGKILL');
    throw new AppError('file.unreadable', { cause });
  } finally {
    clearTimeout(timer);
  }
}
