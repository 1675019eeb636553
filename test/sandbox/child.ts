import { startSandbox } from '../../services/sandbox/sandbox.ts';

/** A sandbox in a process of its own, for tests that kill it. Tells its address as the only line. */
const [dataFile] = process.argv.slice(2);
if (dataFile === undefined) throw new Error('child.ts <data file>');
const { url } = await startSandbox({ dataFile });
process.stdout.write(`${url}\n`);
