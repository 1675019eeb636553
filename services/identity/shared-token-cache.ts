import type { ICachePlugin, TokenCacheContext } from '@azure/msal-node';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Secrets } from '../store/secret-store.ts';
import type { Seal } from './seal.ts';

/** What keeping MSAL's caches for all instances takes. */
export interface SharedCacheParts {
  readonly secrets: Secrets;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * MSAL's token cache of one identity in one tenant, kept sealed in the database for all instances. It is only a cache: what
 * cannot be read, opened or written is warned about and costs a token request, nothing else.
 */
export function sharedTokenCache(name: string, { secrets, seal, clock, log }: SharedCacheParts): ICachePlugin {
  let known: string | null = null;
  const tolerant = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (err) {
      log.warn({ err, cache: name }, `The shared token cache could not be ${what}`);
    }
  };
  return {
    beforeCacheAccess: (context: TokenCacheContext) =>
      tolerant('read', async () => {
        const kept = await secrets.get(name);
        if (kept === null || kept.version === known) return;
        // Also when it turns out to be unreadable: once is enough to say so.
        known = kept.version;
        context.tokenCache.deserialize(asJson(await seal.open(name, kept.sealed)));
      }),
    afterCacheAccess: (context: TokenCacheContext) =>
      tolerant('written', async () => {
        if (!context.cacheHasChanged) return;
        await secrets.put(name, await seal.close(name, context.tokenCache.serialize()), clock.now(), null);
      }),
  };
}

/** MSAL takes what is no JSON for its own and fails later. */
function asJson(text: string): string {
  const cache: unknown = JSON.parse(text);
  if (typeof cache !== 'object' || cache === null) throw new TypeError('no token cache');
  return text;
}
