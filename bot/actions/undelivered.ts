import { z } from 'zod';
import { VERBS } from '../../cards/verbs.ts';
import { answerUndelivered } from '../../dialogs/undelivered.ts';
import { type Action, parse } from './action.ts';

const MessageRef = z.object({ message: z.string().min(1).max(100) });

/** Tries a message again in the conversation for which it was meant. Pressed again, it says that it is on its way. */
export const messageRetry: Action = {
  verb: VERBS.messageRetry,
  async run(services, turn, data) {
    const { message } = parse(MessageRef, data);
    const revived = await services.outbox.retryDead(message);
    return answerUndelivered(services, turn, { key: revived ? 'undelivered.retried' : 'undelivered.not-there' });
  },
};

export const messageRetryAll: Action = {
  verb: VERBS.messageRetryAll,
  async run(services, turn) {
    const count = await services.outbox.retryAllDead();
    return answerUndelivered(services, turn, { key: 'undelivered.retried-all', params: { count } });
  },
};
