/** Time that passes when a test says so: everybody who waits has waited long enough. */
export class Patience {
  #waiting: (() => void)[] = [];
  /** Somebody has begun to wait. */
  readonly wait = (): Promise<void> => new Promise((resolve) => this.#waiting.push(resolve));

  get isTried(): boolean {
    return this.#waiting.length > 0;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  runOut(): void {
    for (const over of this.#waiting.splice(0)) over();
  }
}

/** Until something is so; what is waited for are requests on this machine. */
export async function until(what: string, is: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await is())) {
    if (Date.now() > end) throw new Error(`not in ten seconds: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
