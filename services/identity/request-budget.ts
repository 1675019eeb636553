import pThrottle from 'p-throttle';
import { AppError } from '../errors.ts';
import { workUnderWay } from './time-limit.ts';

/**
 * Lets so many requests a minute begin, in any minute, and the others wait for their turn. Background work gets three quarters at most,
 * so that somebody who waits for an answer does not stand behind the reading of the catalogue.
 *
 * Partner Center counts 500 requests a minute per partner tenant (throttling guidance), and retries count as well.
 *
 * @param options.ended ends all waiting, for good
 * @returns waits for a turn; rejects with `microsoft.slow` when the limit of the work (`within`) is over first: then nothing
 * must be sent
 */
export function requestBudget(options: {
  readonly perMinute: number;
  readonly ended: AbortSignal;
}): () => Promise<void> {
  const lane = (limit: number) =>
    pThrottle({ limit, interval: 60_000, strict: true, signal: options.ended })(async () => undefined);
  const all = lane(options.perMinute);
  const background = lane(Math.max(1, Math.floor(options.perMinute * BACKGROUND_SHARE)));
  return async () => {
    const { limit, awaited } = workUnderWay();
    try {
      if (!awaited) await unlessOver(background(), limit);
      await unlessOver(all(), limit);
    } catch (cause) {
      throw new AppError('microsoft.slow', {
        hint: 'The wait for a turn among the requests of this minute was ended.',
        cause,
      });
    }
  };
}

const BACKGROUND_SHARE = 0.75;

async function unlessOver(turn: Promise<unknown>, limit: AbortSignal | undefined): Promise<void> {
  if (limit === undefined) {
    await turn;
    return;
  }
  const over = Promise.withResolvers<never>();
  const end = () => over.reject(limit.reason);
  limit.addEventListener('abort', end, { once: true });
  try {
    // A turn that nobody takes any more must not become an unhandled rejection.
    turn.catch(() => undefined);
    limit.throwIfAborted();
    await Promise.race([turn, over.promise]);
  } finally {
    limit.removeEventListener('abort', end);
  }
}
