/** Random choices that come out the same for the same seed. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = mixed(seed);
  }

  /** Between 0 (inclusive) and 1 (exclusive). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    return mixed(this.#state) / 2 ** 32;
  }

  /** A whole number; both ends are possible. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.int(0, list.length - 1)];
    if (picked === undefined) throw new Error('There is nothing to choose from');
    return picked;
  }

  /** So many of them at most, in any order. */
  some<T>(list: readonly T[], count: number): readonly T[] {
    const left = [...list];
    const picked: T[] = [];
    while (picked.length < count && left.length > 0) picked.push(...left.splice(this.int(0, left.length - 1), 1));
    return picked;
  }

  /** Smaller indexes come more often, as the first of some colleagues has most of the customers. */
  uneven<T>(list: readonly T[], evenness = 1): T {
    const at = Math.floor(list.length * this.next() ** (1 + 1 / evenness));
    return list[Math.min(at, list.length - 1)] ?? this.pick(list);
  }
}

/** A number between 0 and 1 that depends on nothing but these words: the same however often and in whatever order it is asked for. */
export function chanceOf(...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const letter of words.join('|')) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return mixed(hash) / 2 ** 32;
}

function mixed(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
