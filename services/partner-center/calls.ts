import { z } from 'zod';
import { AppError } from '../errors.ts';
import { caseless, checkedReply } from '../identity/checked-reply.ts';
import { type SignedRequest, signedRequests, type Transport } from '../identity/signed-request.ts';
import { PARTNER_CENTER_AUDIENCE, type TokenSource } from '../identity/token-source.ts';
import { partnerCenterRefusal } from './refusals.ts';

/** Ids that travel with a call. `requestId` makes a repeated change the same change. */
export interface Trace {
  readonly correlationId?: string;
  readonly requestId?: string;
}

export interface PartnerCenterOptions {
  /** `PARTNER_CENTER_URL`, without `/v1`. */
  readonly baseUrl: string;
  readonly tokens: TokenSource;
  readonly transport?: Partial<Transport>;
}

/** The ways to call Partner Center; every operation of this folder is written with these. */
export interface PartnerCenterCalls {
  get<S extends z.ZodType>(path: string, schema: S, trace?: Trace): Promise<z.output<S>>;
  /** All items of a collection up to `limit`, over as many pages as needed. Also reads bare arrays. */
  list<S extends z.ZodType>(path: string, item: S, options?: Trace & { limit?: number }): Promise<z.output<S>[]>;
  send<S extends z.ZodType>(
    method: 'POST' | 'PATCH' | 'PUT',
    path: string,
    body: unknown,
    schema: S,
    options?: Trace & { etag?: string; repeat?: SignedRequest['repeat'] },
  ): Promise<z.output<S>>;
  newId(): string;
}

export function partnerCenterCalls(options: PartnerCenterOptions): PartnerCenterCalls {
  const send = signedRequests({
    ...options,
    audience: PARTNER_CENTER_AUDIENCE,
    service: 'Partner Center',
    // Required by the documentation, although not every sample shows it.
    headers: { 'MS-Contract-Version': 'v1' },
    refusal: partnerCenterRefusal,
  });

  async function page(request: SignedRequest): Promise<z.output<typeof Collection>> {
    const { body } = await send(request);
    return checkedReply(
      Collection,
      Array.isArray(body) ? { items: body } : body,
      `Partner Center ${bare(request.path)}`,
    );
  }

  return {
    newId: options.transport?.newId ?? (() => crypto.randomUUID()),

    async get(path, schema, trace = {}) {
      const { body } = await send({ method: 'GET', path, repeat: 'always', ...traceOf(trace) });
      return checkedReply(schema, body, `Partner Center GET ${bare(path)}`);
    },

    async list(path, item, { limit = Number.POSITIVE_INFINITY, ...trace } = {}) {
      const found: unknown[] = [];
      const seen = new Set<string>();
      let request: SignedRequest = { method: 'GET', path, repeat: 'always', ...traceOf(trace) };
      for (;;) {
        const { items, links } = await page(request);
        found.push(...items);
        const next = links?.next;
        if (!next || found.length >= limit) break;
        const headers = Object.fromEntries((next.headers ?? []).map(({ key, value }) => [key, value]));
        const mark = JSON.stringify([next.uri, headers]);
        // A page that leads back to one already read would go on for ever.
        if (seen.has(mark))
          throw new AppError('microsoft.unexpected-reply', {
            hint: `Partner Center ${bare(path)}: pages in a circle.`,
          });
        seen.add(mark);
        request = {
          method: 'GET',
          path: withVersion(next.uri),
          headers,
          repeat: 'always',
          ...traceOf(trace, 'correlation'),
        };
      }
      return checkedReply(z.array(item), found.slice(0, limit), `Partner Center GET ${bare(path)}`);
    },

    async send(method, path, body, schema, { etag, repeat = 'always', ...trace } = {}) {
      const headers = etag === undefined ? {} : { 'If-Match': etag };
      const reply = await send({ method, path, body, headers, repeat, ...traceOf(trace) });
      return checkedReply(schema, reply.body, `Partner Center ${method} ${bare(path)}`);
    },
  };
}

const Link = caseless({
  uri: z.string(),
  headers: z.array(caseless({ key: z.string(), value: z.string() })).nullish(),
});
const Collection = caseless({
  items: z.array(z.unknown()),
  links: caseless({ next: Link.nullish() }).nullish(),
});

/** A path segment from outside: an id that is anything but an id must not become another path. */
export function segment(id: string): string {
  return encodeURIComponent(id).replace(/^\.+$/, '');
}

/** Next links are relative and may or may not start with the version. */
function withVersion(uri: string): string {
  return /^https?:|^\/?v\d/i.test(uri) ? uri : `/v1${uri.startsWith('/') ? '' : '/'}${uri}`;
}

/** The query may hold what a person typed; hints leave it out. */
function bare(path: string): string {
  return path.split('?')[0] ?? path;
}

function traceOf(trace: Trace, part: 'all' | 'correlation' = 'all'): Trace {
  return {
    ...(trace.correlationId === undefined ? {} : { correlationId: trace.correlationId }),
    ...(trace.requestId === undefined || part === 'correlation' ? {} : { requestId: trace.requestId }),
  };
}
