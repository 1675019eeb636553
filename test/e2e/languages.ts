import { readdirSync } from 'node:fs';

/** The languages the catalogue speaks, by the names of its folders. */
export const LANGUAGES: readonly string[] = readdirSync(new URL('../../cards/strings/', import.meta.url), {
  withFileTypes: true,
})
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
