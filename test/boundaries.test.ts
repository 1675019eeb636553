import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** One import: the file it stands in and what it names, a path from the root for our own files. */
interface Import {
  readonly from: string;
  readonly to: string;
}

/**
 * What a folder must not know. Data flows one way: bot -> dialogs -> services -> cards; rules and cards are pure.
 * `to` matches a path from the root or the name of a package.
 */
const FORBIDDEN: readonly { readonly in: RegExp; readonly to: RegExp; readonly why: string }[] = [
  { in: /^dialogs\//, to: /^(bot\/|restify$|kysely|pg-boss|pg$)/, why: 'conversations know no HTTP and no database' },
  { in: /^cards\//, to: /^(bot|dialogs)\//, why: 'cards are drawn for others, they call nobody' },
  { in: /^cards\//, to: /^(botbuilder|botframework|restify|kysely|pg)/, why: 'cards are plain data' },
  {
    in: /^cards\//,
    to: /^services\/(store|partner-center|graph|identity|sandbox)\//,
    why: 'cards do no input or output',
  },
  { in: /^services\//, to: /^(bot|cards|dialogs)\//, why: 'services serve any surface' },
  { in: /^services\//, to: /^(botbuilder|botframework|adaptivecards)/, why: 'services know no Teams' },
  { in: /^services\/rules\//, to: /^services\/(store|partner-center|graph|identity|sandbox)\//, why: 'rules are pure' },
  {
    in: /^services\/rules\/(?!fact-files\.ts)/,
    to: /^node:|^(kysely|pg|pino|undici)/,
    why: 'rules read nothing from outside',
  },
  { in: /^services\/(?!sandbox\/)/, to: /^services\/sandbox\//, why: 'the product does not depend on its simulation' },
  {
    in: /^services\/sandbox\//,
    to: /^services\/(store|moves|reminders)\//,
    why: 'the simulation knows Microsoft, not us',
  },
  { in: /^services\/store\//, to: /^services\/(partner-center|graph|identity|sandbox)\//, why: 'storage calls nobody' },
  { in: /^(bot|cards|dialogs|services)\//, to: /^test\//, why: 'the product does not need its tests' },
];

describe('the boundaries of the house', () => {
  const imports = ['bot', 'cards', 'dialogs', 'services'].flatMap(importsIn);

  it('when the imports are read, then all folders are seen', () => {
    for (const folder of ['bot/', 'cards/', 'dialogs/', 'services/']) {
      assert.ok(
        imports.some((i) => i.from.startsWith(folder)),
        folder,
      );
    }
  });

  for (const rule of FORBIDDEN) {
    it(`when a file of ${rule.in.source} imports, then never ${rule.to.source}: ${rule.why}`, () => {
      const broken = imports.filter((i) => rule.in.test(i.from) && rule.to.test(i.to));
      assert.deepEqual(broken, []);
    });
  }

  it('when a forbidden import is written, then it would be found', () => {
    const found = importsOf(
      'cards/x.ts',
      "import { a } from '../services/store/move-store.ts';\nconst b = await import('botbuilder');",
    );
    const broken = FORBIDDEN.filter((rule) => found.some((i) => rule.in.test(i.from) && rule.to.test(i.to)));
    assert.equal(broken.length, 2);
  });

  it('when the top level is listed, then it holds nothing but the rooms of the house', () => {
    const allowed = new Set([
      'bot',
      'cards',
      'dialogs',
      'services',
      'test',
      'manifest',
      'docs',
      'node_modules',
      'coverage',
    ]);
    const folders = readdirSync(ROOT, { withFileTypes: true }).filter(
      (e) => e.isDirectory() && !e.name.startsWith('.'),
    );
    assert.deepEqual(
      folders.map((f) => f.name).filter((name) => !allowed.has(name)),
      [],
    );
  });
});

function importsIn(folder: string): Import[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const from = path.posix.join(folder, file.split(path.sep).join('/'));
      return importsOf(from, readFileSync(path.join(ROOT, from), 'utf8'));
    });
}

function importsOf(from: string, source: string): Import[] {
  const named = [...source.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\()'([^']+)'/gu)].map((m) => m[1] ?? '');
  return named.map((to) => ({ from, to: to.startsWith('.') ? path.posix.join(path.posix.dirname(from), to) : to }));
}
