import { z } from 'zod';
import type { Exchange } from './traffic.ts';

/** What a client sends when a button of a card is pressed. */
export const press = (verb: string, data: object) => ({
  type: 'invoke',
  name: 'adaptiveCard/action',
  value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
});

/** The same from a client that knows Action.Submit only. */
export const submit = (verb: string, data: object) => ({ type: 'message', value: { ...data, verb } });

const cardAnswer = z.object({
  type: z.literal('application/vnd.microsoft.card.adaptive'),
  value: z.record(z.string(), z.unknown()),
});
const messageAnswer = z.object({
  type: z.literal('application/vnd.microsoft.activity.message'),
  value: z.string(),
});

/** The card that a pressed button was answered with. */
export function returnedCard({ response }: Exchange): Record<string, unknown> {
  return cardAnswer.parse(response?.body).value;
}

/** The sentence that a pressed button was answered with, when there is no card to show. */
export function returnedSentence({ response }: Exchange): string {
  return messageAnswer.parse(response?.body).value;
}
