import { Temporal } from 'temporal-polyfill';
import { staleFacts } from './stale-facts.ts';

// npm run facts:check
const MOST_ROWS = 12;
const stale = staleFacts(Temporal.Now.plainDateISO('UTC'));
// Hundreds of rows may share a page and a date: they are checked together.
const together = Map.groupBy(stale, ({ title, docUrl, lastVerified }) => [docUrl, lastVerified, title].join(' '));
for (const rows of together.values()) {
  const [first] = rows;
  if (first === undefined) continue;
  const { title, docUrl, lastVerified, days } = first;
  const age = days < 0 ? 'IN THE FUTURE' : `${days} days`;
  const more = rows.length > MOST_ROWS ? ` and ${rows.length - MOST_ROWS} more` : '';
  const ids = rows.slice(0, MOST_ROWS).map(({ id }) => id);
  process.stdout.write(`${lastVerified} (${age})  ${title}\n  ${docUrl}\n  ${ids.join(' ')}${more}\n`);
}
process.stdout.write(`${stale.length} facts to check again.\n`);
