import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { startBrowser } from './browser.ts';
import { fillInput } from './fill-input.ts';
import { BOT, type Exchange, type SentActivity, Traffic } from './traffic.ts';
import { until } from './until.ts';

const user = z.object({ id: z.string(), name: z.string(), aadObjectId: z.string() });
const place = z.object({ id: z.string(), name: z.string() });
const configAnswer = z.object({
  config: z.object({
    bot: place,
    currentUser: user,
    users: z.array(user),
    personalChat: place,
    groupChats: z.tuple([place], place),
    teams: z.tuple([place.extend({ channels: z.array(place) })], place),
  }),
});

/** `personal`, `group`, or the name of a channel such as `General`. */
export type Scope = string;

export const WIDE = { width: 1280, height: 1000 };
/** As wide as Teams on a phone. */
export const NARROW = { width: 400, height: 900 };

/**
 * A person at the chat window: types, fills in, clicks and reads, in the Playground's own web client. Selectors go by what
 * a person sees (labels, titles), because the client's page carries no ids of ours.
 *
 * Opening the client installs the app: the bot gets `installationUpdate` and `conversationUpdate`, once more with each load
 * of the page and with the first visit to the group chat or a channel.
 */
export class ChatWindow {
  readonly url: string;
  readonly page: Page;
  traffic: Traffic;
  readonly config: z.infer<typeof configAnswer>['config'];
  readonly browser: Browser;
  readonly #visited = new Set<Scope>(['personal']);
  #scope: Scope = 'personal';

  private constructor(url: string, page: Page, browser: Browser, traffic: Traffic, config: ChatWindow['config']) {
    this.url = url;
    this.page = page;
    this.traffic = traffic;
    this.config = config;
    this.browser = browser;
  }

  /** Opens the client of a Playground that already runs, and waits until the bot has greeted. */
  static async open(url: string): Promise<ChatWindow> {
    const { config } = configAnswer.parse(await (await fetch(`${url}/_internal/v1/config`)).json());
    const traffic = await Traffic.follow(url);
    const browser = await startBrowser();
    // The date picker reads and writes local dates: in UTC they are the same as ours.
    const context = await browser.newContext({ viewport: WIDE, timezoneId: 'UTC', locale: 'en-US' });
    context.setDefaultTimeout(10_000);
    await context.addInitScript({ path: fileURLToPath(new URL('./page/at-rest.js', import.meta.url)) });
    await context.route(
      ({ hostname }) => hostname !== '127.0.0.1',
      (route) => route.abort(),
    );
    const window = new ChatWindow(url, await context.newPage(), browser, traffic, config);
    await window.reload();
    return window;
  }

  /** Loads the page anew: an empty history, and the app installed once more. */
  async reload(): Promise<void> {
    this.#scope = 'personal';
    this.#visited.clear();
    this.#visited.add('personal');
    await this.turn(() => this.page.goto(this.url), 'conversationUpdate', 30_000);
    await this.page.getByTitle('Hide log panel').click();
  }

  /** Goes on in the same page after the Playground was started again at the same address. */
  async reconnect(): Promise<void> {
    this.traffic.close();
    this.traffic = await Traffic.follow(this.url);
  }

  /**
   * Changes to another chat; the first visit installs the app there. In a chat that is shown again the client's buttons on
   * the cards from before are dead: only on a card that comes afterwards can be clicked.
   */
  async goto(scope: Scope): Promise<void> {
    const { groupChats, teams } = this.config;
    const names: Record<string, string> = { personal: 'Personal Chat', group: groupChats[0].name };
    const entry = this.page.getByRole('treeitem', { name: names[scope] ?? `${teams[0].name} - ${scope}`, exact: true });
    this.#scope = scope;
    if (this.#visited.has(scope)) await entry.click();
    else await this.turn(() => entry.click(), 'conversationUpdate');
    this.#visited.add(scope);
    await this.settled();
  }

  /**
   * Types and sends, mentioning the bot outside the personal chat (Teams brings it nothing else there). In a channel this
   * is a new post, or with `reply` an answer in the newest thread. Returns when the bot's turn is over.
   */
  async say(text: string, options: { mention?: boolean; reply?: boolean } = {}): Promise<Exchange> {
    const { mention = this.#scope !== 'personal', reply = false } = options;
    await this.#type(text, mention, reply);
    return this.turn(() => this.page.keyboard.press('Enter'), 'message');
  }

  /** As `say`, for what never reaches the bot: a message that does not mention it outside the personal chat. */
  async sayToOthers(text: string): Promise<void> {
    await this.#type(text, false, false);
    await this.page.keyboard.press('Enter');
    await this.settled();
  }

  /** The newest card, or the newest that holds `text`. */
  card(text?: string | RegExp): Locator {
    const threads = this.page.locator('.fui-Card').filter({ has: this.page.locator('.ac-adaptiveCard') });
    const cards = (this.#inChannel ? threads.first() : this.page.locator('body')).locator('.ac-adaptiveCard');
    return (text === undefined ? cards : cards.filter({ hasText: text })).last();
  }

  /** Everything a person reads on the newest card, one line per piece. */
  async lastCardText(text?: string | RegExp): Promise<string> {
    // biome-ignore lint/performance/useDomNodeTextContent: the line breaks on the screen are the point
    return (await this.card(text).innerText()).replace(/\s*\n\s*/g, '\n').trim();
  }

  /** Clicks a card's button and waits until the bot's turn is over. */
  async click(
    title: string,
    options: { card?: string | RegExp; activity?: 'invoke' | 'message' } = {},
  ): Promise<Exchange> {
    return this.turn(() => this.#button(title, options.card).click(), options.activity);
  }

  /** Clicks a button that asks the bot nothing: one that unfolds, or a form that the client finds wanting. */
  async clickLocally(title: string, options: { card?: string | RegExp } = {}): Promise<void> {
    await this.#button(title, options.card).click();
    await this.settled();
  }

  /**
   * Fills in the newest card, `{ label: value }`: text, number, ISO date, the title of a choice, or true and false for a
   * toggle, which goes by its own title.
   */
  async fill(
    values: Readonly<Record<string, string | number | boolean>>,
    options: { card?: string | RegExp } = {},
  ): Promise<void> {
    for (const [label, value] of Object.entries(values)) {
      await fillInput(this.card(options.card), label, value);
    }
  }

  /** Fills in the inputs that share a label, from top to bottom: a question that is asked for each line of a list. */
  async fillEach(label: string, values: readonly (string | number)[]): Promise<void> {
    for (const [at, value] of values.entries()) await fillInput(this.card(), label, value, at);
  }

  /** A message of the bot that is on the screen. */
  message(text: string | RegExp): Locator {
    return this.page.locator('.fai-OutputCard, .fui-Card').getByText(text).last();
  }

  /** Raw activities the bot sent, oldest first; cards returned to a button, and those that were drawn anew, are not among them. */
  sent(): readonly SentActivity[] {
    return this.#fromBot().filter(({ id }) => id === undefined);
  }

  /** The cards that were drawn anew where they stand, oldest first. */
  redrawn(): readonly SentActivity[] {
    return this.#fromBot().filter(({ id }) => id !== undefined);
  }

  #fromBot(): readonly SentActivity[] {
    return this.traffic.fromBot().flatMap(({ request }) => (request?.body ? [request.body] : []));
  }

  /** The texts among them, as sent (Markdown). */
  texts(): readonly string[] {
    return this.sent().flatMap(({ text }) => text ?? []);
  }

  lastText(): string | undefined {
    return this.texts().at(-1);
  }

  /** Waits for what comes without being asked for, such as a reminder. */
  until<T>(what: string, read: () => T | Promise<T>, ms?: number): Promise<Exclude<T, null | undefined | false>> {
    return until(what, read, ms);
  }

  /** What the client says it cannot show: anything here would look otherwise in Teams. */
  unsupported(): Promise<string[]> {
    return this.page.getByText(/is not supported yet in Microsoft 365 Agents/).allInnerTexts();
  }

  /**
   * Sends the bot any activity as any of the six people, and returns the exchange with the bot's answer. What it returns
   * to an invoke does not change the page.
   */
  async mock(
    activity: Readonly<Record<string, unknown>> & { type: string },
    options: { scope?: Scope; as?: string } = {},
  ): Promise<Exchange> {
    return this.turn(() => this.#post(activity, options), activity.type);
  }

  /** As `mock`, for several at the same moment; returns their exchanges in the order in which the bot answered. */
  async mockTogether(
    activities: readonly (Readonly<Record<string, unknown>> & { type: string })[],
    as: readonly string[],
  ): Promise<readonly Exchange[]> {
    const before = this.traffic.toBot().length;
    await Promise.all(activities.map((activity, at) => this.#post(activity, { as: as[at % as.length] })));
    const exchanges = await until('the answers', () => {
      const found = this.traffic.toBot().slice(before);
      return found.length >= activities.length && found;
    });
    await this.settled();
    return exchanges;
  }

  async #post(
    activity: Readonly<Record<string, unknown>>,
    { scope = this.#scope, as }: { scope?: Scope | undefined; as?: string | undefined },
  ): Promise<void> {
    const conversationId = encodeURIComponent(this.#conversationId(scope));
    const address = `${this.url}/_internal/v1/customActivities`;
    const template = z
      .record(z.string(), z.unknown())
      .parse(await (await fetch(`${address}/template?conversationId=${conversationId}`)).json());
    const from = as === undefined ? {} : { from: this.#person(as) };
    const body = JSON.stringify({ ...template, ...from, ...activity });
    await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  }

  /** A search box's question to the bot, which the client itself does not ask; the answers it would show. */
  async search(
    dataset: string,
    queryText: string,
    options: { scope?: Scope; as?: string } = {},
  ): Promise<readonly { title: string; value: string }[]> {
    const value = { kind: 'search', queryText, queryOptions: { skip: 0, top: 15 }, dataset };
    const { response } = await this.mock({ type: 'invoke', name: 'application/search', value }, options);
    const results = z.array(z.object({ title: z.string(), value: z.string() }));
    return z.object({ value: z.object({ results }) }).parse(response?.body).value.results;
  }

  /** The JSON of the card the bot sent, updated or returned last. */
  lastCard(): Record<string, unknown> {
    const isRedrawn = ({ from, request }: Exchange) => from === BOT && request?.body?.id !== undefined;
    const card = this.traffic.exchanges
      .filter((exchange) => !isRedrawn(exchange))
      .flatMap(cardOf)
      .at(-1);
    if (card === undefined) throw new Error('The bot has sent no card yet.');
    return card;
  }

  /** Takes a picture of the newest card as the client draws it, in full, with some of the chat around it. */
  async shotOfCard(file: string, margin = 0): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    const { height = 0 } = (await this.card().boundingBox()) ?? {};
    const tall = height + 400 > WIDE.height;
    // What is scrolled out of the chat would be missing.
    if (tall) await this.page.setViewportSize({ width: WIDE.width, height: Math.ceil(height + 400) });
    await this.card().scrollIntoViewIfNeeded();
    const box = await this.card().boundingBox();
    if (box === null) throw new Error('There is no card on the screen.');
    const clip = {
      x: box.x - margin,
      y: box.y - margin,
      width: box.width + 2 * margin,
      // Below it the client may have a note of its own.
      height: box.height + margin,
    };
    await this.page.screenshot({ path: file, clip });
    if (tall) await this.page.setViewportSize(WIDE);
  }

  /** Takes a picture of the window. The client itself does not fit a phone: for a narrow card draw `lastCard()`. */
  async shot(file: string, size: typeof WIDE = WIDE): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    await this.page.setViewportSize(size);
    await this.settled();
    await this.page.screenshot({ path: file });
    await this.page.setViewportSize(WIDE);
  }

  /** Does something, then waits until the bot has answered what it caused and the page has come to rest. */
  async turn(cause: () => Promise<unknown>, activity?: string, ms?: number): Promise<Exchange> {
    const before = this.traffic.toBot().length;
    await cause();
    const exchange = await until(
      `the bot's answer to ${activity ?? 'an activity'}`,
      () =>
        this.traffic
          .toBot()
          .slice(before)
          .find(({ activityName }) => activity === undefined || activityName === activity),
      ms,
    );
    await this.settled();
    return exchange;
  }

  /** Waits until the page has not changed for a moment. */
  async settled(): Promise<void> {
    await this.page.evaluate('atRest()');
  }

  async close(): Promise<void> {
    this.traffic.close();
    await this.browser.close();
  }

  get #inChannel(): boolean {
    return this.#scope !== 'personal' && this.#scope !== 'group';
  }

  #button(title: string, card?: string | RegExp): Locator {
    return this.card(card).getByRole('button', { name: title, exact: true });
  }

  async #type(text: string, mention: boolean, reply: boolean): Promise<void> {
    await this.page
      .locator('[role=textbox][contenteditable=true]')
      .nth(reply ? 1 : 0)
      .click();
    if (mention) {
      // Enter would send the half-typed name: the bot has to be clicked.
      await this.page.keyboard.type('@');
      await this.page.locator('#typeahead-menu').getByRole('menuitem', { name: this.config.bot.name }).click();
      await this.page.keyboard.type(' ');
    }
    await this.page.keyboard.type(text);
  }

  #conversationId(scope: Scope): string {
    if (scope === 'personal') return this.config.personalChat.id;
    if (scope === 'group') return this.config.groupChats[0].id;
    const channel = this.config.teams[0].channels.find(({ name }) => name === scope);
    if (channel === undefined) throw new Error(`There is no channel "${scope}".`);
    return channel.id;
  }

  #person(name: string): z.infer<typeof user> {
    const person = [this.config.currentUser, ...this.config.users].find((candidate) => candidate.name === name);
    if (person === undefined) throw new Error(`There is nobody called "${name}".`);
    return person;
  }
}

const adaptiveCard = z.record(z.string(), z.unknown()).refine(({ type }) => type === 'AdaptiveCard');
const returnedCard = z.object({ value: adaptiveCard });

/** The cards of one exchange: sent as attachments, or returned to a button. */
function cardOf({ request, response }: Exchange): Record<string, unknown>[] {
  const returned = returnedCard.safeParse(response?.body);
  if (returned.success) return [returned.data.value];
  return (request?.body?.attachments ?? []).flatMap(({ content }) => {
    const card = adaptiveCard.safeParse(content);
    return card.success ? [card.data] : [];
  });
}
