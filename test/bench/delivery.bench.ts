import { deliveryRun, described } from '../outbox/delivery-run.ts';
import { seedOfRun } from '../outbox/random.ts';
import { atEnd } from '../setup.ts';
import { freshDatabase } from '../store/postgres.ts';

/**
 * 10,000 messages to 500 conversations, and 300 to one more, from three instances through the bot's own adapter to a simulated Teams that
 * enforces its limits and refuses one request in fifty, in virtual time. Run it with `npm run bench:delivery`; exit code 1 when a message
 * is lost or doubled, a limit is broken, or less than nine tenths of what the limits allow is reached.
 */
const { url } = await freshDatabase();
const run = {
  databaseUrl: url,
  seed: seedOfRun(),
  instances: 3,
  conversations: 500,
  each: 20,
  busy: 300,
  refusing: 0.02,
};
const began = performance.now();
const found = await deliveryRun(run);
process.stdout.write(`${described(run, found, (performance.now() - began) / 1000)}\n`);
const good =
  found.lost + found.doubled + found.violations.length === 0 && found.messages === 10_300 && found.reached >= 0.9;
process.exitCode = good ? 0 : 1;
for (const end of atEnd.splice(0).reverse()) await end();
