import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ChatWindow } from './driver.ts';
import { CardRenderer } from './render-card.ts';
import { Product } from './start.ts';

const SHOTS = fileURLToPath(new URL('./shots/', import.meta.url));
const PICTURES = fileURLToPath(new URL('./pictures/', import.meta.url));

/** Pixels of the chat around a picture of the README. */
const README_MARGIN = 12;

/** The client's note on a search box: it offers the first choices only, as the README says. */
const SEARCH_NOTE = 'Typeahead Search';

/** The running product, a person in front of it, and a camera. */
export class Stage {
  readonly product: Product;
  readonly chat: ChatWindow;
  /** What does not fit a phone, or what the client cannot show: empty when all is well. */
  readonly faults = new Set<string>();
  readonly #renderer: CardRenderer;

  private constructor(product: Product, chat: ChatWindow, renderer: CardRenderer) {
    this.product = product;
    this.chat = chat;
    this.#renderer = renderer;
  }

  /** Starts the product in a new folder and opens its chat window. */
  static async open(): Promise<Stage> {
    const product = await Product.start();
    try {
      const chat = await ChatWindow.open(product.chatUrl);
      return new Stage(product, chat, await CardRenderer.start(chat.browser));
    } catch (error) {
      await product.stop();
      throw error;
    }
  }

  /** The newest card, on the screen, says all of it. */
  async shows(...wanted: readonly (string | RegExp)[]): Promise<void> {
    const text = await this.chat.lastCardText();
    for (const part of wanted) assert.ok(says(text, part), `"${part}" is not on the card:\n${text}`);
  }

  /** The newest answer says it: a card on the screen, or a plain message. */
  async reads(wanted: string | RegExp): Promise<void> {
    const sent = this.chat.sent().at(-1);
    const text = sent?.text ?? (await this.chat.lastCardText());
    assert.ok(says(text, wanted), `"${wanted}" was not said, but:\n${text}`);
  }

  /** A card that says it comes by itself, and stands last on the screen. */
  async arrives(wanted: string): Promise<void> {
    const shown = async () => (await this.chat.card().count()) > 0 && says(await this.chat.lastCardText(), wanted);
    const since = performance.now();
    await this.chat.until(`"${wanted}"`, shown, 90_000);
    const seconds = (performance.now() - since) / 1000;
    if (seconds > 5) console.log(`      waited ${seconds.toFixed(1)} s for "${wanted}"`);
    await this.chat.settled();
  }

  async isReady(): Promise<void> {
    assert.equal((await fetch(`${this.product.url}/readyz`)).status, 200);
  }

  /** Takes the newest card into shots/: as the client draws it, and as wide as on a phone. */
  async picture(name: string): Promise<void> {
    const file = `${SHOTS}${name}`;
    await this.chat.shotOfCard(`${file}.wide.png`);
    const { png, cutOff } = await this.#renderer.render(this.chat.lastCard(), { width: 400, theme: 'light' });
    await writeFile(`${file}.phone.png`, png);
    for (const text of cutOff) this.faults.add(`${name}: does not fit 400 px: ${text}`);
    for (const text of await this.chat.unsupported()) if (!text.startsWith(SEARCH_NOTE)) this.faults.add(text);
  }

  /** Takes the newest card for the README when `PICTURES` is set: the pictures there are made by this, never by hand. */
  async forReadme(name: string): Promise<void> {
    if (process.env.PICTURES === undefined) return;
    await this.chat.shotOfCard(`${PICTURES}${name}.png`, README_MARGIN);
  }

  /** What was on the screen and what the product said last, for who has to find out why a test failed. */
  async evidence(name: string): Promise<void> {
    await this.chat.shot(`${SHOTS}failed-${name.replace(/\W+/gu, '-').slice(0, 60)}.png`);
    console.log(this.product.output.split('\n').slice(-20).join('\n'));
  }

  async close(): Promise<void> {
    await this.chat.close();
    await this.product.stop();
  }
}

const says = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
