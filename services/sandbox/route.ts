/** One operation of the simulated Microsoft. */
export interface Route {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'del';
  /** restify path with `:names`. */
  readonly path: string;
  /**
   * Who may call: `user` an app+user token only (app-only gets 900329), `signed-in` any token, `anyone` no token.
   * `audience` is the resource the token has to be made for.
   */
  readonly needs: 'user' | 'signed-in' | 'anyone';
  readonly audience?: string;
  readonly handle: (ask: Ask) => Reply;
}

/** A request as a route sees it. */
export interface Ask {
  readonly path: string;
  /** Address of the sandbox, for absolute links. */
  readonly origin: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly body: unknown;
  /** Tenant the token was issued by. */
  readonly tenantId: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; a Buffer is sent byte for byte. */
  readonly body: unknown;
}

export function ok(body: unknown, status = 200): Reply {
  return { status, body };
}

/** A refusal on the way through a route. */
export class Refused extends Error {
  readonly reply: Reply;
  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}

/** Partner Center's classic error. */
export function refuse(status: number, code: number, description: string): Refused {
  return new Refused(ok({ code, description, data: [], source: 'PartnerFD' }, status));
}

/** Graph's error envelope. */
export function refuseGraph(status: number, code: string, message: string): Refused {
  return new Refused(ok({ error: { code, message, innerError: {} } }, status));
}

/** A parameter of the route's path. */
export function param(ask: Ask, name: string): string {
  const value = ask.params[name];
  if (value === undefined) throw new Error(`The route has no :${name}`);
  return value;
}

/** Partner Center's collection envelope. `self` is relative and leaves the version out, as in its replies. */
export function collection(
  items: readonly unknown[],
  self: string,
  next: { uri: string; token: string } | null = null,
  totalCount = items.length,
): Reply {
  const nextLink = next
    ? { next: { uri: next.uri, method: 'GET', headers: [{ key: 'MS-ContinuationToken', value: next.token }] } }
    : {};
  return ok({
    totalCount,
    items,
    links: { self: { uri: self, method: 'GET', headers: [] }, ...nextLink },
    attributes: { objectType: 'Collection' },
  });
}

const GRAPH_PAGE = 20;

/** Graph pages by an absolute next link that holds an opaque token; the other parts of the query stay. */
export function paged(ask: Ask, all: readonly unknown[]): Reply {
  const from = Number(ask.query.get('$skiptoken') ?? 0);
  const rest = new URLSearchParams(ask.query);
  rest.set('$skiptoken', String(from + GRAPH_PAGE));
  const next = from + GRAPH_PAGE < all.length ? { '@odata.nextLink': `${ask.origin}${ask.path}?${rest}` } : {};
  return ok({ value: all.slice(from, from + GRAPH_PAGE), ...next });
}
