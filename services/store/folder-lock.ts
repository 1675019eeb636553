import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../errors.ts';

const SQLITE_BUSY = 5;

/**
 * Makes the folder and takes it for this process alone. The lock is one of the operating system's file locks, held through an
 * empty SQLite file: the system drops it with the process however that ends, so `kill -9` leaves nothing stale behind, and
 * two processes cannot both take over.
 *
 * @returns a function that gives the folder back
 * @throws AppError `store.folder-in-use`, `store.folder-read-only`
 */
export async function lockFolder(dataDir: string): Promise<() => void> {
  const file = await lockFile(dataDir);
  // Only the embedded database needs it, and older Node versions print a warning when it is loaded.
  const { DatabaseSync } = await import('node:sqlite');
  let lock: DatabaseSync | null = null;
  try {
    lock = new DatabaseSync(file, { timeout: 0 });
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock?.close();
    if (sqliteCode(cause) === SQLITE_BUSY) {
      throw new AppError('store.folder-in-use', {
        params: { folder: dataDir },
        hint: `Another process works in the data folder ${dataDir}. Stop it, or give this one another DATA_DIR. To run several instances side by side set DATABASE_URL to a PostgreSQL.`,
        cause,
      });
    }
    throw notWritable(dataDir, cause);
  }
  const held = lock;
  return () => held.close();
}

async function lockFile(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true });
    return join(await realpath(dataDir), 'lock');
  } catch (cause) {
    throw notWritable(dataDir, cause);
  }
}

/** The folder cannot be made or written to. */
export function notWritable(dataDir: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError('store.folder-read-only', {
    params: { folder: dataDir },
    hint: `The data folder ${dataDir} cannot be made or written to (${reason}). Check its owner and permissions, or set DATA_DIR to a folder that this user may write to.`,
    cause,
  });
}

/** The primary result code: the lowest byte, whatever the extension says. */
function sqliteCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null;
}
