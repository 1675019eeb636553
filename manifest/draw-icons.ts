import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startBrowser } from '../test/e2e/browser.ts';

/** Draws the PNG icons of the app from their SVG sources. To be run after a change of a source; the PNGs are committed. */
const browser = await startBrowser();
for (const [name, size] of [
  ['color', 192],
  ['outline', 32],
] as const) {
  const file = (type: string) => fileURLToPath(new URL(`./icons/${name}.${type}`, import.meta.url));
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block }</style>${await readFile(file('svg'), 'utf8')}`,
  );
  await writeFile(file('png'), await page.screenshot({ omitBackground: true }));
}
await browser.close();
