import type { Theme } from './host-config.ts';

/** A card as one reader sees it. */
export interface GalleryPicture {
  /** Card and state. */
  readonly name: string;
  readonly language: string;
  readonly theme: Theme;
  readonly width: number;
  /** Path beside the page. */
  readonly file: string;
  /** Texts that do not fit. */
  readonly cutOff: readonly string[];
}

/** A page that shows pictures of cards, to be filtered by card, language, theme and width. Works from a folder, without a server. */
export function galleryPage(pictures: readonly GalleryPicture[]): string {
  const choices = (key: 'language' | 'theme' | 'width') =>
    `<label>${key} <select id="${key}"><option value="">all</option>${[...new Set(pictures.map((p) => p[key]))]
      .map((value) => `<option>${value}</option>`)
      .join('')}</select></label>`;
  const figures = [...pictures]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(
      (p) =>
        `<figure data-name="${html(p.name)}" data-language="${p.language}" data-theme="${p.theme}" data-width="${p.width}">` +
        `<img loading="lazy" width="${p.width}" src="${html(p.file)}" alt="${html(p.name)}">` +
        `<figcaption>${html(p.name)} · ${p.language} · ${p.theme} · ${p.width}` +
        `${p.cutOff.length === 0 ? '' : ` · <b>does not fit: ${html(p.cutOff.join(' | '))}</b>`}</figcaption></figure>`,
    );
  return PAGE.replace('CHOICES', () => choices('language') + choices('theme') + choices('width')).replace(
    'FIGURES',
    () => figures.join('\n'),
  );
}

const html = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Every card</title>
<style>
  body { margin: 0; font: 14px/20px sans-serif; background: #eee; }
  form { position: sticky; top: 0; display: flex; gap: 16px; padding: 12px 16px; background: #fff; border-bottom: 1px solid #ccc; }
  main { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; padding: 16px; }
  figure { margin: 0; background: #fff; border: 1px solid #ccc; }
  figure[hidden] { display: none; }
  figcaption { padding: 4px 8px; }
  b { color: #a00; }
</style>
<form><label>card <input id="name" type="search" autofocus></label>CHOICES<output></output></form>
<main>FIGURES</main>
<script>
  const fields = ['name', 'language', 'theme', 'width'].map((id) => document.getElementById(id));
  const figures = [...document.querySelectorAll('figure')];
  const filter = () => {
    for (const figure of figures) {
      figure.hidden = !fields.every(({ id, value }) =>
        id === 'name' ? figure.dataset.name.includes(value) : value === '' || figure.dataset[id] === value);
    }
    document.querySelector('output').textContent = figures.filter(({ hidden }) => !hidden).length + ' pictures';
  };
  document.querySelector('form').addEventListener('input', filter);
  document.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
  filter();
</script>
</html>
`;
