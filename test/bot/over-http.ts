import { createServer, type Server } from 'node:http';
import { type Activity, ActivityTypes } from 'botbuilder';
import { pino } from 'pino';
import { createAdapter } from '../../bot/adapter.ts';
import { type RunningServer, startServer } from '../../bot/server.ts';
import { type Answer, answerIn, type Chat, spokenBy } from './chat.ts';

/** What came back over HTTP: the answer to the request, and the messages that were sent beside it. */
export interface HttpAnswer extends Answer {
  readonly status: number;
  readonly body: unknown;
  readonly sent: readonly Partial<Activity>[];
}

/** The bot's own endpoint on loopback, and a connector service that keeps what the bot says. */
export class OverHttp {
  readonly #server: RunningServer;
  readonly #connector: Server;
  readonly #serviceUrl: string;
  readonly #sent: Partial<Activity>[];

  private constructor(server: RunningServer, connector: Server, serviceUrl: string, sent: Partial<Activity>[]) {
    this.#server = server;
    this.#connector = connector;
    this.#serviceUrl = serviceUrl;
    this.#sent = sent;
  }

  /** @param members who is in the channel, by the address that is asked; left out: nobody */
  static async open({
    house,
    members = async () => [],
  }: {
    readonly house: Pick<Chat['house'], 'bot'>;
    readonly members?: (address: string) => Promise<readonly object[]>;
  }): Promise<OverHttp> {
    const sent: Partial<Activity>[] = [];
    const connector = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      response.setHeader('content-type', 'application/json');
      for await (const chunk of request) chunks.push(chunk);
      if (request.method === 'GET') return response.end(JSON.stringify({ members: await members(request.url ?? '') }));
      // What the bot itself wrote; a wrong shape fails the assertion that reads it.
      sent.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Partial<Activity>);
      response.end(JSON.stringify({ id: `m-${sent.length}` }));
    });
    await new Promise<void>((resolve) => connector.listen(0, '127.0.0.1', resolve));
    const address = connector.address();
    if (address === null || typeof address === 'string') throw new Error('No port was given');
    const log = pino({ level: 'silent' });
    const server = await startServer(
      { host: '127.0.0.1', port: 0 },
      {
        adapter: createAdapter(null, log, async () => {}),
        bot: house.bot,
        health: { ready: async () => true, metrics: async () => '' },
        log,
        sandbox: true,
      },
    );
    return new OverHttp(server, connector, `http://127.0.0.1:${address.port}/`, sent);
  }

  async close(): Promise<void> {
    await this.#server.close();
    this.#connector.closeAllConnections();
    await new Promise((resolve) => this.#connector.close(resolve));
  }

  as(name: string, scope: 'personal' | 'channel' = 'personal'): HttpTalker {
    return new HttpTalker((activity) => this.#post(activity), name, scope);
  }

  async #post(activity: Partial<Activity>): Promise<HttpAnswer> {
    const before = this.#sent.length;
    const reply = await fetch(`http://127.0.0.1:${this.#server.port}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...activity, serviceUrl: this.#serviceUrl }),
    });
    const text = await reply.text();
    const body: unknown = text === '' ? null : JSON.parse(text);
    const sent = this.#sent.slice(before);
    const invoke = { type: ActivityTypes.InvokeResponse, value: { body } };
    return { ...answerIn([...sent, invoke]), status: reply.status, body, sent };
  }
}

/** One person in one conversation, in a client of Teams. */
export class HttpTalker {
  readonly #post: (activity: Partial<Activity>) => Promise<HttpAnswer>;
  readonly #base: Partial<Activity>;
  #said = 0;

  constructor(post: (activity: Partial<Activity>) => Promise<HttpAnswer>, name: string, scope: 'personal' | 'channel') {
    this.#post = post;
    this.#base = spokenBy(name, scope);
  }

  say(text: string): Promise<HttpAnswer> {
    return this.send({ type: ActivityTypes.Message, text });
  }

  /** A button as Action.Execute; `beside`: what a sign-in brought. */
  execute(verb: string, data: unknown, beside: object = {}): Promise<HttpAnswer> {
    const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual', ...beside };
    return this.invoke('adaptiveCard/action', value);
  }

  invoke(name: string, value: unknown): Promise<HttpAnswer> {
    return this.send({ type: ActivityTypes.Invoke, name, value });
  }

  send(activity: Partial<Activity>): Promise<HttpAnswer> {
    this.#said += 1;
    return this.#post({ ...this.#base, id: `${this.#base.from?.id}-${this.#said}`, ...activity });
  }
}
