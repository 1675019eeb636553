import { z } from 'zod';
import type { AppDocuments } from './app-package.ts';

const command = z.looseObject({ title: z.string(), description: z.string() });
const manifest = z.looseObject({
  developer: z.looseObject({ name: z.string() }),
  name: z.looseObject({ short: z.string(), full: z.string() }),
  description: z.looseObject({ short: z.string(), full: z.string() }),
  accentColor: z.string(),
  bots: z.array(
    z.looseObject({
      scopes: z.array(z.string()),
      commandLists: z.array(z.looseObject({ scopes: z.array(z.string()), commands: z.array(command) })),
    }),
  ),
});

/**
 * What the Teams store's validation would object to and can be seen in the files. The lengths of commands are those of the
 * documentation: the JSON schema allows more than the menu shows.
 *
 * Sources: learn.microsoft.com/microsoftteams/platform, "App manifest schema" and "Store validation guidelines".
 */
export function storeProblems(
  { manifest: given, languages }: AppDocuments,
  icons: Readonly<Record<'color.png' | 'outline.png', Uint8Array>>,
): string[] {
  const { developer, accentColor, bots } = manifest.parse(given);
  const problems = [...textProblems(given), ...lengthProblems(32, 'developer.name', developer.name)];
  for (const [file, texts] of Object.entries(languages))
    problems.push(...textProblems(localized(given, texts)).map((problem) => `${file}: ${problem}`));
  if (!/^#[0-9a-f]{6}$/i.test(accentColor)) problems.push(`accentColor ${accentColor} is no colour such as #17457A.`);

  if (bots.length !== 1) problems.push(`There are ${bots.length} bots; an app has one.`);
  for (const { scopes, commandLists } of bots) {
    if (commandLists.length > 3) problems.push(`There are ${commandLists.length} command lists, 3 are allowed.`);
    for (const scope of scopes) {
      const lists = commandLists.filter((list) => list.scopes.includes(scope));
      if (lists.length !== 1) problems.push(`Scope ${scope} has ${lists.length} command lists, not one.`);
    }
    for (const { scopes: where, commands } of commandLists) {
      if (!commands.some(({ title }) => title.toLowerCase() === 'help'))
        problems.push(`${where.join('+')}: "help" is not listed.`);
    }
  }
  problems.push(
    ...iconProblems('color.png', icons['color.png'], 192),
    ...iconProblems('outline.png', icons['outline.png'], 32),
  );
  return problems;
}

/** What people read of the app in one language. */
function textProblems(given: unknown): string[] {
  const { name, description, bots } = manifest.parse(given);
  const problems: string[] = [];
  const atMost = (limit: number, what: string, text: string) => problems.push(...lengthProblems(limit, what, text));
  atMost(30, 'name.short', name.short);
  atMost(100, 'name.full', name.full);
  atMost(80, 'description.short', description.short);
  atMost(4000, 'description.full', description.full);
  if (!description.full.includes(name.short))
    problems.push('description.full does not name the app as name.short does.');
  for (const text of [name.short, name.full]) {
    if (/microsoft|teams|office|365|azure/i.test(text))
      problems.push(`"${text}" carries the name of a Microsoft product.`);
  }
  for (const { scopes, commands } of bots.flatMap(({ commandLists }) => commandLists))
    problems.push(...commandProblems(scopes.join('+'), commands));
  return problems;
}

/** The manifest as somebody sees it whose client speaks the language of these texts. */
function localized(given: object, texts: Readonly<Record<string, string>>): unknown {
  const seen: unknown = structuredClone(given);
  for (const [path, text] of Object.entries(texts)) {
    if (path.startsWith('$')) continue;
    const steps = path.split(/[.[\]]+/u).filter((step) => step !== '');
    const last = steps.pop() ?? '';
    const place = steps.reduce<unknown>((node, step) => Object(node)[step], seen);
    if (typeof place === 'object' && place !== null) Object.assign(place, { [last]: text });
  }
  return seen;
}

function lengthProblems(limit: number, what: string, text: string): string[] {
  if (text.trim() === '') return [`${what} is empty.`];
  return text.length > limit ? [`${what} has ${text.length} characters, ${limit} are allowed.`] : [];
}

function commandProblems(where: string, commands: readonly z.infer<typeof command>[]): string[] {
  const problems: string[] = [];
  const titles = commands.map(({ title }) => title.toLowerCase());
  if (commands.length === 0 || commands.length > 12)
    problems.push(`${where}: ${commands.length} commands; 1 to 12 are allowed.`);
  if (new Set(titles).size < titles.length) problems.push(`${where}: a command is listed twice.`);
  for (const { title, description } of commands) {
    if (title.length === 0 || title.length > 32)
      problems.push(`${where}: the title "${title}" has not 1 to 32 characters.`);
    if (description.length === 0 || description.length > 128) {
      problems.push(`${where}: the description of "${title}" has not 1 to 128 characters.`);
    }
    if (title.startsWith('/')) problems.push(`${where}: "${title}" begins with a slash.`);
  }
  return problems;
}

/** Size and kind, read from the header of the PNG: signature, then width, height, bit depth and colour type. */
function iconProblems(file: string, png: Uint8Array, size: number): string[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const isPng = png.length > 26 && view.getUint32(0) === 0x89504e47;
  if (!isPng) return [`${file} is no PNG.`];
  const [width, height, colorType] = [view.getUint32(16), view.getUint32(20), view.getUint8(25)];
  const problems = width === size && height === size ? [] : [`${file} is ${width} x ${height}, not ${size} x ${size}.`];
  const transparent = 6;
  if (file === 'outline.png' && colorType !== transparent) problems.push(`${file} has no transparent background.`);
  return problems;
}
