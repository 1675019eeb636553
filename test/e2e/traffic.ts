import { once } from 'node:events';
import { z } from 'zod';

const activity = z.looseObject({
  /** Of what was updated: a new one has none. */
  id: z.string().optional(),
  type: z.string().optional(),
  text: z.string().optional(),
  attachments: z.array(z.looseObject({ contentType: z.string(), content: z.unknown() })).optional(),
});

const exchange = z.looseObject({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  activityName: z.string().optional(),
  conversationId: z.string().optional(),
  request: z.looseObject({ body: activity.optional() }).optional(),
  response: z.looseObject({ statusCode: z.number().optional(), body: z.unknown() }).optional(),
});

/** One HTTP request between the chat window and the bot, with its answer. */
export type Exchange = z.infer<typeof exchange>;
export type SentActivity = z.infer<typeof activity>;

const logMessage = z.looseObject({ log: z.unknown() });
/** The bot, as the log names it. */
export const BOT = 'User Application';

/** Everything that passed between a running playground and the bot, read from the tool's own log, from its start on. */
export class Traffic {
  readonly exchanges: Exchange[] = [];
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#take(String(data)));
  }

  static async follow(url: string): Promise<Traffic> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/_ws/log/stream`);
    const traffic = new Traffic(socket);
    await once(socket, 'open');
    return traffic;
  }

  /** What the bot was sent. An exchange is logged when the bot has answered, that is, when its turn is over. */
  toBot(): readonly Exchange[] {
    return this.exchanges.filter(({ to }) => to === BOT);
  }

  /** What the bot sent or updated by itself, oldest first. */
  fromBot(): readonly Exchange[] {
    return this.exchanges.filter(({ from }) => from === BOT);
  }

  close(): void {
    this.#socket.close();
  }

  #take(data: string): void {
    const { log } = logMessage.parse(JSON.parse(data));
    // The log also holds lines of text about the tool itself.
    const entry = exchange.safeParse(log);
    if (entry.success) this.exchanges.push(entry.data);
  }
}
