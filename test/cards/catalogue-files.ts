import { readdirSync, readFileSync } from 'node:fs';

/** A sentence of the catalogue and the file in which it stands. */
export interface Entry {
  /** `it/frame.json` */
  readonly file: string;
  readonly key: string;
  readonly text: string;
}

const FOLDER = new URL('../../cards/strings/', import.meta.url);

/** The languages that have a folder, English among them. */
export const languagesThere = (): readonly string[] =>
  readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

/** All sentences of a language, with those that stand in two files. */
export function entriesOf(language: string): readonly Entry[] {
  const folder = new URL(`${language}/`, FOLDER);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => entriesIn(`${language}/${name}`, JSON.parse(readFileSync(new URL(name, folder), 'utf8'))));
}

/** The sentences of one file; it may nest its keys. */
export function entriesIn(file: string, node: object, prefix = ''): readonly Entry[] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? entriesIn(file, value, `${prefix}${key}.`)
      : [{ file, key: `${prefix}${key}`, text: String(value) }],
  );
}
