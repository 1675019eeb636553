import { z } from 'zod';

/**
 * How the sandbox is told to fail.
 * `throttle` 429 with Retry-After; `unavailable` 503; `malformed` a body that is no JSON; `no-answer` the connection hangs;
 * `cut-off` it breaks before anything is done; `lost-reply` the work is done and the reply gets lost; `refuse` a Partner Center
 * error of the given status and code.
 */
export const Fault = z.object({
  kind: z.enum(['throttle', 'unavailable', 'malformed', 'no-answer', 'cut-off', 'lost-reply', 'refuse']),
  /** How many requests it hits. */
  times: z.number().int().positive().default(1),
  method: z.enum(['GET', 'POST', 'PATCH']).optional(),
  /** Part of the path; every path when absent. */
  path: z.string().optional(),
  retryAfterSeconds: z.number().int().nonnegative().default(1),
  status: z.number().int().default(400),
  code: z.union([z.number(), z.string()]).default(3000),
});
export type Fault = z.output<typeof Fault>;

/** Faults waiting for their request. They are not kept over a restart. */
export class Faults {
  #waiting: Fault[] = [];

  add(fault: z.input<typeof Fault>): void {
    this.#waiting.push(Fault.parse(fault));
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault that hits this request, if any. */
  take(method: string, path: string): Fault | null {
    const index = this.#waiting.findIndex(
      (fault) =>
        (fault.method === undefined || fault.method === method) &&
        (fault.path === undefined || path.includes(fault.path)),
    );
    const hit = this.#waiting[index];
    if (!hit) return null;
    if (hit.times <= 1) this.#waiting.splice(index, 1);
    else this.#waiting[index] = { ...hit, times: hit.times - 1 };
    return hit;
  }
}
