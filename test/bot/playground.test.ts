import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pino from 'pino';
import { startPlayground } from '../../bot/playground.ts';
import { AppError } from '../../services/errors.ts';
import { freePort } from '../e2e/free-port.ts';
import { until } from '../e2e/until.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const PRELOAD = join(REPOSITORY, 'bot', 'loopback.cjs');
const log = pino({ level: 'silent' });

describe('startPlayground', function () {
  // A start takes a second, but several on a busy machine.
  this.timeout(90_000);

  const bot = createHttpServer((_request, response) => response.end());
  let botUrl: string;
  let folder: string;
  const children: ChildProcess[] = [];

  before(async () => {
    const port = await freePort();
    bot.listen(port, '127.0.0.1');
    await once(bot, 'listening');
    botUrl = `http://127.0.0.1:${port}/api/messages`;
  });

  after(() => {
    bot.closeAllConnections();
    bot.close();
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'csp-move-playground-'));
  });

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  it('when it has started then it answers on loopback alone, with six people whose ids never change', async () => {
    const port = await freePort();
    const playground = await startPlayground({ botUrl, port, dataDir: folder, log });
    try {
      assert.equal(playground.url, `http://127.0.0.1:${port}`);
      const answer = await fetch(`${playground.url}/_internal/v1/config`);
      const { config } = JSON.parse(await answer.text());
      const people = [config.currentUser, ...config.users];
      assert.deepEqual(
        people.map(({ name, aadObjectId }) => `${name} ${aadObjectId}`),
        [
          'Sam Seller 5d1f2c30-7a4e-4b6d-9c11-000000000001',
          'Priya Nair 5d1f2c30-7a4e-4b6d-9c11-000000000002',
          'Jonas Weber 5d1f2c30-7a4e-4b6d-9c11-000000000003',
          'Lucia Ferrari 5d1f2c30-7a4e-4b6d-9c11-000000000004',
          'Claire Moreau 5d1f2c30-7a4e-4b6d-9c11-000000000005',
          'Diego Ramos 5d1f2c30-7a4e-4b6d-9c11-000000000006',
        ],
      );
      const outside = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).filter((a) => !a.internal));
      for (const { address } of outside.filter((a) => a.family === 'IPv4')) {
        await assert.rejects(fetch(`http://${address}:${port}/`), Error, `${address} answers`);
      }
    } finally {
      await playground.stop();
    }
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
  });

  it('when the port is taken then it says so and starts nothing', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    assert.ok(address !== null && typeof address === 'object');
    const starting = startPlayground({ botUrl, port: address.port, dataDir: folder, log });
    await assert.rejects(starting, (error) => {
      assert.ok(error instanceof AppError);
      assert.equal(error.code, 'playground.port-in-use');
      assert.deepEqual(error.params, { port: address.port });
      assert.match(error.hint, /PLAYGROUND_PORT/);
      return true;
    });
    other.close();
  });

  it('when the package is not installed then it says so', async () => {
    await mkdir(join(folder, 'services'));
    await cp(join(REPOSITORY, 'bot'), join(folder, 'bot'), { recursive: true });
    await cp(join(REPOSITORY, 'services', 'errors.ts'), join(folder, 'services', 'errors.ts'));
    const copy = await import(pathToFileURL(join(folder, 'bot', 'playground.ts')).href);
    const starting = copy.startPlayground({ botUrl, port: await freePort(), dataDir: folder, log });
    await assert.rejects(starting, { code: 'playground.not-installed' });
  });

  it('when the parent is killed hard then the chat window ends too', async () => {
    const port = await freePort();
    const script = `
      import pino from 'pino';
      import { startPlayground } from './bot/playground.ts';
      const options = { botUrl: '${botUrl}', port: ${port}, dataDir: ${JSON.stringify(folder)}, log: pino({ level: 'silent' }) };
      console.log((await startPlayground(options)).pid);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      cwd: REPOSITORY,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(parent);
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(line);
    assert.ok(pid > 0 && isAlive(pid));
    parent.kill('SIGKILL');
    await until('the chat window to end', () => !isAlive(pid), 5000);
  });
});

describe('the preload of the chat window', () => {
  it('when a program listens on all interfaces then it listens on 127.0.0.1', async () => {
    const forms = ['0', '0, () => {}', '"0"', '{ port: 0 }', '{ port: 0, host: "0.0.0.0" }', '0, "0.0.0.0", 511'];
    const said = await run(
      forms.map(
        (form) =>
          `net.createServer().listen(${form}).on('listening', function () { say(this.address().address); this.close() });`,
      ),
    );
    assert.deepEqual(
      said,
      forms.map(() => '127.0.0.1'),
    );
  });

  it('when a program connects to another machine then it is refused before the name is looked up', async () => {
    const said = await run([
      `net.connect({ port: 443, host: 'telemetry.example' }).on('error', (e) => say(e.code));`,
      `net.connect(80, '192.0.2.1').on('error', (e) => say(e.code));`,
      `require('node:tls').connect(443, 'telemetry.example').on('error', (e) => say(e.code));`,
      `require('node:https').get('https://telemetry.example').on('error', (e) => say(e.code));`,
      `fetch('https://telemetry.example').catch((e) => say(e.cause.code));`,
    ]);
    assert.deepEqual(said, Array(5).fill('ENETUNREACH'));
  });

  it('when a program connects to this machine then it may', async () => {
    const said = await run([
      `const server = net.createServer((socket) => socket.end('hello')).listen(0, () => {
         const { port } = server.address();
         net.connect(port).on('data', (d) => say(String(d)));
         net.connect(port, '127.0.0.1').on('data', (d) => say(String(d)));
         net.connect({ port, host: 'localhost' }).on('data', (d) => { say(String(d)); server.close(); });
       });`,
    ]);
    assert.deepEqual(said, ['hello', 'hello', 'hello']);
  });

  it('when a program opens a browser then nothing is opened and it sees a success', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'csp-move-preload-'));
    const mark = JSON.stringify(join(folder, 'opened'));
    const write = `require('node:fs').writeFileSync(${mark}, '')`;
    const said = await run([
      `const child = require('node:child_process');
       child.spawn('xdg-open', ['http://127.0.0.1']).on('exit', (code) => say('exit ' + code));
       child.execFile(process.execPath, ['--eval', ${JSON.stringify(write)}], (error) => say('error ' + error));`,
    ]);
    assert.deepEqual(said.sort(), ['error null', 'exit 0']);
    await assert.rejects(readFile(JSON.parse(mark)), { code: 'ENOENT' });
    await rm(folder, { recursive: true });
  });
});

/** What a program says that runs behind the preload. */
async function run(statements: readonly string[]): Promise<string[]> {
  const program = `const net = require('node:net'); const say = (line) => console.log(line);\n${statements.join('\n')}`;
  const child = spawn(process.execPath, ['--require', PRELOAD, '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  await once(child, 'close');
  return said.trim().split('\n');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
