import { AppError } from '../errors.ts';
import { FACTS_FOLDER } from '../rules/fact-files.ts';
import { updateSkuTable } from './update-sku-table.ts';

// npm run facts:update -- <path or URL of Microsoft's CSV> [date of the table, YYYY-MM-DD]
const today = new Date().toISOString().slice(0, 10);
const [from, date = today] = process.argv.slice(2);
process.exitCode = await run();

async function run(): Promise<number> {
  if (from === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date) || date > today) {
    process.stderr.write(
      "Give the path or URL of Microsoft's CSV, and its date (YYYY-MM-DD, not in the future) if it is not of today.\n",
    );
    return 2;
  }
  try {
    const file = new URL('skus.json', FACTS_FOLDER);
    const changes = await updateSkuTable({ from, file, sourceDate: date, fetch });
    process.stdout.write(`${changes.length === 0 ? 'Nothing changed but the date.' : changes.join('\n')}\n`);
    return 0;
  } catch (err) {
    if (!(err instanceof AppError)) throw err;
    process.stderr.write(`${err.hint} The table stays as it was.\n`);
    return 1;
  }
}
