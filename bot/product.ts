import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { errorSentence } from '../cards/error-sentence.ts';
import { plainSentence } from '../cards/language.ts';
import { localeOf } from '../dialogs/dialog-turn.ts';
import { systemClock } from '../services/clock.ts';
import { dueWindow } from '../services/reminders/working-calendar.ts';
import type { Services } from '../services/services.ts';
import { type Apology, createAdapter } from './adapter.ts';
import type { Config } from './config.ts';
import { openHouse } from './house.ts';
import { Notifier } from './notifier.ts';
import { eventsUrl } from './partner-center-events.ts';
import { startPlayground } from './playground.ts';
import { Postman } from './postman.ts';
import { Sender } from './sender.ts';
import { assertPortFree, startServer } from './server.ts';
import { startWorkers } from './workers.ts';

export interface RunningProduct {
  /** One line for the console: where to open it and what to type first. */
  readonly invitation: string;
  stop(): Promise<void>;
}

/** Starts the whole product in the order in which its parts need each other; stops it in the opposite order. */
export async function startProduct(config: Config, log: Logger): Promise<RunningProduct> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    await assertPortFree(config.host, config.port);
    const { services, store, bot, events, watches, close } = await openHouse(config, log, {
      drawsAnew: config.credentials !== null,
    });
    stops.push(close);
    const adapter = createAdapter(config.credentials, log, apologise);
    const health = {
      ready: () => store.ready(),
      metrics: async () => {
        const now = services.clock.now();
        return store.metrics(now, dueWindow(now, await services.team.settings()));
      },
    };
    const server = await startServer(config, {
      adapter,
      bot,
      health,
      log,
      sandbox: config.credentials === null,
      events,
    });
    stops.push(() => server.close());
    // Warm: the first card that proposes offers should not wait for the whole catalogue.
    void services.catalogue().catch((err: unknown) => log.warn({ err }, 'The catalogue could not be read yet'));

    const address = `http://127.0.0.1:${server.port}/api/messages`;
    const window = config.credentials === null ? await chatWindow(config, address, log) : null;
    if (window !== null) stops.push(() => window.stop());
    // Last: what was waiting for delivery needs the server and the chat window.
    const daily = events.daily(eventsUrl(config, server.port));
    const sender = startSender(config, services, log);
    stops.push(() => sender.stop());
    await startWorkers(services, {
      async daily() {
        await daily();
        watches.daily();
      },
      wake: () => sender.wake(),
    });
    stops.push(watches.everyMinute());
    void daily();
    const invitation =
      window === null
        ? plainSentence('en', 'console.listening', { url: `http://${config.host}:${server.port}/api/messages` })
        : plainSentence('en', 'console.sandbox', { url: window.url });
    return { invitation, stop };
  } catch (error) {
    await stop().catch((err: unknown) => log.error({ err }, 'Could not stop cleanly'));
    throw error;
  }
}

const apologise: Apology = async (context, error) => {
  const { key, params } = errorSentence(error);
  await context.sendActivity(plainSentence(localeOf(context), key, params));
};

/** What the bot says by itself goes through an adapter of its own: whether something is sent again is for the outbox to say. */
function startSender(config: Config, services: Services, log: Logger): Sender {
  const adapter = createAdapter(config.credentials, log, apologise, { once: true });
  const notifier = new Notifier({ services, adapter, appId: config.credentials?.appId ?? '' });
  const postman = new Postman({ services, notifier });
  const sender = new Sender({
    outbox: services.outbox,
    deliver: (message) => postman.deliver(message),
    record: postman,
    name: randomUUID(),
    clock: systemClock,
    log,
  });
  void sender.run();
  return sender;
}

function chatWindow(config: Config, botUrl: string, log: Logger) {
  return startPlayground({ botUrl, port: config.playgroundPort, dataDir: config.dataDir, log });
}
