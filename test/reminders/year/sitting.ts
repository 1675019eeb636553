import type { Act } from '../../../services/store/reminder-acts.ts';
import type { ReminderRef } from '../../../services/store/reminder-rows.ts';
import { dayOf, instantOf, isoOf, utcDay } from './dates.ts';
import type { Dice } from './dice.ts';
import type { Instance } from './instance.ts';
import { TEAM } from './team.ts';
import type { SimulatedTeams } from './teams.ts';
import type { Input, Seen } from './timeline.ts';

type Acted = Omit<Extract<Input, { kind: 'act' }>, 'at' | 'kind'>;
type Card = Extract<Seen, { kind: 'told' }>;

/** Somebody in front of the cards that came, pressing buttons. */
export class Sitting {
  readonly #dice: Dice;
  readonly #teams: SimulatedTeams;
  readonly #cards: Card[] = [];
  #seen = 0;

  constructor(dice: Dice, teams: SimulatedTeams) {
    this.#dice = dice;
    this.#teams = teams;
  }

  /** Looks at what came. Two instances send side by side: the order is that of the places. */
  look(): void {
    const { seen } = this.#teams;
    const cards = seen.slice(this.#seen).flatMap((one) => (one.kind === 'told' ? [one] : []));
    this.#cards.push(...cards.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)));
    this.#seen = seen.length;
  }

  /** A reminder that somebody was told of, most often lately. */
  anyTold(): ReminderRef | null {
    const card = this.#anyCard();
    return card === null ? null : this.#dice.pick(card.lines);
  }

  /** Acts on a reminder, as far as its card allows it. */
  async act(instance: Instance, at: number): Promise<Acted | null> {
    const card = this.#anyCard();
    if (card === null) return null;
    const { moveId, key } = this.#dice.pick(card.lines);
    const ref = (await this.#anyAhead(instance, { moveId, key })) ?? { moveId, key };
    const act = await this.#choose(instance, ref, at);
    if (act === null) return null;
    const { id, name } = this.#dice.pick(TEAM);
    const isPersonal = TEAM.some(({ chat }) => chat === card.place);
    const pressed = isPersonal ? { conversationId: card.place, activityId: card.message } : null;
    await instance.acts.act(ref, act, { by: { id, name }, now: instantOf(at), pressed });
    return { ref, act, by: { id, name }, pressedIn: isPersonal ? card.place : null };
  }

  /** Now and then one is chosen from the list of what is to come. */
  async #anyAhead(instance: Instance, { moveId }: ReminderRef): Promise<ReminderRef | null> {
    if (!this.#dice.chance(0.15)) return null;
    const ahead = await instance.reminders.upcoming({ moveId, limit: 10 });
    return ahead.length === 0 ? null : this.#dice.pick(ahead);
  }

  async #choose(instance: Instance, ref: ReminderRef, at: number): Promise<Act | null> {
    const kind = this.#dice.pick(['done', 'snoozed', 'snoozed', 'assigned'] as const);
    if (kind === 'done') return { kind };
    if (kind === 'assigned') {
      const { id, name } = this.#dice.pick(TEAM);
      return { kind, to: { id, name } };
    }
    const reminder = await instance.reminders.find(ref.moveId, ref.key);
    if (reminder === null || reminder.state === 'done' || reminder.state === 'cancelled') return null;
    const today = utcDay(at);
    const days = this.#dice.pick([1, 3, 7, null]);
    const stages = days === null ? await instance.reminders.thread(reminder) : [];
    const next = stages.find(
      ({ state, nextOn }) => (state === 'planned' || state === 'snoozed') && dayOf(nextOn) > today,
    );
    const until = days === null ? next?.nextOn : isoOf(today + days);
    if (until === undefined) return null;
    // Never past the last day on which anything can be done.
    const { deadline } = reminder;
    if (deadline === null || until <= deadline) return { kind, until };
    return dayOf(deadline) > today ? { kind, until: deadline } : null;
  }

  #anyCard(): Card | null {
    const back = Math.floor(Math.min(this.#cards.length, 400) * this.#dice.next() ** 2);
    return this.#cards[this.#cards.length - 1 - back] ?? null;
  }
}

function nameOf({ place, lines }: Card): string {
  return `${place} ${lines.map(({ moveId, key }) => `${moveId} ${key}`).join()}`;
}
