import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until the answer is neither null, undefined nor false, and returns it. For what happens in another
 * process, whose time cannot be injected. Throws with `what` when `ms` have passed.
 */
export async function until<T>(
  what: string,
  read: () => T | Promise<T>,
  ms = 15_000,
): Promise<Exclude<T, null | undefined | false>> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await read();
    // The three values that mean "not yet" are excluded by this very line; the compiler does not narrow a type parameter.
    if (value !== null && value !== undefined && value !== false) return value as Exclude<T, null | undefined | false>;
    if (Date.now() > end) throw new Error(`Waited ${ms} ms in vain for: ${what}`);
    await pause(40);
  }
}
