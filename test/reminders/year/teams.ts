import type { Said } from '../../../bot/notifier.ts';
import { TeamsRequestError } from '../../../bot/send-once.ts';
import { stillToTell } from '../../../services/reminders/still-to-tell.ts';
import type { ClaimedMessage } from '../../../services/store/claimed-message.ts';
import type { ReminderStore } from '../../../services/store/reminder-store.ts';
import { chanceOf } from './dice.ts';
import type { Seen, Span } from './timeline.ts';

/** One request in so many fails although nothing is wrong. */
const FAILS = 1 / 40;

/** What the people of the team see: it takes messages, and keeps a log of its own. */
export class SimulatedTeams {
  readonly seen: Seen[] = [];
  /** Messages of other kinds: kind and place. */
  readonly others: { readonly at: number; readonly kind: string; readonly place: string; readonly data: unknown }[] =
    [];
  /** Conversations that are gone, and since when. */
  readonly #gone: ReadonlyMap<string, number>;
  /** Those of which the product knows: it does not try them again. */
  readonly #forgotten = new Set<string>();
  readonly #outages: readonly Span[];
  readonly #seed: number;

  constructor(options: {
    readonly seed: number;
    readonly outages: readonly Span[];
    readonly gone: ReadonlyMap<string, number>;
  }) {
    this.#seed = options.seed;
    this.#outages = options.outages;
    this.#gone = options.gone;
  }

  /**
   * A message as an instance says it, in place of its words and its adapter: it looks at what is still to be told right before it sends.
   *
   * @throws what the adapter throws where Teams does not take it
   */
  async say(message: ClaimedMessage, at: number, reminders: Pick<ReminderStore, 'findAll'>): Promise<Said> {
    const { id, kind, conversationId: place, lines } = message;
    const seen = { at, place, message: id };
    if (this.#forgotten.has(place)) {
      this.seen.push({ ...seen, kind: 'gone', lines });
      return { kind: 'unknown-place' };
    }
    const told = kind === 'reminders' ? stillToTell(lines, await reminders.findAll(lines)) : [];
    if (kind === 'reminders' && told.length === 0) return { kind: 'nothing' };
    if (this.#fails(place, at)) {
      this.seen.push({ ...seen, kind: 'failed' });
      throw new TeamsRequestError({ status: 503, headers: new Headers(), text: '' });
    }
    const goneAt = this.#gone.get(place);
    if (goneAt !== undefined && goneAt <= at) {
      this.seen.push({ ...seen, kind: 'gone', lines });
      this.#forgotten.add(place);
      throw new TeamsRequestError({ status: 404, headers: new Headers(), text: 'ConversationNotFound' });
    }
    if (kind === 'reminders') {
      const shown = told.map(({ moveId, key, state }) => ({ moveId, key, missed: state === 'missed' }));
      this.seen.push({ ...seen, kind: 'told', lines: shown });
    } else this.others.push({ at, kind, place, data: message.data });
    return { kind: 'said', activityId: id, told };
  }

  #fails(place: string, at: number): boolean {
    if (this.#outages.some(({ from, to }) => from <= at && at < to)) return true;
    return chanceOf(this.#seed, place, at) < FAILS;
  }
}
