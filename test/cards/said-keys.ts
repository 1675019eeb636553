import { readdirSync, readFileSync } from 'node:fs';
import { type SourceStrings, stringsIn } from './source-strings.ts';

const ROOT = new URL('../../', import.meta.url);

/**
 * Which keys of the catalogue the code can say. A key counts as said when it stands in the code, or when it fits a template there
 * (`step.${id}.title`) and what fills each hole can be said in the same way: as a literal, as a word of the fact files, or by another template.
 * So a family with a computed end is not said as a whole: `term.P5Y` is not when nothing anywhere says `P5Y`.
 */
export function saidKeys(): (key: string) => boolean {
  const found = ['bot', 'cards', 'dialogs', 'services', 'manifest'].flatMap((folder) =>
    sourcesOf(folder).map(stringsIn),
  );
  return sayable(found, factWords());
}

/** The same for given sources. */
export function sayable(found: readonly SourceStrings[], alsoWords: Iterable<string> = []): (key: string) => boolean {
  const literals = new Set([...found.flatMap((one) => [...one.literals]), ...alsoWords]);
  const all = new Map(found.flatMap((one) => one.templates).map((parts) => [parts.join('\0'), parts]));
  const templates = [...all.values()].filter((parts) => parts.join('') !== '');
  const known = new Map<string, boolean>();
  const said = (text: string, depth: number): boolean => {
    if (literals.has(text)) return true;
    if (depth === 0) return false;
    const id = `${depth} ${text}`;
    const before = known.get(id);
    if (before !== undefined) return before;
    known.set(id, false);
    const fits = templates.some((parts) => {
      // One without a word of its own (`${key}-${how}`) would fit everything: it continues a key that can be said.
      const isBare = !/[a-z]/i.test(parts.join(''));
      return filled(parts, text, (hole, i) => (!isBare || i > 0 || hole.includes('.')) && said(hole, depth - 1));
    });
    known.set(id, fits);
    return fits;
  };
  return (key) => said(key, DEEPEST) || familyOf(key, literals);
}

const DEEPEST = 3;

/** Whether the text is the template's parts with holes between them that can be filled; `at`: how many holes came before. */
function filled(
  [first = '', ...others]: readonly string[],
  text: string,
  fills: (hole: string, at: number) => boolean,
  at = 0,
): boolean {
  if (!text.startsWith(first)) return false;
  const rest = text.slice(first.length);
  const [next] = others;
  if (next === undefined) return rest === '';
  for (let end = 0; end <= rest.length; end += 1) {
    const hole = rest.slice(0, end);
    if (filled(others, rest.slice(end), fills, at + 1) && (hole === '' || fills(hole, at))) return true;
  }
  return false;
}

/** `say.word(family, word)`: both are words of the code. */
function familyOf(key: string, literals: ReadonlySet<string>): boolean {
  const dot = key.indexOf('.');
  const family = key.slice(0, dot);
  return OF_MICROSOFT.has(family) || (WORD_FAMILIES.has(family) && literals.has(key.slice(dot + 1)));
}

/** Their words are Microsoft's: the code passes them on. */
const OF_MICROSOFT: ReadonlySet<string> = new Set(['vetting', 'qualification', 'billing', 'term']);

const WORD_FAMILIES: ReadonlySet<string> = new Set(
  ['cards', 'dialogs', 'bot']
    .flatMap(sourcesOf)
    .flatMap((source) =>
      [...source.matchAll(/(?:\bword|known|Word)\([^)]*?'([a-zA-Z-]+)'/g)].map(([, family = '']) => family),
    ),
);

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(new URL(`${folder}/`, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(`${folder}/${name}`, ROOT), 'utf8'));
}

/** Every word of the fact files: markets, classes of data, uses. */
function factWords(): readonly string[] {
  const folder = new URL('services/rules/data/', ROOT);
  return readdirSync(folder)
    .filter((name) => name !== 'skus.json')
    .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').match(/[\p{L}\p{N}._-]+/gu) ?? []);
}
