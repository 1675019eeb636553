import type { CloudAdapter } from 'botbuilder';
import { createAdapter } from '../../bot/adapter.ts';
import type { Delivered } from '../../bot/sender.ts';
import type { ClaimedMessage } from '../../services/store/claimed-message.ts';
import { silent } from './silent.ts';

/** The bot's own adapter, as the product makes it without credentials. */
export function adapter(): CloudAdapter {
  return createAdapter(null, silent, () => Promise.reject(new Error('there is nobody to apologise to')), {
    once: true,
  });
}

/** Says the id of the message, so that the connector can tell one from the other. */
export async function say(teams: CloudAdapter, serviceUrl: string, message: ClaimedMessage): Promise<Delivered> {
  const reference = {
    channelId: 'msteams',
    serviceUrl,
    conversation: { id: message.conversationId, name: '', isGroup: false, conversationType: 'personal' },
    bot: { id: '28:bot', name: 'Assistant' },
    user: { id: '29:user', name: 'Ana' },
  };
  let activityId: string | null = null;
  await teams.continueConversationAsync('', reference, async (context) => {
    const sent = await context.sendActivity({ type: 'message', text: message.id });
    activityId = sent?.id ?? null;
  });
  return { kind: 'sent', activityId };
}
