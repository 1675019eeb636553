import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Activity, ActivityTypes, TestAdapter, type TurnContext } from 'botbuilder';
import { pino } from 'pino';
import { readConfig } from '../../bot/config.ts';
import { type House, openHouse } from '../../bot/house.ts';
import { checkMove } from '../../services/moves/check-move.ts';
import { sweep } from '../../services/reminders/sweep.ts';
import type { SandboxState } from '../../services/sandbox/state.ts';
import { atEnd } from '../setup.ts';
import { existingDatabase, freshDatabase, type TestDatabase } from '../store/postgres.ts';

/** What came back: the newest card as one text, its actions by title, and plain texts. */
export interface Answer {
  readonly text: string;
  readonly card: Card | null;
  readonly actions: ReadonlyMap<string, CardAction>;
  readonly invoke: { readonly statusCode: number; readonly type: string; readonly value: unknown } | null;
  /** Id of the message in Teams on which it stands, as far as it matters. */
  readonly messageId: string | null;
}

type Card = Readonly<Record<string, unknown>>;
interface CardAction {
  readonly type: string;
  readonly verb: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The whole product but HTTP, in a temporary folder, with people who talk to it. Jobs are run when a test says so. */
export class Chat {
  readonly house: House;
  readonly #dir: string;

  private constructor(house: House, dir: string) {
    this.house = house;
    this.#dir = dir;
  }

  /** Opens the product on a folder that was used before, or on a fresh one. */
  static async open(dir?: string, settings: Readonly<Record<string, string>> = {}): Promise<Chat> {
    return Chat.#openIn(dir ?? (await freshFolder()), settings);
  }

  static async #openIn(dir: string, settings: Readonly<Record<string, string>>): Promise<Chat> {
    const database = databaseIn(dir);
    const config = readConfig({ DATA_DIR: dir, DATABASE_URL: database.url, LOG_LEVEL: 'silent', ...settings });
    const house = await openHouse(config, pino({ level: 'silent' }));
    return new Chat(house, dir);
  }

  /** Lets time pass and does what has come due, as the jobs would. */
  async pass(days: number): Promise<void> {
    const { sandbox, moveStore, ordering, transfers, moves } = this.house.services;
    await sandbox?.advance(days);
    await sweep(this.house.services);
    const open = await moveStore.list({ state: 'open', limit: 50 });
    for (const move of open.items) {
      await ordering?.place(moves, move.id);
      for (const { id } of move.facts.transfers) await transfers?.send(moves, move.id, id);
      await checkMove(this.house.services, move.id);
    }
  }

  /** Pulls a lever of the simulated Microsoft. */
  async lever(name: string, wish: unknown): Promise<void> {
    const reply = await fetch(`${this.house.services.sandbox?.url}/sandbox/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(wish),
    });
    if (!reply.ok) throw new Error(await reply.text());
  }

  /** What Microsoft holds, as the sandbox has kept it. */
  happened(): SandboxState {
    // The sandbox wrote it and checks it itself when it is opened.
    return JSON.parse(readFileSync(path.join(this.#dir, 'sandbox.json'), 'utf8')) as SandboxState;
  }

  as(name: string, scope: 'personal' | 'channel' = 'personal'): Talker {
    return new Talker(this.house, name, scope);
  }

  /** Ends everything; the folder is kept so that it can be opened again. */
  async stop(): Promise<string> {
    await this.house.close();
    return this.#dir;
  }

  async close(): Promise<void> {
    await this.house.close();
    await remove(this.#dir);
  }
}

let template: Promise<string> | null = null;

/** A folder with a database of its own, ready to be used: copying the first takes a fraction of making one. */
async function freshFolder(): Promise<string> {
  template ??= makeTemplate();
  return folderFor(await freshDatabase(await template));
}

/** @returns the name of the database to be copied */
async function makeTemplate(): Promise<string> {
  const database = await freshDatabase();
  const dir = folderFor(database);
  const first = await Chat.open(dir);
  await first.stop();
  rmSync(dir, { recursive: true, force: true });
  atEnd.push(() => database.drop());
  return database.name;
}

/** A folder like one on which the product was opened and stopped, with a copy of its database. */
export async function copyOf(dir: string): Promise<string> {
  const copy = folderFor(await freshDatabase(databaseIn(dir).name));
  await cp(dir, copy, { recursive: true, filter: (file) => path.basename(file) !== DATABASE });
  return copy;
}

/** Removes a folder on which the product was stopped, and its database. */
export async function remove(dir: string): Promise<void> {
  await databaseIn(dir).drop();
  rmSync(dir, { recursive: true, force: true });
}

/** Remembers in the folder which database belongs to it. */
function folderFor({ url }: TestDatabase): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'csp-chat-'));
  writeFileSync(path.join(dir, DATABASE), url);
  return dir;
}

function databaseIn(dir: string): TestDatabase {
  const url = new URL(readFileSync(path.join(dir, DATABASE), 'utf8'));
  return existingDatabase(url.href.slice(0, -url.pathname.length), url.pathname.slice(1));
}

const DATABASE = 'database-url';

/** What every activity of a person in a conversation carries. */
export function spokenBy(name: string, scope: 'personal' | 'channel'): Partial<Activity> {
  const id = name.toLowerCase();
  return {
    channelId: 'msteams',
    locale: 'en-US',
    from: { id: `29:${id}`, aadObjectId: id, name },
    recipient: { id: '28:bot', name: 'CSP Move Assistant' },
    conversation: {
      id: scope === 'personal' ? `a:${id}` : '19:moves@thread.tacv2',
      conversationType: scope,
      isGroup: scope !== 'personal',
      name: '',
    },
  };
}

/** One person in one conversation. */
export class Talker {
  readonly #house: House;
  readonly #base: Partial<Activity>;
  last: Answer = NOTHING;

  constructor(house: House, name: string, scope: 'personal' | 'channel') {
    this.#house = house;
    this.#base = { ...spokenBy(name, scope), serviceUrl: 'http://127.0.0.1:9/' };
  }

  say(text: string): Promise<Answer> {
    return this.send({ type: ActivityTypes.Message, text });
  }

  /** Presses a button of the newest card, with inputs, as Action.Execute. */
  press(title: string, inputs: Readonly<Record<string, unknown>> = {}, of: Answer = this.last): Promise<Answer> {
    const action = of.actions.get(title);
    if (action === undefined)
      throw new Error(`no button "${title}", but: ${[...of.actions.keys()].join(', ')}\n${of.text}`);
    return this.execute(action.verb, { ...action.data, ...inputs }, of.messageId);
  }

  execute(verb: string, data: unknown, messageId: string | null = null): Promise<Answer> {
    const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
    const replyTo = messageId === null ? {} : { replyToId: messageId };
    return this.send({ type: ActivityTypes.Invoke, name: 'adaptiveCard/action', value, ...replyTo });
  }

  async search(dataset: string, queryText: string): Promise<readonly { title: string; value: string }[]> {
    const value = { kind: 'search', queryText, dataset, queryOptions: { skip: 0, top: 15 } };
    const { invoke } = await this.send({ type: ActivityTypes.Invoke, name: 'application/search', value });
    // The shape of a search answer; a wrong one fails the assertion that reads it.
    const body = invoke?.value as { results: { title: string; value: string }[] } | undefined;
    return body?.results ?? [];
  }

  async send(activity: Partial<Activity>): Promise<Answer> {
    const adapter = new RecordingAdapter(async () => {});
    await adapter.processActivity({ ...this.#base, ...activity } as Activity, (context: TurnContext) =>
      this.#house.bot.run(context),
    );
    const sent = [...adapter.activeQueue, ...adapter.replaced];
    this.last = answerIn(sent);
    return this.last;
  }
}

/** Also keeps what was sent in place of an earlier message. */
class RecordingAdapter extends TestAdapter {
  readonly replaced: Partial<Activity>[] = [];

  override async updateActivity(_context: TurnContext, activity: Partial<Activity>): Promise<undefined> {
    this.replaced.push(activity);
  }
}

const NOTHING: Answer = { text: '', card: null, actions: new Map(), invoke: null, messageId: null };

/** What some activities say; `messageId`: on which message in Teams. */
export function answerIn(sent: readonly Partial<Activity>[], messageId: string | null = null): Answer {
  const response = sent.find((a) => a.type === ActivityTypes.InvokeResponse)?.value?.body ?? null;
  const cards = sent.flatMap((a) => (a.attachments ?? []).map((x) => x.content as Card));
  const replaced = response?.type === 'application/vnd.microsoft.card.adaptive' ? (response.value as Card) : null;
  const card = replaced ?? cards.at(-1) ?? null;
  const spoken = sent.flatMap((a) => (typeof a.text === 'string' ? [a.text] : []));
  const told = typeof response?.value === 'string' ? [response.value] : [];
  return {
    text: [...spoken, ...told, ...(card === null ? [] : textsIn(card))].join('\n'),
    card,
    actions: new Map(card === null ? [] : actionsIn(card)),
    invoke: response,
    messageId,
  };
}

function textsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string'
      ? ['text', 'title', 'label', 'errorMessage'].includes(key)
        ? [value]
        : []
      : textsIn(value),
  );
}

function actionsIn(node: unknown): [string, CardAction][] {
  if (Array.isArray(node)) return node.flatMap(actionsIn);
  if (typeof node !== 'object' || node === null) return [];
  if ('type' in node && node.type === 'Action.Execute') {
    const { title, verb, data } = node as unknown as { title: string; verb: string; data: CardAction['data'] };
    return [[title, { type: 'Action.Execute', verb, data }]];
  }
  return Object.values(node).flatMap(actionsIn);
}
