/**
 * A second process for the tests: opens the store that its argument describes, notes its process id there, says `ready` and
 * stays until it is killed. When the store cannot be opened it prints the code of the error and ends.
 */
import { pino } from 'pino';
import { AppError } from '../../services/errors.ts';
import type { DatabaseLocation } from '../../services/store/database.ts';
import { openStore } from '../../services/store/store.ts';

// The tests of this folder write the argument.
const location = JSON.parse(process.argv[2] ?? '{}') as DatabaseLocation;
try {
  const store = await openStore(location, pino({ level: 'silent' }));
  await store.settings.set('holder', process.pid);
  process.stdout.write('ready\n');
} catch (error) {
  process.stdout.write(`${error instanceof AppError ? error.code : String(error)}\n`);
  process.exitCode = 1;
}
