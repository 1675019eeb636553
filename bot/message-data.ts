import { z } from 'zod';
import { NEWS_CODES } from '../services/moves/news.ts';

/** What a message of the outbox is about, by its kind: not the words, which are found when it is sent. */
export const NewsData = z.object({ moveId: z.string(), code: z.enum(NEWS_CODES) });
export type NewsData = z.infer<typeof NewsData>;

/** To the person who chose the channel for the team's reminders: it cannot be reached any more. */
export const ChannelLostData = z.object({
  /** What Teams called the channel; empty when it did not say. */
  place: z.string(),
});

/** Something whoever runs the assistant has to know, as `AlertStore.raise` writes it. */
export const AlertData = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

/** Everything in flight: of the whole team, or of the moves opened in the conversation it goes to. */
export const WeeklyData = z.object({ scope: z.enum(['team', 'own']), week: z.iso.date() });
export type WeeklyData = z.infer<typeof WeeklyData>;
