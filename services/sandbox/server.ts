import type { Server as HttpServer } from 'node:http';
import pino from 'pino';
import restify, { type Request, type Response, type ServerOptions } from 'restify';
import { AppError } from '../errors.ts';
import type { Fault, Faults } from './faults.ts';
import { readToken } from './login-routes.ts';
import { type Ask, ok, Refused, type Reply, type Route, refuse } from './route.ts';
import type { StateFile } from './state.ts';

/** Answers HTTP with the routes: checks the token, fails when told to, and does a repeated change only once. */
export async function serve(options: {
  readonly host: string;
  readonly port: number;
  readonly routes: readonly Route[];
  readonly state: StateFile;
  readonly faults: Faults;
}): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  // restify logs whole requests, tokens and all, when it finds something odd.
  // restify 12 logs with pino, its type definitions are of a version that did not.
  const silent: unknown = pino({ level: 'silent' });
  const server = restify.createServer({ name: 'sandbox', log: silent as NonNullable<ServerOptions['log']> });
  server.use(restify.plugins.bodyParser({ mapParams: false, maxBodySize: 1_000_000 }));
  let origin = '';
  for (const route of options.routes) {
    server[route.method](route.path, async (request: Request, response: Response) => {
      const ask = askOf(request, origin);
      // The sign-in and the levers themselves never fail.
      const fault = route.audience === undefined ? null : options.faults.take(request.method ?? '', ask.path);
      // restify answers by itself when a handler ends without having answered.
      if (fault?.kind === 'no-answer') await new Promise<never>(() => {});
      else if (fault === null) send(response, ask, once(options.state, route, ask));
      else fail(fault, request, response, ask, () => once(options.state, route, ask));
    });
  }
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });
  origin = `http://${options.host}:${server.address().port}`;
  return { url: origin, close: () => close(server.server) };
}

const ANSWERS_KEPT = 100;

/** The same change with the same request id is the same change: it gets the first answer again. */
function once(state: StateFile, route: Route, ask: Ask): Reply {
  const requestId = route.method === 'get' ? undefined : ask.header('ms-requestid');
  if (requestId === undefined) return answer(route, ask);
  const key = `${route.method} ${ask.path} ${requestId}`;
  const known = state.current.answers.find((given) => given.key === key);
  if (known) return { status: known.status, body: known.body };
  const reply = answer(route, ask);
  if (reply.status < 300) {
    state.change((s) => {
      s.answers = [...s.answers.slice(1 - ANSWERS_KEPT), { key, ...reply }];
    });
  }
  return reply;
}

function answer(route: Route, ask: Ask): Reply {
  try {
    if (route.needs !== 'anyone') checkToken(route, ask);
    return route.handle(ask);
  } catch (error) {
    if (error instanceof Refused) return error.reply;
    if (error instanceof AppError) return ok({ error: error.code, hint: error.hint }, 404);
    throw error;
  }
}

function checkToken(route: Route, ask: Ask): void {
  const token = readToken(ask.header('authorization'));
  if (token === null) throw new Refused(ok({ message: 'Unauthorized.' }, 401));
  if (token.audience !== route.audience) throw refuse(401, 900420, 'The token was made for another resource.');
  if (route.needs === 'user' && token.as !== 'user') throw refuse(403, 900329, 'App-only access is not supported.');
}

function askOf(request: Request, origin: string): Ask {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const params: Record<string, string> = {};
  // restify gives params as `any`; path parameters are always text.
  for (const [name, value] of Object.entries(request.params ?? {})) params[name] = String(value);
  return {
    path: url.pathname,
    origin,
    params,
    query: url.searchParams,
    header: (name) => {
      const value = request.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(',') : value;
    },
    body: request.body,
    tenantId: readToken(request.headers.authorization)?.tenantId ?? '',
  };
}

function send(response: Response, ask: Ask, reply: Reply): void {
  for (const name of ['MS-RequestId', 'MS-CorrelationId']) {
    const value = ask.header(name);
    if (value !== undefined) response.header(name, value);
  }
  response.send(reply.status, reply.body);
}

/** Fails as it was told to; `work` is what would have been done. */
function fail(fault: Fault, request: Request, response: Response, ask: Ask, work: () => Reply): void {
  switch (fault.kind) {
    case 'no-answer':
    case 'cut-off':
      request.socket.destroy();
      return;
    case 'lost-reply':
      work();
      request.socket.destroy();
      return;
    case 'malformed':
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<html>gateway</html>');
      return;
    case 'throttle': {
      const message = `Rate limit is exceeded. Try again in ${fault.retryAfterSeconds} seconds.`;
      response.header('Retry-After', String(fault.retryAfterSeconds));
      send(response, ask, ok({ statusCode: 429, message }, 429));
      return;
    }
    case 'unavailable':
      send(response, ask, ok({ message: 'The service is unavailable.' }, 503));
      return;
    case 'refuse':
      send(
        response,
        ask,
        ok({ code: fault.code, description: 'Refused on demand.', data: [], source: 'PartnerFD' }, fault.status),
      );
  }
}

/** Waiting connections (those of `no-answer` too) must not keep the process alive. */
function close(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
