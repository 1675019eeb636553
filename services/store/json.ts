/**
 * A value as the text of a `jsonb` column. PostgreSQL refuses the NUL character and unpaired surrogates inside `jsonb`, and
 * people do paste them: NUL is dropped, a lone surrogate becomes U+FFFD.
 */
export function jsonb(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storable(part) : part));
}

/** A text as PostgreSQL can keep it (see `jsonb`). */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
