import type { AddressInfo } from 'node:net';
import type { ActivityHandler, CloudAdapter } from 'botbuilder';
import type { Logger } from 'pino';
import restify from 'restify';
import { z } from 'zod';
import { AppError } from '../services/errors.ts';

/** Largest body read, in bytes: Teams never sends more than a fraction of it. */
const MOST_BYTES = 256 * 1024;

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
 * The HTTP side: `POST /api/messages`, `GET /healthz`, `/readyz` and `/metrics`.
 *
 * @throws AppError `server.port-in-use`, `server.cannot-listen`
 */
export async function startServer(
  { host, port }: { host: string; port: number },
  { adapter, bot, health, log }: { adapter: CloudAdapter; bot: ActivityHandler; health: Health; log: Logger },
): Promise<RunningServer> {
  const server = restify.createServer({ name: 'csp-move-assistant', handleUncaughtExceptions: false });
  server.use(restify.plugins.bodyParser({ maxBodySize: MOST_BYTES, mapParams: false }));

  server.post('/api/messages', async (request, response) => {
    if (!MinimalActivity.safeParse(request.body).success) {
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
        server.server.closeAllConnections?.();
      }),
  };
}

async function listen(server: restify.Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    const inUse = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE'; // Node's listen errors carry a code
    throw new AppError(inUse ? 'server.port-in-use' : 'server.cannot-listen', {
      params: { port, host },
      hint: inUse ? 'Stop the other program or set PORT to a free port.' : `Check HOST (${host}).`,
      cause,
    });
  }
}

/** Enough of an activity to be handed to the SDK, which throws on anything less. */
const MinimalActivity = z.looseObject({
  type: z.string().min(1),
  channelId: z.string().min(1),
  serviceUrl: z.string().min(1),
  from: z.looseObject({ id: z.string().min(1) }),
  recipient: z.looseObject({ id: z.string().min(1) }),
  conversation: z.looseObject({ id: z.string().min(1) }),
});
