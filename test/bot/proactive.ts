import { Temporal } from 'temporal-polyfill';
import { Notifier } from '../../bot/notifier.ts';
import { Postman } from '../../bot/postman.ts';
import { Sender } from '../../bot/sender.ts';
import type { Move } from '../../services/moves/move.ts';
import type { PlannedReminder } from '../../services/reminders/reminder.ts';
import { sweep } from '../../services/reminders/sweep.ts';
import type { TeamSettings } from '../../services/reminders/team-settings.ts';
import { Outbox } from '../../services/store/outbox.ts';
import { type Waiting, waitingMessages } from '../messages.ts';
import { aMove, anEntry, aReminder, effects } from '../store/builders.ts';
import { type Answer, answerIn, Chat } from './chat.ts';
import { type Delivered, Teams } from './teams.ts';

export const CHANNEL = '19:moves@thread.tacv2';
export const SAM = { id: 'sam', name: 'Sam' };
export const AVA = { id: 'ava', name: 'Ava' };

/** A message as a card whose buttons can be pressed. */
export const cardOf = (d: Delivered | undefined): Answer => answerIn([d?.activity ?? {}], d?.activityId ?? null);

/** Longer than anything is tried. */
const TEN_DAYS = 10 * 24 * 3600 * 1000;

/**
 * The product with a Teams that records. What waits in the outbox is sent when a test says so, by the real sender, on a clock of its own
 * that jumps from one attempt to the next. By the product's clock it is noon (UTC).
 */
export class Proactive {
  readonly chat: Chat;
  readonly teams = new Teams();
  readonly notifier: Notifier;
  readonly postman: Postman;
  readonly #outbox: Outbox;
  /** Milliseconds by which the sender's clock has run ahead of the machine's. */
  #ahead = 0;
  #senders = 0;

  private constructor(chat: Chat) {
    this.chat = chat;
    const { services, store } = chat.house;
    // The cast: only the one method is used, and it has the SDK's own signature but for its overloads.
    this.notifier = new Notifier({ services, adapter: this.teams as never, appId: '' });
    this.postman = new Postman({ services, notifier: this.notifier });
    const limits = { all: [], conversation: [] };
    this.#outbox = new Outbox({ db: store.database.db, clock: { now: () => this.machineNow }, limits });
  }

  static async open(dir?: string): Promise<Proactive> {
    const house = Proactive.over(await Chat.open(dir));
    await house.until('12:00');
    // Whether it is due depends on the weekday on which the tests run.
    await house.settings({ weeklyOn: null });
    return house;
  }

  /** The same for a product that is open already, at whatever time it is there. */
  static over(chat: Chat): Proactive {
    return new Proactive(chat);
  }

  get services() {
    return this.chat.house.services;
  }

  get today() {
    return this.services.clock.now().toZonedDateTimeISO('UTC').toPlainDate();
  }

  /** By the sender's clock. */
  get machineNow(): Temporal.Instant {
    return Temporal.Now.instant().add({ milliseconds: this.#ahead });
  }

  /** Lets time pass until the clock (UTC) next reads so. */
  async until(time: string): Promise<void> {
    const now = this.services.clock.now().toZonedDateTimeISO('UTC');
    const at = now.withPlainTime(time);
    const ahead = now.until(at.epochMilliseconds > now.epochMilliseconds ? at : at.add({ days: 1 })).total('seconds');
    await this.services.sandbox?.advance(ahead / 86_400);
  }

  async pass(days: number): Promise<void> {
    await this.services.sandbox?.advance(days);
    await sweep(this.services);
  }

  /** Sends until nothing waits any more, or so many milliseconds of its clock have passed. */
  async deliverAll(within = TEN_DAYS): Promise<void> {
    await this.#send(this.postman, within);
  }

  /** Teams takes the next message, and the instance dies before it has written so; what it held is free again afterwards. */
  async dieAfterSending(): Promise<void> {
    const { postman } = this;
    const dying = {
      sent: () => Promise.reject(new Error('killed')),
      undeliverable: () => Promise.reject(new Error('killed')),
      alarm: async () => {},
      deliver: postman.deliver.bind(postman),
    };
    await this.#send(dying, 0);
    this.#ahead += 3600 * 1000;
  }

  async #send(postman: Pick<Postman, 'deliver' | 'sent' | 'undeliverable' | 'alarm'>, within: number): Promise<void> {
    const outbox = this.#outbox;
    const end = this.#ahead + within;
    let isEmpty = false;
    this.#senders += 1;
    const sender: Sender = new Sender({
      outbox: {
        claim: async (options) => {
          const claim = await outbox.claim(options);
          isEmpty = claim.kind === 'nothing';
          return claim;
        },
        renew: (...args) => outbox.renew(...args),
        retryLater: (...args) => outbox.retryLater(...args),
        drop: (...args) => outbox.drop(...args),
        pause: (...args) => outbox.pause(...args),
      },
      deliver: (message) => postman.deliver(message),
      record: postman,
      name: `sender-${this.#senders}`,
      clock: { now: () => this.machineNow },
      log: this.services.log,
      timing: { poll: TEN_DAYS },
      machine: {
        random: () => 0.5,
        every: () => () => {},
        wait: async (ms) => {
          if (isEmpty || this.#ahead + ms > end) return sender.stop(0);
          this.#ahead += Math.ceil(ms);
        },
      },
    });
    await sender.run();
  }

  /** What waits to be sent. */
  async waiting(): Promise<readonly Waiting[]> {
    return waitingMessages(this.chat.house.store.database);
  }

  /** Changes some of the team's settings. */
  async settings(change: Partial<TeamSettings>): Promise<void> {
    const { team, clock } = this.services;
    await team.change({ ...(await team.settings()), ...change }, SAM, clock.now());
  }

  /** A move opened by Sam in the personal chat, with reminders that are due today unless told otherwise. */
  async move(name: string, reminders: readonly Partial<PlannedReminder>[] = [{}], overrides: Partial<Move> = {}) {
    const move = aMove({
      name,
      domain: `${name.toLowerCase()}.com`,
      openedBy: SAM,
      conversationId: 'a:sam',
      ...overrides,
    });
    const plan = reminders.map((r) => aReminder({ dueOn: this.day(0), deadline: this.day(30), ...r }));
    await this.chat.house.store.moves.create(move, anEntry(move), effects({ reminders: plan }));
    return { move, refs: plan.map(({ key }) => ({ moveId: move.id, key })) };
  }

  /** The ISO date so many days from today. */
  day(from: number): string {
    return this.today.add({ days: from }).toString();
  }

  async states(refs: readonly { moveId: string; key: string }[]): Promise<readonly string[]> {
    const found = await this.services.reminders.findAll(refs);
    return refs.flatMap((ref) => found.find((r) => r.moveId === ref.moveId && r.key === ref.key)?.state ?? []);
  }
}
