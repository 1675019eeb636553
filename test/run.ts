import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { atEnd } from './setup.ts';
import { shareServer } from './store/postgres.ts';

/**
 * Runs all suites but the end-to-end ones, in two processes side by side that take about as long: conversations and years of reminders,
 * each with a database of its own on one PostgreSQL, and everything else. Ends with `N passed, N failed` for both; exit code 1 when anything failed.
 *
 * `node test/run.ts --grep word` hands its options on to mocha.
 */
const MOCHA = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const ROOT = fileURLToPath(new URL('..', import.meta.url));

const HALVES: readonly (readonly string[])[] = [
  ['test/{bot,reminders}/**/*.test.ts', 'test/outbox/crash.test.ts', '--ignore', 'test/bot/doctor.test.ts'],
  [
    'test/**/*.test.ts',
    ...['test/{e2e,bench,reminders}/**', 'test/bot/!(doctor).test.ts', 'test/outbox/crash.test.ts'].flatMap(ignored),
  ],
];

const postgres = await shareServer();
let passed = 0;
let failed = 0;
for (const half of HALVES.map((specs, n) => run(specs, n === 0))) {
  const ended = await half;
  process.stdout.write(ended.output);
  passed += ended.passed;
  // An end without a word, or a bad end without a failed test, is a failure too.
  failed += ended.failed === 0 && ended.code !== 0 ? 1 : ended.failed;
}
for (const end of atEnd.splice(0).reverse()) await end();
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function ignored(spec: string): readonly string[] {
  return ['--ignore', spec];
}

interface Ended {
  readonly code: number | null;
  readonly passed: number;
  readonly failed: number;
  /** What was not shown while it ran. */
  readonly output: string;
}

/** Two that write at once could not be read, so only one is shown live. */
function run(specs: readonly string[], live: boolean): Promise<Ended> {
  const args = [MOCHA, ...specs, ...process.argv.slice(2)];
  const env = { ...process.env, ...postgres };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (live) process.stdout.write(text);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const [, passes, failures] = [...said.matchAll(/^(\d+) passed, (\d+) failed$/gmu)].at(-1) ?? [];
      const output = live ? '' : said;
      resolve({
        code: passes === undefined ? 1 : code,
        passed: Number(passes ?? 0),
        failed: Number(failures ?? 0),
        output,
      });
    });
  });
}
