import type { Services } from '../services/services.ts';
import { type CardQuestion, questionOf } from './answers/card-question.ts';
import { isLikeReply, type MeantOnCard, meantOnCard } from './card-reply.ts';
import type { Reply, Turn } from './turn.ts';

/** What typed messages need beside the services. */
export interface Reach {
  /** Does what a button does, and answers, once all of this is over. */
  press(verb: string, data: Readonly<Record<string, unknown>>): Promise<void>;
  /** What the bot sent by itself into this conversation of late, as it now stands, and when (ISO 8601); the newest first. */
  lastSaid(): Promise<readonly { readonly reply: Reply; readonly at: string }[]>;
}

/** The cards that a person in a personal chat may answer by writing: the last answer, and what the bot said by itself of late. */
export class CardsInView {
  readonly #services: Services;
  readonly #turn: Turn;
  readonly #last: CardQuestion | null;
  readonly #reach: Reach;
  #all: Promise<readonly CardQuestion[]> | null = null;

  constructor(services: Services, turn: Turn, last: CardQuestion | null, reach: Reach) {
    this.#services = services;
    this.#turn = turn;
    this.#last = last;
    this.#reach = reach;
  }

  /** What a message cannot mean otherwise. What the bot said by itself is looked up for what is like a reply alone. */
  async surely(text: string): Promise<MeantOnCard | null> {
    if (this.#turn.scope !== 'personal') return null;
    const questions = isLikeReply(text, this.#turn) ? await this.#questions() : this.#last === null ? [] : [this.#last];
    return meantOnCard(this.#services, this.#turn, text, questions, 'surely');
  }

  /** What a message may mean that is no command. */
  async loosely(text: string): Promise<MeantOnCard | null> {
    if (this.#turn.scope !== 'personal') return null;
    return meantOnCard(this.#services, this.#turn, text, await this.#questions(), 'loosely');
  }

  #questions(): Promise<readonly CardQuestion[]> {
    this.#all ??= this.#read();
    return this.#all;
  }

  async #read(): Promise<readonly CardQuestion[]> {
    const said = (await this.#reach.lastSaid()).flatMap(({ reply, at }) => {
      const question = reply.kind === 'card' ? questionOf(reply.drawn, at) : null;
      return question === null ? [] : [question];
    });
    const last = this.#last === null ? [] : [this.#last];
    return [...last, ...said].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  }
}
