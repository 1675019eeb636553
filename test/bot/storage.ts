import { createServer, type Server } from 'node:http';

/** What a storage answers to one path. */
export interface Stored {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** Answers when this is settled. */
  readonly held?: Promise<void>;
  /** Sends so many bytes without having said how many. */
  readonly endless?: number;
}

/** Stands in for where Teams keeps files: real HTTP on loopback. */
export class Storage {
  readonly uploads: { readonly path: string; readonly range: string; readonly bytes: Buffer }[] = [];
  readonly files = new Map<string, Stored>();
  readonly #server: Server;
  url = '';

  constructor() {
    this.#server = createServer(async (request, response) => {
      const path = request.url ?? '';
      const stored = this.files.get(path) ?? { status: request.method === 'PUT' ? 201 : 404 };
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      if (request.method === 'PUT')
        this.uploads.push({ path, range: String(request.headers['content-range']), bytes: Buffer.concat(chunks) });
      await stored.held;
      response.writeHead(stored.status ?? 200, stored.headers);
      if (stored.endless === undefined) return response.end(stored.body);
      for (let sent = 0; sent < stored.endless && !response.destroyed; sent += 65_536)
        response.write(Buffer.alloc(65_536, 65));
      response.end();
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('No port was given');
    this.url = `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
