import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { type SendLimits, type SendWindow, TEAMS_LIMITS } from '../../services/store/send-limits.ts';

/** What arrived at Teams, in the order in which it arrived. */
export interface Arrival {
  /** Milliseconds, by the clock of the connector. */
  readonly at: number;
  readonly method: string;
  readonly conversationId: string;
  readonly text: string;
  readonly status: number;
  /** The limit it broke; null: none. */
  readonly broke: string | null;
}

/** How Teams refuses, before it took anything. */
export interface Refusal {
  readonly status: number;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TeamsConnectorOptions {
  /** Milliseconds. */
  readonly now: () => number;
  /** The way of a request to Teams, and of the answer back. */
  readonly travel?: () => Promise<void>;
  /** Whether Teams refuses although the limits are kept; null: it does not. */
  readonly refuse?: (conversationId: string) => Refusal | null;
  readonly limits?: SendLimits;
}

/**
 * Stands in for the connector service of Teams: real HTTP on loopback, its limits as sliding windows on the moments at which requests
 * arrive. Every request counts, refused ones too.
 */
export class TeamsConnector {
  readonly arrivals: Arrival[] = [];
  readonly #options: TeamsConnectorOptions;
  readonly #limits: SendLimits;
  readonly #server: Server;
  readonly #times = new Map<string, number[]>();
  #given = 0;

  constructor(options: TeamsConnectorOptions) {
    this.#options = options;
    this.#limits = options.limits ?? TEAMS_LIMITS;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** @returns the `serviceUrl` of its conversations */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('No port was given');
    return `http://127.0.0.1:${address.port}/`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** What it took. */
  get taken(): readonly Arrival[] {
    return this.arrivals.filter(({ status }) => status < 300);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = /^\/v3\/conversations\/(?<id>[^/]+)\/activities(?:\/(?<activity>[^/]+))?$/u.exec(request.url ?? '');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { text } = Activity.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    await this.#options.travel?.();
    const conversationId = decodeURIComponent(path?.groups?.id ?? '');
    const refusal = this.#arrive(request.method ?? '', conversationId, text);
    await this.#options.travel?.();
    response.statusCode = refusal?.status ?? 200;
    response.setHeader('content-type', 'application/json');
    for (const [name, value] of Object.entries(refusal?.headers ?? {})) response.setHeader(name, value);
    const { code = 'ServiceError' } = refusal ?? {};
    response.end(
      JSON.stringify(
        refusal === null ? { id: this.#newId(path?.groups?.activity, request) } : { error: { code, message: code } },
      ),
    );
  }

  #arrive(method: string, conversationId: string, text: string): Refusal | null {
    const at = this.#options.now();
    const broke =
      this.#broken('all', '', this.#limits.all, at) ??
      this.#broken('conversation', conversationId, this.#limits.conversation, at);
    const refusal = broke === null ? (this.#options.refuse?.(conversationId) ?? null) : THROTTLED;
    this.arrivals.push({ at, method, conversationId, text, status: refusal?.status ?? 200, broke });
    return refusal;
  }

  /** Counts an arrival and names the window it broke. */
  #broken(what: string, id: string, windows: readonly SendWindow[], at: number): string | null {
    const key = `${what} ${id}`;
    const times = this.#times.get(key) ?? [];
    this.#times.set(key, times);
    const broken = windows.find(({ requests, seconds }) => {
      const earlier = times[times.length - requests];
      return earlier !== undefined && earlier > at - seconds * 1000;
    });
    times.push(at);
    return broken === undefined ? null : `${what}: more than ${broken.requests} in ${broken.seconds} s`;
  }

  #newId(activity: string | undefined, { method }: IncomingMessage): string {
    if (method === 'PUT' && activity !== undefined) return decodeURIComponent(activity);
    this.#given += 1;
    return `activity-${this.#given}`;
  }
}

const Activity = z.object({ text: z.string().default('') });

const THROTTLED: Refusal = { status: 429, code: 'Throttled', headers: { 'retry-after': '2' } };
