import { type Activity, BotAdapter, type ConversationReference, type ResourceResponse, TurnContext } from 'botbuilder';
import { TeamsRequestError } from '../../bot/send-once.ts';

/** A message as somebody sees it in Teams. */
export interface Delivered {
  readonly conversationId: string;
  readonly activityId: string;
  readonly activity: Partial<Activity>;
}

/** How Teams says no. */
export interface Refusal {
  readonly status: number;
  /** Its error code, such as `ConversationBlockedByUser`. */
  readonly code?: string;
  /** Seconds. */
  readonly retryAfter?: number;
  /** How often; left out: until `accept`. */
  readonly times?: number;
}

/** Stands in for Teams: keeps what was sent and what was drawn anew, or refuses. */
export class Teams {
  readonly delivered: Delivered[] = [];
  /** Cards that were replaced where they stand. */
  readonly updated: Delivered[] = [];
  /** Every request, whatever became of it: its conversation. */
  readonly requests: string[] = [];
  /** What stands in Teams, by the id of the message. */
  readonly #standing = new Map<string, Delivered>();
  /** By conversation; `''`: everywhere. */
  readonly #refusing = new Map<string, Refusal>();
  #ids = 0;

  /** Refuses what is for one conversation, or for any. */
  refuse(refusal: Refusal, conversationId = ''): void {
    this.#refusing.set(conversationId, refusal);
  }

  /** Takes everything again. */
  accept(): void {
    this.#refusing.clear();
  }

  /** A person deletes a message. */
  remove(activityId: string): void {
    this.#standing.delete(activityId);
  }

  async continueConversationAsync(
    _appId: string,
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const event = { type: 'event', name: 'ContinueConversation' } as const;
    await logic(new TurnContext(new Line(this), TurnContext.applyConversationReference(event, reference, true)));
  }

  /** Takes a new message. */
  take(activity: Partial<Activity>): ResourceResponse {
    const conversationId = this.#request(activity);
    this.#ids += 1;
    const delivered = { conversationId, activityId: `m-${this.#ids}`, activity };
    this.delivered.push(delivered);
    this.#standing.set(delivered.activityId, delivered);
    return { id: delivered.activityId };
  }

  /** Replaces a message. */
  replace(activity: Partial<Activity>): void {
    const conversationId = this.#request(activity);
    const activityId = activity.id ?? '';
    if (!this.#standing.has(activityId)) throw refused({ status: 404, code: 'ActivityNotFoundInConversation' });
    const replaced = { conversationId, activityId, activity };
    this.updated.push(replaced);
    this.#standing.set(activityId, replaced);
  }

  /** Where something was sent since the last time, sorted. */
  places(): readonly string[] {
    return this.delivered
      .splice(0)
      .map((d) => d.conversationId)
      .sort();
  }

  /** The messages of a conversation as they stand now, oldest first. */
  in(conversationId: string): readonly Delivered[] {
    return [...this.#standing.values()].filter((d) => d.conversationId === conversationId);
  }

  #request({ conversation }: Partial<Activity>): string {
    const conversationId = conversation?.id ?? '';
    this.requests.push(conversationId);
    for (const where of [conversationId, '']) {
      const refusal = this.#refusing.get(where);
      if (refusal === undefined) continue;
      const { times } = refusal;
      if (times === 1) this.#refusing.delete(where);
      else if (times !== undefined) this.#refusing.set(where, { ...refusal, times: times - 1 });
      throw refused(refusal);
    }
    return conversationId;
  }
}

/** The connection of one turn. */
class Line extends BotAdapter {
  readonly #teams: Teams;

  constructor(teams: Teams) {
    super();
    this.#teams = teams;
  }

  async sendActivities(_context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    return activities.map((activity) => this.#teams.take(activity));
  }

  async updateActivity(_context: TurnContext, activity: Partial<Activity>): Promise<void> {
    this.#teams.replace(activity);
  }

  async deleteActivity(): Promise<void> {
    throw new Error('the bot deletes nothing');
  }

  async continueConversation(): Promise<void> {
    throw new Error('nothing continues inside of a turn');
  }
}

/** The error as it comes out of the adapter that sends once. */
function refused({ status, code = '', retryAfter }: Refusal): Error {
  const headers = new Headers(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) });
  const text = JSON.stringify({ error: { code, message: 'no' } });
  if (status === 408 || status === 429 || status >= 500) return new TeamsRequestError({ status, headers, text });
  return Object.assign(new Error('no'), { statusCode: status, code, response: { headers, bodyAsText: text } });
}

/** Everything a message says, as one text. */
export const wordsOf = (d: Delivered | undefined): string =>
  JSON.stringify([d?.activity.text, d?.activity.attachments ?? []]);
