import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { ok, param, type Route } from './route.ts';

const MINUTES = 10;
const MOST_FILES = 50;

interface Shelved {
  readonly name: string;
  readonly bytes: Buffer;
  readonly until: number;
}

/**
 * Stands in for a person's OneDrive, which the sandbox's chat window does not have: a file the bot hands over lies here for ten minutes
 * under an address nobody can guess, and what is uploaded can be looked at.
 */
export class FileShelf {
  readonly #files = new LRUCache<string, Shelved>({ max: MOST_FILES });
  readonly #clock: Clock;

  /** @param clock the machine's: simulated days that pass end no download */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns the file's address below `origin` */
  offer(origin: string, name: string, bytes: Uint8Array): string {
    const id = randomUUID();
    this.#put(id, name, bytes);
    return `${origin}/sandbox/files/${id}/${encodeURIComponent(name)}`;
  }

  routes(): Route[] {
    return [
      {
        method: 'get',
        path: '/sandbox/files/:id/:name',
        needs: 'anyone',
        handle: (ask) => {
          const file = this.#files.get(param(ask, 'id'));
          if (file === undefined || file.until < this.#clock.now().epochMilliseconds)
            return ok({ error: 'This file is not offered any more. Ask the assistant for it again.' }, 404);
          const named = `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`;
          return { status: 200, headers: { 'Content-Disposition': named }, body: file.bytes };
        },
      },
      {
        method: 'post',
        path: '/sandbox/files',
        needs: 'anyone',
        handle: (ask) => {
          const wish = z.object({ name: z.string().max(200), base64: z.base64() }).safeParse(ask.body);
          if (!wish.success) return ok({ error: z.prettifyError(wish.error) }, 400);
          return ok({ url: this.offer(ask.origin, wish.data.name, Buffer.from(wish.data.base64, 'base64')) });
        },
      },
    ];
  }

  #put(id: string, name: string, bytes: Uint8Array): void {
    const until = this.#clock.now().add({ minutes: MINUTES }).epochMilliseconds;
    this.#files.set(id, { name, bytes: Buffer.from(bytes), until });
  }
}
