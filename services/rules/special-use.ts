import { FACT_FILES } from './fact-files.ts';
import type { Sku } from './sku-facts.ts';

/**
 * What an offer is for when not for ordinary users: robots, developers, devices, resellers with large minimums, trials (data/special-uses.json);
 * null for all others. Throws `rules.facts-unreadable` for a broken file.
 */
export function specialUseOf(sku: Sku): string | null {
  let use = known.get(sku);
  if (use === undefined) {
    const text = `${sku.partNumber} ${sku.name}`;
    use = patterns().find(([, pattern]) => pattern.test(text))?.[0] ?? null;
    known.set(sku, use);
  }
  return use;
}

const known = new WeakMap<Sku, string | null>();

let read: readonly (readonly [use: string, pattern: RegExp])[] | undefined;

/** Read once: they do not change while the process lives. */
function patterns(): NonNullable<typeof read> {
  read ??= FACT_FILES.specialUses().uses.map(([use, pattern]) => [use, new RegExp(pattern, 'i')] as const);
  return read;
}
