import { z } from 'zod';
import { NEWS_CODES } from '../services/moves/news.ts';
import { ReminderDelivery } from '../services/store/job-data.ts';

/** Something the bot found out about a move. */
const NewsDelivery = z.object({
  kind: z.literal('news'),
  conversationId: z.string(),
  moveId: z.string(),
  code: z.enum(NEWS_CODES),
});
export type NewsDelivery = z.infer<typeof NewsDelivery>;

/** To the person who chose the channel for the team's reminders: it cannot be reached any more. */
const ChannelLostDelivery = z.object({
  kind: z.literal('channel-lost'),
  conversationId: z.string(),
  /** What Teams called the channel; empty when it did not say. */
  place: z.string(),
});
export type ChannelLostDelivery = z.infer<typeof ChannelLostDelivery>;

/** Something whoever runs the assistant has to know, as `AlertStore.raise` writes it. */
const AlertDelivery = z.object({
  kind: z.literal('alert'),
  conversationId: z.string(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type AlertDelivery = z.infer<typeof AlertDelivery>;

/** What a delivery job carries: where it goes and what it is about, not the words. */
export const Delivery = z.discriminatedUnion('kind', [
  NewsDelivery,
  ReminderDelivery,
  ChannelLostDelivery,
  AlertDelivery,
]);
export type Delivery = z.infer<typeof Delivery>;
