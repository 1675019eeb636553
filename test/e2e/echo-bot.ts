import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  ActivityTypes,
  type AdaptiveCardInvokeResponse,
  type AdaptiveCardInvokeValue,
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  MessageFactory,
  TeamsActivityHandler,
  TurnContext,
} from 'botbuilder';
import restify from 'restify';

export interface EchoBot {
  readonly url: string;
  /** Conversation ids of the installations seen, in order. */
  readonly installations: string[];
  /** Writes to every conversation that has written to the bot. */
  announce(text: string): Promise<void>;
  stop(): Promise<void>;
}

/** The smallest bot that uses what ours uses: the driver is proven against it, so that a red test of ours is ours. */
export async function startEchoBot(): Promise<EchoBot> {
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  const bot = new Echo();
  const server = restify.createServer({ name: 'echo' });
  server.use(restify.plugins.bodyParser());
  server.post('/api/messages', async (request, response) => {
    const { body, headers, method } = request;
    await adapter.process({ body, headers, method: method ?? 'POST' }, response, (context) => bot.run(context));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // restify types `address()` as always being there; it is a port, never a pipe, because a port was asked for.
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/api/messages`,
    installations: bot.installations,
    async announce(text) {
      for (const reference of bot.references.values()) {
        await adapter.continueConversationAsync('', reference, async (context) => {
          await context.sendActivity(text);
        });
      }
    },
    async stop() {
      server.server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

class Echo extends TeamsActivityHandler {
  readonly installations: string[] = [];
  readonly references = new Map<string, Partial<ConversationReference>>();

  constructor() {
    super();
    this.onInstallationUpdate(async (context, next) => {
      this.installations.push(context.activity.conversation.id);
      await next();
    });
    this.onMessage(async (context, next) => {
      this.references.set(context.activity.conversation.id, TurnContext.getConversationReference(context.activity));
      const { value } = context.activity;
      if (value !== undefined) await context.sendActivity(`submitted ${JSON.stringify(value)}`);
      else await this.#reply(context, TurnContext.removeRecipientMention(context.activity)?.trim() ?? '');
      await next();
    });
  }

  override async onAdaptiveCardInvoke(
    _context: TurnContext,
    { action }: AdaptiveCardInvokeValue,
  ): Promise<AdaptiveCardInvokeResponse> {
    return {
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: receipt(action.data),
    };
  }

  async #reply(context: TurnContext, text: string): Promise<void> {
    if (text === 'card') {
      await context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(form())));
      return;
    }
    await context.sendActivity({ type: ActivityTypes.Message, text: `echo: ${text}` });
  }
}

/** A card with each kind of input the assistant uses. */
export function form(): Record<string, unknown> {
  const choices = ['Annual', 'Monthly'].map((title) => ({ title, value: title.toLowerCase() }));
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    body: [
      { type: 'TextBlock', text: 'A small form', style: 'heading', size: 'large', weight: 'bolder', wrap: true },
      { type: 'Input.Text', id: 'customer', label: 'Customer', isRequired: true, errorMessage: 'Name the customer.' },
      { type: 'Input.Number', id: 'seats', label: 'Seats', min: 1 },
      { type: 'Input.Date', id: 'end', label: 'Last day' },
      { type: 'Input.ChoiceSet', id: 'term', label: 'Term', style: 'compact', choices },
      { type: 'Input.ChoiceSet', id: 'billing', label: 'Billing', style: 'expanded', choices },
      { type: 'Input.Toggle', id: 'renew', label: 'Renewal', title: 'Renew by itself', value: 'false' },
    ],
    actions: [{ type: 'Action.Execute', title: 'Send', verb: 'send' }],
  };
}

function receipt(data: object): Record<string, unknown> {
  const facts = Object.entries(data).map(([title, value]) => ({ title, value: String(value) }));
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [
      { type: 'TextBlock', text: 'Received', style: 'heading', wrap: true },
      { type: 'FactSet', facts },
    ],
  };
}
