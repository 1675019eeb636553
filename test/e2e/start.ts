import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** What a person may have in the environment and a newcomer has not. */
const NOT_PASSED_ON = /^(Microsoft|NODE_|npm_|DATABASE_URL$|.*_URL$|SANDBOX|ORDERING$|HOST$|PORT$)/i;

/**
 * The product as a newcomer has it: a fresh copy of the repository, nothing configured, an empty data folder, `npm start`.
 * Runs in a process group of its own, so that ending it can reach nothing else.
 */
export class Product {
  readonly url: string;
  readonly chatUrl: string;
  readonly dataDir: string;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  /** From the start of `npm start` to the first 200 of /readyz. */
  secondsToReady = 0;
  #child: ChildProcess | null = null;
  #output = '';

  private constructor(folder: string, ports: { bot: number; chat: number }, extra: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.url = `http://127.0.0.1:${ports.bot}`;
    this.chatUrl = `http://127.0.0.1:${ports.chat}`;
    this.dataDir = join(folder, 'data');
    const passedOn = Object.entries(process.env).filter(([name]) => !NOT_PASSED_ON.test(name));
    this.#env = {
      ...Object.fromEntries(passedOn),
      PORT: String(ports.bot),
      PLAYGROUND_PORT: String(ports.chat),
      DATA_DIR: this.dataDir,
      ...extra,
    };
  }

  /** Copies the repository, starts it and waits until it is ready. `env` is added to the environment. */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<Product> {
    const folder = await mkdtemp(join(tmpdir(), 'csp-move-product-'));
    const product = new Product(folder, { bot: await freePort(), chat: await freePort() }, env);
    try {
      await copyRepository(product.#code);
      await product.startAgain();
    } catch (error) {
      await product.stop();
      throw error;
    }
    return product;
  }

  /** Starts it on the same data, after `stop` was not called but `kill` was. */
  async startAgain(): Promise<void> {
    if (this.#child !== null) throw new Error('The product is still running.');
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    const child = spawn('npm', ['start'], { cwd: this.#code, env: this.#env, stdio: [...stdio], detached: true });
    this.#child = child;
    this.#output = '';
    const started = performance.now();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        this.#output += part;
      });
    }
    await until('the product to be ready', () => this.#running() && answers(`${this.url}/readyz`), 90_000).catch(
      (error: unknown) => {
        throw new Error(`The product did not get ready. It said:\n${this.output}`, { cause: error });
      },
    );
    this.secondsToReady = (performance.now() - started) / 1000;
    await until('the chat window', () => this.#running() && answers(`${this.chatUrl}/_internal/v1/config`), 60_000);
  }

  /** Process id of `npm start`; null while it does not run. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Everything it has written since its last start. */
  get output(): string {
    return this.#output;
  }

  /** Ends it the hard way, with all its processes, as a power cut would. The data stay. */
  async kill(): Promise<void> {
    await this.#end((child) => signalGroup(child, 'SIGKILL'));
  }

  /** Asks it to end, as Ctrl+C does; after 20 s no longer asks. The data stay. */
  async end(): Promise<void> {
    await this.#end((child) => signalGroup(child, 'SIGINT'));
  }

  /** `kill`, then `startAgain`. */
  async restart(): Promise<void> {
    await this.kill();
    await this.startAgain();
  }

  /** Ends it and removes the copy and the data. */
  async stop(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #code(): string {
    return join(this.#folder, 'code');
  }

  #running(): true {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The product has ended. It said:\n${this.output}`);
    }
    return true;
  }

  async #end(ask: (child: ChildProcess) => void): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child?.pid === undefined) return;
    const running = () => child.exitCode === null && child.signalCode === null;
    const exited = running() ? once(child, 'exit') : null;
    ask(child);
    await until('the product to end', () => !running(), 20_000).catch(() => signalGroup(child, 'SIGKILL'));
    await exited;
    // What is left of the group has lost its parent; a port still in use would fail the next start.
    signalGroup(child, 'SIGKILL');
    await until(
      'its ports to be free',
      async () => !(await answers(this.url)) && !(await answers(this.chatUrl)),
      10_000,
    );
  }
}

/** What a checkout does not hold, besides the installed packages, which are linked. */
const NOT_COPIED = new Set(['node_modules', '.git', '.data', 'coverage', 'shots', 'pictures']);

async function copyRepository(target: string): Promise<void> {
  const filter = (source: string) => !NOT_COPIED.has(basename(source));
  await cp(REPOSITORY, target, { recursive: true, filter });
  await symlink(join(REPOSITORY, 'node_modules'), join(target, 'node_modules'), 'dir');
}

/** Whether something answers there, and with success. */
async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}

/** Signals the process group that began with this child of ours. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in it: just what is wanted.
  }
}
