/**
 * Work that comes to the same for everybody who asks for it at once: it is begun once, and whoever asks meanwhile waits for the same.
 * Nothing is kept when it has ended, well or badly: whoever asks then has it done anew.
 */
export class SharedWork<T> {
  readonly #begun = new Map<string, Promise<T>>();

  /** @param key of all that the outcome depends on */
  of(key: string, work: () => Promise<T>): Promise<T> {
    const known = this.#begun.get(key);
    if (known !== undefined) return known;
    const begun = work().finally(() => this.#begun.delete(key));
    this.#begun.set(key, begun);
    return begun;
  }
}
