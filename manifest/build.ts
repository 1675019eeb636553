import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../services/errors.ts';
import { appDocuments, packApp } from './app-package.ts';
import { schemaProblems } from './schema.ts';
import { storeProblems } from './store-rules.ts';

try {
  console.log(`App package: ${await build()}`);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(`The app package was not built (${error.code}).\n${error.hint}`);
  process.exitCode = 1;
}

/** Builds the Teams app package from the settings in the environment; returns where it is. */
async function build(): Promise<string> {
  const { version } = JSON.parse(await readFile(here('../package.json'), 'utf8'));
  const documents = appDocuments(await readFile(here('manifest.json'), 'utf8'), process.env, version);
  const icons = {
    'color.png': await readFile(here('icons/color.png')),
    'outline.png': await readFile(here('icons/outline.png')),
  };
  const { manifest, languages } = documents;
  const unfit = schemaProblems(manifest, languages);
  if (unfit.length > 0) throw new AppError('manifest.schema', { hint: unfit.join('\n') });
  const problems = storeProblems(documents, icons);
  if (problems.length > 0) throw new AppError('manifest.store-rules', { hint: problems.join('\n') });
  await mkdir(here('dist'), { recursive: true });
  const file = here(`dist/csp-move-assistant-${version}.zip`);
  await writeFile(file, packApp(documents, icons));
  return file;
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
