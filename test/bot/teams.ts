import { type Activity, type ConversationReference, TestAdapter, type TurnContext } from 'botbuilder';

export interface Delivered {
  readonly conversationId: string;
  readonly activity: Partial<Activity>;
}

/** Stands in for Teams: keeps what was sent, or refuses with a status. */
export class Teams {
  readonly delivered: Delivered[] = [];
  /** The status with which everything is refused. */
  refuseWith: number | null = null;
  /** The status with which one conversation refuses. */
  readonly refusing = new Map<string, number>();

  async continueConversationAsync(
    _appId: string,
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const conversationId = reference.conversation?.id ?? '';
    const statusCode = this.refusing.get(conversationId) ?? this.refuseWith;
    if (statusCode !== null) throw Object.assign(new Error('refused'), { statusCode });
    const adapter = new TestAdapter(async () => {});
    await adapter.processActivity({ type: 'event', name: 'ContinueConversation' } as Activity, logic);
    for (const activity of adapter.activeQueue) this.delivered.push({ conversationId, activity });
  }

  /** Where something was sent since the last time, sorted. */
  places(): readonly string[] {
    return this.delivered
      .splice(0)
      .map((d) => d.conversationId)
      .sort();
  }
}

/** Everything a message says, as one text. */
export const wordsOf = (d: Delivered | undefined): string =>
  JSON.stringify([d?.activity.text, d?.activity.attachments ?? []]);
