import type { Logger } from 'pino';
import { AppError } from '../errors.ts';
import { within } from '../identity/time-limit.ts';

/** The parts of a snapshot that are read one by one. */
export type SnapshotPart =
  | 'partner'
  | 'customer'
  | 'delegated-support'
  | 'tenant-subscriptions'
  | 'agreement'
  | 'vetting'
  | 'qualifications'
  | 'subscriptions';

/** Reads the parts of one snapshot; a part that fails is left out, named and logged. */
export class SnapshotReading {
  readonly #log: Logger;
  readonly #limit: AbortSignal | null;
  readonly #failures: { readonly part: SnapshotPart; readonly error: AppError }[] = [];
  #asked = 0;

  constructor(log: Logger, limit: AbortSignal | null) {
    this.#log = log;
    this.#limit = limit;
  }

  get unread(): readonly SnapshotPart[] {
    return this.#failures.map(({ part }) => part);
  }

  async part<T>(part: SnapshotPart, read: () => Promise<T>): Promise<T | undefined> {
    this.#asked += 1;
    try {
      return await (this.#limit === null ? read() : within(this.#limit, read));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#log.warn({ part, code: error.code, hint: error.hint }, 'A part of the snapshot could not be read');
      this.#failures.push({ part, error });
      return undefined;
    }
  }

  /** @throws AppError the first failure, when there is nothing else: no news would be a lie then */
  refuseOutage(): void {
    const [first] = this.#failures;
    const outage = this.#failures.length === this.#asked && this.#failures.every((f) => OUTAGES.has(f.error.code));
    if (first !== undefined && outage) throw first.error;
  }
}

/** Codes that say nothing about the customer, only that Microsoft cannot be asked at the moment. */
const OUTAGES: ReadonlySet<string> = new Set([
  'microsoft.unreachable',
  'microsoft.throttled',
  'microsoft.failed',
  'microsoft.slow',
  'microsoft.unexpected-reply',
  'microsoft.sign-in-failed',
  'microsoft.signed-out',
]);
