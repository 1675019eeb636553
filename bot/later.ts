import { type CloudAdapter, TurnContext } from 'botbuilder';

/** Speaks into the conversation of a turn when that turn is over. */
export type Later = (context: TurnContext) => (work: (later: TurnContext) => Promise<void>) => Promise<void>;

/** What is kept of a turn is read before it ends: the SDK takes the context itself away then. */
export function speakLater(appId: string): Later {
  return ({ activity, adapter }) => {
    const reference = TurnContext.getConversationReference(activity);
    // The cast: the SDK types the adapter of a turn more widely than the one that every turn of ours has.
    const line = adapter as unknown as Pick<CloudAdapter, 'continueConversationAsync'>;
    return (work) => line.continueConversationAsync(appId, reference, work);
  };
}
