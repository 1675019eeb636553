import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PSEUDO_LANGUAGE, usePseudoLanguage } from '../../cards/pseudo.ts';
import { type Example, everyExample, reader } from '../cards/every-card.ts';
import { unfolded } from '../cards/unfolded.ts';
import { type GalleryPicture, galleryPage } from './gallery-page.ts';
import { THEMES, type Theme } from './host-config.ts';
import { LANGUAGES } from './languages.ts';
import { CardRenderer } from './render-card.ts';

/**
 * Draws every card, state and language to pictures, wide and narrow, with an index page to look through them.
 *
 *     npm run cards                                   # every card in every language, light
 *     npm run cards -- --card weekly --language it    # those whose name holds a text, in one language
 *     npm run cards -- --theme dark --theme contrast  # other themes
 *     npm run cards -- --unfolded --width 400         # with everything shown that a button unfolds
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'test/e2e/shots/cards' },
    card: { type: 'string', multiple: true, default: [''] },
    language: { type: 'string', multiple: true, default: [...LANGUAGES] },
    theme: { type: 'string', multiple: true, default: ['light'] },
    width: { type: 'string', multiple: true, default: ['720', '400'] },
    unfolded: { type: 'boolean', default: false },
  },
});

const began = Date.now();
const out = resolve(values.out);
const themes = THEMES.filter((theme) => values.theme.includes(theme));
const examples = everyExample().filter(({ name }) => values.card.some((part) => name.includes(part)));
if (values.language.includes(PSEUDO_LANGUAGE)) usePseudoLanguage();
if (values.out === 'test/e2e/shots/cards') await rm(out, { recursive: true, force: true });

const renderer = await CardRenderer.start();
const pictures: GalleryPicture[] = [];
try {
  for (const language of values.language) {
    for (const theme of themes) {
      for (const width of values.width.map(Number)) {
        for (const example of examples) pictures.push(await take(example, language, theme, width));
      }
    }
  }
} finally {
  await renderer.close();
}
await writeFile(join(out, 'index.html'), galleryPage(pictures));
for (const { name, language, width, cutOff } of pictures) {
  if (cutOff.length > 0)
    process.stdout.write(`does not fit at ${width}: ${name} (${language}): ${cutOff.join(' | ')}\n`);
}
const seconds = Math.round((Date.now() - began) / 1000);
process.stdout.write(`${pictures.length} pictures in ${seconds} s: ${join(out, 'index.html')}\n`);

async function take(example: Example, language: string, theme: Theme, width: number): Promise<GalleryPicture> {
  const { card } = example.draw(reader({ locale: language, sandbox: true }));
  const { png, cutOff } = await renderer.render(values.unfolded ? unfolded(card) : card, { width, theme });
  const folder = join(language, `${theme}-${width}`);
  const file = join(folder, `${example.name.replaceAll(/[^a-z0-9]+/giu, '-')}.png`);
  await mkdir(join(out, folder), { recursive: true });
  await writeFile(join(out, file), png);
  return { name: example.name, language, theme, width, file, cutOff };
}
