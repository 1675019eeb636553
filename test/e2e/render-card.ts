import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { startBrowser } from './browser.ts';
import { hostConfig, PALETTES, type Theme } from './host-config.ts';

export interface CardPicture {
  readonly png: Buffer;
  /** Texts that do not fit at this width. */
  readonly cutOff: readonly string[];
}

export interface CardLook {
  /** Width in pixels of the message the card is in: 400 on a phone, 700 for a wide window. */
  readonly width: number;
  readonly theme: Theme;
}

/** Draws one card with Microsoft's `adaptivecards` in a look close to Teams. For many cards take `CardRenderer`. */
export async function renderCard(card: object, look: CardLook): Promise<CardPicture> {
  const renderer = await CardRenderer.start();
  try {
    return await renderer.render(card, look);
  } finally {
    await renderer.close();
  }
}

/** One page for many cards. */
export class CardRenderer {
  /** Its own, to be closed with it; null when it was lent. */
  readonly #browser: Browser | null;
  readonly #page: Page;
  #look = '';

  private constructor(browser: Browser | null, page: Page) {
    this.#browser = browser;
    this.#page = page;
  }

  /** Draws in a page of `lent`, or else of a browser of its own. */
  static async start(lent?: Browser): Promise<CardRenderer> {
    const browser = lent ?? (await startBrowser());
    const page = await browser.newPage({ timezoneId: 'UTC', locale: 'en-US' });
    await page.setContent('<!doctype html><html lang="en"><body><div id="host"></div></body></html>');
    const { resolve } = createRequire(import.meta.url);
    const library = dirname(resolve('adaptivecards/dist/adaptivecards.min.js'));
    await page.addStyleTag({ path: join(library, 'adaptivecards.css') });
    await page.addStyleTag({ path: ownFile('card.css') });
    await page.addScriptTag({ path: join(library, 'adaptivecards.min.js') });
    // Not among the package's exports, but beside its main file.
    await page.addScriptTag({ path: join(dirname(resolve('marked')), 'marked.umd.js') });
    await page.addScriptTag({ path: ownFile('draw-card.js') });
    return new CardRenderer(lent === undefined ? browser : null, page);
  }

  /** Puts a card on the page and tells which of its texts do not fit; no picture is taken. */
  async draw(card: object, { width, theme }: CardLook): Promise<readonly string[]> {
    await this.#dress(width, theme);
    const given = JSON.stringify({ card, hostConfig: hostConfig(theme) });
    return z.array(z.string()).parse(await this.#page.evaluate(`drawCard(${given})`));
  }

  /** The words of the card on the page that are broken in the middle. */
  async brokenWords(): Promise<readonly string[]> {
    return z.array(z.string()).parse(await this.#page.evaluate('brokenWords()'));
  }

  async render(card: object, look: CardLook): Promise<CardPicture> {
    const cutOff = await this.draw(card, look);
    return { png: await this.#page.locator('#host').screenshot(), cutOff };
  }

  /** Size and colours of the page, kept from card to card. */
  async #dress(width: number, theme: Theme): Promise<void> {
    const look = `${width} ${theme}`;
    if (this.#look === look) return;
    await this.#page.setViewportSize({ width, height: 600 });
    const { chat, field, line, text, accent, onAccent, attention } = PALETTES[theme];
    const colours = { chat, field, line, text, accent, 'on-accent': onAccent, attention };
    const style = Object.entries(colours).map(([name, colour]) => `--${name}: ${colour}`);
    await this.#page.locator('body').evaluate((body, css) => body.setAttribute('style', css), style.join(';'));
    this.#look = look;
  }

  async close(): Promise<void> {
    await this.#page.close();
    await this.#browser?.close();
  }
}

function ownFile(name: string): string {
  return fileURLToPath(new URL(`./page/${name}`, import.meta.url));
}
