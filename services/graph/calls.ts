import { z } from 'zod';
import { AppError } from '../errors.ts';
import { checkedReply } from '../identity/checked-reply.ts';
import { machineTransport, signedRequests, type Transport } from '../identity/signed-request.ts';
import { GRAPH_AUDIENCE, type TokenSource } from '../identity/token-source.ts';

export interface GraphCalls {
  /** `tenantId`: the customer's tenant; the partner's own when absent. */
  get<S extends z.ZodType>(path: string, schema: S, tenantId?: string): Promise<z.output<S>>;
  /** All items, following `@odata.nextLink`. */
  list<S extends z.ZodType>(path: string, item: S, tenantId?: string): Promise<z.output<S>[]>;
  /** Sign-in metadata of a domain: no token; null when Entra does not know it. */
  metadata<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | null>;
}

export interface GraphOptions {
  readonly baseUrl: string;
  readonly loginUrl: string;
  readonly tokens: TokenSource;
  readonly transport?: Partial<Transport>;
}

export function graphCalls(options: GraphOptions): GraphCalls {
  const send = signedRequests({ ...options, audience: GRAPH_AUDIENCE, service: 'Graph', refusal: graphRefusal });
  const ask = async (path: string, tenantId: string | undefined) => {
    const { body } = await send({
      method: 'GET',
      path,
      repeat: 'always',
      ...(tenantId === undefined ? {} : { tenantId }),
    });
    return body;
  };
  return {
    async get(path, schema, tenantId) {
      return checkedReply(schema, await ask(path, tenantId), 'Graph');
    },

    async list(path, item, tenantId) {
      const found: unknown[] = [];
      const seen = new Set<string>();
      for (let next: string | null | undefined = path; next; ) {
        if (seen.has(next)) throw new AppError('microsoft.unexpected-reply', { hint: 'Graph: pages in a circle.' });
        seen.add(next);
        const page: z.output<typeof Page> = checkedReply(Page, await ask(next, tenantId), 'Graph collection');
        found.push(...page.value);
        next = page['@odata.nextLink'];
      }
      return checkedReply(z.array(item), found, `Graph GET ${path.split('?')[0]}`);
    },

    async metadata(path, schema) {
      const transport = { ...machineTransport, ...options.transport };
      const url = `${options.loginUrl.replace(/\/+$/, '')}${path}`;
      let reply: Response;
      let body: unknown;
      try {
        reply = await transport.fetch(url, { redirect: 'error', signal: AbortSignal.timeout(transport.timeoutMs) });
        body = await reply.json();
      } catch (cause) {
        throw new AppError('microsoft.unreachable', { hint: 'No sign-in metadata: check LOGIN_URL.', cause });
      }
      if (reply.status === 400 || reply.status === 404) return null;
      if (!reply.ok) throw graphRefusal(reply.status, body, 'Sign-in metadata');
      return checkedReply(schema, body, 'Sign-in metadata');
    },
  };
}

const Page = z.looseObject({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });
const GraphError = z.looseObject({ error: z.looseObject({ code: z.string() }) });

/** The error for a refused Graph call. Graph's sentence is left out: it may name people. */
function graphRefusal(status: number, body: unknown, trace: string): AppError {
  const parsed = GraphError.safeParse(body);
  const code = parsed.success ? parsed.data.error.code : null;
  const what = { 401: 'signed-out', 403: 'graph-access-denied', 404: 'not-found' }[status] ?? 'refused';
  return new AppError(`microsoft.${what}`, {
    params: { code, status },
    hint: `${trace}: ${status} / ${code ?? 'no code'}. Check the application permissions and the GDAP roles.`,
  });
}
