import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import { machineTransport, type Transport } from './signed-request.ts';

/** The work that is being done. */
export interface WorkUnderWay {
  /** When it has to be over; undefined: whenever it is done. */
  readonly limit: AbortSignal | undefined;
  /** Somebody waits for it. */
  readonly awaited: boolean;
}

const BACKGROUND: WorkUnderWay = { limit: undefined, awaited: false };
const works = new AsyncLocalStorage<WorkUnderWay>();

export function workUnderWay(): WorkUnderWay {
  return works.getStore() ?? BACKGROUND;
}

/**
 * Does work somebody waits for, until the limit is over; a limit inside a limit can only be shorter. Requests over
 * `limitedTransport` end with it, whatever retries they had left.
 *
 * @throws AppError `microsoft.slow` when the limit is over first
 */
export function within<T>(limit: AbortSignal, work: () => Promise<T>): Promise<T> {
  return limited(limit, true, work);
}

/**
 * How long Microsoft may take for one answer somebody waits for, in milliseconds. What takes longer than a button press may (about
 * ten seconds) is shown on its card when it is there (bot/in-time.ts).
 */
export const PATIENCE_MS = 40_000;

/** Does work whose questions to others all end with the limit; what it does itself is not cut off. */
export function askingWithin<T>(limit: AbortSignal, work: () => Promise<T>): Promise<T> {
  return works.run({ limit, awaited: true }, work);
}

/**
 * Does work in the background that nobody waits for, until the signal ends it.
 *
 * @throws AppError `microsoft.slow` when it was ended
 */
export function untilEnded<T>(ended: AbortSignal, work: () => Promise<T>): Promise<T> {
  return works.run(BACKGROUND, () => limited(ended, false, work));
}

async function limited<T>(limit: AbortSignal, awaited: boolean, work: () => Promise<T>): Promise<T> {
  const outer = workUnderWay().limit;
  const signal = outer === undefined ? limit : AbortSignal.any([outer, limit]);
  const over = Promise.withResolvers<never>();
  const end = () => over.reject(new AppError('microsoft.slow', { hint: 'No answer in the time a person waits.' }));
  signal.addEventListener('abort', end, { once: true });
  try {
    if (signal.aborted) end();
    return await Promise.race([over.promise, works.run({ limit: signal, awaited }, work)]);
  } catch (error) {
    // What the end of the limit cut off comes as other errors too.
    if (signal.aborted) return await over.promise;
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Does work that goes on when the person who happened to start it does not wait any more. */
export function withoutLimit<T>(work: () => Promise<T>): Promise<T> {
  return works.run(BACKGROUND, work);
}

/** The machine's transport, which gives up with the limit of the work it is used for. Jobs have none. */
export const limitedTransport: Pick<Transport, 'fetch' | 'sleep'> = {
  fetch: (input, init = {}) => {
    const { limit } = workUnderWay();
    if (limit === undefined) return machineTransport.fetch(input, init);
    const signal = init.signal == null ? limit : AbortSignal.any([init.signal, limit]);
    return machineTransport.fetch(input, { ...init, signal });
  },
  sleep: (milliseconds) => {
    const { limit } = workUnderWay();
    return wait(milliseconds, undefined, limit === undefined ? {} : { signal: limit });
  },
};
