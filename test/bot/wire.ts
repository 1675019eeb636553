import { createServer, type Server } from 'node:http';
import { ConversationState, MemoryStorage } from 'botbuilder';
import { pino } from 'pino';
import { MoveBot } from '../../bot/activity-handler.ts';
import { createAdapter } from '../../bot/adapter.ts';
import { startServer } from '../../bot/server.ts';
import { Conversation } from '../../dialogs/conversation.ts';
import { Chat } from './chat.ts';

/** A request of the bot to Teams. */
export interface ToTeams {
  readonly method: string;
  readonly path: string;
  readonly activity: { readonly text?: string; readonly attachments?: readonly { readonly content: Node }[] };
}

type Node = Readonly<Record<string, unknown>>;

/** What Teams gets back for an invoke. */
export interface InvokeAnswer {
  readonly httpStatus: number;
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
}

export interface Press {
  readonly person?: string;
  readonly scope?: 'personal' | 'channel';
  readonly trigger?: 'manual' | 'automatic';
  readonly locale?: string;
  readonly cardId?: string;
  /** What stands beside the action: a token, the code of a sign-in. */
  readonly beside?: Node;
}

type Parts = Omit<ConstructorParameters<typeof MoveBot>[0], 'services' | 'conversation' | 'state' | 'tenantId'>;

/** The product behind its real HTTP endpoint and the real adapter, with a Teams behind HTTP that takes and remembers everything. */
export class Wire {
  readonly chat: Chat;
  readonly sent: ToTeams[] = [];
  /** Lines of the log from `warn` on. */
  readonly logged: Node[] = [];
  readonly #teams: Server;
  #url = '';
  #serviceUrl = '';
  #stop: () => Promise<void> = async () => {};

  private constructor(chat: Chat) {
    this.chat = chat;
    this.#teams = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const activity = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
      this.sent.push({ method: request.method ?? '', path: request.url ?? '', activity });
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id: `m-${this.sent.length}` }));
    });
  }

  static async open(parts: Parts = {}, settings: Readonly<Record<string, string>> = {}): Promise<Wire> {
    const wire = new Wire(await Chat.open(undefined, settings));
    await wire.#start(parts);
    return wire;
  }

  async #start(parts: Parts): Promise<void> {
    await new Promise<void>((resolve) => this.#teams.listen(0, '127.0.0.1', resolve));
    const address = this.#teams.address();
    if (address === null || typeof address === 'string') throw new Error('No port was given');
    this.#serviceUrl = `http://127.0.0.1:${address.port}/`;
    const state = new ConversationState(new MemoryStorage());
    const log = pino({ level: 'warn' }, { write: (line: string) => this.logged.push(JSON.parse(line)) });
    const services = { ...this.chat.house.services, log };
    const conversation = new Conversation(services, state);
    const { signIn } = this.chat.house;
    const bot = new MoveBot({ services, conversation, state, tenantId: null, signIn, ...parts });
    const adapter = createAdapter(null, log, async (context) => {
      await context.sendActivity('apology');
    });
    const health = { ready: async () => true, metrics: async () => '' };
    const server = await startServer({ host: '127.0.0.1', port: 0 }, { adapter, bot, health, log });
    this.#url = `http://127.0.0.1:${server.port}/api/messages`;
    this.#stop = () => server.close();
  }

  async close(): Promise<void> {
    await this.#stop();
    this.#teams.closeAllConnections();
    await new Promise((resolve) => this.#teams.close(resolve));
    await this.chat.close();
  }

  /** Presses a button, or looks at a card (`trigger: 'automatic'`). */
  async execute(verb: unknown, data: unknown, { trigger = 'manual', beside = {}, ...press }: Press = {}) {
    return this.invoke(
      'adaptiveCard/action',
      { action: { type: 'Action.Execute', verb, data }, trigger, ...beside },
      press,
    );
  }

  async search(
    dataset: string,
    queryText?: string,
    press: Press = {},
  ): Promise<readonly { title: string; value: string }[]> {
    const value = { kind: 'search', queryText, dataset, queryOptions: { skip: 0, top: 15 } };
    const answer = await this.invoke('application/search', value, press);
    // The shape of a search answer; a wrong one fails the assertion that reads it.
    return (answer.value as { results: { title: string; value: string }[] }).results;
  }

  async invoke(name: string, value: unknown, press: Press = {}): Promise<InvokeAnswer> {
    const response = await this.post({ type: 'invoke', name, value }, press);
    const text = await response.text();
    const body = text === '' ? {} : JSON.parse(text);
    return { httpStatus: response.status, statusCode: body.statusCode, type: body.type, value: body.value };
  }

  async post(activity: Node, { person = 'Sam', scope = 'personal', locale = 'en-US', cardId }: Press = {}) {
    const id = person.toLowerCase();
    return fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id: 'activity-1',
        channelId: 'msteams',
        serviceUrl: this.#serviceUrl,
        locale,
        from: { id: `29:${id}`, aadObjectId: id, name: person },
        recipient: { id: '28:bot', name: 'CSP Move Assistant' },
        conversation: {
          id: scope === 'personal' ? `a:${id}` : '19:moves@thread.tacv2',
          conversationType: scope,
          isGroup: scope !== 'personal',
        },
        ...(cardId !== undefined && { replyToId: cardId }),
        ...activity,
      }),
    });
  }
}

/** A card of an answer as text, to look for words in it. */
export const wordsIn = (answer: InvokeAnswer | ToTeams | undefined): string => JSON.stringify(answer ?? '');
