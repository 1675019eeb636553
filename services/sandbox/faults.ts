import { z } from 'zod';

/**
 * How the sandbox is told to fail.
 *
 * | kind | what happens |
 * | --- | --- |
 * | throttle | 429; with `retryAfterSeconds: null` neither header nor sentence says how long |
 * | unavailable, error | 503; 500 with a page of a gateway |
 * | malformed | 200 with a page instead of JSON, nothing is done |
 * | no-answer, cut-off | nothing is done, and the connection hangs or breaks |
 * | held | the work is done, and the answer comes when the faults are set anew |
 * | lost-reply | the work is done and the connection breaks |
 * | truncated, wrong-types | the work is done, and the JSON ends too early, or every value is of another type |
 * | unauthorized | 401, with a claims challenge when `claims` is given |
 * | refuse | an error of the given status and code, in the classic, the newer or Graph's shape |
 */
export const Fault = z.object({
  kind: z.enum([
    'throttle',
    'unavailable',
    'malformed',
    'no-answer',
    'cut-off',
    'held',
    'lost-reply',
    'refuse',
    'error',
    'truncated',
    'wrong-types',
    'unauthorized',
  ]),
  /** How many requests it hits. */
  times: z.number().int().positive().default(1),
  method: z.enum(['GET', 'POST', 'PATCH']).optional(),
  /** How many requests it lets pass before. */
  skip: z.number().int().nonnegative().default(0),
  /** Part of the path; every path when absent. */
  path: z.string().optional(),
  retryAfterSeconds: z.number().int().nonnegative().nullable().default(1),
  status: z.number().int().default(400),
  code: z.union([z.number(), z.string()]).default(3000),
  shape: z.enum(['classic', 'newer', 'graph']).default('classic'),
  /** JSON of a claims challenge. */
  claims: z.string().optional(),
});
export type Fault = z.output<typeof Fault>;

/** Faults waiting for their request. They are not kept over a restart. */
export class Faults {
  #waiting: Fault[] = [];
  #over = Promise.withResolvers<void>();
  /** Called when a fault hits a request, with its MS-RequestId. */
  onHit: (fault: Fault, requestId: string | undefined) => void = () => {};

  add(fault: z.input<typeof Fault>): void {
    this.#waiting.push(Fault.parse(fault));
  }

  clear(): void {
    this.#waiting = [];
    this.#over.resolve();
    this.#over = Promise.withResolvers<void>();
  }

  /** Resolves when the faults are cleared next. */
  cleared(): Promise<void> {
    return this.#over.promise;
  }

  /** The fault that hits this request, if any. The sign-in (`meant: 'by-name'`) fails only where a fault names its path. */
  take(method: string, path: string, meant: 'any' | 'by-name' = 'any'): Fault | null {
    const index = this.#waiting.findIndex(
      (fault) =>
        (fault.method === undefined || fault.method === method) &&
        (fault.path === undefined ? meant === 'any' : path.includes(fault.path)),
    );
    const hit = this.#waiting[index];
    if (!hit) return null;
    if (hit.skip > 0) {
      this.#waiting[index] = { ...hit, skip: hit.skip - 1 };
      return null;
    }
    if (hit.times <= 1) this.#waiting.splice(index, 1);
    else this.#waiting[index] = { ...hit, times: hit.times - 1 };
    return hit;
  }
}
