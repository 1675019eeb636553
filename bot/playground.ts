import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { AppError } from '../services/errors.ts';
import { PLAYGROUND_PEOPLE, playgroundContext } from './playground-context.ts';

export interface PlaygroundOptions {
  /**
   * Where the bot answers, such as `http://127.0.0.1:3978/api/messages`, without authentication. It should listen
   * already: the tool knocks for half a minute before it starts without.
   */
  readonly botUrl: string;
  readonly port: number;
  /** The folder `playground` in here is the tool's working folder. */
  readonly dataDir: string;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

export interface RunningPlayground {
  /** What to open in a browser. */
  readonly url: string;
  readonly pid: number;
  /** Ends the chat window and waits until it is gone. May be called twice. */
  stop(): Promise<void>;
}

/** How long the tool may take: about a second, on a busy machine several, and 30 when nobody listens at the bot's address. */
const START_LIMIT_MS = 60_000;

/**
 * Starts the Microsoft 365 Agents Playground as the chat window of the sandbox: on 127.0.0.1 only, reaching nothing
 * else, opening no browser, and gone when this process is gone, however it ends. People, chats and channels carry the
 * same ids at every start.
 *
 * Throws AppError `playground.not-installed`, `playground.port-in-use` or `playground.failed`.
 */
export async function startPlayground({ botUrl, port, dataDir, log }: PlaygroundOptions): Promise<RunningPlayground> {
  const program = locate();
  await assertFree(port);
  const folder = resolve(dataDir, 'playground');
  const context = playgroundContext();
  await mkdir(folder, { recursive: true });
  // The tool reads YAML, of which JSON is a part.
  await writeFile(join(folder, '.m365agentsplayground.yml'), `${JSON.stringify(context, null, 2)}\n`);

  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    [
      program,
      'start',
      ...['--app-endpoint', botUrl],
      ...['--channel-id', 'msteams'],
      ...['--port', String(port)],
      ...['--service-url', `${url}/_connector`],
      ...['--conversation-id', context.personalChat.id],
      '--disable-telemetry',
    ],
    {
      cwd: folder,
      env: environment(folder),
      // The channel tells it when we are gone (loopback.cjs).
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Ctrl+C goes to all processes of a terminal: out of its reach, the window ends when we say so.
      detached: true,
      windowsHide: true,
    },
  );
  const output = collect(child);
  const ended = once(child, 'exit');
  let stopping = false;
  const stop = async (): Promise<void> => {
    stopping = true;
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  };

  try {
    await answering(url, port, child, output);
  } catch (error) {
    await stop();
    throw error;
  }
  void ended.then(() => {
    if (!stopping) log.warn({ output: output() }, 'The chat window has ended; the bot goes on without it.');
  });
  log.info({ url, user: PLAYGROUND_PEOPLE.me.name }, `Chat window: open ${url} in a browser.`);
  return { url, pid: child.pid ?? -1, stop };
}

/** The tool's command line; a production installation leaves it out. */
function locate(): string {
  try {
    return createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js');
  } catch (cause) {
    const hint =
      'The chat window is a development dependency: run "npm install" without --omit=dev, ' +
      'or set MicrosoftAppType, MicrosoftAppId and MicrosoftAppTenantId to run the bot in Teams.';
    throw new AppError('playground.not-installed', { hint, cause });
  }
}

/** Asked before the start, because the tool itself would silently take another port. */
async function assertFree(port: number): Promise<void> {
  const probe = createServer();
  probe.listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch (cause) {
    throw portInUse(port, cause);
  }
  probe.close();
  await once(probe, 'close');
}

function portInUse(port: number, cause?: unknown): AppError {
  const hint = `Port ${port} is taken. End the other program, or set PLAYGROUND_PORT to a free port.`;
  return new AppError('playground.port-in-use', { params: { port }, hint, cause });
}

/** Only what a program needs to run: no secret of ours, and no setting that the tool would read as its own. */
function environment(folder: string): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LANG', 'TEMP', 'TMP', 'TMPDIR', 'SystemRoot', 'WINDIR'];
  const preload = fileURLToPath(new URL('./loopback.cjs', import.meta.url));
  return {
    ...Object.fromEntries(kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
    HOME: folder,
    USERPROFILE: folder,
    APPDATA: folder,
    LOCALAPPDATA: folder,
    // In quotes, with the backslashes of a Windows path escaped: the folder's name may hold a space.
    NODE_OPTIONS: `--require ${JSON.stringify(preload)}`,
  };
}

/** The last lines the child wrote, for the error and the log. */
function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text = (text + part).slice(-4000);
    });
  }
  return () => text.trim();
}

async function answering(url: string, port: number, child: ChildProcess, output: () => string): Promise<void> {
  const end = Date.now() + START_LIMIT_MS;
  while (Date.now() < end) {
    const taken = /Listening on (\d+)/.exec(output())?.[1];
    if (taken !== undefined && taken !== String(port)) throw portInUse(port);
    if (child.exitCode !== null || child.signalCode !== null) break;
    const answer = await fetch(`${url}/_internal/v1/config`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok && taken !== undefined) return;
    await new Promise((next) => setTimeout(next, 50));
  }
  const hint = `The Microsoft 365 Agents Playground did not start. Its last words: ${output() || '(none)'}`;
  throw new AppError('playground.failed', { params: { port }, hint });
}
