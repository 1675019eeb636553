/** Things to come, the earliest first; of two at the same moment the one that was added first. */
export class Upcoming<T> {
  readonly #heap: { readonly at: number; readonly order: number; readonly item: T }[] = [];
  #added = 0;

  /** Null: nothing is to come. */
  get nextAt(): number | null {
    return this.#heap[0]?.at ?? null;
  }

  add(at: number, item: T): void {
    const heap = this.#heap;
    let hole = heap.length;
    const added = { at, order: this.#added++, item };
    heap.push(added);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(added, above)) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = added;
  }

  take(): T {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined) throw new Error('Nothing is to come');
    if (heap.length === 0) return first.item;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      let below = heap[child];
      const right = heap[child + 1];
      if (below !== undefined && right !== undefined && isBefore(right, below)) {
        below = right;
        child += 1;
      }
      if (below === undefined || !isBefore(below, last)) break;
      heap[hole] = below;
      hole = child;
    }
    heap[hole] = last;
    return first.item;
  }
}

function isBefore(
  a: { readonly at: number; readonly order: number },
  b: { readonly at: number; readonly order: number },
): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
