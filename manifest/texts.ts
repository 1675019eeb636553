import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** What the app is called and says about itself in one language; missing commands are in nobody's menu. */
export interface AppTexts {
  readonly name: { readonly short: string; readonly full: string };
  readonly description: { readonly short: string; readonly full: string };
  /** By the command's name in the catalogue; null where nobody has translated it. */
  command(id: string): { readonly title: string; readonly description: string } | null;
}

/** The languages the app package speaks, English first: those that have both its own texts and the bot's sentences. */
export function packageLanguages(): readonly string[] {
  const own = readdirSync(TEXTS).map((file) => file.replace(/\.json$/u, ''));
  const spoken = own.filter((language) => sentencesOf(language)['command.help.say'] !== undefined);
  return ['en', ...spoken.filter((language) => language !== 'en').sort()];
}

/**
 * The texts of a language. The name is the one the bot welcomes people with, and the commands are those of its help: what stands in
 * the menu of Teams is what the bot understands. A command that names a customer leaves out the name of the example.
 */
export function appTexts(language: string): AppTexts {
  const own = Own.parse(JSON.parse(readFileSync(new URL(`${language}.json`, TEXTS), 'utf8')));
  const sentences = sentencesOf(language);
  const short = sentences['welcome.title'] ?? sentencesOf('en')['welcome.title'] ?? '';
  return {
    name: { short, full: `${short}: ${own.tagline}` },
    description: { short: own.short, full: own.full.replace('{{name}}', short) },
    command(id) {
      const say = sentences[`command.${id}.say`];
      const what = id === 'help' ? own.help : sentences[`command.${id}.what`];
      if (say === undefined || what === undefined) return null;
      return { title: say.replace(/\s+contoso(?:\.com)?$/iu, ''), description: what };
    },
  };
}

const TEXTS = new URL('./texts/', import.meta.url);
const SENTENCES = new URL('../cards/strings/', import.meta.url);

const Own = z.strictObject({ tagline: z.string(), short: z.string(), full: z.string(), help: z.string() });

/** The bot's sentences that the package takes over, by their flat keys. */
function sentencesOf(language: string): Readonly<Record<string, string | undefined>> {
  const folder = new URL(`${language}/`, SENTENCES);
  try {
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
    return Object.fromEntries(
      files.flatMap((file) => flat(JSON.parse(readFileSync(new URL(file, folder), 'utf8')), '')),
    );
  } catch (error) {
    // The cast: errors of the file system carry a code.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

function flat(node: unknown, prefix: string): [string, string][] {
  if (typeof node !== 'object' || node === null) return [[prefix, String(node)]];
  return Object.entries(node).flatMap(([key, value]) => flat(value, prefix === '' ? key : `${prefix}.${key}`));
}
