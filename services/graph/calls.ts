import { z } from 'zod';
import { AppError } from '../errors.ts';
import { checkedReply } from '../identity/checked-reply.ts';
import { type SignedRequest, signedRequests, type Transport } from '../identity/signed-request.ts';
import { GRAPH_AUDIENCE, type TokenSource } from '../identity/token-source.ts';

export interface GraphCalls {
  get<S extends z.ZodType>(path: string, schema: S, options?: GraphReadOptions): Promise<z.output<S>>;
  /** All items, following `@odata.nextLink`; every page is asked for with the same options. */
  list<S extends z.ZodType>(path: string, item: S, options?: GraphReadOptions): Promise<z.output<S>[]>;
  /**
   * A question or a change with a body. Graph does not recognise a repeated change: say `repeat: 'always'` only where sending
   * twice does no harm; what is lost otherwise is the caller's to sort out.
   */
  send<S extends z.ZodType>(
    method: 'POST' | 'PATCH',
    path: string,
    body: unknown,
    schema: S,
    options?: GraphSendOptions,
  ): Promise<z.output<S>>;
  /** Sign-in metadata of a domain: no token; null when Entra does not know it. */
  metadata<S extends z.ZodType>(path: string, schema: S, trace?: GraphTrace): Promise<z.output<S> | null>;
}

/** Groups the calls of one piece of work. */
export interface GraphTrace {
  readonly correlationId?: string;
}

export interface GraphReadOptions extends GraphTrace {
  /** The customer's tenant; the partner's own when absent. */
  readonly tenantId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What a query needs that counts, or that casts a directory collection to one type. The query itself needs `$count=true` besides.
 * Source: https://learn.microsoft.com/graph/aad-advanced-queries
 */
export const ADVANCED_QUERY = { ConsistencyLevel: 'eventual' } as const;

export interface GraphSendOptions extends GraphTrace {
  /** The customer's tenant; the partner's own when absent. */
  readonly tenantId?: string;
  /** `@odata.etag` of the resource as it was read. */
  readonly etag?: string;
  readonly requestId?: string;
  /** Default: `not-lost`. */
  readonly repeat?: SignedRequest['repeat'];
}

export interface GraphOptions {
  readonly baseUrl: string;
  readonly loginUrl: string;
  readonly tokens: TokenSource;
  readonly transport?: Partial<Transport>;
}

export function graphCalls(options: GraphOptions): GraphCalls {
  const send = signedRequests({ ...options, audience: GRAPH_AUDIENCE, service: 'Graph', refusal: graphRefusal });
  const publicly = signedRequests({
    ...options,
    baseUrl: options.loginUrl,
    tokens: null,
    audience: '',
    service: METADATA,
    // Entra answers 400 for a domain nobody has registered.
    refusal: (status, body, trace) => graphRefusal(status === 400 ? 404 : status, body, trace),
  });
  const ask = async (path: string, options: GraphReadOptions | undefined) =>
    (await send({ ...options, method: 'GET', path, repeat: 'always' })).body;
  return {
    async get(path, schema, options) {
      return checkedReply(schema, await ask(path, options), 'Graph');
    },

    async list(path, item, options) {
      const found: unknown[] = [];
      const seen = new Set<string>();
      for (let next: string | null | undefined = path; next; ) {
        if (seen.has(next)) throw new AppError('microsoft.unexpected-reply', { hint: 'Graph: pages in a circle.' });
        seen.add(next);
        const page: z.output<typeof Page> = checkedReply(Page, await ask(next, options), 'Graph collection');
        found.push(...page.value);
        next = page['@odata.nextLink'];
      }
      return checkedReply(z.array(item), found, `Graph GET ${path.split('?')[0]}`);
    },

    async send(method, path, body, schema, { etag, repeat = 'not-lost', ...rest } = {}) {
      const headers = etag === undefined ? {} : { 'If-Match': etag };
      const reply = await send({ method, path, body, headers, repeat, ...rest });
      return checkedReply(schema, reply.body, `Graph ${method} ${path.split('?')[0]}`);
    },

    async metadata(path, schema, trace) {
      try {
        const { body } = await publicly({ ...trace, method: 'GET', path, repeat: 'always' });
        return checkedReply(schema, body, METADATA);
      } catch (error) {
        if (error instanceof AppError && error.code === 'microsoft.not-found') return null;
        throw error;
      }
    },
  };
}

const METADATA = 'Sign-in metadata';

const Page = z.looseObject({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });
const GraphError = z.looseObject({ error: z.looseObject({ code: z.string() }) });

/** The error for a refused Graph call. Graph's sentence is left out: it may name people. */
function graphRefusal(status: number, body: unknown, trace: string): AppError {
  const parsed = GraphError.safeParse(body);
  const code = parsed.success ? parsed.data.error.code : null;
  const [what, hint] = REFUSALS[status] ?? ['refused', 'Look the code up in the Microsoft Graph error responses.'];
  return new AppError(`microsoft.${what}`, {
    params: { code, status },
    hint: `${trace}: ${status} / ${code ?? 'no code'}. ${hint}`,
  });
}

const REFUSALS: Readonly<Record<number, readonly [what: string, hint: string]>> = {
  401: ['signed-out', 'The token was refused. Check the application, its secret and the consent.'],
  403: ['graph-access-denied', 'Check the permissions of the application, its consent and the GDAP roles.'],
  404: ['not-found', 'Microsoft Graph does not know this resource.'],
  409: ['conflict', 'The resource is in a state that does not allow this, or its name is taken.'],
  412: ['changed-meanwhile', 'The resource changed since it was read (etag). Read it again.'],
};
