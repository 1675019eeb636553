import { z } from 'zod';
import { VERBS } from '../cards/verbs.ts';
import { STEP_IDS } from '../services/moves/move.ts';

const moveId = z.guid();

/** Of a long list, the place of the first line that is shown. */
export const firstLine = z.coerce.number().int().min(0).max(10_000);

/**
 * What a card shows, in the few words with which it can be drawn anew weeks later. It stands in the card and comes back from the
 * client: it names something, and whoever asks sees no more of it than the same command would show.
 *
 * | view | is | drawn anew until |
 * | --- | --- | --- |
 * | step | a step of a move; `step` left out: the one to work on | the move is closed |
 * | status | where a move stands | the move is closed |
 * | moves, reminders, weekly | a list | ever |
 * | reminder | one reminder | it is settled |
 * | working | a press whose work takes long; for a minute, then the move | the move is closed |
 * | message | what the bot said by itself: the id of its message, which has to stand in the same conversation | all of it is settled |
 */
export const Shown = z.discriminatedUnion('view', [
  z.object({ view: z.literal('step'), moveId, step: z.enum(STEP_IDS).optional(), from: firstLine.optional() }),
  z.object({ view: z.literal('status'), moveId }),
  z.object({ view: z.literal('moves') }),
  z.object({ view: z.literal('reminders'), moveId: moveId.optional() }),
  z.object({ view: z.literal('weekly') }),
  z.object({ view: z.literal('reminder'), moveId, reminder: z.string().min(1).max(300) }),
  z.object({
    view: z.literal('working'),
    moveId,
    since: z.iso.datetime(),
    verb: z.enum(VERBS),
    data: z.record(z.string(), z.unknown()),
  }),
  z.object({ view: z.literal('message'), message: z.string().min(1).max(100) }),
]);
export type Shown = z.infer<typeof Shown>;
