import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { descendants, isAlive, listeners } from './processes.ts';
import { Product } from './start.ts';
import { says } from './titles.ts';
import { until } from './until.ts';

/** For the chat window of a start that is meant to fail, or that is the only one. */
let spare = 0;

const MAIN = fileURLToPath(new URL('../../bot/main.ts', import.meta.url));

describe('starting and ending the product', () => {
  let folder: string;
  let product: Product;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'csp-move-start-'));
    spare = await freePort();
    product = await Product.start();
  });
  after(async () => {
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('when it runs then nothing of it listens beyond this machine', async () => {
    const addresses = await listeners(await descendants(product.pid ?? 0));
    const ports = [product.url, product.chatUrl].map((url) => new URL(url).host);
    for (const port of ports) assert.ok(addresses.includes(port), `${port} is not among ${addresses}`);
    assert.deepEqual(
      addresses.filter((address) => !address.startsWith('127.0.0.1:')),
      [],
    );
  });

  it('when the port of the bot is taken then it says so and ends', async () => {
    const { port, free } = await takePort();
    const sentence = says('start.server.port-in-use', { port });
    assert.deepEqual(await refusal({ PORT: String(port), DATA_DIR: join(folder, 'a') }), { code: 1, sentence });
    await free();
  });

  it('when the port of the chat window is taken then it says so and ends', async () => {
    const { port, free } = await takePort();
    const sentence = says('start.playground.port-in-use', { port });
    assert.deepEqual(await refusal({ PLAYGROUND_PORT: String(port), DATA_DIR: join(folder, 'b') }), {
      code: 1,
      sentence,
    });
    await free();
  });

  it('when it is started a second time on the same folder then it says so and ends', async () => {
    const sentence = says('start.store.folder-in-use', { folder: product.dataDir });
    assert.deepEqual(await refusal({ DATA_DIR: product.dataDir }), { code: 1, sentence });
    assert.equal((await fetch(`${product.url}/readyz`)).status, 200);
  });

  it('when its folder cannot be made then it says so and ends', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const dataDir = join(file, 'data');
    const sentence = says('start.store.folder-read-only', { folder: dataDir });
    assert.deepEqual(await refusal({ DATA_DIR: dataDir }), { code: 1, sentence });
  });

  it('when a setting is wrong then it names it and ends', async () => {
    const { code, sentence } = await refusal({ LOG_LEVEL: 'loud' });
    assert.equal(code, 1);
    assert.match(sentence, /LOG_LEVEL/);
  });

  it('when Ctrl+C is pressed then it ends with 0 and leaves nothing behind', async () => {
    const running = start({ DATA_DIR: join(folder, 'c') });
    await until('the invitation', () => running.output().includes('move contoso.com'), 60_000);
    const family = await descendants(running.child.pid ?? 0);
    assert.ok(family.length > 1, 'the chat window is a process of its own');
    running.child.kill('SIGINT');
    const [code] = await once(running.child, 'exit');
    assert.equal(code, 0, running.output());
    const left = async () => (await Promise.all(family.map(isAlive))).filter(Boolean).length === 0;
    await until('the last process to end', left, 5_000);
  });

  it('when npm start is ended with Ctrl+C then nothing is left either', async () => {
    const family = await descendants(product.pid ?? 0);
    await product.end();
    const left = async () => (await Promise.all(family.map(isAlive))).filter(Boolean).length === 0;
    await until('the last process to end', left, 5_000);
  });
});

/** A start with nothing configured but what is given; ports that nobody uses unless they are given. */
function start(env: Readonly<Record<string, string>>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, TMPDIR: tmpdir(), PORT: '0', PLAYGROUND_PORT: String(spare), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (part: string) => {
      output += part;
    });
  return { child, output: () => output };
}

/** How a start ended that was refused: its exit code and what it said; lines of the log are for somebody else. */
async function refusal(env: Readonly<Record<string, string>>): Promise<{ code: unknown; sentence: string }> {
  const { child, output } = start(env);
  const [code] = await once(child, 'close');
  const said = output()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{'));
  return { code, sentence: said.join('\n') };
}

async function takePort(): Promise<{ port: number; free: () => Promise<unknown> }> {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { port, free: () => once(server.close(), 'close') };
}
