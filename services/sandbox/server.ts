import type { Server as HttpServer } from 'node:http';
import pino from 'pino';
import restify, { type Next, type Request, type Response, type ServerOptions } from 'restify';
import { AppError } from '../errors.ts';
import { PARTNER_CENTER_AUDIENCE } from '../identity/token-source.ts';
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
  /** Told in whose name a service was asked; null: in the assistant's own. */
  readonly called: (person: string | null) => void;
}): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  // restify logs whole requests, tokens and all, when it finds something odd.
  // restify 12 logs with pino, its type definitions are of a version that did not.
  const silent: unknown = pino({ level: 'silent' });
  const server = restify.createServer({ name: 'sandbox', log: silent as NonNullable<ServerOptions['log']> });
  server.pre(onlyThisMachine);
  // No parser for uploads: restify would write them to the disk.
  server.use(restify.plugins.bodyReader({ maxBodySize: 1_000_000 }));
  server.use(restify.plugins.jsonBodyParser({ mapParams: false, bodyReader: true }));
  server.use(restify.plugins.urlEncodedBodyParser({ mapParams: false, bodyReader: true }));
  let origin = '';
  for (const route of options.routes) {
    server[route.method](route.path, async (request: Request, response: Response) => {
      const ask = askOf(request, origin);
      const meant = route.audience === undefined ? 'by-name' : 'any';
      const fault = options.faults.take(request.method ?? '', ask.path, meant);
      if (fault !== null) options.faults.onHit(fault, ask.header('ms-requestid'));
      if (route.audience !== undefined) options.called(readToken(ask.header('authorization'))?.person ?? null);
      // restify answers by itself when a handler ends without having answered.
      if (fault?.kind === 'no-answer') await new Promise<never>(() => {});
      else if (fault?.kind === 'held') {
        const held = once(options.state, route, ask);
        await options.faults.cleared();
        send(response, ask, held);
      } else if (fault === null) send(response, ask, once(options.state, route, ask));
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

/** The sandbox answers programs of this machine only: no page of a browser (`Origin`), no foreign name that leads here. */
function onlyThisMachine(request: Request, response: Response, next: Next): void {
  const host = `http://${request.headers.host ?? ''}`;
  const here = URL.canParse(host) && /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/u.test(new URL(host).hostname);
  const answered = here && request.headers.origin === undefined;
  if (!answered) response.send(403, { error: 'Only for programs of this machine.' });
  next(answered ? undefined : false);
}

const ANSWERS_KEPT = 100;

/** The same change with the same request id is the same change: it gets the first answer again. */
function once(state: StateFile, route: Route, ask: Ask): Reply {
  // Only Partner Center knows a request again; Graph does a repeated change twice.
  const repeatable = route.method !== 'get' && route.audience === PARTNER_CENTER_AUDIENCE;
  const requestId = repeatable ? ask.header('ms-requestid') : undefined;
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
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.header(name, value);
  if (Buffer.isBuffer(reply.body))
    response.sendRaw(reply.status, reply.body, { 'Content-Type': 'application/octet-stream' });
  else response.send(reply.status, reply.body);
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
    case 'error':
      response.writeHead(fault.kind === 'error' ? 500 : 200, { 'Content-Type': 'text/html' });
      response.end('<html>gateway</html>');
      return;
    case 'truncated': {
      const { status, body } = work();
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end((JSON.stringify(body) ?? '{').slice(0, -1));
      return;
    }
    case 'wrong-types': {
      const reply = work();
      send(response, ask, { ...reply, body: ofOtherTypes(reply.body) });
      return;
    }
    case 'throttle': {
      const seconds = fault.retryAfterSeconds;
      const message = `Rate limit is exceeded.${seconds === null ? '' : ` Try again in ${seconds} seconds.`}`;
      if (seconds !== null) response.header('Retry-After', String(seconds));
      send(response, ask, ok({ statusCode: 429, message }, 429));
      return;
    }
    case 'unauthorized': {
      const claims = Buffer.from(fault.claims ?? '').toString('base64');
      if (fault.claims !== undefined)
        response.header('WWW-Authenticate', `Bearer realm="", error="insufficient_claims", claims="${claims}"`);
      send(response, ask, ok({ message: 'Unauthorized.' }, 401));
      return;
    }
    case 'unavailable':
      send(response, ask, ok({ message: 'The service is unavailable.' }, 503));
      return;
    case 'refuse':
      send(response, ask, ok(refusalBody(fault), fault.status));
  }
}

function refusalBody({ code, shape, status }: Fault): unknown {
  const sentence = 'Refused on demand.';
  if (shape === 'graph') return { error: { code: String(code), message: sentence, innerError: {} } };
  if (shape === 'classic') return { code, description: sentence, data: [], source: 'PartnerFD' };
  return {
    code,
    message: sentence,
    description: sentence,
    errorName: 'OnDemand',
    isRetryable: status >= 500,
    parameters: {},
    errorMessageExtended: sentence,
  };
}

/** The same names with values of another type. */
function ofOtherTypes(value: unknown): unknown {
  if (typeof value === 'string') return 1;
  if (Array.isArray(value)) return 'list';
  if (typeof value !== 'object' || value === null) return ['value'];
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, ofOtherTypes(v)]));
}

/** Waiting connections (those of `no-answer` too) must not keep the process alive. */
function close(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
