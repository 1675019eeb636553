import { Temporal } from 'temporal-polyfill';
import { staleFacts } from './stale-facts.ts';

// npm run facts:check
const stale = staleFacts(Temporal.Now.plainDateISO('UTC'));
for (const { id, title, docUrl, lastVerified, days } of stale) {
  process.stdout.write(`${id.padEnd(20)} ${lastVerified} (${days} days)  ${title}\n${' '.repeat(21)}${docUrl}\n`);
}
process.stdout.write(`${stale.length} facts to check again.\n`);
