import MiniSearch from 'minisearch';
import { romanized } from './romanized.ts';
import type { Sku } from './sku-facts.ts';

interface SkuDocument {
  readonly id: number;
  readonly name: string;
  readonly otherNames: string;
  readonly partNumber: string;
}

/** One index per SKU table, made at the first search: a process that never searches does not pay for it. */
const indices = new WeakMap<readonly Sku[], MiniSearch<SkuDocument>>();

/** SKUs whose name, former name or part number is closest to the text, best first; one that is called exactly so comes first. */
export function searchSkus(skus: readonly Sku[], text: string, limit: number): readonly Sku[] {
  const index = indexOf(skus);
  const query = spelledOut(text);
  const all = index.search(query, { combineWith: 'AND' });
  const hits = all.length > 0 ? all : index.search(query, { combineWith: 'OR' });
  const found = hits.flatMap(({ id }) => skus[id] ?? []);
  const exact = found.filter((sku) => isCalled(sku, query));
  return [...new Set([...exact, ...found])].slice(0, limit);
}

function indexOf(skus: readonly Sku[]): MiniSearch<SkuDocument> {
  let index = indices.get(skus);
  if (index === undefined) {
    index = new MiniSearch<SkuDocument>({
      fields: ['name', 'otherNames', 'partNumber'],
      tokenize: wordsIn,
      processTerm: romanized,
      searchOptions: {
        boost: { name: 6, otherNames: 2 },
        // Of two that match, the shorter name is meant: "Business Premium", not its variant without Teams.
        boostDocument: (id) => 1 / wordsIn(skus[id]?.name ?? '').length,
        prefix: true,
        // "E3" and "E5" are different offers, not typing errors of each other.
        fuzzy: (term) => (term.length > 3 && !/\d/.test(term) ? 0.25 : false),
      },
    });
    index.addAll(
      skus.map(({ name, otherNames, partNumber }, id) => ({ id, name, partNumber, otherNames: otherNames.join(' ') })),
    );
    indices.set(skus, index);
  }
  return index;
}

function isCalled({ name, otherNames, partNumber }: Sku, query: string): boolean {
  const wanted = romanized(query.trim());
  return [name, ...otherNames, partNumber].some((called) => romanized(called) === wanted);
}

/** What people write for the two families, where it is a word and not the beginning of a part number. */
function spelledOut(text: string): string {
  return text.replace(/\bm365(?=\s)/gi, 'Microsoft 365').replace(/\bo365(?=\s)/gi, 'Office 365');
}

function wordsIn(text: string): string[] {
  return text.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '');
}
