import { type AddressInfo, createServer } from 'node:net';
import type { ActivityHandler, CloudAdapter } from 'botbuilder';
import type { Logger } from 'pino';
import restify from 'restify';
import { z } from 'zod';
import { AppError } from '../services/errors.ts';
import { eventsRoute, type PartnerCenterEvents } from './partner-center-events.ts';

/** Largest body read, in bytes: Teams never sends more than a fraction of it. */
const MOST_BYTES = 256 * 1024;

/** How long turns that are under way may take when the product stops, in milliseconds. */
const DRAIN_MS = 3000;

export interface Health {
  /** Throws or answers false while the database or the jobs do not answer. */
  ready(): Promise<boolean>;
  /** Figures for `GET /metrics` (Prometheus text format). */
  metrics(): Promise<string>;
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * The HTTP side: `POST /api/messages` and `/api/partner-center/events`, `GET /healthz`, `/readyz` and `/metrics`.
 *
 * @throws AppError `server.port-in-use`, `server.cannot-listen`
 */
export async function startServer(
  { host, port }: { host: string; port: number },
  {
    adapter,
    bot,
    health,
    log,
    sandbox = false,
    events,
  }: {
    adapter: CloudAdapter;
    bot: ActivityHandler;
    health: Health;
    log: Logger;
    sandbox?: boolean;
    /** Takes events of Partner Center; without it there is no such route. */
    events?: Pick<PartnerCenterEvents, 'receive'>;
  },
): Promise<RunningServer> {
  const server = restify.createServer({ name: 'csp-move-assistant', handleUncaughtExceptions: false });
  server.pre(onlyPlainJson);
  if (sandbox) server.pre(onlyThisMachine);
  if (events !== undefined) server.pre(eventsRoute(events.receive, log));
  server.use(restify.plugins.bodyReader({ maxBodySize: MOST_BYTES }));
  server.use(restify.plugins.jsonBodyParser({ mapParams: false, bodyReader: true }));

  server.post('/api/messages', async (request, response) => {
    const activity = MinimalActivity.safeParse(request.body);
    if (!activity.success || (sandbox && !isLoopback(activity.data.serviceUrl))) {
      response.send(400, {
        error: { code: 'BadActivity', message: 'The body has to be a Bot Framework activity in JSON.' },
      });
      return;
    }
    // The cast: the SDK's request type wants `method` always set, which restify leaves optional in its types.
    await adapter.process(request as never, response, (context) => bot.run(context));
  });
  server.get('/healthz', async (_request, response) => {
    response.send(200, { status: 'ok' });
  });
  server.get('/readyz', async (_request, response) => {
    const ready = await health.ready().catch(() => false);
    response.send(ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' });
  });
  server.get('/metrics', async (_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.sendRaw(200, await health.metrics());
  });
  server.on('restifyError', (request: restify.Request, _response: restify.Response, err: Error, next: () => void) => {
    log.debug({ err, path: request.path() }, 'A request was refused');
    next();
  });

  await listen(server, host, port);
  // The cast: restify types address() loosely; after 'listening' on a TCP port it is an AddressInfo.
  const bound = server.address() as AddressInfo;
  return {
    port: bound.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Turns under way may finish; after that nobody is waited for.
        server.server.closeIdleConnections?.();
        setTimeout(() => server.server.closeAllConnections?.(), DRAIN_MS).unref();
      }),
  };
}

/**
 * Fails when a port is taken, before anything else was started for nothing.
 *
 * @throws AppError `server.port-in-use`, `server.cannot-listen`
 */
export async function assertPortFree(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen(port, host, resolve);
    });
  } catch (cause) {
    throw cannotListen(host, port, cause);
  }
  await new Promise((resolve) => probe.close(resolve));
}

async function listen(server: restify.Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    throw cannotListen(host, port, cause);
  }
}

function cannotListen(host: string, port: number, cause: unknown): AppError {
  const inUse = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE'; // Node's listen errors carry a code
  return new AppError(inUse ? 'server.port-in-use' : 'server.cannot-listen', {
    params: { port, host },
    hint: inUse ? 'Stop the other program or set PORT to a free port.' : `Check HOST (${host}).`,
    cause,
  });
}

/**
 * Activities are JSON. Forms and uploads are refused before anything of them is read: a form is what a foreign web page can
 * send without being asked, an upload would be written to disk. A packed body could unfold to any size.
 */
function onlyPlainJson(request: restify.Request, response: restify.Response, next: restify.Next): void {
  const packed = (request.headers['content-encoding'] ?? 'identity') !== 'identity';
  const json = /^application\/json\b/iu.test(request.headers['content-type'] ?? '');
  if (request.method === 'POST' && (packed || !json)) {
    response.send(415, {
      error: { code: 'UnsupportedMediaType', message: 'Send plain JSON: content-type application/json.' },
    });
    next(false);
    return;
  }
  next();
}

/**
 * The sandbox checks nobody, so it answers only programs of this machine: no page of a browser (`Origin`), and no foreign
 * host name that was pointed at this machine.
 */
function onlyThisMachine(request: restify.Request, response: restify.Response, next: restify.Next): void {
  const origin = request.headers.origin;
  const foreign = (origin !== undefined && !isLoopback(origin)) || !isLoopback(`http://${request.headers.host ?? ''}`);
  if (foreign) {
    response.send(403, { error: { code: 'Forbidden', message: 'The sandbox answers this machine only.' } });
    next(false);
    return;
  }
  next();
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/u.test(new URL(url).hostname);
}

/** No database keeps a null character, so nothing that is kept may hold one. */
const word = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^[^\0]*$/u);
const spoken = z.string().max(200_000).nullish();
const party = z.looseObject({ id: word, name: z.string().nullish(), aadObjectId: word.nullish() });

/** Enough of an activity to be handed to the SDK, which throws on anything less. */
const MinimalActivity = z.looseObject({
  type: word,
  channelId: word,
  serviceUrl: word,
  from: party,
  recipient: party,
  conversation: z.looseObject({ id: word.regex(/^[^;]/u) }),
  text: spoken,
  locale: z.string().max(100).nullish(),
  entities: z.array(z.looseObject({})).nullish(),
});
