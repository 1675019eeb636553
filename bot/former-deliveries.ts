import { z } from 'zod';
import type { Services } from '../services/services.ts';
import { AlertData, ChannelLostData, NewsData } from './message-data.ts';

const place = { conversationId: z.string() };

/** A delivery as a job of an older version carries it. Reminders are left out: they are due again since the tables were changed. */
const FormerDelivery = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('news'), ...place, ...NewsData.shape }),
  z.object({ kind: z.literal('channel-lost'), ...place, ...ChannelLostData.shape }),
  z.object({ kind: z.literal('alert'), ...place, ...AlertData.shape }),
]);

/** Puts what an older version was about to say into the outbox. */
export async function takeOver(services: Pick<Services, 'outbox' | 'log'>, job: unknown): Promise<void> {
  const former = FormerDelivery.safeParse(job);
  if (!former.success) return services.log.info('A delivery of an older version is not needed any more');
  const { kind, conversationId, ...data } = former.data;
  await services.outbox.say([{ kind, conversationId, data }]);
}
