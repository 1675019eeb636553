/** The same card with everything shown that a button unfolds. */
export function unfolded<T>(value: T): T {
  // A card is plain data: a copy of it is the same kind of thing.
  return JSON.parse(JSON.stringify(value, (key, part) => (key === 'isVisible' ? undefined : part))) as T;
}
