import { pino } from 'pino';
import { openStore } from '../../services/store/store.ts';

/** A process that takes an order job up and is killed in the middle of it. */
const [databaseUrl] = process.argv.slice(2);
if (databaseUrl === undefined) throw new Error('crash-worker.ts <database url>');
const store = await openStore({ databaseUrl }, pino({ level: 'silent' }));
await store.jobs.work('order', {}, async () => {
  process.kill(process.pid, 'SIGKILL');
});
await store.jobs.send('order', { moveId: 'under-way' });
